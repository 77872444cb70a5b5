using Goalkeeper.Numerics;
using Goalkeeper.Store;

namespace Goalkeeper.Analysis.Importance;

/// <summary>The points of a sweep whose every seed ended with a finite value of its metric: of them it can be said what made the variance.</summary>
/// <param name="IsLog">Whether the values are logarithms.</param>
/// <param name="Points">The first trial of each, and its values.</param>
/// <param name="LeftOut">Points of which a trial has ended that are not among them.</param>
internal sealed record FinitePoints(bool IsLog, IReadOnlyList<(TrialRecord First, IReadOnlyList<double> Values)> Points, int LeftOut)
{
    /// <summary>Fewer points say nothing of several factors.</summary>
    public const int Fewest = 10;

    /// <summary>Those of a sweep. A point of which one seed diverged has no mean that could be compared.</summary>
    /// <param name="summary">The sweep.</param>
    /// <param name="isLog">Whether the logarithms of its metric are looked at: all of its finite values are above 0.</param>
    public static FinitePoints Of(SweepSummary summary, bool isLog)
    {
        var ended = summary.Rows.Where(row => row.Trials.Any(t => TrialState.IsEnded(t.State)))
            .Select(row => (row.Trials, Values: row.Finished.Select(t => t.Metrics.GetValueOrDefault(summary.Sweep.MetricName, double.NaN)).Where(v => !double.IsNaN(v)).ToList())).ToList();
        var finite = ended.Where(p => p.Values.Count > 0 && p.Values.TrueForAll(double.IsFinite) && p.Trials.All(t => t.State != TrialState.Diverged)).ToList();
        return new(isLog, [.. finite.Select(p => (p.Trials[0], (IReadOnlyList<double>)p.Values.ConvertAll(v => isLog ? VectorMath.Log(v) : v)))], ended.Count - finite.Count);
    }

    /// <summary>What seeds make of the variance over all trials; NaN where that is not known.</summary>
    public double SeedsShare => SeedVariance.Share([.. Points.Select(p => p.Values)]);

    /// <summary>What factors make of the variance of the points' means; null where there are too few points or factors, or no variance.</summary>
    /// <param name="factors">A level a point.</param>
    public FunctionalAnova? Variance(IReadOnlyList<Factor> factors) =>
        factors.Count < 2 || Points.Count < Fewest ? null : FunctionalAnova.Of(factors, [.. Points.Select(p => p.Values.Sum() / p.Values.Count)]);
}
