namespace Goalkeeper.Report.Charts;

/// <summary>A place between two axes: 0 at their starts, 1 at the ends of their scales.</summary>
internal readonly record struct Place(double X, double Y);

/// <summary>A stretch of a band: from <paramref name="Lower"/> to <paramref name="Upper"/> at <paramref name="X"/>.</summary>
internal readonly record struct BandPlace(double X, double Lower, double Upper);

/// <summary>A line between two axes, taken apart where it is broken.</summary>
/// <param name="Runs">What is connected; a run of one point is a point alone.</param>
/// <param name="Links">Between runs: to and from a value beyond the scale, and across a break of the x axis.</param>
/// <param name="Edges">The values beyond the scale, with their signs: ∞, −∞, "≤ 0".</param>
/// <param name="Markers">Where a marker stands: at each point, or only at points that stand alone.</param>
/// <param name="Bands">The band's stretches; one of a single place is an error bar.</param>
internal sealed record LineShape(
    IReadOnlyList<IReadOnlyList<Place>> Runs,
    IReadOnlyList<(Place From, Place To)> Links,
    IReadOnlyList<(Place At, string Sign)> Edges,
    IReadOnlyList<Place> Markers,
    IReadOnlyList<IReadOnlyList<BandPlace>> Bands)
{
    /// <summary>Signs nearer to each other than this, across, are one.</summary>
    private const double SignWidth = 0.04;

    internal static LineShape Of(LineSeries series, Scale x, Func<double, double> height, Func<double, bool> isBeyond, int columns)
    {
        var sorted = series.Points.Where(p => double.IsFinite(p.X)).OrderBy(p => p.X); // OrderBy is stable
        var points = Thinned([.. sorted], x, columns);
        var (runs, links, edges, bands) =
            (new List<List<Place>>(), new List<(Place, Place)>(), new List<(Place At, string)>(), new List<List<BandPlace>>());
        LinePoint? previous = null, previousBand = null;
        foreach (var point in points)
        {
            AddBand(point);
            if (double.IsNaN(point.Y))
            {
                previous = null;
                continue;
            }
            var at = At(point);
            var isEdge = isBeyond(point.Y);
            var isConnected = series.IsConnected && previous is { } p && !isEdge && !isBeyond(p.Y) && !x.IsBrokenBetween(p.X, point.X);
            if (series.IsConnected && previous is { } from && !isConnected) links.Add((At(from), at));
            if (isEdge && (edges.Count == 0 || at.X - edges[^1].At.X >= SignWidth || edges[^1].At.Y != at.Y)) edges.Add((at, Sign(point.Y)));
            if (isConnected) runs[^1].Add(at);
            else if (!isEdge) runs.Add([at]);
            previous = point;
        }
        // A point between two gaps has no stroke, so it always gets a marker.
        var ends = links.SelectMany(link => (Place[])[link.Item1, link.Item2]).ToHashSet();
        var markers = runs.Where(run => series.HasMarkers || (run.Count == 1 && !ends.Contains(run[0]))).SelectMany(run => run);
        return new LineShape(runs, links, edges, [.. markers], bands);

        Place At(LinePoint p) => new(x.Position(p.X), height(p.Y));

        void AddBand(LinePoint point)
        {
            if (point.HasBand)
            {
                if (!series.IsConnected || previousBand is not { } p || x.IsBrokenBetween(p.X, point.X)) bands.Add([]);
                bands[^1].Add(new BandPlace(x.Position(point.X), height(point.Lower), height(point.Upper)));
            }
            previousBand = point.HasBand ? point : null;
        }
    }

    private static string Sign(double value) => value > 0 ? "∞" : double.IsInfinity(value) ? "−∞" : "≤ 0";

    /// <summary>At most a lowest, a highest and a gap of every column, besides the ends, so that no extreme is lost.</summary>
    private static IReadOnlyList<LinePoint> Thinned(IReadOnlyList<LinePoint> points, Scale x, int columns)
    {
        if (points.Count <= 2 * columns) return points;
        var kept = new SortedSet<int> { 0, points.Count - 1 };
        for (int start = 0, end; start < points.Count; start = end)
        {
            var column = Column(start);
            int lowest = -1, highest = -1, gap = -1;
            for (end = start; end < points.Count && Column(end) == column; end++)
            {
                var y = points[end].Y;
                if (double.IsNaN(y))
                {
                    gap = gap < 0 ? end : gap;
                    continue;
                }
                lowest = lowest < 0 || y < points[lowest].Y ? end : lowest;
                highest = highest < 0 || y > points[highest].Y ? end : highest;
            }
            kept.UnionWith([lowest, highest, gap]);
        }
        kept.Remove(-1);
        return [.. kept.Select(i => points[i])];

        double Column(int i) => Math.Floor(x.Position(points[i].X) * columns);
    }
}
