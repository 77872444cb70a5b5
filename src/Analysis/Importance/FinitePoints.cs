using Goalkeeper.Numerics;
using Goalkeeper.Store;

namespace Goalkeeper.Analysis.Importance;

/// <summary>
/// The points of a sweep whose every seed ended with a finite value of its metric, or was stopped at one: of them it can be said what made the variance. Without
/// those that were stopped it would be of the good points alone, in which what mattered most varies least.
/// </summary>
/// <param name="IsLog">Whether the values are logarithms.</param>
/// <param name="Points">The first trial of each, and its values.</param>
/// <param name="Stopped">How many of them have a trial that was stopped.</param>
/// <param name="LeftOut">Points of which a trial has ended that are not among them.</param>
/// <param name="SeedsShare">What seeds make of the variance over all trials that went on to their end; NaN where that is not known.</param>
internal sealed record FinitePoints(bool IsLog, IReadOnlyList<(TrialRecord First, IReadOnlyList<double> Values)> Points, int Stopped, int LeftOut, double SeedsShare)
{
    /// <summary>Fewer points say nothing of several factors.</summary>
    public const int Fewest = 10;

    /// <summary>Those of a sweep. A point of which one seed diverged has no mean that could be compared.</summary>
    /// <param name="summary">The sweep.</param>
    /// <param name="isLog">Whether the logarithms of its metric are looked at: all of its finite values are above 0.</param>
    public static FinitePoints Of(SweepSummary summary, bool isLog)
    {
        var ended = summary.Rows.Where(row => row.Trials.Any(t => TrialState.IsEnded(t.State)))
            .Select(row => (row.Trials, Whole: Values(row.Finished), Values: Values(row.Trials.Where(t => t.State is TrialState.Finished or TrialState.Pruned)))).ToList();
        var finite = ended.Where(p => p.Values.Count > 0 && p.Values.TrueForAll(double.IsFinite) && p.Trials.All(t => t.State != TrialState.Diverged)).ToList();
        return new(
            isLog,
            [.. finite.Select(p => (p.Trials[0], (IReadOnlyList<double>)p.Values))],
            finite.Count(p => p.Trials.Any(t => t.State == TrialState.Pruned)),
            ended.Count - finite.Count,
            SeedVariance.Share([.. finite.Where(p => p.Whole.Count > 0).Select(p => p.Whole)]));

        List<double> Values(IEnumerable<TrialRecord> trials) =>
        [
            .. trials.Select(t => t.Metrics.GetValueOrDefault(summary.Sweep.MetricName, double.NaN)).Where(v => !double.IsNaN(v))
                .Select(v => !isLog ? v : v > 0 ? VectorMath.Log(v) : double.NegativeInfinity),
        ];
    }

    /// <summary>What factors make of the variance of the points' means; null where there are too few points or factors, or no variance.</summary>
    /// <param name="factors">A level a point.</param>
    public FunctionalAnova? Variance(IReadOnlyList<Factor> factors) =>
        factors.Count < 2 || Points.Count < Fewest ? null : FunctionalAnova.Of(factors, [.. Points.Select(p => p.Values.Sum() / p.Values.Count)]);
}
