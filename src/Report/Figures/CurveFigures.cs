using Goalkeeper.Analysis;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Figures;

/// <summary>Metrics over iterations: what the optimizer did, and where train and dev part.</summary>
internal sealed class CurveFigures(SweepSummary summary, SweepStore store)
{
    /// <summary>Rows that one figure can hold and a reader can follow.</summary>
    private const int MostRows = 6;

    /// <summary>A cost that falls by this factor is drawn on a logarithmic axis.</summary>
    private const double LogRatio = 8;

    private readonly Dictionary<long, IReadOnlyList<Trace>> _traces = [];

    public IEnumerable<FigureSection> Sections()
    {
        var rows = summary.Spread([.. summary.Rows.Where(r => r.Trials.Any(MeanCurve.Counts))], MostRows);
        if (rows.Count == 0) yield break;
        if (!summary.IsOfNetworks)
        {
            var charts = summary.Compared.Select(m => MetricChart(rows, m)).Where(chart => chart.Series.Any(s => s.Points.Count > 1)).ToList();
            if (charts.Count > 0)
                yield return new FigureSection("Over the steps", [.. Text(rows)], [.. charts.Select((chart, i) => new Figure(FormattableString.Invariant($"metric-{i + 1}.svg"), chart))]);
            yield break;
        }
        var cost = new Figure("cost.svg", CostChart(rows));
        if (!summary.HasSplit("dev"))
        {
            var accuracy = new Figure("accuracy.svg", AccuraciesChart(rows));
            yield return new FigureSection("Over the iterations", [.. Text(rows)], [cost, accuracy]);
            yield break;
        }
        yield return new FigureSection("Cost over the iterations", [.. Text(rows)], [cost]);
        yield return new FigureSection(
            "Train and dev accuracy over the iterations",
            ["All on one axis; the first iterations may lie below it."],
            [.. AccuracyCharts(rows).Select((chart, i) => new Figure(FormattableString.Invariant($"accuracy-{i + 1}.svg"), chart))]);
    }

    private IEnumerable<string> Text(IReadOnlyList<SummaryRow> rows)
    {
        if (rows.Count < summary.Rows.Count) yield return $"{rows.Count} of {summary.Rows.Count} points; every trace is in the store.";
        if (summary.IsReplicated) yield return "Lines are means over the seeds, bands one standard deviation.";
        if (rows.Any(r => Curve(r, "eval_cost").Count > 0))
        {
            yield return "With dropout the cost is the thinned network's, which each step follows; "
                + "eval_cost (dashed) is the whole network's, with nothing dropped.";
        }
    }

    private LineChart CostChart(IReadOnlyList<SummaryRow> rows)
    {
        var series = new List<LineSeries>();
        for (var i = 0; i < rows.Count; i++)
        {
            series.Add(new LineSeries(summary.Label(rows[i]), Curve(rows[i], "cost")) { Color = i });
            var evaluated = Curve(rows[i], "eval_cost");
            // Without a band and a name of its own: the solid line's colour says whose it is.
            var line = evaluated.Select(p => new LinePoint(p.X, p.Y)).ToList();
            if (line.Count > 0) series.Add(new LineSeries("", line) { Color = i, IsDashed = true });
        }
        var finite = series.SelectMany(s => s.Points).Select(p => p.Y).Where(y => double.IsFinite(y) && y > 0).DefaultIfEmpty(1).ToList();
        var isLog = finite.Max() / finite.Min() > LogRatio;
        string[] subtitle = [LearningRate(rows), series.Exists(s => s.IsDashed) ? "dashed: eval_cost" : ""];
        return new LineChart
        {
            Title = "Cost",
            Subtitle = string.Join("; ", subtitle.Where(text => text.Length > 0)),
            X = new Axis("iteration"),
            Y = new Axis("cost") { Kind = isLog ? ScaleKind.Log : ScaleKind.Linear },
            Series = isLog ? [.. series.Select(WithPositiveBands)] : series,
            Width = 440,
            Height = 330,
        };
    }

    /// <summary>A logarithmic axis has no place for a band that reaches zero.</summary>
    internal static LineSeries WithPositiveBands(LineSeries series) =>
        series with { Points = [.. series.Points.Select(point => point.Lower > 0 ? point : point with { Lower = double.NaN, Upper = double.NaN })] };

    /// <summary>Train against dev, a plot a row, all on one axis, which leaves out how bad the first tenth of the iterations was.</summary>
    private IEnumerable<LineChart> AccuracyCharts(IReadOnlyList<SummaryRow> rows)
    {
        string[] splits = ["train", "dev"];
        var plots = rows.Select(row => splits.Select(split => new LineSeries(split, Curve(row, $"{split}_accuracy"))).ToList()).ToList();
        var axis = SettledAxis(plots.SelectMany(series => series)) with { Label = "accuracy" };
        return rows.Zip(plots, (row, series) => new LineChart
        {
            Title = summary.Label(row),
            X = new Axis("iteration"),
            Y = axis,
            Series = series,
            Width = 340,
            Height = 260,
        });
    }

    /// <summary>An axis of shares up to 1 that leaves out how bad the first tenth was.</summary>
    internal static Axis SettledAxis(IEnumerable<LineSeries> curves)
    {
        var settled = curves.Select(series => series.Points).SelectMany(p => p.Skip(Math.Min(p.Count / 10 + 1, p.Count - 1)));
        var lowest = settled.Select(p => double.IsNaN(p.Lower) ? p.Y : p.Lower).Where(double.IsFinite).DefaultIfEmpty(0).Min();
        // By steps of two points, with at least one of them left where all is learnt.
        return new Axis { Style = NumberStyle.Percent, Min = Math.Clamp(Math.Floor(lowest * 50) / 50, 0, 0.98), Max = 1 };
    }

    private LineChart AccuraciesChart(IReadOnlyList<SummaryRow> rows) => new()
    {
        Title = "Train accuracy",
        Subtitle = LearningRate(rows),
        X = new Axis("iteration"),
        Y = new Axis("accuracy") { Style = NumberStyle.Percent },
        Series = [.. rows.Select(row => new LineSeries(summary.Label(row), Curve(row, "train_accuracy")))],
        Width = 440,
        Height = 330,
    };

    private LineChart MetricChart(IReadOnlyList<SummaryRow> rows, MetricDefinition metric) => new()
    {
        Title = Wording.Capitalized(Wording.Metric(metric.Name)),
        X = new Axis("step"),
        Y = MetricAxis.Of(metric),
        Series = [.. rows.Select(row => new LineSeries(summary.Label(row), Curve(row, metric.Name)))],
        Width = 440,
        Height = 330,
    };

    private string LearningRate(IReadOnlyList<SummaryRow> rows)
    {
        var rates = rows.Select(r => summary.Setting(r.Trials[0], "learning_rate")).Distinct().ToList();
        return rates is [{ } rate] ? $"learning rate {NumberText.Parameter(rate)}" : "";
    }

    private List<LinePoint> Curve(SummaryRow row, string metric) => [.. MeanCurve.Of(row, metric, Traces).Select(p => Point(p.Step, p.Value))];

    internal static LinePoint Point(double x, Statistic y) =>
        new(x, y.Mean, y.Mean - y.StandardDeviation, y.Mean + y.StandardDeviation);

    private IReadOnlyList<Trace> Traces(TrialRecord trial) =>
        _traces.TryGetValue(trial.Id, out var traces) ? traces : _traces[trial.Id] = store.Traces(trial);
}
