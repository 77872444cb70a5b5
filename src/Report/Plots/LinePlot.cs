namespace Goalkeeper.Report.Plots;

/// <summary>A point of a line. A NaN y breaks the line; an infinite one is shown at the edge.</summary>
/// <param name="X">Across; a point whose x is not finite is not shown.</param>
/// <param name="Y">Up.</param>
/// <param name="Lower">The band's lower end, such as mean − sd; NaN where there is no band.</param>
/// <param name="Upper">The band's upper end; NaN where there is no band.</param>
public readonly record struct LinePoint(double X, double Y, double Lower = double.NaN, double Upper = double.NaN);

/// <summary>A named line.</summary>
/// <param name="Name">Its name in the legend; an empty one keeps it out.</param>
/// <param name="Points">Its points; they are drawn in ascending x.</param>
public sealed record LineSeries(string Name, IReadOnlyList<LinePoint> Points)
{
    /// <summary>Whether each point gets a marker, its shape by colour.</summary>
    public bool HasMarkers { get; init; }

    /// <summary>Whether the line is dashed.</summary>
    public bool IsDashed { get; init; }

    /// <summary>Which of the <see cref="PlotStyle.ColorCount"/> colours; by default the series' place in the list.</summary>
    public int? Color { get; init; }
}

/// <summary>A marked place on an axis.</summary>
/// <param name="Value">Where.</param>
/// <param name="Label">What it is, such as "chosen: λ = 0.3".</param>
public sealed record ReferenceLine(double Value, string Label);

/// <summary>Lines over one variable, with bands, on linear or logarithmic axes.</summary>
public sealed class LinePlot : Plot
{
    /// <summary>The horizontal axis.</summary>
    public Axis X { get; init; } = new();

    /// <summary>The vertical axis.</summary>
    public Axis Y { get; init; } = new();

    /// <summary>The lines, drawn in this order.</summary>
    public IReadOnlyList<LineSeries> Series { get; init; } = [];

    /// <summary>A vertical line with its label above the data, such as the chosen value; or null.</summary>
    public ReferenceLine? Chosen { get; init; }

    /// <summary>A dashed horizontal line, explained in the legend; or null.</summary>
    public ReferenceLine? Reference { get; init; }

    /// <inheritdoc/>
    public override SvgDocument Render()
    {
        var series = Series.Select((s, i) => new LineDrawing(s, s.Color ?? i)).ToList();
        var frame = Frame(series);
        var svg = new SvgWriter();
        frame.Draw(svg);
        svg.OpenClip(Widened(frame.Area));
        if (Reference is { Value: var y } && double.IsFinite(y))
        {
            svg.Line(frame.Area.Left, frame.Y(y), frame.Area.Right, frame.Y(y), "gk-ref");
        }

        if (Chosen is { Value: var x } && double.IsFinite(x))
        {
            svg.Line(frame.X(x), frame.Area.Top - 4, frame.X(x), frame.Area.Bottom, "gk-mark");
        }

        series.ForEach(s => s.DrawBand(svg, frame));
        series.ForEach(s => s.DrawLine(svg, frame));
        svg.CloseClip();
        if (Chosen is { Label: { Length: > 0 } label, Value: var at } && double.IsFinite(at))
        {
            var half = TextLayout.Width(label, bold: true) / 2;
            svg.Text(Math.Clamp(frame.X(at), Math.Min(half + 4, Width / 2), Math.Max(Width - half - 4, Width / 2)),
                frame.Area.Top - 8, label, "gk-strong", "middle");
        }

        return Finish(svg, frame.Bottom, Summary(frame));
    }

    private PlotFrame Frame(List<LineDrawing> series)
    {
        var points = series.SelectMany(s => s.Points).ToList();
        var x = Scale.Fit(X, points.Select(p => p.X).Concat(Chosen is null ? [] : [Chosen.Value]));
        var ys = points.SelectMany(p => (double[])[p.Y, p.Lower, p.Upper]).Concat(Reference is null ? [] : [Reference.Value]);
        var y = Scale.Fit(Y, ys, 0.05);
        var legend = series.Where(s => s.Name.Length > 0).Select(s => s.LegendItem());
        if (Reference is { Label.Length: > 0 } reference)
        {
            legend = legend.Append(new LegendItem(reference.Label, (svg, cx, cy) => svg.Line(cx - 10, cy, cx + 10, cy, "gk-ref")));
        }

        var options = new FrameOptions
        {
            Legend = [.. legend],
            HasNote = Chosen is { Label.Length: > 0 },
            PinnedAbove = points.Any(p => PlotFrame.IsAbove(p.Y)) ? "∞" : "",
            PinnedBelow = y is LogScale && points.Any(p => p.Y <= 0) ? "≤ 0" : points.Any(p => double.IsNegativeInfinity(p.Y)) ? "−∞" : "",
        };
        return new PlotFrame(options, HeadingBottom(), (Width, Height), (X, x), (Y, y));
    }

    // Lines and markers on the edge of the data are drawn whole.
    private static PlotArea Widened(PlotArea area) => new(area.Left - 5, area.Top - 5, area.Right + 5, area.Bottom + 5);

    private string Summary(PlotFrame frame)
    {
        var names = string.Join(", ", Series.Where(s => s.Name.Length > 0).Select(s => s.Name));
        return "Line plot. " + frame.Describe() + (names.Length > 0 ? $" Lines: {names}." : "")
            + (Chosen is { Label.Length: > 0 } ? $" Marked: {Chosen.Label}." : "");
    }
}
