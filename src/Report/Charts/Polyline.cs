namespace Goalkeeper.Report.Charts;

/// <summary>Fewer points for the same line (Ramer 1972; Douglas and Peucker 1973).</summary>
internal static class Polyline
{
    /// <summary>Keeps both ends and what lies further than the tolerance from the simplified line.</summary>
    public static IReadOnlyList<Place> Simplify(IReadOnlyList<Place> places, double tolerance)
    {
        var keep = new bool[places.Count];
        keep[0] = keep[^1] = true;
        var open = new Stack<(int From, int To)>([(0, places.Count - 1)]);
        while (open.TryPop(out var span))
        {
            var (farthest, distance) = (-1, tolerance);
            for (var i = span.From + 1; i < span.To; i++)
            {
                if (Distance(places[i], places[span.From], places[span.To]) is var d && d > distance) (farthest, distance) = (i, d);
            }
            if (farthest < 0) continue;
            keep[farthest] = true;
            open.Push((span.From, farthest));
            open.Push((farthest, span.To));
        }
        return [.. places.Where((_, i) => keep[i])];
    }

    private static double Distance(Place p, Place a, Place b)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var length = dx * dx + dy * dy;
        var t = length == 0 ? 0 : Math.Clamp(((p.X - a.X) * dx + (p.Y - a.Y) * dy) / length, 0, 1);
        return Math.Sqrt(Math.Pow(p.X - a.X - t * dx, 2) + Math.Pow(p.Y - a.Y - t * dy, 2));
    }
}
