namespace Goalkeeper.Report.Figures;

/// <summary>Says in words where the model overfits and underfits, by the numbers alone.</summary>
internal static class FitText
{
    /// <summary>Differences below this are not worth a word: a tenth of a percentage point.</summary>
    private const double Noticeable = 0.001;

    /// <summary>Sentences about a sweep over one numeric parameter with a dev set; none for others.</summary>
    public static IEnumerable<string> Of(SweepSummary summary, IReadOnlyList<Parameter> parameters)
    {
        if (parameters is not [var parameter] || parameter.OtherNames.Count > 0) yield break;
        if (summary.Chosen is not { } chosen || !summary.HasSplit("dev") || summary.Sweep.MetricName != "dev_accuracy") yield break;
        var (train, dev) = (chosen.Of("train_accuracy").Mean, chosen.Of("dev_accuracy").Mean);
        yield return $"At the chosen {parameter.Setting(parameter.Of(chosen))} train accuracy is {NumberText.Percent(train)} "
            + $"and dev accuracy {NumberText.Percent(dev)}, a gap of {NumberText.Points(train - dev)} points.";

        var others = summary.Rows.OrderBy(parameter.Of).Where(row => row != chosen).ToLookup(CanBeJudged);
        if (others[false].Any())
        {
            yield return $"Nothing is said of {Wording.List([.. others[false].Select(row => parameter.Setting(parameter.Of(row)))])}: "
                + "too few trials have finished there.";
        }
        if (!others[true].Any()) yield break;
        var worse = others[true].Where(row => IsWorse(row, "dev_accuracy")).ToList();
        var under = worse.Where(row => IsWorse(row, "train_accuracy")).ToList();
        var over = worse.Except(under).Where(row => row.Of("train_accuracy").Mean > train - Noticeable).ToList();
        var between = worse.Except(under).Except(over).ToList();
        var clearly = summary.IsReplicated ? "clearly " : "";
        yield return over.Count > 0
            ? $"It overfits, {clearly}worse on dev though as good on train, at {List(over)}."
            : $"No value overfits: none is {clearly}worse on dev and yet as good on train.";
        yield return under.Count > 0
            ? $"It underfits, {clearly}worse on dev and on train, at {List(under)}."
            : $"No value underfits: none is {clearly}worse on dev and on train.";
        if (between.Count > 0)
            yield return $"Neither can be said of {List(between)}: clearly worse on dev, on train by no more than luck explains.";

        string List(List<SummaryRow> rows) => Wording.List([.. rows.Select(row => $"{parameter.Setting(parameter.Of(row))} "
            + $"(train {NumberText.Percent(row.Of("train_accuracy").Mean)}, dev {NumberText.Percent(row.Of("dev_accuracy").Mean)})")]);

        bool CanBeJudged(SummaryRow row) =>
            PairedDifference.Of(chosen, row, "dev_accuracy").Count >= (summary.IsReplicated ? 2 : 1);

        // With seeds to judge by, worse than they explain; else simply worse.
        bool IsWorse(SummaryRow row, string metric)
        {
            var difference = PairedDifference.Of(chosen, row, metric);
            return difference.Mean > Noticeable && (difference.IsClear || !summary.IsReplicated);
        }
    }
}
