using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>How one attempt at a trial ended.</summary>
internal enum ProgramOutcome
{
    /// <summary>The program ended with exit code 0.</summary>
    Finished,

    /// <summary>It ended otherwise, or could not be started.</summary>
    Failed,

    /// <summary>It took longer than its timeout.</summary>
    TimedOut,

    /// <summary>A report of its metrics was answered with no.</summary>
    Pruned,

    /// <summary>It was stopped from outside: it has no result.</summary>
    Stopped,
}

/// <summary>All that is known of one attempt.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why, where it did not finish.</param>
/// <param name="End">What the system says of it; null: it was not started.</param>
/// <param name="Traces">What it measured.</param>
/// <param name="Wrong">Lines that were meant as measurements and are none; null: no such line.</param>
/// <param name="Files">The files of its command as they were when it was started.</param>
/// <param name="LogProblem">Why its output was not kept whole; null: it was.</param>
internal sealed record ProgramResult(
    ProgramOutcome Outcome,
    string? Reason,
    ProgramEnd? End,
    IReadOnlyList<Trace> Traces,
    WrongLines? Wrong,
    IReadOnlyList<CommandFile> Files,
    string? LogProblem)
{
    /// <summary>The numbers in a line of JSON that did not count; none where there was no such line.</summary>
    public IReadOnlyList<string> Undeclared { get; init; } = [];
}
