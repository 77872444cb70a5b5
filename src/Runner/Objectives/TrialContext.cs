using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A trial as its objective sees it.</summary>
/// <param name="sweep">Whose trial it is.</param>
/// <param name="trial">What was planned.</param>
/// <param name="attempt">1, 2, …: the first try of it, the second, ….</param>
/// <param name="folder">The attempt's own folder; null where nothing is to be kept.</param>
/// <param name="report">Who takes part of its trace.</param>
/// <param name="stopping">What ends it early; null: nothing.</param>
internal sealed class TrialContext(
    SweepReference sweep, PlannedTrial trial, long attempt, string? folder, Action<IReadOnlyList<Trace>> report, TrialStopping? stopping = null)
{
    /// <summary>Whose trial it is.</summary>
    public SweepReference Sweep => sweep;

    /// <summary>What was planned: number, seed and parameters.</summary>
    public PlannedTrial Trial => trial;

    /// <summary>1, 2, …: the first try of it, the second, ….</summary>
    public long Attempt => attempt;

    /// <summary>Where what the trial leaves behind is kept; it need not be there yet. Null where nothing is to be kept.</summary>
    public string? Folder => folder;

    /// <summary>The GPU that it has for itself, as CUDA counts them; null: it has none of its own.</summary>
    public int? Gpu { get; init; }

    /// <summary>Stores part of the trace while the trial runs. A step that was reported before has its new value.</summary>
    public void Report(IReadOnlyList<Trace> traces) => report(traces);

    /// <summary>Takes a measurement as soon as it is made.</summary>
    /// <returns>Whether the trial may go on; once it may not, it never may.</returns>
    public bool MayGoOn(string metric, long step, double value) => stopping?.MayGoOn(metric, step, value) ?? true;

    /// <summary>Why it may not go on; null: it may.</summary>
    public string? StopReason => stopping?.Reason;
}
