namespace Goalkeeper.Store;

/// <summary>The points of a sweep as its trials end, in whatever order they do: which is best so far.</summary>
/// <param name="metric">What they are compared by.</param>
public sealed class PointRanking(Metric metric)
{
    private readonly Dictionary<long, PointResult> _results = [];
    private readonly Dictionary<long, List<double>> _values = [];
    private readonly SortedSet<PointResult> _ranked = new(metric);

    /// <summary>The best point so far; null before any has a mean.</summary>
    public PointResult? Best => _ranked.Min;

    /// <summary>The points that have a mean, the best first.</summary>
    public IEnumerable<PointResult> Ranked => _ranked;

    /// <summary>A trial of a point is planned.</summary>
    public void Plan(long point)
    {
        var result = _results.GetValueOrDefault(point) ?? new PointResult(point, 0, 0, double.NaN);
        Replace(result with { Trials = result.Trials + 1 });
    }

    /// <summary>A planned trial has finished with a value of the metric; NaN is none.</summary>
    public void Finish(long point, double value)
    {
        if (double.IsNaN(value)) return;
        if (!_values.TryGetValue(point, out var values)) _values.Add(point, values = []);
        values.Add(value);
        Replace(_results[point] with { Count = values.Count, Mean = metric.Mean(values) });
    }

    private void Replace(PointResult result)
    {
        if (_results.TryGetValue(result.Point, out var before)) _ranked.Remove(before);
        _results[result.Point] = result;
        if (!double.IsNaN(result.Mean)) _ranked.Add(result);
    }
}
