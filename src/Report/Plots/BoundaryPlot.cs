namespace Goalkeeper.Report.Plots;

/// <summary>A labelled example in the plane.</summary>
/// <param name="X">Its first feature.</param>
/// <param name="Y">Its second feature.</param>
/// <param name="Label">Its class, 0 or 1.</param>
public readonly record struct LabelledPoint(double X, double Y, int Label);

/// <summary>A classifier's decision boundary over its data. The axes show the grid's ranges.</summary>
public sealed class BoundaryPlot : Plot
{
    private const int MostPathCharacters = 8_000; // for outline and line each, so that the whole picture stays below 25 kB

    // In pixels. Only noise comes to this; then the border is simplified with the rest, or its many stretches would remain.
    private const double Coarse = 2;

    /// <summary>Probabilities of class 1 at the nodes of a grid.</summary>
    public required ValueGrid Probabilities { get; init; }

    /// <summary>The examples; those outside the grid's ranges are cut off.</summary>
    public IReadOnlyList<LabelledPoint> Points { get; init; } = [];

    /// <summary>The horizontal axis's label.</summary>
    public string XLabel { get; init; } = "x₁";

    /// <summary>The vertical axis's label.</summary>
    public string YLabel { get; init; } = "x₂";

    /// <summary>What the legend calls class 0.</summary>
    public string Class0 { get; init; } = "y = 0";

    /// <summary>What the legend calls class 1.</summary>
    public string Class1 { get; init; } = "y = 1";

    /// <summary>What the legend calls the filled region.</summary>
    public string RegionName { get; init; } = "predicted 1";

    /// <summary>Whether a unit across is as long as a unit up.</summary>
    public bool HasEqualUnits { get; init; }

    /// <inheritdoc/>
    public override SvgDocument Render()
    {
        var grid = Probabilities;
        var outlines = Contour.Region(grid, 0.5);
        var x = new Axis(XLabel) { Min = grid.XMin, Max = grid.XMax };
        var y = new Axis(YLabel) { Min = grid.YMin, Max = grid.YMax };
        var options = new FrameOptions
        {
            Legend =
            [
                new(Class0, (svg, cx, cy) => Draw(svg, [(cx, cy)], 0)),
                new(Class1, (svg, cx, cy) => Draw(svg, [(cx, cy)], 1)),
                new(RegionName, (svg, cx, cy) => svg.Rect(cx - 9, cy - 5, 18, 10, "gk-region1")),
            ],
            HeightPerWidth = HasEqualUnits ? (grid.YMax - grid.YMin) / (grid.XMax - grid.XMin) : null,
        };
        var frame = new PlotFrame(options, HeadingBottom(), (Width, Height), (x, Scale.Fit(x, [])), (y, Scale.Fit(y, [])));
        var svg = new SvgWriter();
        svg.Rect(frame.Area.Left, frame.Area.Top, frame.Area.Width, frame.Area.Height, "gk-region0");
        svg.OpenClip(frame.Area);
        var (region, line) = Outlines(outlines, frame);
        svg.Path(region, "gk-region1", " fill-rule=\"evenodd\"");
        svg.Path(line, "gk-line gk-thin gk-contour");
        for (var label = 0; label <= 1; label++)
        {
            Draw(svg, Points.Where(p => p.Label == label).Select(p => (frame.X(p.X), frame.Y(p.Y))), label);
        }

        svg.CloseClip();
        frame.Draw(svg, grid: false);
        return Finish(svg, frame.Bottom, $"Decision boundary over {Points.Count} points. {frame.Describe()}");
    }

    // Points on the same tenth of a pixel are one mark.
    private static void Draw(SvgWriter svg, IEnumerable<(double X, double Y)> points, int label)
    {
        var path = new SvgPath();
        foreach (var (x, y) in points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y))
            .DistinctBy(p => (PlotNumber.ToTenths(p.X), PlotNumber.ToTenths(p.Y))))
        {
            if (label == 0)
            {
                path.Dot(x, y);
            }
            else
            {
                path.Diamond(x, y);
            }
        }

        svg.Path(path, label == 0 ? "gk-c0 gk-round" : "gk-c1 gk-diamond");
    }

    /// <summary>The filled region, and its edge without what runs along the plot's border; coarser until both are small.</summary>
    private (SvgPath Region, SvgPath Line) Outlines(IReadOnlyList<IReadOnlyList<ContourPoint>> outlines, PlotFrame frame)
    {
        for (var tolerance = 0.2; ; tolerance *= 2)
        {
            var (region, line) = (new SvgPath(), new SvgPath());
            foreach (var outline in outlines)
            {
                Trace(outline, frame, tolerance, region, line);
            }

            if (region.Length <= MostPathCharacters && line.Length <= MostPathCharacters)
            {
                return (region, line);
            }
        }
    }

    private void Trace(IReadOnlyList<ContourPoint> outline, PlotFrame frame, double tolerance, SvgPath region, SvgPath line)
    {
        // The outline alternates between stretches inside and along the border. Each is simplified on its own,
        // so that the line stays on the region's edge.
        var first = Enumerable.Range(0, outline.Count).FirstOrDefault(i => IsOnBorder(outline[i]) && !IsAlongBorder(At(i), At(i + 1)));
        var stretches = new List<(List<ContourPoint> Points, bool IsBorder)>();
        for (var i = first; i < first + outline.Count; i++)
        {
            var (from, to) = (At(i), At(i + 1));
            var isBorder = tolerance < Coarse && IsAlongBorder(from, to);
            if (stretches.Count == 0 || stretches[^1].IsBorder != isBorder)
            {
                stretches.Add(([from], isBorder));
            }

            stretches[^1].Points.Add(to);
        }

        var simple = stretches.Select(s => (Points: Polyline.Simplify([.. s.Points.Select(Pixel)], tolerance), s.IsBorder)).ToList();
        if (simple.Sum(s => s.Points.Count - 1) < 3)
        {
            return; // smaller than the tolerance
        }

        region.MoveTo(simple[0].Points[0].X, simple[0].Points[0].Y);
        foreach (var (points, isBorder) in simple)
        {
            foreach (var (x, y) in points.Skip(1))
            {
                region.LineTo(x, y);
            }

            if (!isBorder)
            {
                line.MoveTo(points[0].X, points[0].Y);
                foreach (var (x, y) in points.Skip(1))
                {
                    line.LineTo(x, y);
                }
            }
        }

        region.Close();

        ContourPoint At(int i) => outline[i % outline.Count];
        (double, double) Pixel(ContourPoint p) => (frame.X(p.X), frame.Y(p.Y));
    }

    private bool IsOnBorder(ContourPoint p) =>
        p.X == Probabilities.XMin || p.X == Probabilities.XMax || p.Y == Probabilities.YMin || p.Y == Probabilities.YMax;

    private bool IsAlongBorder(ContourPoint a, ContourPoint b) =>
        (a.X == b.X && (a.X == Probabilities.XMin || a.X == Probabilities.XMax))
        || (a.Y == b.Y && (a.Y == Probabilities.YMin || a.Y == Probabilities.YMax));
}
