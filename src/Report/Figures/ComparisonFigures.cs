using Goalkeeper.Analysis;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Figures;

/// <summary>Sweeps over each other: their common points, the curves of their best points, their best by budget.</summary>
/// <param name="sweeps">The sweeps, the first one first; as many as have a colour.</param>
/// <param name="comparisons">Each of the others against it.</param>
/// <param name="store">Where they are.</param>
internal sealed class ComparisonFigures(IReadOnlyList<SweepSummary> sweeps, IReadOnlyList<SweepComparison> comparisons, SweepStore store)
{
    /// <summary>Sweeps that can be told apart by colour.</summary>
    public const int MostSweeps = LineChart.MostColors;

    private const int MostPoints = 30;

    private SweepSummary First => sweeps[0];

    private string Metric => Wording.Metric(First.Sweep.MetricName);

    public IEnumerable<FigureSection> Sections()
    {
        if (Points() is { } points) yield return points;
        if (Curves() is { } curves) yield return curves;
        if (Budgets() is { } budgets) yield return budgets;
    }

    private FigureSection? Points()
    {
        var others = comparisons.Select(c => c.Points.ToDictionary(p => p.First, p => p.Second)).ToList();
        var common = First.Ranked.Where(row => others.Exists(other => other.ContainsKey(row))).ToList();
        if (common.Count == 0) return null;
        var rows = common.Take(MostPoints).ToList();
        IEnumerable<SummaryRow?> Of(int sweep) => rows.Select(row => sweep == 0 ? row : others[sweep - 1].GetValueOrDefault(row));
        var chart = new DotChart(
            [.. rows.Select(row => First.Name(row))],
            [.. sweeps.Select((sweep, i) => new DotSeries(Name(sweep), [.. Of(i).Select(row => row is null ? new DotValue(double.NaN) : TuningFigures.Dot(row.Of(First.Sweep.MetricName)))]))])
        {
            Title = Wording.Capitalized(Metric),
            Value = MetricAxis.Of(First.Metric),
            Width = 400, // readable on a phone too
        };
        List<string> text = sweeps.Any(s => s.IsReplicated) ? ["Bars are one standard deviation over the seeds."] : [];
        if (rows.Count < common.Count) text.Add(FormattableString.Invariant($"The best {rows.Count} of {common.Count:N0} points."));
        return new FigureSection("Points side by side", text, [new Figure("points.svg", chart)]);
    }

    private FigureSection? Curves()
    {
        var best = sweeps.Where(s => s.Best is not null).Select(s => (Sweep: s, Row: s.Best!)).ToList();
        var traces = best.SelectMany(b => b.Row.Trials).ToDictionary(t => t.Id, store.Traces);
        var metrics = traces.Values.SelectMany(t => t).Select(t => t.Metric).Where(m => First.Sweep.MetricName == m || !First.IsOfTest(m)).Distinct().Order(StringComparer.Ordinal).ToList();
        // The metric that decides first.
        var charts = metrics.OrderBy(m => m != First.Sweep.MetricName).Select(metric => CurvesOf(metric, best, traces)).Where(c => c.Series.Any(s => s.Points.Count > 1)).ToList();
        List<string> text = [$"Of the best point of each sweep: {string.Join("; ", best.Select(b => $"{Name(b.Sweep)}: {b.Sweep.Name(b.Row)}"))}."];
        if (best.Exists(b => b.Row.Trials.Count > 1)) text.Add("Lines are means over the seeds, bands one standard deviation.");
        return charts.Count == 0 ? null
            : new FigureSection("Curves", text, [.. charts.Select((chart, i) => new Figure(FormattableString.Invariant($"curve-{i + 1}.svg"), chart))]);
    }

    private LineChart CurvesOf(string metric, List<(SweepSummary Sweep, SummaryRow Row)> best, Dictionary<long, IReadOnlyList<Trace>> traces)
    {
        List<LineSeries> series =
        [
            .. best.Select(b => new LineSeries(Name(b.Sweep), [.. MeanCurve.Of(b.Row, metric, trial => traces[trial.Id]).Select(p => CurveFigures.Point(p.Step, p.Value))]) { Color = Place(b.Sweep) }),
        ];
        var axis = MetricAxis.Of(First.Definition(metric), series.SelectMany(s => s.Points).Select(p => p.Y));
        return new LineChart
        {
            Title = Wording.Capitalized(axis.Label),
            X = new Axis(First.IsOfNetworks ? "iteration" : "step"),
            Y = axis.Style == NumberStyle.Percent && First.IsOfNetworks ? CurveFigures.SettledAxis(series) with { Label = axis.Label } : axis,
            Series = axis.Kind == ScaleKind.Log ? [.. series.Select(CurveFigures.WithPositiveBands)] : series,
            Width = 480,
            Height = 360,
        };
    }

    /// <summary>Where all of them have it, and it is of one kind.</summary>
    private FigureSection? Budgets()
    {
        var budgets = sweeps.Select(BestByBudget.Of).OfType<BestByBudget>().ToList();
        if (budgets.Count < sweeps.Count || budgets.Select(b => b.IsExpected).Distinct().Count() > 1) return null;
        return new FigureSection(
            "Best by budget",
            [budgets[0].IsExpected ? $"The best {Metric} that so many points are expected to have, whichever are tried." : $"The best {Metric} so far, in the order of the points."],
            [new Figure("budget.svg", BudgetFigures.Chart([.. sweeps.Select(Name).Zip(budgets)], MetricAxis.Of(First.Metric, budgets.SelectMany(b => b.Best.Select(best => best.Value))), 480))]);
    }

    private int Place(SweepSummary sweep) => sweeps.Index().First(s => s.Item == sweep).Index;

    private static string Name(SweepSummary sweep) => sweep.Sweep.Reference.ToString();
}
