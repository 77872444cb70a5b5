using Goalkeeper.Report.Plots;

namespace Goalkeeper.Report.Figures;

/// <summary>Metrics against what was varied: where the model over- and underfits, and which value is chosen.</summary>
internal sealed class TuningFigures(SweepSummary summary)
{
    private readonly IReadOnlyList<Parameter> _parameters = summary.HasVariants ? [] : Parameter.Of(summary);

    public FigureSection? Section()
    {
        if (summary.Rows.All(r => r.Finished.Count == 0)) return null;
        if (_parameters.Count == 0) return summary.Rows.Count > 1 ? CategorySection() : null;
        var figures = new List<Figure>();
        if (_parameters.Count == 2 && summary.Parameters.Count == 2) figures.AddRange(HeatMaps());
        foreach (var parameter in _parameters)
        {
            figures.Add(new Figure($"{parameter.Name}-accuracy.svg", AccuracyPlot(parameter)));
            figures.Add(new Figure($"{parameter.Name}-weights.svg", WeightsPlot(parameter)));
        }
        return new FigureSection("Tuning", [.. FitText.Of(summary, _parameters)], figures);
    }

    private FigureSection CategorySection()
    {
        string[] metrics = summary.HeldOut is { } heldOut ? ["train_accuracy", heldOut] : ["train_accuracy"];
        var rows = summary.Rows.Take(Conclusion.MostRows).ToList();
        var plot = new CategoryPlot
        {
            Title = "Accuracy",
            Categories = [.. rows.Select(r => r.Label)],
            Series = [.. metrics.Select(m => new CategorySeries(Wording.Metric(m), [.. rows.Select(r => Value(r.Of(m)))]))],
            Value = new Axis("accuracy") { Style = NumberStyle.Percent },
            Chosen = summary.Chosen is { } chosen && rows.IndexOf(chosen) is >= 0 and var index ? index : null,
            Width = 560,
        };
        var text = summary.IsReplicated ? "Bars are one standard deviation over the seeds." : null;
        return new FigureSection("Comparison", text is null ? [] : [text], [new Figure("comparison.svg", plot)]);
    }

    private static CategoryValue Value(Statistic statistic) =>
        new(statistic.Mean, double.IsFinite(statistic.StandardDeviation) ? statistic.StandardDeviation : 0);

    private LinePlot AccuracyPlot(Parameter parameter)
    {
        var others = _parameters.Where(p => p != parameter).ToList();
        var series = others is [var other]
            ? other.Values.Select(value => Series(other.Setting(value), parameter, summary.HeldOut ?? "train_accuracy", r => other.Of(r).Equals(value)))
            : AccuracyMetrics.Select(metric => Series(Wording.Metric(metric), parameter, metric, _ => true));
        return new LinePlot
        {
            Title = others.Count == 1 ? $"{Capitalized(Wording.Metric(summary.HeldOut ?? "train_accuracy"))} against {parameter.Label}" : $"Accuracy against {parameter.Label}",
            Subtitle = Subtitle(others),
            X = parameter.Axis,
            Y = new Axis("accuracy") { Style = NumberStyle.Percent },
            Series = [.. series],
            Chosen = Chosen(parameter),
            Width = 460,
            Height = 340,
        };
    }

    private LinePlot WeightsPlot(Parameter parameter)
    {
        const string metric = "sum_sq_weights";
        var others = _parameters.Where(p => p != parameter).ToList();
        var series = others is [var other]
            ? other.Values.Select(value => Series(other.Setting(value), parameter, metric, r => other.Of(r).Equals(value)))
            : [Series("", parameter, metric, _ => true)];
        return new LinePlot
        {
            Title = $"Σ‖W‖² against {parameter.Label}",
            Subtitle = Subtitle(others),
            X = parameter.Axis,
            Y = new Axis("Σ‖W‖² of the final weights") { Kind = ScaleKind.Log },
            Series = [.. series],
            Chosen = Chosen(parameter),
            Width = 460,
            Height = 340,
        };
    }

    /// <summary>Test has no place here: nothing may be chosen by it.</summary>
    private string[] AccuracyMetrics => summary.HasSplit("dev") ? ["train_accuracy", "dev_accuracy"] : ["train_accuracy"];

    private string Subtitle(List<Parameter> others) => others.Count > 1
        ? $"mean over {Wording.List([.. others.Select(o => o.Label)])} and seeds"
        : summary.IsReplicated ? "mean ± standard deviation over seeds" : "";

    private static LineSeries Series(string name, Parameter parameter, string metric, Func<SummaryRow, bool> belongs) => new(
        name,
        [
            .. parameter.Values
                .Select(value => CurveFigures.Point(value, Over([.. parameter.RowsAt(value).Where(belongs)], metric)))
                .Where(point => !double.IsNaN(point.Y)),
        ])
    { HasMarkers = true };

    private static Statistic Over(IReadOnlyList<SummaryRow> rows, string metric) =>
        Statistic.Of([.. rows.SelectMany(r => r.Finished).Where(t => t.Metrics.ContainsKey(metric)).Select(t => t.Metrics[metric])]);

    private ReferenceLine? Chosen(Parameter parameter) =>
        summary.Chosen is { } chosen ? new ReferenceLine(parameter.Of(chosen), $"{ChosenWord}: {parameter.Setting(parameter.Of(chosen))}") : null;

    private string ChosenWord => summary.HasSplit("dev") ? "chosen" : "best";

    private IEnumerable<Figure> HeatMaps()
    {
        var (rows, columns) = (_parameters[0], _parameters[1]);
        foreach (var metric in AccuracyMetrics)
        {
            yield return new Figure($"heat-{metric.Split('_')[0]}.svg", new HeatMap
            {
                Title = Capitalized(Wording.Metric(metric)),
                Subtitle = summary.IsReplicated ? "mean over seeds" : "",
                Rows = [.. rows.Values.Select(Wording.Number)],
                Columns = [.. columns.Values.Select(Wording.Number)],
                RowLabel = rows.Label,
                ColumnLabel = columns.Label,
                Values = [.. rows.Values.Select(r => (IReadOnlyList<double>)[.. columns.Values.Select(c => Over([.. rows.RowsAt(r).Where(x => columns.Of(x).Equals(c))], metric).Mean)])],
                Value = new Axis(Wording.Metric(metric)) { Style = NumberStyle.Percent },
                Chosen = summary.Chosen is { } chosen ? (Place(rows, chosen), Place(columns, chosen)) : null,
                ChosenLabel = ChosenWord,
                Width = 460,
                Height = 340,
            });
        }

        static int Place(Parameter parameter, SummaryRow row) => parameter.Values.ToList().IndexOf(parameter.Of(row));
    }

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
