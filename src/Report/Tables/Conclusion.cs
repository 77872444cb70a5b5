using Goalkeeper.Analysis;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Report.Tables;

/// <summary>The conclusion table of a sweep and the sentences that belong to it.</summary>
internal static class Conclusion
{
    /// <param name="summary">The sweep.</param>
    /// <param name="comparisons">How its rows compare; null where no two can be compared.</param>
    public static ReportTable Of(SweepSummary summary, RowComparisons? comparisons)
    {
        var text = new ComparisonText(summary, comparisons);
        var measured = ResultColumn.Measured(summary);
        IReadOnlyList<ResultColumn> results = [.. measured, .. ResultColumn.Certainty(text)];
        var columns = new List<string>();
        if (summary.HasVariants || summary.Parameters.Count == 0) columns.Add("model");
        columns.AddRange(summary.Parameters.Select(Wording.Setting));
        var names = columns.Count;
        columns.AddRange(results.Select(column => column.Name));
        var hasNotes = summary.Rows.Any(r => r.Note.Length > 0);
        if (hasNotes) columns.Add("comment");

        var shown = summary.Shown;
        var rows = shown.Select(row => (IReadOnlyList<string>)
        [
            .. summary.HasVariants || summary.Parameters.Count == 0 ? [row.Variant ?? summary.Label(row)] : (string[])[],
            .. summary.Parameters.Select(p => NumberText.Parameter(row.Parameters.GetValueOrDefault(p))),
            .. results.Select(column => column.Cell(row)),
            .. hasNotes ? [row.Note] : (string[])[],
        ]).ToList();
        string[] constant =
        [
            "constant answer",
            .. Enumerable.Repeat("", names - 1),
            .. summary.Compared.Select(m => OfConstantAnswer(summary, m) is { } value ? NumberText.Measured(m.Format, value) : ""),
        ];
        return new ReportTable(columns, rows, summary.ChosenAmong(shown), [.. Notes(summary, text, shown.Count)])
        {
            Deciding = names + measured.Count,
            Secondary = [.. ResultColumn.Secondary(names, results), .. hasNotes ? [columns.Count - 1] : (int[])[]],
            Above = names > 1 ? names : 0,
            Baseline = summary.Best is null || !summary.IsOfNetworks ? null : [.. constant, .. Enumerable.Repeat("", columns.Count - constant.Length)],
        };
    }

    internal static string Cell(SummaryRow row, MetricDefinition metric)
    {
        if (row.Finished.Count > 0) return row.Of(metric.Name).Text(metric.Format);
        var ended = row.Trials.Where(t => t.State is TrialState.Failed or TrialState.Diverged or TrialState.Pruned).Select(t => t.State).Distinct().ToList();
        if (ended.Count == 0) return "not run";
        var pruned = Statistic.Of([.. row.Trials.Where(t => t.State == TrialState.Pruned && t.Metrics.ContainsKey(metric.Name)).Select(t => t.Metrics[metric.Name])]);
        return Wording.List(ended.ConvertAll(state => state == TrialState.Pruned && pruned.Count > 0 ? $"pruned at {pruned.Text(metric.Format)}" : state));
    }

    /// <summary>What of a metric an answer gets that is the same for every example, the best such; null where that is no one number.</summary>
    private static double? OfConstantAnswer(SweepSummary summary, MetricDefinition metric) => metric switch
    {
        { CountsExamples: true, Split: var split } => ConstantAnswer.Of(summary.Dataset.Splits.First(s => s.Name == split).Labels).Share,
        { NeedsBothClasses: true } => 0.5,
        _ => null,
    };

    private static IEnumerable<string> Notes(SweepSummary summary, ComparisonText text, int shown)
    {
        if (shown < summary.Rows.Count)
        {
            yield return $"The {(summary.IsRanked ? "best" : "first")} {shown} of {NumberText.Count(summary.Rows.Count, "point")}; "
                + "trials.csv has every trial.";
        }
        if (summary.Best is { } best)
        {
            yield return summary.Chosen is { } chosen ? ChoiceNote(summary, chosen) : NoChoiceNote(summary);
            if (summary.IsOfNetworks) yield return "A constant answer is always the class that most examples of the split have.";
            foreach (var note in TestNotes(summary)) yield return note;
            yield return summary.IsReplicated
                ? "Mean ± standard deviation over n finished trials, each with its own seed."
                : "One seed a row: how much of a difference is luck with the seed, only replicates would show.";
            if (summary.Rows.Any(row => row.Finished.Count > 0 && row.Trials.Any(t => t.State == TrialState.Pruned)))
                yield return "Where some seeds of a row were pruned, its mean is that of the seeds that went on, which flatters it.";
            foreach (var note in text.Notes()) yield return note;
        }
        foreach (var note in StateNotes(summary)) yield return note;
    }

    private static string ChoiceNote(SweepSummary summary, SummaryRow chosen)
    {
        var best = summary.Ranking.First();
        var equals = summary.Ranking.Count(r => r.IsWhole == best.IsWhole && r.Mean.Equals(best.Mean));
        return $"Chosen{(summary.OpenTrials > 0 ? " so far" : "")} by {Wording.Metric(summary.Sweep.MetricName)} "
            + $"({(summary.Sweep.Metric.Maximizes ? "highest" : "lowest")}{(summary.IsReplicated ? " mean" : "")}{Rivals(summary)}): "
            + $"{summary.Name(chosen)}{(equals > 1 ? $", the first of {equals} that are equal" : "")}.";
    }

    /// <summary>Which rows the choice was between, where some had lost seeds: the mean of lucky survivors is no rival.</summary>
    private static string Rivals(SweepSummary summary)
    {
        var whole = summary.Ranking.Count(r => r.IsWhole);
        var left = summary.Ranking.Count() - whole;
        return left == 0 ? ""
            : whole == 0 ? "; no row has it for every seed"
            : $" of the rows that have it for every seed; {NumberText.Count(left, "row")} left out";
    }

    /// <summary>Why no row is chosen, and what the order of the rows means.</summary>
    private static string NoChoiceNote(SweepSummary summary)
    {
        var metric = Wording.Metric(summary.Sweep.MetricName);
        var why = summary.HasSplit("dev")
            ? $"Nothing is chosen: {metric} is not measured on the dev set."
            : "There is nothing to choose by: no dev set was held out.";
        return summary.IsRanked
            ? $"{why} Rows are ordered by {metric}, {(summary.Sweep.Metric.Maximizes ? "highest" : "lowest")} first, as the experiment asks."
            : why;
    }

    /// <summary>What the test set is used for.</summary>
    private static IEnumerable<string> TestNotes(SweepSummary summary)
    {
        var metric = summary.Definition("test_accuracy");
        if (!summary.HasSplit("test")) yield break;
        if (summary.Metric.Split == "test")
        {
            yield return "The test set made this order, so the first row's result is too good to expect of new data.";
        }
        else if (!summary.HasSplit("dev"))
        {
            yield return "Test accuracy is shown for every row, since nothing was chosen by it.";
        }
        else if (summary.Chosen is not { } chosen)
        {
            yield return "Test accuracy is not looked at, since nothing is chosen.";
        }
        else if (summary.OpenTrials > 0)
        {
            yield return "Test accuracy is looked at when all trials have ended.";
        }
        else
        {
            yield return $"Test accuracy of the chosen row: {chosen.Of(metric.Name).Text(metric.Format)}; "
                + $"a constant answer gets {NumberText.Measured(metric.Format, OfConstantAnswer(summary, metric)!.Value)}.";
        }
    }

    private static IEnumerable<string> StateNotes(SweepSummary summary)
    {
        if (summary.CountOf(TrialState.Diverged) is > 0 and var diverged)
        {
            yield return $"{NumberText.Count(diverged, "trial")} diverged: {(summary.IsOfNetworks ? "the weights stopped being numbers" : $"{Wording.Metric(summary.Sweep.MetricName)} ended as NaN or infinite")}. "
                + "Their traces are kept.";
        }

        if (summary.CountOf(TrialState.Pruned) is > 0 and var pruned)
        {
            var first = summary.Trials.First(t => t.State == TrialState.Pruned);
            yield return $"{NumberText.Count(pruned, "trial")} {(pruned == 1 ? "was" : "were")} pruned: what a trial measured when it ended stands in its place, and none is chosen. "
                + $"The first is number {NumberText.Parameter(first.Number)}: {first.Reason}";
        }
        if (summary.CountOf(TrialState.Failed) is > 0 and var failed)
        {
            var first = summary.Trials.First(t => t.State == TrialState.Failed);
            yield return $"{NumberText.Count(failed, "trial")} failed; the first is number {NumberText.Parameter(first.Number)}: {first.Reason}";
        }
    }
}
