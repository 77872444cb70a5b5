namespace Goalkeeper.Store;

/// <summary>The points of a sweep as its trials end, in whatever order they do: which is best so far.</summary>
/// <remarks>A point's mean is taken when somebody asks, not at each of its trials, which may be many thousands.</remarks>
/// <param name="metric">What they are compared by.</param>
internal sealed class PointRanking(Metric metric)
{
    private readonly Dictionary<long, Point> _points = [];
    private readonly HashSet<Point> _changed = [];
    private readonly SortedSet<PointResult> _ranked = new(metric);

    /// <summary>How many points there are.</summary>
    public int Count => _points.Count;

    /// <summary>The best point so far; null before any has a mean.</summary>
    public PointResult? Best => UpToDate().Min;

    /// <summary>The points that have a mean, the best first.</summary>
    public IEnumerable<PointResult> Ranked => UpToDate();

    /// <summary>A trial of a point is planned.</summary>
    public void Plan(long point)
    {
        if (!_points.TryGetValue(point, out var planned)) _points.Add(point, planned = new Point(point));
        planned.Trials++;
        _changed.Add(planned);
    }

    /// <summary>A trial has finished with a value of the metric; NaN is none.</summary>
    /// <param name="point">Its point, which may be new: a search proposes them as the sweep runs.</param>
    /// <param name="value">The value.</param>
    /// <param name="replicates">How many trials a point has that is new.</param>
    public void Finish(long point, double value, int replicates = 1)
    {
        if (double.IsNaN(value)) return;
        var isNew = !_points.ContainsKey(point);
        for (var i = 0; isNew && i < replicates; i++) Plan(point);
        _points[point].Values.Add(value);
        _changed.Add(_points[point]);
    }

    private SortedSet<PointResult> UpToDate()
    {
        foreach (var point in _changed)
        {
            if (point.Ranked is { } before) _ranked.Remove(before);
            var result = new PointResult(point.Number, point.Trials, point.Values.Count, metric.Mean(point.Values));
            point.Ranked = double.IsNaN(result.Mean) ? null : result;
            if (point.Ranked is { } now) _ranked.Add(now);
        }
        _changed.Clear();
        return _ranked;
    }

    private sealed class Point(long number)
    {
        public long Number { get; } = number;

        public long Trials { get; set; }

        public List<double> Values { get; } = [];

        public PointResult? Ranked { get; set; }
    }
}
