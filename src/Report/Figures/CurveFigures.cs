using Goalkeeper.Report.Plots;
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

    public FigureSection? Section()
    {
        var rows = Selected();
        if (rows.Count == 0) return null;
        var figures = new List<Figure> { new("cost.svg", CostPlot(rows)) };
        if (summary.HasSplit("dev")) figures.AddRange(AccuracyPlots(rows).Select((plot, i) => new Figure(FormattableString.Invariant($"accuracy-{i + 1}.svg"), plot)));
        else figures.Add(new Figure("accuracy.svg", AccuraciesPlot(rows)));
        return new FigureSection("Over the iterations", [.. Text(rows)], figures);
    }

    /// <summary>All rows where they are few, else evenly spaced ones with the chosen one among them.</summary>
    private List<SummaryRow> Selected()
    {
        var rows = summary.Rows.Where(r => r.Trials.Any(HasTrace)).ToList();
        if (rows.Count <= MostRows) return rows;
        var indices = Enumerable.Range(0, MostRows - 1).Select(i => (int)Math.Round(i * (rows.Count - 1.0) / (MostRows - 2))).ToList();
        if (summary.Chosen is { } chosen) indices.Add(rows.IndexOf(chosen));
        return [.. indices.Distinct().Order().Select(i => rows[i])];
    }

    private static bool HasTrace(TrialRecord trial) => trial.State is TrialState.Finished or TrialState.Diverged;

    private IEnumerable<string> Text(List<SummaryRow> rows)
    {
        if (rows.Count < summary.Rows.Count) yield return $"{rows.Count} of {summary.Rows.Count} points; every trace is in the store.";
        if (summary.IsReplicated) yield return "Lines are means over the seeds, bands one standard deviation.";
        if (rows.Any(r => Curve(r, "eval_cost").Count > 0))
        {
            yield return "With dropout the cost is that of the thinned network, which is not what is being minimized; "
                + "eval_cost (dashed) is the same network's with nothing dropped.";
        }
    }

    private LinePlot CostPlot(List<SummaryRow> rows)
    {
        var series = new List<LineSeries>();
        for (var i = 0; i < rows.Count; i++)
        {
            series.Add(new LineSeries(rows[i].Label, Curve(rows[i], "cost")) { Color = i });
            var evaluated = Curve(rows[i], "eval_cost");
            if (evaluated.Count > 0) series.Add(new LineSeries($"{rows[i].Label}, eval_cost", evaluated) { Color = i, IsDashed = true });
        }
        var finite = series.SelectMany(s => s.Points).Select(p => p.Y).Where(y => double.IsFinite(y) && y > 0).DefaultIfEmpty(1).ToList();
        var isLog = finite.Max() / finite.Min() > LogRatio;
        return new LinePlot
        {
            Title = "Cost",
            Subtitle = LearningRate(rows),
            X = new Axis("iteration"),
            Y = new Axis("cost") { Kind = isLog ? ScaleKind.Log : ScaleKind.Linear },
            Series = isLog ? [.. series.Select(s => s with { Points = [.. s.Points.Select(WithPositiveBand)] })] : series,
            Width = 540,
            Height = 360,
        };
    }

    /// <summary>A logarithmic axis has no place for a band that reaches zero.</summary>
    private static LinePoint WithPositiveBand(LinePoint point) => point.Lower > 0 ? point : point with { Lower = double.NaN, Upper = double.NaN };

    /// <summary>Train against dev, a plot a row, all on one axis, which leaves out how bad the first iterations were.</summary>
    private IEnumerable<LinePlot> AccuracyPlots(List<SummaryRow> rows)
    {
        var plots = rows.ConvertAll(row => (LineSeries[])[new("train", Curve(row, "train_accuracy")), new("dev", Curve(row, "dev_accuracy"))]);
        var settled = plots.SelectMany(series => series).SelectMany(s => s.Points.Skip(s.Points.Count / 10 + 1).DefaultIfEmpty(s.Points[^1])).ToList();
        var lowest = settled.Min(p => double.IsNaN(p.Lower) ? p.Y : p.Lower);
        var axis = new Axis("accuracy") { Style = NumberStyle.Percent, Min = Math.Floor(lowest * 50) / 50, Max = 1 };
        return rows.Zip(plots, (row, series) => new LinePlot { Title = row.Label, X = new Axis("iteration"), Y = axis, Series = series, Width = 340, Height = 260 });
    }

    private LinePlot AccuraciesPlot(List<SummaryRow> rows) => new()
    {
        Title = "Train accuracy",
        Subtitle = LearningRate(rows),
        X = new Axis("iteration"),
        Y = new Axis("accuracy") { Style = NumberStyle.Percent },
        Series = [.. rows.Select(row => new LineSeries(row.Label, Curve(row, "train_accuracy")))],
        Width = 540,
        Height = 360,
    };

    private string LearningRate(List<SummaryRow> rows)
    {
        var rates = rows.Select(r => summary.Setting(r.Trials[0], "learning_rate")).Distinct().ToList();
        return rates is [{ } rate] ? $"learning rate {Wording.Value(rate)}" : "";
    }

    private List<LinePoint> Curve(SummaryRow row, string metric) =>
    [
        .. row.Trials.Where(HasTrace)
            .SelectMany(t => Traces(t).Where(trace => trace.Metric == metric))
            .SelectMany(trace => trace.Iterations.Zip(trace.Values))
            .GroupBy(point => point.First, point => point.Second)
            .OrderBy(g => g.Key)
            .Select(g => Point(g.Key, Statistic.Of([.. g]))),
    ];

    internal static LinePoint Point(double x, Statistic y) =>
        new(x, y.Mean, y.Mean - y.StandardDeviation, y.Mean + y.StandardDeviation);

    private IReadOnlyList<Trace> Traces(TrialRecord trial) =>
        _traces.TryGetValue(trial.Id, out var traces) ? traces : _traces[trial.Id] = store.Traces(trial);
}
