namespace Goalkeeper.Report.Plots;

/// <summary>Fewer points for the same line (Ramer 1972; Douglas and Peucker 1973).</summary>
internal static class Polyline
{
    /// <summary>Keeps both ends and what lies further than the tolerance, in pixels, from the simplified line.</summary>
    public static List<(double X, double Y)> Simplify(List<(double X, double Y)> points, double tolerance)
    {
        var keep = new bool[points.Count];
        keep[0] = keep[^1] = true;
        var open = new Stack<(int From, int To)>([(0, points.Count - 1)]);
        while (open.TryPop(out var span))
        {
            var (farthest, distance) = (-1, tolerance);
            for (var i = span.From + 1; i < span.To; i++)
            {
                if (Distance(points[i], points[span.From], points[span.To]) is var d && d > distance)
                {
                    (farthest, distance) = (i, d);
                }
            }

            if (farthest >= 0)
            {
                keep[farthest] = true;
                open.Push((span.From, farthest));
                open.Push((farthest, span.To));
            }
        }

        return [.. points.Where((_, i) => keep[i])];
    }

    private static double Distance((double X, double Y) p, (double X, double Y) a, (double X, double Y) b)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var length = dx * dx + dy * dy;
        var t = length == 0 ? 0 : Math.Clamp(((p.X - a.X) * dx + (p.Y - a.Y) * dy) / length, 0, 1);
        return Math.Sqrt(Math.Pow(p.X - a.X - t * dx, 2) + Math.Pow(p.Y - a.Y - t * dy, 2));
    }
}
