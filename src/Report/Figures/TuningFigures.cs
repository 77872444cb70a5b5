using Goalkeeper.Report.Plots;

namespace Goalkeeper.Report.Figures;

/// <summary>Metrics against what was varied: where the model over- and underfits, and which value is chosen.</summary>
internal sealed class TuningFigures(SweepSummary summary)
{
    /// <summary>Lines that have a colour each.</summary>
    private const int MostLines = PlotStyle.ColorCount;

    /// <summary>Test has no place here: nothing may be chosen by it.</summary>
    private readonly string[] _accuracies = summary.HasSplit("dev") ? ["train_accuracy", "dev_accuracy"] : ["train_accuracy"];

    public FigureSection? Section()
    {
        if (summary.Rows.All(r => r.Finished.Count == 0)) return null;
        var parameters = Parameter.Of(summary);
        if (parameters.Count == 0) return summary.Rows.Count > 1 ? ComparisonSection() : null;
        var figures = new List<Figure>();
        if (parameters is [var rows, var columns] && summary.Parameters.Count == 2 && !summary.HasVariants) figures.AddRange(HeatMaps(rows, columns));
        foreach (var parameter in parameters)
        {
            var squares = new Axis("Σ‖W‖² of the final weights") { Kind = ScaleKind.Log };
            figures.Add(new Figure($"{parameter.Name}-accuracy.svg", Against(parameter, "Accuracy", new Axis("accuracy") { Style = NumberStyle.Percent }, _accuracies)));
            figures.Add(new Figure($"{parameter.Name}-weights.svg", Against(parameter, "Σ‖W‖²", squares, ["sum_sq_weights"])));
        }
        return new FigureSection("Tuning", [.. FitText.Of(summary, parameters)], figures);
    }

    private FigureSection ComparisonSection()
    {
        string[] metrics = summary.HeldOut is { } heldOut ? ["train_accuracy", heldOut] : ["train_accuracy"];
        var rows = Conclusion.Shown(summary);
        var plot = new CategoryPlot
        {
            Title = "Accuracy",
            Categories = [.. rows.Select(r => r.Label)],
            Series = [.. metrics.Select(m => new CategorySeries(Wording.Metric(m), [.. rows.Select(r => Value(r.Of(m)))]))],
            Value = new Axis("accuracy") { Style = NumberStyle.Percent },
            Chosen = rows.Index().Where(r => r.Item == summary.Chosen).Select(r => (int?)r.Index).FirstOrDefault(),
            Width = 480,
        };
        return new FigureSection("Comparison", summary.IsReplicated ? ["Bars are one standard deviation over the seeds."] : [], [new Figure("comparison.svg", plot)]);
    }

    private static CategoryValue Value(Statistic statistic) =>
        new(statistic.Mean, double.IsFinite(statistic.StandardDeviation) ? statistic.StandardDeviation : 0);

    /// <summary>
    /// Metrics against a parameter. Where other things vary too, the last metric alone, a line for each of their combinations; where these
    /// are too many, the mean over them.
    /// </summary>
    private LinePlot Against(Parameter parameter, string title, Axis y, string[] metrics)
    {
        var combinations = summary.Rows.GroupBy(parameter.Others).ToList();
        var isSplit = combinations.Count is > 1 and <= MostLines;
        var shown = isSplit ? metrics[^1..] : metrics;
        var over = (string[])[.. combinations.Count > MostLines ? parameter.OtherNames : [], .. summary.IsReplicated ? ["seeds"] : (string[])[]];
        return new LinePlot
        {
            Title = $"{(shown is [var only] && Wording.IsAccuracy(only) ? Capitalized(Wording.Metric(only)) : title)} against {parameter.Label}",
            Subtitle = over.Length > 0 ? $"mean ± standard deviation over {Wording.List(over)}" : "",
            X = parameter.Axis,
            Y = y,
            Series = isSplit
                ? [.. combinations.Select(rows => Series(rows.Key, parameter, shown[0], rows))]
                : [.. shown.Select(metric => Series(shown.Length > 1 ? Wording.Metric(metric) : "", parameter, metric, summary.Rows))],
            Chosen = summary.Chosen is { } chosen ? new ReferenceLine(parameter.Of(chosen), $"{ChosenWord}: {parameter.Setting(parameter.Of(chosen))}") : null,
            Width = 440,
            Height = 330,
        };
    }

    /// <summary>A value that no trial finished with leaves a gap.</summary>
    private static LineSeries Series(string name, Parameter parameter, string metric, IEnumerable<SummaryRow> rows) => new(
        name, [.. rows.GroupBy(parameter.Of).OrderBy(g => g.Key).Select(g => CurveFigures.Point(g.Key, Over(g, metric)))])
    {
        HasMarkers = true,
    };

    private static Statistic Over(IEnumerable<SummaryRow> rows, string metric) =>
        Statistic.Of([.. rows.SelectMany(r => r.Finished).Where(t => t.Metrics.ContainsKey(metric)).Select(t => t.Metrics[metric])]);

    private string ChosenWord => summary.HasSplit("dev") ? "chosen" : "best";

    private IEnumerable<Figure> HeatMaps(Parameter rows, Parameter columns)
    {
        var cells = summary.Rows.ToLookup(row => (rows.Of(row), columns.Of(row)));
        foreach (var metric in _accuracies)
        {
            yield return new Figure($"heat-{metric.Split('_')[0]}.svg", new HeatMap
            {
                Title = Capitalized(Wording.Metric(metric)),
                Subtitle = summary.IsReplicated ? "mean over seeds" : "",
                Rows = [.. rows.Values.Select(Wording.Number)],
                Columns = [.. columns.Values.Select(Wording.Number)],
                RowLabel = rows.Label,
                ColumnLabel = columns.Label,
                Values = [.. rows.Values.Select(r => (IReadOnlyList<double>)[.. columns.Values.Select(c => Over(cells[(r, c)], metric).Mean)])],
                Value = new Axis(Wording.Metric(metric)) { Style = NumberStyle.Percent },
                Chosen = summary.Chosen is { } chosen ? (rows.Values.IndexOf(rows.Of(chosen)), columns.Values.IndexOf(columns.Of(chosen))) : null,
                ChosenLabel = ChosenWord,
                Width = 440,
                Height = 330,
            });
        }
    }

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
