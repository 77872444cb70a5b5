using Goalkeeper.Store;

namespace Goalkeeper.Analysis;

/// <summary>A metric over the steps of a point's trials.</summary>
internal static class MeanCurve
{
    /// <summary>Whether a trial measured to an end: one that failed or was pruned is no part of a mean.</summary>
    public static bool Counts(TrialRecord trial) => trial.State is TrialState.Finished or TrialState.Diverged;

    /// <summary>What the trials that measured it have at each step, steps ascending; empty where none did.</summary>
    /// <param name="row">The point.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="traces">What a trial measured.</param>
    public static IReadOnlyList<(long Step, Statistic Value)> Of(SummaryRow row, string metric, Func<TrialRecord, IReadOnlyList<Trace>> traces) =>
    [
        .. row.Trials.Where(Counts)
            .SelectMany(t => traces(t).Where(trace => trace.Metric == metric))
            .SelectMany(trace => trace.Iterations.Zip(trace.Values))
            .GroupBy(point => point.First, point => point.Second)
            .OrderBy(g => g.Key)
            .Select(g => (g.Key, Statistic.Of([.. g]))),
    ];
}
