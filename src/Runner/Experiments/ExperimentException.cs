using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>
/// An experiment file or a <c>--set</c> that does not say what to run: "path:line:column: what; expected …", a line for each thing that is
/// wrong, by place.
/// </summary>
internal sealed class ExperimentException : UserErrorException
{
    /// <summary>One thing is wrong.</summary>
    /// <param name="at">Where.</param>
    /// <param name="problem">What.</param>
    /// <param name="innerException">How it was found, or null.</param>
    public ExperimentException(SourceLocation at, string problem, Exception? innerException = null)
        : base($"{at}: {problem}", innerException) => (At, All) = (at, [this]);

    /// <summary>Several things are wrong.</summary>
    internal ExperimentException(IReadOnlyList<ExperimentException> all)
        : base(string.Join('\n', Shown(all)), all[0].InnerException) => (At, All) = (all[0].At, all);

    /// <summary>Where the first is.</summary>
    public SourceLocation At { get; }

    /// <summary>Each alone, by place; what has no line stands last.</summary>
    internal IReadOnlyList<ExperimentException> All { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Lines => All.Count == 1 ? [Message] : Shown(All);

    private static List<string> Shown(IReadOnlyList<ExperimentException> all) => [.. FewSentences.Of(all.Select(e => e.Message), more => $"and {more} more")];
}

/// <summary>A grid that is larger than anybody asks for by accident; <c>--yes</c> runs it all the same.</summary>
internal sealed class LargeGridException(string message) : UserErrorException(message);
