using Goalkeeper.Store;

namespace Goalkeeper.Analysis;

/// <summary>A point that both sweeps have: the same variant and the same value of every setting that varies in either.</summary>
/// <param name="First">Its row in the first sweep.</param>
/// <param name="Second">Its row in the other.</param>
/// <param name="Test">The second's metric less the first's, seed by seed; with one seed, its p is McNemar's, where both answered the same examples.</param>
/// <param name="P">The test's p, corrected for all points that are compared; NaN where nothing can be tested.</param>
/// <param name="Verdict">Whether the second is better by the metric.</param>
internal sealed record ComparedPoint(SummaryRow First, SummaryRow Second, PairedTest Test, double P, Verdict Verdict);

/// <summary>Two sweeps of one metric, point by point.</summary>
/// <param name="Points">What both have, in the order of the first's metric, the best first.</param>
/// <param name="OnlyFirst">How many points the first alone has.</param>
/// <param name="OnlySecond">How many the second alone has.</param>
/// <param name="Tests">How many tests p is corrected for: those of the other sweeps that are compared with the first, too.</param>
internal sealed record SweepComparison(IReadOnlyList<ComparedPoint> Points, int OnlyFirst, int OnlySecond, int Tests)
{
    /// <summary>Compares each of some sweeps with the first by its metric.</summary>
    /// <exception cref="UserErrorException">One decides by another metric, or by the same the other way round.</exception>
    public static IReadOnlyList<SweepComparison> Of(SweepSummary first, IReadOnlyList<SweepSummary> others, SweepStore store)
    {
        var pairs = (from other in others from rows in Common(first, other) select (Other: other, Rows: rows, Test: Test(first, other, rows, store))).ToList();
        // All are looked at together, so all are corrected together.
        var corrected = Holm.Adjusted([.. pairs.Select(pair => pair.Test.P)]);
        var points = pairs.Zip(corrected).ToLookup(c => c.First.Other, c => Compared(first, c.First.Rows, c.First.Test, c.Second));
        var tests = corrected.Count(p => !double.IsNaN(p));
        return [.. others.Select(other => new SweepComparison([.. points[other]], first.Rows.Count - points[other].Count(), other.Rows.Count - points[other].Count(), tests))];
    }

    /// <summary>How many of the points have a verdict.</summary>
    public int Count(Verdict verdict) => Points.Count(p => p.Verdict == verdict);

    private static ComparedPoint Compared(SweepSummary first, (SummaryRow First, SummaryRow Second) rows, PairedTest test, double p) =>
        new(rows.First, rows.Second, test, p, new RowComparison(test.Difference, -first.Plan.Sign * test.Difference, p).Verdict);

    private static List<(SummaryRow First, SummaryRow Second)> Common(SweepSummary first, SweepSummary second)
    {
        if (first.Sweep.MetricName != second.Sweep.MetricName || first.Sweep.Metric.Maximizes != second.Sweep.Metric.Maximizes)
        {
            throw new UserErrorException(
                $"{second.Sweep.Reference} decides by {second.Sweep.MetricName} ({second.Sweep.MetricGoal}) and {first.Sweep.Reference} by {first.Sweep.MetricName} "
                + $"({first.Sweep.MetricGoal}); expected sweeps of one metric and goal");
        }
        string[] settings = [.. first.Parameters.Union(second.Parameters)];
        var others = second.Rows.GroupBy(row => Key(second, row, settings)).ToDictionary(group => group.Key, group => group.First());
        return [.. from row in first.Ranked let other = others.GetValueOrDefault(Key(first, row, settings)) where other is not null select (row, other)];
    }

    private static PairedTest Test(SweepSummary first, SweepSummary second, (SummaryRow First, SummaryRow Second) rows, SweepStore store)
    {
        var (metric, sign) = (first.Sweep.MetricName, -first.Plan.Sign);
        var common = (
            from a in rows.First.Finished
            join b in rows.Second.Finished on a.Seed equals b.Seed
            where a.Metrics.ContainsKey(metric) && b.Metrics.ContainsKey(metric)
            select (First: a, Second: b)).ToList();
        var test = PairedTest.Of(common.Select(pair => (sign * pair.Second.Metrics[metric], sign * pair.First.Metrics[metric])));
        // Plus 0, since −0 is told as one.
        test = test with { Difference = sign * test.Difference + 0.0, Interval = sign > 0 ? test.Interval : new(-test.Interval.Upper, -test.Interval.Lower) };
        return double.IsNaN(test.P) && common.Count > 0 ? test with { P = OverExamples(common[0]) } : test;

        double OverExamples((TrialRecord First, TrialRecord Second) pair)
        {
            if (PairedRows.Judged(first.Sweep, pair.First, store).FirstOrDefault() is not { } one) return double.NaN;
            if (PairedRows.Judged(second.Sweep, pair.Second, store).FirstOrDefault(judged => judged.Examples.Id == one.Examples.Id) is not { } other) return double.NaN;
            var right = PairedRows.Right(one).Zip(PairedRows.Right(other)).ToList();
            return McNemar.P(right.Count(r => r.First > r.Second), right.Count(r => r.First < r.Second));
        }
    }

    /// <summary>A setting that one sweep varies and the other has for all its trials is the same setting.</summary>
    private static string Key(SweepSummary summary, SummaryRow row, string[] settings) => string.Join(
        '\n', settings.Select(name => summary.Setting(row.Trials[0], name) is { } value ? ParameterValue.ToJson(value) : "").Prepend(row.Variant ?? ""));
}
