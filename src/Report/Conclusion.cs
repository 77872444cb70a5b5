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
            .. summary.Parameters.Select(p => Wording.Value(row.Parameters.GetValueOrDefault(p))),
            .. metrics.Select(m => Cell(row, m)),
            .. summary.IsReplicated ? [row.Finished.Count.ToString(CultureInfo.InvariantCulture)] : (string[])[],
            .. hasNotes ? [row.Note] : (string[])[],
        ]).ToList();
        int? chosen = summary.Chosen is { } best ? shown.IndexOf(best) : null;
        return new ConclusionTable(columns, rows, chosen, [.. Notes(summary, shown.Count)]);
    }

    /// <summary>Train, held-out, and the metric that decides if it is neither. Test is for the chosen row alone where there is a dev set.</summary>
    private static List<string> Metrics(SweepSummary summary)
    {
        var metrics = new List<string> { "train_accuracy" };
        if (summary.HeldOut is { } heldOut) metrics.Add(heldOut);
        if (!metrics.Contains(summary.Sweep.MetricName)) metrics.Add(summary.Sweep.MetricName);
        return metrics;
    }

    private static List<SummaryRow> Shown(SweepSummary summary)
    {
        if (summary.Rows.Count <= MostRows) return [.. summary.Rows];
        var ranked = summary.Rows.Where(r => r.Of(summary.Sweep.MetricName).Count > 0);
        double Value(SummaryRow row) => row.Of(summary.Sweep.MetricName).Mean;
        return [.. (summary.Maximizes ? ranked.OrderByDescending(Value) : ranked.OrderBy(Value)).Take(MostRows)];
    }

    private static string Cell(SummaryRow row, string metric)
    {
        if (row.Finished.Count > 0) return Wording.Measured(metric, row.Of(metric));
        return row.Trials.All(t => t.State is TrialState.Queued or TrialState.Running) ? "not run" : row.Trials[0].State;
    }

    private static IEnumerable<string> Notes(SweepSummary summary, int shown)
    {
        var metric = summary.Sweep.MetricName;
        if (shown < summary.Rows.Count)
            yield return $"The best {shown} of {Wording.Count(summary.Rows.Count, "point")}; trials.csv has every trial.";
        if (summary.IsReplicated) yield return "Mean ± standard deviation over n finished trials, each with its own seed.";
        if (summary.Chosen is { } chosen)
        {
            yield return ChoiceNote(summary, chosen);
            if (summary.HasSplit("dev") && summary.HasSplit("test") && metric != "test_accuracy")
                yield return $"Test accuracy of the chosen row, looked at once: {Wording.Measured("test_accuracy", chosen.Of("test_accuracy"))}.";
            if (LuckNote(summary, chosen) is { } luck) yield return luck;
            if (summary.HeldOut is { } heldOut && SamplingNote(summary, chosen, heldOut) is { } sampling) yield return sampling;
        }
        if (!summary.HasSplit("dev") && summary.HasSplit("test"))
            yield return "There is no dev set, and nothing was chosen by the test set, so its accuracy is shown for every row.";
        foreach (var note in StateNotes(summary)) yield return note;
    }

    private static string ChoiceNote(SweepSummary summary, SummaryRow chosen) =>
        $"{(summary.HasSplit("dev") ? "Chosen" : "Best")} by {Wording.Metric(summary.Sweep.MetricName)} ({(summary.Maximizes ? "highest" : "lowest")}"
        + $"{(summary.IsReplicated ? " mean" : "")}): {chosen.Label}.";

    /// <summary>Which rows the seeds cannot tell from the chosen one.</summary>
    private static string? LuckNote(SweepSummary summary, SummaryRow chosen)
    {
        var compared = summary.Rows.Where(r => r != chosen)
            .Select(r => (Row: r, Difference: PairedDifference.Of(chosen, r, summary.Sweep.MetricName)))
            .Where(r => r.Difference.Count > 1)
            .ToList();
        if (compared.Count == 0) return null;
        var unclear = compared.Where(r => !r.Difference.IsClear).Select(r => r.Row.Label).ToList();
        const string how = "the 95 % interval of the difference, paired by seed, holds 0";
        if (unclear.Count == 0) return $"Better than every other row by more than luck with the seeds explains ({how} for none).";
        return unclear.Count > 8
            ? $"Not told apart from {unclear.Count} other rows: {how} for them."
            : $"Not told apart from {Wording.List(unclear)}: {how}.";
    }

    private static string? SamplingNote(SweepSummary summary, SummaryRow chosen, string heldOut)
    {
        var accuracy = chosen.Of(heldOut).Mean;
        var split = heldOut.Split('_')[0];
        var count = summary.Dataset.Splits.First(s => s.Name == split).Labels.Length;
        return double.IsFinite(accuracy)
            ? $"{Wording.Count(count, "example")} in the {split} set leave a standard error of {Wording.Points(Math.Sqrt(accuracy * (1 - accuracy) / count))} "
                + $"points on an accuracy of {Wording.Percent(accuracy)}."
            : null;
    }

    private static IEnumerable<string> StateNotes(SweepSummary summary)
    {
        if (summary.CountOf(TrialState.Diverged) is > 0 and var diverged)
            yield return $"{Wording.Count(diverged, "trial")} diverged: the weights stopped being numbers. Their traces are kept.";
        if (summary.CountOf(TrialState.Failed) is > 0 and var failed)
        {
            var first = summary.Trials.First(t => t.State == TrialState.Failed);
            yield return string.Create(CultureInfo.InvariantCulture, $"{Wording.Count(failed, "trial")} failed, first number {first.Number}: {first.Reason}");
        }
        if (summary.CountOf(TrialState.Queued) + summary.CountOf(TrialState.Running) is > 0 and var open)
            yield return $"{Wording.Count(open, "trial")} of {summary.Trials.Count} not run yet; the same `goalkeeper run` carries on.";
    }
}
