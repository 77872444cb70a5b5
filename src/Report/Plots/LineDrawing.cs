namespace Goalkeeper.Report.Plots;

/// <summary>One line of a <see cref="LinePlot"/>: band, strokes, markers.</summary>
internal sealed class LineDrawing
{
    private readonly LineSeries series;
    private readonly int color;

    public LineDrawing(LineSeries series, int color)
    {
        (this.series, this.color) = (series, ((color % PlotStyle.ColorCount) + PlotStyle.ColorCount) % PlotStyle.ColorCount);
        Points = [.. series.Points.Where(p => double.IsFinite(p.X)).OrderBy(p => p.X)]; // OrderBy is stable
    }

    public string Name => series.Name;

    public IReadOnlyList<LinePoint> Points { get; }

    public void DrawBand(SvgWriter svg, PlotFrame frame)
    {
        var (path, bars) = (new SvgPath(), new SvgPath());
        var run = new List<LinePoint>();
        foreach (var point in Thinned(frame).Append(new LinePoint(double.NaN, double.NaN)))
        {
            var hasBand = !double.IsNaN(point.Lower) && !double.IsNaN(point.Upper);
            if (hasBand && (run.Count == 0 || !frame.IsBrokenBetween(run[^1].X, point.X)))
            {
                run.Add(point);
                continue;
            }

            if (run.Count > 1)
            {
                path.MoveTo(frame.X(run[0].X), frame.Y(run[0].Upper));
                run.Skip(1).ToList().ForEach(p => path.LineTo(frame.X(p.X), frame.Y(p.Upper)));
                Enumerable.Reverse(run).ToList().ForEach(p => path.LineTo(frame.X(p.X), frame.Y(p.Lower)));
                path.Close();
            }
            else if (run.Count == 1)
            {
                DrawErrorBar(bars, frame.X(run[0].X), frame.Y(run[0].Lower), frame.Y(run[0].Upper));
            }

            run.Clear();
            if (hasBand)
            {
                run.Add(point);
            }
        }

        svg.Path(path, PlotStyle.Series(color, "gk-band"));
        svg.Path(bars, PlotStyle.Series(color, "gk-line gk-bar"));
    }

    public void DrawLine(SvgWriter svg, PlotFrame frame)
    {
        var (line, pinned, markers) = (new SvgPath(), new SvgPath(), new SvgPath());
        var infinities = new List<(double X, double Y, string Label)>();
        var previous = new LinePoint(double.NaN, double.NaN);
        var points = Thinned(frame);
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            var (x, y) = (frame.X(point.X), frame.Y(point.Y));
            if (double.IsNaN(point.Y))
            {
                previous = point;
                continue;
            }

            var isPinned = IsPinned(point);
            var begins = double.IsNaN(previous.Y);
            var isBroken = begins || isPinned || IsPinned(previous) || frame.IsBrokenBetween(previous.X, point.X);
            if (!begins && isBroken)
            {
                pinned.MoveTo(frame.X(previous.X), frame.Y(previous.Y));
                pinned.LineTo(x, y);
            }

            if (!isPinned && isBroken)
            {
                line.MoveTo(x, y);
            }
            else if (!isPinned)
            {
                line.LineTo(x, y);
            }

            if (isPinned && (infinities.Count == 0 || x - infinities[^1].X >= 16 || infinities[^1].Y != y))
            {
                infinities.Add((x, y, point.Y > 0 ? "∞" : double.IsInfinity(point.Y) ? "−∞" : "≤ 0"));
            }

            // A point between two gaps has no stroke, so it always gets a marker.
            var isAlone = begins && (i + 1 == points.Count || double.IsNaN(points[i + 1].Y));
            if (!isPinned && (series.HasMarkers || isAlone))
            {
                markers.Marker(x, y, color);
            }

            previous = point;
        }

        svg.Path(pinned, PlotStyle.Series(color, "gk-pin"));
        svg.Path(line, PlotStyle.Series(color, series.IsDashed ? "gk-line gk-dash" : "gk-line"));
        svg.Path(markers, PlotStyle.Series(color, "gk-dot"));
        foreach (var (x, y, label) in infinities)
        {
            var size = label == "≤ 0" ? " gk-note" : "";
            svg.Text(x, y + 5, label, PlotStyle.Series(color, "gk-value gk-pinned" + size), "middle");
        }

        bool IsPinned(LinePoint p) => PlotFrame.IsAbove(p.Y) || frame.IsBelow(p.Y);
    }

    // The band of a single point.
    private static void DrawErrorBar(SvgPath path, double x, double lower, double upper)
    {
        path.MoveTo(x, lower);
        path.LineTo(x, upper);
        foreach (var y in (ReadOnlySpan<double>)[lower, upper])
        {
            path.MoveTo(x - 3, y);
            path.LineTo(x + 3, y);
        }
    }

    public LegendItem LegendItem() => new(series.Name, (svg, x, y) =>
    {
        var line = new SvgPath();
        line.MoveTo(x - 10, y);
        line.LineTo(x + 10, y);
        svg.Path(line, PlotStyle.Series(color, series.IsDashed ? "gk-line gk-dash" : "gk-line"));
        if (series.HasMarkers)
        {
            var marker = new SvgPath();
            marker.Marker(x, y, color);
            svg.Path(marker, PlotStyle.Series(color, "gk-dot"));
        }
    });

    /// <summary>At most a lowest, a highest and a gap of every two pixel columns, besides the ends, so that no extreme is lost.</summary>
    private List<LinePoint> Thinned(PlotFrame frame)
    {
        if (Points.Count <= frame.Area.Width)
        {
            return [.. Points];
        }

        var kept = new SortedSet<int> { 0, Points.Count - 1 };
        for (int start = 0, end; start < Points.Count; start = end)
        {
            var column = Math.Floor(frame.X(Points[start].X) / 2);
            int lowest = -1, highest = -1;
            for (end = start; end < Points.Count && Math.Floor(frame.X(Points[end].X) / 2) == column; end++)
            {
                var y = Points[end].Y;
                if (double.IsNaN(y))
                {
                    continue;
                }

                lowest = lowest < 0 || y < Points[lowest].Y ? end : lowest;
                highest = highest < 0 || y > Points[highest].Y ? end : highest;
            }

            if (lowest >= 0)
            {
                kept.Add(lowest);
                kept.Add(highest);
            }

            var gap = Enumerable.Range(start, end - start).FirstOrDefault(i => double.IsNaN(Points[i].Y), -1);
            if (gap >= 0)
            {
                kept.Add(gap);
            }
        }

        return [.. kept.Select(i => Points[i])];
    }
}
