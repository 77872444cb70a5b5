namespace Goalkeeper.Report.Figures;

/// <summary>Says in words where the model overfits and underfits, by the numbers alone.</summary>
internal static class FitText
{
    /// <summary>Differences below this are not worth a word: a tenth of a percentage point.</summary>
    private const double Noticeable = 0.001;

    /// <summary>Sentences about a sweep over one numeric parameter with a dev set; none for others.</summary>
    public static IEnumerable<string> Of(SweepSummary summary, IReadOnlyList<Parameter> parameters)
    {
        if (parameters is not [var parameter] || summary.Chosen is not { } chosen || !summary.HasSplit("dev") || summary.Parameters.Count > 1) yield break;
        var (train, dev) = (chosen.Of("train_accuracy").Mean, chosen.Of("dev_accuracy").Mean);
        yield return $"At the chosen {parameter.Setting(parameter.Of(chosen))} train accuracy is {Wording.Percent(train)} and dev accuracy {Wording.Percent(dev)}, "
            + $"a gap of {Wording.Points(train - dev)} points.";

        var over = new List<string>();
        var under = new List<string>();
        foreach (var row in parameter.Values.SelectMany(parameter.RowsAt).Where(r => r != chosen && IsWorse(r, chosen, "dev_accuracy")))
        {
            var fit = $"{parameter.Setting(parameter.Of(row))} (train {Wording.Percent(row.Of("train_accuracy").Mean)}, "
                + $"dev {Wording.Percent(row.Of("dev_accuracy").Mean)})";
            (IsWorse(row, chosen, "train_accuracy") ? under : over).Add(fit);
        }
        yield return over.Count > 0
            ? $"It overfits, clearly worse on dev though not on train, at {Wording.List(over)}."
            : "No value overfits: none is clearly worse on dev without being so on train.";
        yield return under.Count > 0
            ? $"It underfits, clearly worse on dev and on train, at {Wording.List(under)}."
            : "No value underfits: none is clearly worse on dev and on train.";
    }

    /// <summary>With seeds to judge by, worse than they explain; else simply worse.</summary>
    private static bool IsWorse(SummaryRow row, SummaryRow chosen, string metric)
    {
        var difference = PairedDifference.Of(chosen, row, metric);
        return difference.Mean > Noticeable && (difference.Count < 2 || difference.IsClear);
    }
}
