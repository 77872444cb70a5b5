using Goalkeeper.Store;

namespace Goalkeeper.Analysis;

/// <summary>Rows that were run with the same seeds, or that answered the same examples, beside each other.</summary>
/// <param name="Over">Which of the two.</param>
/// <param name="Rows">The best first.</param>
/// <param name="Values">What each got, by seed or by example (1 for right, 0 for wrong): all finite, the more the better.</param>
internal sealed record PairedRows(ChanceOver Over, IReadOnlyList<SummaryRow> Rows, IReadOnlyList<double[]> Values)
{
    /// <summary>More rows than anybody reads.</summary>
    private const int MostRows = 60;

    /// <summary>Rows times examples: what takes a second or so.</summary>
    private const int MostAnswers = 200_000;

    /// <summary>Seeds or examples.</summary>
    public int Count => Values[0].Length;

    /// <summary>The best rows of a sweep by its metric, those that have what the best has; null where there are no two of them.</summary>
    public static PairedRows? Of(SweepSummary summary, SweepStore store)
    {
        if (!summary.IsHeldOut || summary.Best is not { } best) return null;
        var paired = best.Finished.Count > 1 ? BySeed(summary, best) : ByExample(summary, best, store);
        // Where no seed changes anything in any row, all seeds are one.
        if (paired is { Over: ChanceOver.Seeds, Count: > 1 } && paired.Values.All(PairedTest.IsConstant)) paired = ByExample(summary, best, store);
        return paired?.Rows.Count > 1 ? paired : null;
    }

    private static PairedRows BySeed(SweepSummary summary, SummaryRow best)
    {
        var seeds = Values(best).Keys.Order().ToList();
        var complete = summary.Ranked.Select(row => (Row: row, Values: Values(row))).Where(row => seeds.All(row.Values.ContainsKey)).Take(MostRows).ToList();
        return new(ChanceOver.Seeds, complete.ConvertAll(row => row.Row), complete.ConvertAll(row => seeds.ConvertAll(seed => row.Values[seed]).ToArray()));

        Dictionary<long, double> Values(SummaryRow row) => row.Finished
            .Where(t => t.Metrics.TryGetValue(summary.Sweep.MetricName, out var value) && double.IsFinite(value))
            .DistinctBy(t => t.Seed).ToDictionary(t => t.Seed, t => -summary.Plan.Sign * t.Metrics[summary.Sweep.MetricName]);
    }

    private static PairedRows? ByExample(SweepSummary summary, SummaryRow best, SweepStore store)
    {
        if (Judged(best).FirstOrDefault() is not { } first) return null;
        var examples = first.Examples.Labels.Count;
        var answers = summary.Ranked.Take(Math.Clamp(MostAnswers / Math.Max(1, examples), 2, MostRows))
            .Select(row => (Row: row, Judged: Judged(row).FirstOrDefault(judged => judged.Split == first.Split && judged.Examples.Id == first.Examples.Id)))
            .Where(row => row.Judged is not null).ToList();
        return new(ChanceOver.Examples, answers.ConvertAll(row => row.Row), answers.ConvertAll(row => Right(row.Judged!)));

        IEnumerable<JudgedPrediction> Judged(SummaryRow row) => row.Finished is [var trial, ..] ? PairedRows.Judged(summary.Sweep, trial, store) : [];
    }

    /// <summary>A trial's answers of the split that the metric is the share of: a program may call it as it likes.</summary>
    public static IEnumerable<JudgedPrediction> Judged(SweepRecord sweep, TrialRecord trial, SweepStore store) => trial.Metrics.TryGetValue(sweep.MetricName, out var share)
        ? store.JudgedPredictions(sweep, trial).Where(judged => judged.Examples.Labels.Count > 0 && Math.Abs(Right(judged).Average() - share) < 1e-9)
        : [];

    /// <summary>1 for each example that an answer is right about, else 0.</summary>
    public static double[] Right(JudgedPrediction judged) => [.. Enumerable.Range(0, judged.Examples.Labels.Count).Select(i => judged.IsRight(i) ? 1.0 : 0.0)];
}
