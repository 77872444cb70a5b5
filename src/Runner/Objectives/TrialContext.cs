using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A trial as its objective sees it.</summary>
/// <param name="sweep">Whose trial it is.</param>
/// <param name="trial">What was planned.</param>
/// <param name="attempt">1, 2, …: the first try of it, the second, ….</param>
/// <param name="folder">The attempt's own folder; null where nothing is to be kept.</param>
/// <param name="report">Who takes part of its trace.</param>
internal sealed class TrialContext(SweepReference sweep, PlannedTrial trial, long attempt, string? folder, Action<IReadOnlyList<Trace>> report)
{
    /// <summary>Whose trial it is.</summary>
    public SweepReference Sweep => sweep;

    /// <summary>What was planned: number, seed and parameters.</summary>
    public PlannedTrial Trial => trial;

    /// <summary>1, 2, …: the first try of it, the second, ….</summary>
    public long Attempt => attempt;

    /// <summary>Where what the trial leaves behind is kept; it need not be there yet. Null where nothing is to be kept.</summary>
    public string? Folder => folder;

    /// <summary>Stores part of the trace while the trial runs. A step that was reported before has its new value.</summary>
    /// <returns>Whether to go on.</returns>
    public bool Report(IReadOnlyList<Trace> traces)
    {
        report(traces);
        return true;
    }
}
