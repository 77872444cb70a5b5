using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>The conclusion table of a sweep and the sentences that belong to it.</summary>
internal static class Conclusion
{
    /// <summary>More rows than anybody reads; trials.csv has all.</summary>
    public const int MostRows = 60;

    public static ConclusionTable Of(SweepSummary summary)
    {
        var metrics = Metrics(summary);
        var columns = new List<string>();
        if (summary.HasVariants || summary.Parameters.Count == 0) columns.Add("model");
        columns.AddRange(summary.Parameters.Select(Wording.Setting));
        columns.AddRange(metrics.Select(Wording.Metric));
        if (summary.IsReplicated) columns.Add("n");
        var hasNotes = summary.Rows.Any(r => r.Note.Length > 0);
        if (hasNotes) columns.Add("comment");

        var shown = Shown(summary);
        var rows = shown.Select(row => (IReadOnlyList<string>)
        [
            .. summary.HasVariants || summary.Parameters.Count == 0 ? [row.Variant ?? row.Label] : (string[])[],
            .. summary.Parameters.Select(p => NumberText.Parameter(row.Parameters.GetValueOrDefault(p))),
            .. metrics.Select(m => Cell(row, m)),
            .. summary.IsReplicated ? [row.Finished.Count.ToString(CultureInfo.InvariantCulture)] : (string[])[],
            .. hasNotes ? [row.Note] : (string[])[],
        ]).ToList();
        return new ConclusionTable(columns, rows, ChosenAmong(shown, summary), [.. Notes(summary, shown.Count)]);
    }

    /// <summary>Train, held-out, and the metric that decides if it is neither.</summary>
    private static List<string> Metrics(SweepSummary summary)
    {
        var metrics = new List<string> { "train_accuracy" };
        if (summary.HeldOut is { } heldOut) metrics.Add(heldOut);
        if (!metrics.Contains(summary.Sweep.MetricName)) metrics.Add(summary.Sweep.MetricName);
        return metrics;
    }

    /// <summary>The rows of the table: all, or the best where they are too many.</summary>
    public static IReadOnlyList<SummaryRow> Shown(SweepSummary summary) =>
        summary.Rows.Count <= MostRows ? summary.Rows : summary.Best(MostRows);

    /// <summary>Where the chosen row stands, or null.</summary>
    public static int? ChosenAmong(IReadOnlyList<SummaryRow> rows, SweepSummary summary) =>
        rows.Index().Where(r => r.Item == summary.Chosen).Select(r => (int?)r.Index).FirstOrDefault();

    private static string Cell(SummaryRow row, string metric)
    {
        if (row.Finished.Count > 0) return NumberText.Measured(metric, row.Of(metric));
        var ended = row.Trials.Where(t => t.State is TrialState.Failed or TrialState.Diverged).Select(t => t.State).Distinct().ToList();
        return ended.Count > 0 ? Wording.List(ended) : "not run";
    }

    private static IEnumerable<string> Notes(SweepSummary summary, int shown)
    {
        if (shown < summary.Rows.Count)
            yield return $"The best {shown} of {NumberText.Count(summary.Rows.Count, "point")}; trials.csv has every trial.";
        if (summary.IsReplicated) yield return "Mean ± standard deviation over n finished trials, each with its own seed.";
        if (summary.Chosen is { } chosen)
        {
            yield return ChoiceNote(summary, chosen);
            foreach (var note in TestNotes(summary, chosen)) yield return note;
            foreach (var note in LuckNotes(summary, chosen)) yield return note;
            if (summary.HeldOut is { } heldOut && SamplingNote(summary, chosen, heldOut) is { } sampling) yield return sampling;
        }
        foreach (var note in StateNotes(summary)) yield return note;
    }

    private static string ChoiceNote(SweepSummary summary, SummaryRow chosen)
    {
        var metric = summary.Sweep.MetricName;
        var equals = summary.Rows.Count(r => r.Of(metric).Mean.Equals(chosen.Of(metric).Mean));
        return $"{(summary.HasSplit("dev") ? "Chosen" : "Best")}{(summary.OpenTrials > 0 ? " so far" : "")} by {Wording.Metric(metric)} "
            + $"({(summary.Maximizes ? "highest" : "lowest")}"
            + $"{(summary.IsReplicated ? " mean" : "")}): {chosen.Label}{(equals > 1 ? $", the first of {equals} that are equal" : "")}.";
    }

    /// <summary>What the test set is used for.</summary>
    private static IEnumerable<string> TestNotes(SweepSummary summary, SummaryRow chosen)
    {
        const string metric = "test_accuracy";
        if (!summary.HasSplit("test")) yield break;
        if (summary.Sweep.MetricName == metric)
            yield return "The test set made this choice, so its accuracy is too good to expect of new data.";
        else if (!summary.HasSplit("dev"))
            yield return "There is no dev set, and nothing was chosen by the test set, so its accuracy is shown for every row.";
        else if (summary.OpenTrials > 0)
            yield return "Test accuracy is looked at once, when all trials have ended.";
        else
            yield return $"Test accuracy of the chosen row, looked at once: {NumberText.Measured(metric, chosen.Of(metric))}.";
    }

    /// <summary>Which rows the seeds cannot tell from the chosen one.</summary>
    private static IEnumerable<string> LuckNotes(SweepSummary summary, SummaryRow chosen)
    {
        var metric = summary.Sweep.MetricName;
        var others = summary.Rows.Where(r => r != chosen && r.Of(metric).Count > 0)
            .Select(r => (r.Label, Difference: PairedDifference.Of(chosen, r, metric))).ToList();
        if (others.Count == 0) yield break;
        if (!summary.IsReplicated)
        {
            yield return "One seed a row: how much of a difference is luck with the seed, only replicates would show.";
            yield break;
        }
        const string how = "the 95 % interval of the difference, paired by seed,";
        var unpaired = others.Where(o => o.Difference.Count < 2).Select(o => o.Label).ToList();
        var unclear = others.Where(o => o.Difference.Count >= 2 && !IsClearlyBetter(o.Difference)).Select(o => o.Label).ToList();
        if (unclear.Count > 0)
            yield return $"Not told apart from {Rows(unclear)}: {how} contains 0.";
        else if (unpaired.Count == 0)
            yield return $"Better than every other row by more than luck with the seeds explains: {how} leaves out 0.";
        if (unpaired.Count > 0)
            yield return $"Not compared with {Rows(unpaired)}: fewer than two seeds have finished in both.";

        bool IsClearlyBetter(PairedDifference difference) => difference.IsClear && difference.Mean > 0 == summary.Maximizes;

        static string Rows(List<string> labels) => labels.Count > 8 ? $"{labels.Count} other rows" : Wording.List(labels);
    }

    private static string? SamplingNote(SweepSummary summary, SummaryRow chosen, string heldOut)
    {
        var accuracy = chosen.Of(heldOut).Mean;
        var split = heldOut.Split('_')[0];
        var count = summary.Dataset.Splits.First(s => s.Name == split).Labels.Length;
        var error = NumberText.Points(Math.Sqrt(accuracy * (1 - accuracy) / count));
        return accuracy is > 0 and < 1
            ? $"{NumberText.Count(count, "example")} in the {split} set leave a standard error of {error} points "
                + $"on an accuracy of {NumberText.Percent(accuracy)}."
            : null;
    }

    private static IEnumerable<string> StateNotes(SweepSummary summary)
    {
        if (summary.CountOf(TrialState.Diverged) is > 0 and var diverged)
            yield return $"{NumberText.Count(diverged, "trial")} diverged: the weights stopped being numbers. Their traces are kept.";
        if (summary.CountOf(TrialState.Failed) is > 0 and var failed)
        {
            var first = summary.Trials.First(t => t.State == TrialState.Failed);
            yield return $"{NumberText.Count(failed, "trial")} failed; the first is number {NumberText.Parameter(first.Number)}: {first.Reason}";
        }
        if (summary.OpenTrials > 0)
        {
            yield return $"{NumberText.Count(summary.OpenTrials, "trial")} of {summary.Trials.Count} not run yet; "
                + "the same goalkeeper run carries on.";
        }
    }
}
