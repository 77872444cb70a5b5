using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>An experiment file or a <c>--set</c> that does not say what to run: "path:line:column: what; expected …".</summary>
public sealed class ExperimentException(SourceLocation at, string problem, Exception? innerException = null)
    : UserErrorException($"{at}: {problem}", innerException)
{
    /// <summary>Where it is.</summary>
    public SourceLocation At { get; } = at;
}

/// <summary>A grid that is larger than anybody asks for by accident; <c>--yes</c> runs it all the same.</summary>
public sealed class LargeGridException(string message) : UserErrorException(message);
