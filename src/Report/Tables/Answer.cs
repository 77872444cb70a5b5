using Goalkeeper.Analysis;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Tables;

/// <summary>What came out, before anything else is said.</summary>
/// <param name="Sentence">The best point and its result, or why there is none.</param>
/// <param name="Settings">What to set to have that point; empty where there is none.</param>
/// <param name="Best">The first ten points, each called by its settings in one cell.</param>
internal sealed record Answer(string Sentence, IReadOnlyList<(string Name, string Value)> Settings, ReportTable Best)
{
    private const int MostRows = 10;

    /// <param name="summary">The sweep.</param>
    /// <param name="comparisons">How its rows compare; null where no two can be compared.</param>
    public static Answer Of(SweepSummary summary, RowComparisons? comparisons)
    {
        var text = new ComparisonText(summary, comparisons);
        return new(SentenceOf(summary, text), [.. SettingsOf(summary)], BestOf(summary, text));
    }

    /// <summary>How many trials ended how, and how long it took.</summary>
    /// <param name="summary">The sweep.</param>
    /// <param name="portable">Whether times are left out.</param>
    public static string Ended(SweepSummary summary, bool portable)
    {
        var states = TrialState.All.Select(state => (State: state, Count: summary.CountOf(state))).Where(s => s.Count > 0)
            .Select(s => FormattableString.Invariant($"{s.Count:N0} {s.State}")).ToList();
        var ended = $"{NumberText.Count(summary.Trials.Count, "trial")}: {Wording.List(states)}";
        var ran = summary.Trials.Where(t => t is { StartedAt: not null, DurationMs: not null }).ToList();
        if (portable || ran.Count == 0) return $"{ended}.";
        var first = ran.Min(t => t.StartedAt!.Value);
        var took = ran.Max(t => (t.StartedAt!.Value - first).TotalMilliseconds + t.DurationMs!.Value);
        return $"{ended}; {Duration(took)} from the first start to the last end, {Duration(ran.Sum(t => t.DurationMs!.Value))} of trials.";
    }

    // A damaged store can have any.
    private static string Duration(double ms) => DurationText.Of(ms < TimeSpan.MaxValue.TotalMilliseconds ? TimeSpan.FromMilliseconds(ms) : TimeSpan.MaxValue);

    private static string SentenceOf(SweepSummary summary, ComparisonText text)
    {
        var metric = Wording.Metric(summary.Sweep.MetricName);
        if (summary.Best is not { } best)
            return summary.CountOf(TrialState.Finished) > 0 ? $"No trial has a value of {metric}." : "No trial has finished.";
        var value = best.Of(summary.Sweep.MetricName);
        var result = $"{value.Text(summary.Metric.Format)} ({text.Uncertainty(best)})";
        if (summary.Rows.Count == 1) return $"{Wording.Capitalized(metric)} is {result}.";
        var extreme = $"{(summary.Sweep.Metric.Maximizes ? "highest" : "lowest")}{(summary.IsReplicated ? " mean" : "")} {metric}";
        return summary.Chosen is null
            ? $"Nothing is chosen, since nothing was held out to choose by; the {extreme}, {result}, is that of {summary.Name(best)}."
            : $"{summary.Name(best)} has the {extreme}{Among(summary)}{(summary.OpenTrials > 0 ? " so far" : "")}: {result}. {Untold(summary, best)}{text.Result()}".TrimEnd();
    }

    /// <summary>Which points the choice was between, where some had lost seeds.</summary>
    private static string Among(SweepSummary summary)
    {
        var whole = summary.Ranking.Count(r => r.IsWhole);
        return whole == 0 || whole == summary.Ranking.Count() ? ""
            : whole == 1 ? ", as the only point that every seed finished" : FormattableString.Invariant($" of the {whole:N0} points that every seed finished");
    }

    /// <summary>How many points look better by the seeds that they have left.</summary>
    private static string Untold(SweepSummary summary, SummaryRow best)
    {
        var mean = best.Of(summary.Sweep.MetricName).Mean;
        var better = summary.Ranking.Count(r => !r.IsWhole && summary.Sweep.Metric.IsBetter(r.Mean, mean));
        return better == 0 || !summary.Ranking.First().IsWhole ? ""
            : $"{NumberText.Count(better, "point")} {(better == 1 ? "looks" : "look")} better by the seeds that finished, and had others that failed, diverged or were pruned. ";
    }

    private static IEnumerable<(string, string)> SettingsOf(SweepSummary summary)
    {
        if (summary.Best is not { } best || summary.Rows.Count == 1) yield break;
        if (best.Variant is { } variant) yield return ("variant", variant);
        foreach (var (name, value) in best.Parameters) yield return (name, NumberText.Parameter(value));
    }

    private static ReportTable BestOf(SweepSummary summary, ComparisonText text)
    {
        IReadOnlyList<ResultColumn> columns = [.. ResultColumn.Measured(summary), .. ResultColumn.Certainty(text)];
        var rows = summary.Shown.Take(MostRows).ToList();
        return new ReportTable(
            ["point", .. columns.Select(column => column.Name)],
            [.. rows.Select(row => (IReadOnlyList<string>)[summary.Name(row), .. columns.Select(column => column.Cell(row))])],
            summary.ChosenAmong(rows),
            Notes: [])
        {
            Secondary = ResultColumn.Secondary(names: 1, columns),
            Above = summary.Parameters.Count + (summary.HasVariants ? 1 : 0) > 1 ? 1 : 0,
            Caption = FormattableString.Invariant($"The {(summary.IsRanked ? "best" : "first")} {rows.Count} of {NumberText.Count(summary.Rows.Count, "point")}"),
        };
    }
}
