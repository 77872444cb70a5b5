using Goalkeeper.Store;

namespace Goalkeeper.Analysis;

/// <summary>A point that both sweeps have: the same variant and the same value of every setting that varies in either.</summary>
/// <param name="First">Its row in the first sweep.</param>
/// <param name="Second">Its row in the other.</param>
/// <param name="Test">The second's metric less the first's, seed by seed, where both have a finite value.</param>
/// <param name="P">The test's p, corrected for all points that are compared; NaN where there are fewer than two such seeds.</param>
/// <param name="Verdict">Whether the second is better by the metric.</param>
internal sealed record ComparedPoint(SummaryRow First, SummaryRow Second, PairedTest Test, double P, Verdict Verdict);

/// <summary>Two sweeps of one metric, point by point.</summary>
/// <param name="Points">What both have, in the order of the first's metric, the best first.</param>
/// <param name="OnlyFirst">How many points the first alone has.</param>
/// <param name="OnlySecond">How many the second alone has.</param>
internal sealed record SweepComparison(IReadOnlyList<ComparedPoint> Points, int OnlyFirst, int OnlySecond)
{
    /// <summary>Compares two sweeps by the first's metric.</summary>
    /// <exception cref="UserErrorException">The other decides by another metric, or by the same the other way round.</exception>
    public static SweepComparison Of(SweepSummary first, SweepSummary second)
    {
        var (metric, other) = (first.Sweep.Metric, second.Sweep.Metric);
        if (first.Sweep.MetricName != second.Sweep.MetricName || metric.Maximizes != other.Maximizes)
        {
            throw new UserErrorException(
                $"{second.Sweep.Reference} decides by {second.Sweep.MetricName} ({second.Sweep.MetricGoal}) and {first.Sweep.Reference} by {first.Sweep.MetricName} "
                + $"({first.Sweep.MetricGoal}); expected sweeps of one metric and goal");
        }
        string[] settings = [.. first.Parameters.Union(second.Parameters)];
        var others = second.Rows.GroupBy(row => Key(second, row, settings)).ToDictionary(group => group.Key, group => group.First());
        var common = first.Ranked.Select(row => (First: row, Second: others.GetValueOrDefault(Key(first, row, settings)))).Where(p => p.Second is not null).ToList();
        var tests = common.ConvertAll(p => PairedTest.Of(Pairs(p.First, p.Second!, first.Sweep.MetricName)));
        var corrected = Holm.Adjusted([.. tests.Select(t => t.P)]);
        return new(
            [.. common.Select((p, i) => new ComparedPoint(p.First, p.Second!, tests[i], corrected[i], VerdictOf(tests[i], corrected[i], metric.Maximizes)))],
            first.Rows.Count - common.Count, second.Rows.Count - common.Count);
    }

    /// <summary>How many of the points have a verdict.</summary>
    public int Count(Verdict verdict) => Points.Count(p => p.Verdict == verdict);

    private static Verdict VerdictOf(PairedTest test, double p, bool maximizes) =>
        !(p < RowComparison.Significant) ? Verdict.CannotTell : test.Difference > 0 == maximizes ? Verdict.Better : Verdict.Worse;

    private static IEnumerable<(double, double)> Pairs(SummaryRow first, SummaryRow second, string metric) =>
        from a in first.Finished
        join b in second.Finished on a.Seed equals b.Seed
        where a.Metrics.ContainsKey(metric) && b.Metrics.ContainsKey(metric)
        select (b.Metrics[metric], a.Metrics[metric]);

    /// <summary>A setting that one sweep varies and the other has for all its trials is the same setting.</summary>
    private static string Key(SweepSummary summary, SummaryRow row, string[] settings) => string.Join(
        '\n', settings.Select(name => summary.Setting(row.Trials[0], name) is { } value ? ParameterValue.ToJson(value) : "").Prepend(row.Variant ?? ""));
}
