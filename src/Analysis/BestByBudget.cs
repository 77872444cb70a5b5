using Goalkeeper.Numerics;
using Goalkeeper.Store;

namespace Goalkeeper.Analysis;

/// <summary>The best of a sweep's metric against how many points were tried: whether more of them would have helped.</summary>
/// <param name="IsExpected">
/// Whether it is what so many points are expected to have, whichever they are: where none depends on a result. Else it is the best so far, in the points' order.
/// </param>
/// <param name="Best">By the number of points, from 1 on; of a long sweep some of the numbers, its first and its last among them.</param>
internal sealed record BestByBudget(bool IsExpected, IReadOnlyList<(int Points, double Value)> Best)
{
    /// <summary>Fewer points say nothing of how many are enough.</summary>
    private const int FewestPoints = 10;

    /// <summary>More than a line needs to be smooth.</summary>
    private const int MostSteps = 60;

    /// <summary>Of the points that have a finite value; null where they are few, or no value is better than another.</summary>
    public static BestByBudget? Of(SweepSummary summary)
    {
        if (!summary.IsRanked) return null;
        List<double> values = [.. summary.Rows.Select(row => row.Of(summary.Sweep.MetricName).Mean).Where(double.IsFinite)];
        if (values.Count < FewestPoints) return null;
        var isExpected = summary.Plan.Search is not { } search || (!search.Waits && search.Method != PlanSearch.Sobol && search.First.Count == 0);
        var sign = -summary.Plan.Sign;
        var budgets = Budgets(values.Count);
        var best = isExpected
            ? [.. ExpectedBest.Of(values.ConvertAll(v => sign * v), budgets).Select(v => sign * v)]
            : RunningBest.Of(values, summary.Sweep.Metric) is var running ? budgets.ConvertAll(points => running[points - 1]) : [];
        return new(isExpected, [.. budgets.Zip(best)]);
    }

    /// <summary>The best of so many points, or of the nearest number that is known.</summary>
    public (int Points, double Value) Of(int points) => Best.MinBy(b => Math.Abs(b.Points - points));

    /// <summary>All numbers up to one, or some of them, at equal ratios.</summary>
    private static List<int> Budgets(int points) => points <= MostSteps
        ? [.. Enumerable.Range(1, points)]
        : [.. Enumerable.Range(0, MostSteps).Select(i => (int)Math.Round(VectorMath.Exp(VectorMath.Log(points) * i / (MostSteps - 1)))).Distinct()];
}
