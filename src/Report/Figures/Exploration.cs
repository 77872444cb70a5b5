using Goalkeeper.Analysis;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Figures;

/// <summary>A sweep's trials as the linked charts of the page show them, one mark a trial: numbers alone.</summary>
internal sealed class Exploration
{
    private const string SeedName = "seed";

    /// <summary>Points whose replicates stand side by side.</summary>
    private const int MostBoxes = 30;

    /// <summary>Pairs of parameters that have a surface.</summary>
    private const int MostSurfaces = 6;

    /// <param name="summary">The sweep.</param>
    public Exploration(SweepSummary summary)
    {
        Trials = summary.Trials;
        var parameters = new List<ChartColumn>();
        if (summary.HasVariants) parameters.Add(Words("variant", "variant", [.. Trials.Select(t => t.Variant)]));
        parameters.AddRange(summary.Parameters.Select(name => Parameter(name, summary.Plan.IsEvenRange(name), [.. Trials.Select(t => t.Parameters.GetValueOrDefault(name))])));
        if (summary.IsReplicated) parameters.Add(Seed());
        Parameters = [.. parameters.OrderBy(p => p.Distinct > 1 ? 0 : 1)];
        List<string> compared = [summary.Sweep.MetricName, .. summary.Compared.Select(m => m.Name)];
        var names = compared.Union(Trials.SelectMany(t => t.Metrics.Keys).Distinct().Order(StringComparer.Ordinal)).Where(name => Trials.Any(t => t.Metrics.ContainsKey(name)));
        Metrics = [.. names.Where(name => !summary.HasSplit("dev") || !summary.IsOfTest(name)).Select(name => Metric(summary.Definition(name)))];
        Deciding = Metrics.FirstOrDefault(m => m.Name == summary.Sweep.MetricName);
        if (Deciding is not { } metric) return;
        Best = RunningBest.Of(metric.Values, summary.Sweep.Metric);
        var places = Trials.Index().ToDictionary(t => t.Item.Number, t => t.Index);
        Boxes =
        [
            .. summary.Ranked.Take(MostBoxes)
                .Select(row => (Row: row, Box: FiveNumbers.Of(row.Trials.Select(t => metric.Values[places[t.Number]]))))
                .Where(r => r.Box is not null).Select(r => (summary.Name(r.Row), r.Row.Point, r.Box!.Value)),
        ];
        Importances = new Importances(summary, [.. Parameters.Where(p => p.Name != SeedName)], metric);
        var numeric = Importances.Parameters.Where(p => p.Words.Count == 0 && p.Axis.At.Count == 0).ToList();
        Surfaces =
        [
            .. numeric.SelectMany((x, i) => numeric.Skip(i + 1).Select(y => (X: x, Y: y)))
                .OrderByDescending(pair => Importances.Together(pair.X, pair.Y)).Take(MostSurfaces)
                .Select(pair => (pair.X, pair.Y, Surface: Surface.Of(Coordinates(pair.X), Coordinates(pair.Y), metric.Values)))
                .Where(s => s.Surface is not null).Select(s => (s.X, s.Y, s.Surface!)),
        ];
    }

    /// <summary>The marks.</summary>
    public IReadOnlyList<TrialRecord> Trials { get; }

    /// <summary>What varies, the constant last.</summary>
    public IReadOnlyList<ChartColumn> Parameters { get; }

    /// <summary>What was measured, what decides first; not test's where dev chooses: that is looked at once.</summary>
    public IReadOnlyList<ChartColumn> Metrics { get; }

    /// <summary>The metric that decides; null where no trial has it.</summary>
    public ChartColumn? Deciding { get; }

    /// <summary>The best of that metric up to each trial, by number.</summary>
    public IReadOnlyList<double> Best { get; } = [];

    /// <summary>The replicates of points, the best point first.</summary>
    public IReadOnlyList<(string Name, long Point, FiveNumbers Box)> Boxes { get; } = [];

    /// <summary>What of the metric's variance is whose; null where no trial has the metric.</summary>
    public Importances? Importances { get; }

    /// <summary>The metric over pairs of numeric parameters, the pair with the largest share of its variance first.</summary>
    public IReadOnlyList<(ChartColumn X, ChartColumn Y, Surface Values)> Surfaces { get; } = [];

    /// <summary>When trials ran, in milliseconds from the first's start; null where one did not.</summary>
    public IReadOnlyList<Stretch?> Times()
    {
        var ran = Trials.Where(t => t is { StartedAt: not null, DurationMs: not null }).ToList();
        if (ran.Count == 0) return [.. Trials.Select(_ => (Stretch?)null)];
        var first = ran.Min(t => t.StartedAt!.Value);
        var lanes = Lanes.Of(ran.ConvertAll(t => ((t.StartedAt!.Value - first).TotalMilliseconds, (t.StartedAt!.Value - first).TotalMilliseconds + t.DurationMs!.Value)));
        var byNumber = ran.Zip(lanes).ToDictionary(t => t.First.Number, t => t.Second);
        return [.. Trials.Select(t => byNumber.TryGetValue(t.Number, out var stretch) ? stretch : (Stretch?)null)];
    }

    private static Coordinates Coordinates(ChartColumn column) => new(column.Values, column.Axis.Kind == ScaleKind.Log);

    /// <summary>A number of no size: each has its place.</summary>
    private ChartColumn Seed() => new(SeedName, new Axis(SeedName) { At = [.. Trials.Select(t => (double)t.Seed).Distinct().Order()] }, [.. Trials.Select(t => (double)t.Seed)]);

    /// <summary>Numbers where all of its values are; else words, lists among them. A range is drawn as it was searched: a uniform one evenly.</summary>
    private static ChartColumn Parameter(string name, bool isEvenRange, IReadOnlyList<object?> values)
    {
        var label = Wording.Setting(name);
        if (values.Any(v => v is string)) return Words(name, label, [.. values.Select(v => v is null ? null : NumberText.Parameter(v))]);
        List<double> numbers = [.. values.Select(v => v switch { long integer => integer, double number => number, _ => double.NaN })];
        List<double> distinct = [.. numbers.Where(v => !double.IsNaN(v)).Distinct().Order()];
        var kind = ChartColumn.ScaleOf(distinct, isEvenRange);
        return new ChartColumn(name, new Axis(label) { Kind = kind, At = kind == ScaleKind.LogWithZero ? distinct : [] }, numbers);
    }

    /// <summary>In the order in which they come, which is the plan's.</summary>
    private static ChartColumn Words(string name, string label, IReadOnlyList<string?> values)
    {
        var places = new OrderedDictionary<string, int>();
        foreach (var value in values.OfType<string>()) places.TryAdd(value, places.Count);
        return new ChartColumn(name, new Axis(label), [.. values.Select(v => v is null ? double.NaN : places[v])]) { Words = [.. places.Keys] };
    }

    /// <summary>Of finished trials.</summary>
    private ChartColumn Metric(MetricDefinition metric)
    {
        List<double> values = [.. Trials.Select(t => t.State == TrialState.Finished ? t.Metrics.GetValueOrDefault(metric.Name, double.NaN) : double.NaN)];
        return new ChartColumn(metric.Name, MetricAxis.Of(metric, values), values) { IsMeasured = true };
    }
}
