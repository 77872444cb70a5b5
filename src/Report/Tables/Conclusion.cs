using System.Globalization;
using Goalkeeper.Report.Summary;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Tables;

/// <summary>The conclusion table of a sweep and the sentences that belong to it.</summary>
internal static class Conclusion
{
    /// <param name="summary">The sweep.</param>
    public static ReportTable Of(SweepSummary summary)
    {
        var metrics = summary.Compared;
        var columns = new List<string>();
        if (summary.HasVariants || summary.Parameters.Count == 0) columns.Add("model");
        columns.AddRange(summary.Parameters.Select(Wording.Setting));
        var names = columns.Count;
        columns.AddRange(metrics.Select(m => Wording.Metric(m.Name)));
        if (summary.IsReplicated) columns.Add("n");
        var hasNotes = summary.Rows.Any(r => r.Note.Length > 0);
        if (hasNotes) columns.Add("comment");

        var shown = summary.Shown;
        var rows = shown.Select(row => (IReadOnlyList<string>)
        [
            .. summary.HasVariants || summary.Parameters.Count == 0 ? [row.Variant ?? row.Label] : (string[])[],
            .. summary.Parameters.Select(p => NumberText.Parameter(row.Parameters.GetValueOrDefault(p))),
            .. metrics.Select(m => Cell(row, m)),
            .. summary.IsReplicated ? [row.Finished.Count.ToString(CultureInfo.InvariantCulture)] : (string[])[],
            .. hasNotes ? [row.Note] : (string[])[],
        ]).ToList();
        string[] constant =
        [
            "constant answer",
            .. Enumerable.Repeat("", names - 1),
            .. metrics.Select(m => summary.OfConstantAnswer(m) is { } value ? NumberText.Measured(m.Format, value) : ""),
        ];
        return new ReportTable(columns, rows, summary.ChosenAmong(shown), [.. Notes(summary, shown.Count)])
        {
            Baseline = summary.Best is null || !summary.IsOfNetworks ? null : [.. constant, .. Enumerable.Repeat("", columns.Count - constant.Length)],
        };
    }

    private static string Cell(SummaryRow row, MetricDefinition metric)
    {
        if (row.Finished.Count > 0) return row.Of(metric.Name).Text(metric.Format);
        var ended = row.Trials.Where(t => t.State is TrialState.Failed or TrialState.Diverged).Select(t => t.State).Distinct().ToList();
        return ended.Count > 0 ? Wording.List(ended) : "not run";
    }

    private static IEnumerable<string> Notes(SweepSummary summary, int shown)
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
                ? "Mean ± standard deviation over n finished trials, each with its own seed; "
                    + "whether rows differ by more than luck with the seeds is not tested."
                : "One seed a row: how much of a difference is luck with the seed, only replicates would show.";
            if (SamplingNote(summary) is { } sampling) yield return sampling;
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
            yield return "The test set made this order, so the first row's result is too good to expect of new data.";
        else if (!summary.HasSplit("dev"))
            yield return "Test accuracy is shown for every row, since nothing was chosen by it.";
        else if (summary.Chosen is not { } chosen)
            yield return "Test accuracy is not looked at, since nothing is chosen.";
        else if (summary.OpenTrials > 0)
            yield return "Test accuracy is looked at once, when all trials have ended.";
        else
            yield return $"Test accuracy of the chosen row, looked at once: {chosen.Of(metric.Name).Text(metric.Format)}; "
                + $"a constant answer gets {NumberText.Measured(metric.Format, summary.OfConstantAnswer(metric)!.Value)}.";
    }

    private static string? SamplingNote(SweepSummary summary)
    {
        const string metric = "dev_accuracy";
        if (!summary.ChoosesByDev || summary.Chosen is not { } chosen || chosen.Of(metric).Mean is not (> 0 and < 1 and var accuracy)) return null;
        var count = summary.Sweep.Examples.Dev;
        var error = NumberText.Points(Math.Sqrt(accuracy * (1 - accuracy) / count));
        return $"{NumberText.Count(count, "example")} in the dev set leave a standard error of {error} points "
            + $"on an accuracy of {NumberText.Percent(accuracy)}.";
    }

    private static IEnumerable<string> StateNotes(SweepSummary summary)
    {
        if (summary.CountOf(TrialState.Diverged) is > 0 and var diverged)
            yield return $"{NumberText.Count(diverged, "trial")} diverged: {(summary.IsOfNetworks ? "the weights stopped being numbers" : $"{Wording.Metric(summary.Sweep.MetricName)} ended as NaN or infinite")}. "
                + "Their traces are kept.";
        if (summary.CountOf(TrialState.Failed) is > 0 and var failed)
        {
            var first = summary.Trials.First(t => t.State == TrialState.Failed);
            yield return $"{NumberText.Count(failed, "trial")} failed; the first is number {NumberText.Parameter(first.Number)}: {first.Reason}";
        }
    }
}
