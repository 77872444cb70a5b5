using Goalkeeper.Analysis;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Figures;

/// <summary>The linked charts of the trials as drawn pictures: in files, and on the page for as long as no script puts what can be explored in their place.</summary>
/// <param name="summary">The sweep.</param>
/// <param name="exploration">Its trials.</param>
internal sealed class ExplorationFigures(SweepSummary summary, Exploration exploration)
{
    /// <summary>Axes before the metric's that have room for their labels.</summary>
    private const int MostAxes = 9;

    /// <summary>A surface has so many labels a side at least, and fewer than twice as many.</summary>
    private const int Labels = 5;

    /// <summary>Points whose replicates are drawn, the best.</summary>
    private const int MostBoxes = 15;

    /// <summary>Stretches of time that can be told apart in a lane.</summary>
    private const int MostStretches = 100;

    /// <summary>Pairs of parameters whose surface is drawn.</summary>
    private const int MostSurfaces = 2;

    /// <returns>Null where there is nothing to draw: fewer than two trials have the deciding metric.</returns>
    public FigureSection? Section()
    {
        if (exploration.Deciding is not { } metric || metric.Values.Count(v => !double.IsNaN(v)) < 2) return null;
        Figure?[] figures = [Parallel(metric), History(metric), .. Surfaces(metric), Replicates(metric), Timeline()];
        return new FigureSection("The trials", [], [.. figures.OfType<Figure>()]);
    }

    private Figure? Parallel(ChartColumn metric)
    {
        var varying = exploration.Parameters.Where(p => p.Varies).ToList();
        if (varying.Count == 0) return null;
        var axes = varying.Take(MostAxes).ToList();
        var lines = metric.Values.Count(double.IsFinite);
        return new Figure("parallel.svg", new ParallelChart(axes, metric)
        {
            Title = "Parallel coordinates",
            Subtitle = Wording.Remarks(
                "a line a trial: the better, the stronger",
                summary.Best is null ? "" : "bold: the best point",
                axes.Any(a => a.Values.Any(double.IsNaN)) ? "a gap where a trial has no such parameter" : "",
                axes.Count < varying.Count ? FormattableString.Invariant($"{axes.Count} of {varying.Count} parameters") : "",
                Without(metric),
                lines > ParallelChart.MostLines ? FormattableString.Invariant($"{ParallelChart.MostLines} of {lines:N0} trials") : ""),
            Maximizes = summary.Sweep.Metric.Maximizes,
            Best = exploration.Trials.Index().Where(t => t.Item.Point == summary.Best?.Point).Select(t => t.Index).ToHashSet(),
            Width = Math.Clamp(130 * (axes.Count + 1), 400, 1000),
            Height = 360,
        });
    }

    /// <summary>How many trials have no mark: those that failed, were pruned or have not ended.</summary>
    private static string Without(ChartColumn metric) => metric.Values.Count(double.IsNaN) is > 0 and var missing
        ? FormattableString.Invariant($"{missing:N0} of {metric.Values.Count:N0} trials have no value at their end")
        : "";

    private Figure History(ChartColumn metric)
    {
        var best = new List<LinePoint>();
        foreach (var (trial, value) in exploration.Trials.Zip(exploration.Best))
        {
            if (best.Count > 0 && best[^1].Y.Equals(value)) continue;
            if (best.Count > 0) best.Add(best[^1] with { X = trial.Number });
            best.Add(new LinePoint(trial.Number, value));
        }
        best.Add(new LinePoint(exploration.Trials[^1].Number, exploration.Best[^1]));
        return new Figure("history.svg", new LineChart
        {
            Title = "History",
            Subtitle = Without(metric),
            X = new Axis("trial"),
            Y = metric.Axis,
            Series =
            [
                new LineSeries("trials", [.. exploration.Trials.Zip(metric.Values, (trial, value) => new LinePoint(trial.Number, value))]) { HasMarkers = true, IsConnected = false },
                new LineSeries("best so far", best),
            ],
            Width = 440,
            Height = 330,
        });
    }

    /// <summary>Of a grid of two parameters the heat map has every value.</summary>
    private IEnumerable<Figure> Surfaces(ChartColumn metric)
    {
        if (summary.Parameters.Count + (summary.HasVariants ? 1 : 0) == 2 && !summary.Parameters.Any(summary.Plan.IsRange)) return [];
        return exploration.Surfaces.Take(MostSurfaces).Select((surface, i) => new Figure(FormattableString.Invariant($"surface-{i + 1}.svg"), new HeatMap(
            Sparse(surface.Values.Y, surface.Y.Axis).Reverse().ToList(), Sparse(surface.Values.X, surface.X.Axis), [.. surface.Values.Values.Reverse()])
        {
            Title = $"{surface.X.Axis.Label} and {surface.Y.Axis.Label}",
            Subtitle = "mean of the trials nearby",
            RowLabel = surface.Y.Axis.Label,
            ColumnLabel = surface.X.Axis.Label,
            Value = metric.Axis,
            Width = 440,
            Height = 330,
        }));
    }

    private static IReadOnlyList<string> Sparse(IReadOnlyList<double> values, Axis axis)
    {
        var step = Math.Max(1, values.Count / Labels);
        return [.. values.Select((value, i) => i % step == 0 ? ChartNumber.Value(value, axis.Style) : "")];
    }

    private Figure? Replicates(ChartColumn metric)
    {
        var boxes = exploration.Boxes.Take(MostBoxes).ToList();
        if (boxes.Count == 0) return null;
        var values = exploration.Trials.Zip(metric.Values).ToLookup(t => t.First.Point, t => t.Second);
        return new Figure("replicates.svg", new DotChart(
            [.. boxes.Select(box => box.Name)],
            [
                new DotSeries("", [.. boxes.Select(box => new DotValue(box.Box.Median, box.Box.LowerQuartile, box.Box.UpperQuartile))])
                {
                    Points = [.. boxes.Select(box => values[box.Point].ToList())],
                },
            ])
        {
            Title = "Replicates",
            Subtitle = Wording.Remarks(
                "median and middle half over the seeds",
                "small dots are trials",
                boxes.Count < summary.Rows.Count ? FormattableString.Invariant($"{boxes.Count} of {summary.Rows.Count:N0} points, the best first") : ""),
            Value = metric.Axis,
            Width = 480,
        });
    }

    private Figure? Timeline()
    {
        var ran = exploration.Trials.Zip(exploration.Times()).Where(t => t.Second is not null)
            .Select(t => (IsFinished: t.First.State == TrialState.Finished, Stretch: t.Second!.Value)).ToList();
        if (ran.Count == 0) return null;
        var lanes = ran.GroupBy(t => (t.Stretch.Lane, t.IsFinished)).OrderBy(g => g.Key.IsFinished ? 0 : 1).ThenBy(g => g.Key.Lane).ToList();
        var count = ran.Max(t => t.Stretch.Lane) + 1;
        var least = (ran.Max(t => t.Stretch.End) - ran.Min(t => t.Stretch.Start)) / MostStretches;
        return new Figure("timeline.svg", new LineChart
        {
            Title = "Timeline",
            Subtitle = "when each trial ran, and what ran beside it",
            X = new Axis("seconds from the first start"),
            Y = new Axis("at once") { Min = 0.5, Max = count + 0.5, At = count <= 12 ? [.. Enumerable.Range(1, count).Select(i => (double)i)] : [] },
            Series = [.. lanes.Select(lane => Lane(lane.Key, [.. lane.Select(t => t.Stretch)], least, isNamed: lane == lanes.Find(l => l.Key.IsFinished == lane.Key.IsFinished)))],
            Width = 440,
            Height = Math.Clamp(180 + 18 * count, 200, 420),
        })
        { IsOfThisLaunch = true };
    }

    /// <summary>The stretches of one kind in a lane, with gaps between them; of many, what is nearer to each other than can be seen is one.</summary>
    private static LineSeries Lane((int Number, bool IsFinished) lane, IReadOnlyList<Stretch> stretches, double least, bool isNamed)
    {
        var seen = new List<(double Start, double End)>();
        foreach (var stretch in stretches.OrderBy(s => s.Start))
        {
            if (seen.Count > 0 && stretches.Count > MostStretches && stretch.Start - seen[^1].End < least) seen[^1] = seen[^1] with { End = Math.Max(seen[^1].End, stretch.End) };
            else seen.Add((stretch.Start, Math.Max(stretch.End, stretch.Start + least / 2)));
        }
        var name = !isNamed ? "" : lane.IsFinished ? "finished" : "not finished";
        return new LineSeries(name, [.. seen.SelectMany(s => (LinePoint[])
        [
            new(s.Start / 1000, lane.Number + 1), new(s.End / 1000, lane.Number + 1), new(s.End / 1000, double.NaN),
        ])])
        { Color = lane.IsFinished ? 0 : 1, IsDashed = !lane.IsFinished };
    }
}
