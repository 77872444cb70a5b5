using System.CommandLine;

namespace Goalkeeper.Cli.Commands;

/// <summary>A line that can be typed.</summary>
/// <param name="Command">The words after <c>goalkeeper</c>.</param>
/// <param name="Effect">What it does.</param>
internal sealed record Example(string Command, string Effect);

/// <summary>One command: it parses, calls, prints.</summary>
internal abstract class CliCommand : Command
{
    /// <summary>A command with its help.</summary>
    protected CliCommand(string name, string description, params IReadOnlyList<Example> examples)
        : base(name, description)
    {
        Examples = examples;
        SetAction(Execute);
    }

    /// <summary>How it is typed; the first is shown with the list of all commands.</summary>
    public IReadOnlyList<Example> Examples { get; }

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    protected abstract int Execute(ParseResult arguments);
}
