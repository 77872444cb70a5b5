using Goalkeeper.Analysis;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Figures;

/// <summary>Metrics against what was varied: where the model over- and underfits, and which value is chosen.</summary>
internal sealed class TuningFigures(SweepSummary summary)
{
    /// <summary>Lines that have a colour each.</summary>
    private const int MostLines = LineChart.MostColors;

    /// <summary>Values that a grid has and a line is drawn through; a search's points stand alone.</summary>
    private const int MostValues = 20;

    /// <summary>Words of a parameter that have a row.</summary>
    private const int MostWords = 30;

    /// <summary>Points that a picture can hold; the page's linked charts have all trials.</summary>
    private const int MostPoints = 1000;

    /// <summary>Test has no place here: nothing may be chosen by it. Of programs the metric that decides.</summary>
    private readonly MetricDefinition[] _metrics = !summary.IsOfNetworks ? [summary.Metric]
        : summary.HasSplit("dev") ? [summary.Definition("train_accuracy"), summary.Definition("dev_accuracy")]
        : [summary.Definition("train_accuracy")];

    public FigureSection? Section()
    {
        if (summary.Rows.All(r => r.Finished.Count == 0)) return null;
        var parameters = Parameter.Of(summary);
        var categories = Category.Of(summary, parameters);
        if (parameters.Count == 0) return summary.Rows.Count > 1 ? ComparisonSection(categories) : null;
        var figures = new List<Figure>();
        // A search leaves most places empty; the page's surface has what lies between its points.
        if (parameters is [{ Lacking: 0 } rows, { Lacking: 0 } columns] && rows.OtherNames.Count == 1 && summary.Rows.Count * 2 >= rows.Values.Count * columns.Values.Count) figures.AddRange(HeatMaps(rows, columns));
        foreach (var parameter in parameters)
        {
            figures.Add(new Figure(FileOf(parameter.Name), Against(parameter, "Accuracy", ValueAxis, _metrics)));
            if (!summary.IsOfNetworks) continue;
            var squares = new Axis("Σ‖W‖² of the final weights") { Kind = ScaleKind.Log };
            figures.Add(new Figure($"{parameter.Name}-weights.svg", Against(parameter, "Σ‖W‖²", squares, [summary.Definition("sum_sq_weights")])));
        }
        if (summary.IsOfNetworks && parameters is [{ Name: "lambda" } lambda]) figures.Add(new Figure("lambda-cost.svg", CostSplit(lambda)));
        figures.AddRange(categories.Select(OfWords));
        return new FigureSection("Tuning", [.. FitText.Of(summary, parameters)], figures);
    }

    private FigureSection ComparisonSection(IReadOnlyList<Category> categories)
    {
        string[] metrics = !summary.IsOfNetworks ? [summary.Sweep.MetricName] : summary.HeldOut is { } heldOut ? ["train_accuracy", heldOut] : ["train_accuracy"];
        var rows = summary.Shown;
        var chart = new DotChart(
            [.. rows.Select(r => summary.Label(r))],
            [.. metrics.Select(m => new DotSeries(Wording.Metric(m), [.. rows.Select(r => Dot(r.Of(m)))]))])
        {
            Title = summary.IsOfNetworks ? "Accuracy" : Wording.Capitalized(Wording.Metric(summary.Sweep.MetricName)),
            Value = ValueAxis,
            Chosen = summary.ChosenAmong(rows),
            Width = 480,
        };
        string[] text = summary.IsReplicated ? ["Bars are one standard deviation over the seeds."] : [];
        // A category of which each value is one point has all of them in the comparison.
        var means = categories.Where(category => category.Values.Any(points => points.Skip(1).Any()));
        return new FigureSection("Comparison", text, [new Figure("comparison.svg", chart), .. means.Select(OfWords)]);
    }

    /// <summary>Metrics by a category's values, each the mean over what else varies with the points that it is of.</summary>
    private Figure OfWords(Category category)
    {
        var values = category.Values.Take(MostWords).ToList();
        var subtitle = Wording.Remarks(
            $"mean ± standard deviation over {Wording.List([.. category.OtherNames, .. summary.IsReplicated ? ["seeds"] : (string[])[]])}",
            "small dots are points",
            values.Count < category.Values.Count ? FormattableString.Invariant($"{(summary.IsRanked ? "the best " : "")}{MostWords} of {category.Values.Count:N0} values") : "");
        return new Figure(FileOf(category.Name), new DotChart(
            [.. values.Select(points => points.Key)],
            [
                .. _metrics.Select(metric => new DotSeries(_metrics.Length > 1 ? Wording.Metric(metric.Name) : "", [.. values.Select(points => Dot(Over(points, metric.Name)))])
                {
                    Points = [.. values.Select(points => points.Select(row => row.Of(metric.Name).Mean).ToList())],
                }),
            ])
        {
            Title = Title(category.Label, "Accuracy", _metrics),
            Subtitle = subtitle,
            Value = ValueAxis,
            Chosen = values.Index().Where(v => summary.Chosen is { } chosen && v.Item.Contains(chosen)).Select(v => (int?)v.Index).FirstOrDefault(),
            Width = 480,
        });
    }

    private string FileOf(string parameter) => $"{parameter}-{(summary.IsOfNetworks ? "accuracy" : "metric")}.svg";

    /// <summary>The points that are drawn each by itself.</summary>
    private IReadOnlyList<SummaryRow> Drawn(Parameter parameter) => summary.Spread(parameter.Rows, MostPoints);

    private Axis ValueAxis => summary.IsOfNetworks
        ? new Axis("accuracy") { Style = NumberStyle.Percent }
        : MetricAxis.Of(summary.Metric);

    /// <summary>A mean with its standard deviation for a bar; without one where it has none.</summary>
    internal static DotValue Dot(Statistic statistic) =>
        new(statistic.Mean, double.IsFinite(statistic.StandardDeviation) ? statistic.StandardDeviation : 0);

    /// <summary>
    /// Metrics against a parameter. Where other things vary too, the last metric alone, a line for each of their combinations; where these
    /// are too many, the mean over them and the points that it is of.
    /// </summary>
    private LineChart Against(Parameter parameter, string title, Axis y, MetricDefinition[] metrics)
    {
        // A search's values are mostly a point each: what is between two of them is another setting of all else.
        if (parameter.Values.Count > MostValues || (parameter.IsRange && parameter.Values.Count * 2 > parameter.Rows.Count)) return Points(parameter, title, y, metrics);
        var combinations = parameter.Rows.GroupBy(parameter.Others).ToList();
        var isSplit = combinations.Count is > 1 and <= MostLines;
        var shown = isSplit ? metrics[^1..] : metrics;
        var isOver = combinations.Count > MostLines;
        var over = isOver ? parameter.OtherNames : [];
        if (summary.IsReplicated) over = [.. over, "seeds"];
        return new LineChart
        {
            Title = Title(parameter.Label, title, shown),
            Subtitle = Subtitle(parameter, over, hasPoints: isOver),
            X = parameter.Axis,
            Y = y,
            Series = isSplit
                ? [.. combinations.Select(rows => Series(rows.Key, parameter, shown[0].Name, rows))]
                : isOver ? [.. shown.Index().SelectMany(m => MeanAndPoints(shown.Length > 1 ? $"{Wording.Metric(m.Item.Name)}, " : "", m.Index, parameter, m.Item.Name))]
                : [.. shown.Select(metric => Series(shown.Length > 1 ? Wording.Metric(metric.Name) : "", parameter, metric.Name, parameter.Rows))],
            Chosen = Mark(parameter),
            Width = 440,
            Height = 330,
        };
    }

    /// <summary>Every point by itself, where there are too many values for a mean over those that share one.</summary>
    private LineChart Points(Parameter parameter, string title, Axis y, MetricDefinition[] metrics) => new()
    {
        Title = Title(parameter.Label, title, metrics),
        Subtitle = Subtitle(parameter, summary.IsReplicated ? ["seeds"] : [], hasPoints: true),
        X = parameter.Axis with { At = [] },
        Y = y,
        Series =
        [
            .. metrics.Select(metric => new LineSeries(
                metrics.Length > 1 ? Wording.Metric(metric.Name) : "",
                [.. Drawn(parameter).Select(row => CurveFigures.Point(parameter.Of(row), row.Of(metric.Name)))])
            { HasMarkers = true, IsConnected = false }),
        ],
        Chosen = Mark(parameter),
        Width = 440,
        Height = 330,
    };

    /// <summary>What the means are over, and how many points have a place where not all do.</summary>
    private string Subtitle(Parameter parameter, IReadOnlyList<string> over, bool hasPoints)
    {
        var drawn = Drawn(parameter).Count;
        return Wording.Remarks(
            over.Count > 0 ? $"mean ± standard deviation over {Wording.List(over)}" : "",
            hasPoints && drawn < parameter.Rows.Count ? FormattableString.Invariant($"{drawn:N0} of {parameter.Rows.Count:N0} points") : "",
            parameter.Lacking > 0 ? $"{NumberText.Count(parameter.Lacking, "point")} without it" : "");
    }

    private string Title(string parameter, string title, MetricDefinition[] metrics)
    {
        var subject = metrics is [var only] && (only.Format == MetricFormat.Percent || !summary.IsOfNetworks) ? Wording.Capitalized(Wording.Metric(only.Name)) : title;
        return $"{subject} against {parameter}";
    }

    /// <summary>What λ costs: the cost's two parts, cross-entropy and the penalty λ/2m Σ‖W‖².</summary>
    private LineChart CostSplit(Parameter lambda)
    {
        LineSeries Part(string name, Func<TrialRecord, double> of) => new(
            name,
            [
                .. lambda.Rows.GroupBy(lambda.Of).OrderBy(g => g.Key).Select(g => CurveFigures.Point(
                    g.Key, Statistic.Of([.. g.SelectMany(r => r.Finished).Where(t => t.Metrics.ContainsKey("cost")).Select(of)]))),
            ])
        { HasMarkers = true };

        static double Penalty(TrialRecord trial) => trial.Metrics.GetValueOrDefault("penalty");
        return new LineChart
        {
            Title = "Cost against λ, in its parts",
            Subtitle = summary.IsReplicated ? "mean ± standard deviation over seeds" : "",
            X = lambda.Axis,
            Y = new Axis("cost of the last iteration"),
            Series =
            [
                Part("cost", t => t.Metrics["cost"]), Part("cross-entropy", t => t.Metrics["cost"] - Penalty(t)), Part("penalty λ/2m Σ‖W‖²", Penalty),
            ],
            Chosen = Mark(lambda),
            Width = 440,
            Height = 330,
        };
    }

    private ReferenceLine? Mark(Parameter parameter) => summary.Chosen is { } chosen && parameter.Has(chosen)
        ? new(parameter.Of(chosen), $"chosen: {parameter.Setting(parameter.Of(chosen))}")
        : null;

    /// <summary>A value that no trial finished with leaves a gap.</summary>
    private static LineSeries Series(string name, Parameter parameter, string metric, IEnumerable<SummaryRow> rows) => new(
        name, [.. rows.GroupBy(parameter.Of).OrderBy(g => g.Key).Select(g => CurveFigures.Point(g.Key, Over(g, metric)))])
    {
        HasMarkers = true,
    };

    /// <summary>A mean over what else varies hides how good a value can be, so that the chosen one may lie far from it; its points show that.</summary>
    private LineSeries[] MeanAndPoints(string name, int color, Parameter parameter, string metric) =>
    [
        Series($"{name}mean", parameter, metric, parameter.Rows) with { Color = color, HasMarkers = false },
        new LineSeries($"{name}points", [.. Drawn(parameter).Select(row => new LinePoint(parameter.Of(row), row.Of(metric).Mean))])
        {
            Color = color,
            HasMarkers = true,
            IsConnected = false,
        },
    ];

    private static Statistic Over(IEnumerable<SummaryRow> rows, string metric) =>
        Statistic.Of([.. rows.SelectMany(r => r.Finished).Where(t => t.Metrics.ContainsKey(metric)).Select(t => t.Metrics[metric])]);

    private IEnumerable<Figure> HeatMaps(Parameter rows, Parameter columns)
    {
        var cells = summary.Rows.ToLookup(row => (rows.Of(row), columns.Of(row)));
        (int, int)? chosen = summary.Chosen is { } row
            ? (rows.Values.IndexOf(rows.Of(row)), columns.Values.IndexOf(columns.Of(row)))
            : null;
        foreach (var metric in _metrics)
        {
            var means = rows.Values.Select(r => columns.Values.Select(c => Over(cells[(r, c)], metric.Name).Mean).ToList()).ToList();
            yield return new Figure($"heat-{metric.Split ?? "metric"}.svg", new HeatMap(
                [.. rows.Values.Select(NumberText.Exact)], [.. columns.Values.Select(NumberText.Exact)], [.. means])
            {
                Title = Wording.Capitalized(Wording.Metric(metric.Name)),
                Subtitle = summary.IsReplicated ? "mean over seeds" : "",
                RowLabel = rows.Label,
                ColumnLabel = columns.Label,
                Value = MetricAxis.Of(metric, means.SelectMany(r => r)),
                Chosen = chosen,
                ChosenLabel = "chosen",
                Width = 440,
                Height = 330,
            });
        }
    }
}
