namespace Goalkeeper.Report.Plots;

/// <summary>Two axes around the data: where everything stands, and the drawing of what surrounds it.</summary>
internal sealed class PlotFrame
{
    private const double PinRoom = 20; // pixels kept for values beyond the scale, +∞ above, −∞ or "≤ 0" below

    private readonly Axis xAxis, yAxis;
    private readonly Scale xScale, yScale;
    private readonly IReadOnlyList<Tick> xTicks, yTicks;
    private readonly Legend legend;
    private readonly IReadOnlyList<string> xLabel, yLabel;
    private readonly double scaleTop, scaleBottom, top;
    private readonly string pinnedAbove, pinnedBelow;

    /// <param name="options">What stands around and between the axes.</param>
    /// <param name="top">Where the heading ends.</param>
    /// <param name="size">Width and height of the whole picture.</param>
    /// <param name="x">The horizontal axis and its scale.</param>
    /// <param name="y">The vertical axis and its scale.</param>
    public PlotFrame(
        FrameOptions options, double top, (double Width, double Height) size, (Axis Axis, Scale Scale) x, (Axis Axis, Scale Scale) y)
    {
        (xAxis, xScale) = x;
        (yAxis, yScale) = y;
        this.top = top;
        (pinnedAbove, pinnedBelow) = (options.PinnedAbove, options.PinnedBelow);
        legend = new Legend(options.Legend, size.Width - 16);
        xLabel = TextLayout.Wrap(xAxis.Label, size.Width - 24, mostLines: 2);
        yLabel = TextLayout.Wrap(yAxis.Label, size.Width - 16, mostLines: 2);

        var areaTop = top + yLabel.Count * TextLayout.LineHeight + (options.HasNote ? 18 : 0) + 10;
        var below = 22 + xLabel.Count * TextLayout.LineHeight + (legend.Height > 0 ? legend.Height + 6 : 0) + 6;
        var areaBottom = Math.Max(areaTop + 60, size.Height - below);
        yTicks = yScale.Ticks(Math.Clamp((int)((areaBottom - areaTop) / 28), 3, 8));
        var left = 12 + Math.Max(14, yTicks.Max(t => (double?)TextLayout.Width(t.Label)) ?? 0);
        var right = size.Width - 14;
        if (options.HeightPerWidth is { } ratio)
        {
            var width = Math.Min(right - left, (areaBottom - areaTop) / ratio);
            (left, right) = (left + (right - left - width) / 2, left + (right - left + width) / 2);
            areaBottom = Math.Max(areaTop + 20, areaTop + width * ratio);
        }

        Area = new PlotArea(left, areaTop, right, areaBottom);
        scaleTop = areaTop + (pinnedAbove.Length > 0 ? PinRoom : 0);
        scaleBottom = areaBottom - (pinnedBelow.Length > 0 ? PinRoom : 0);
        xTicks = Axes.HorizontalTicks(xScale, Area.Width);
        Bottom = areaBottom + below;
    }

    public PlotArea Area { get; }

    /// <summary>Where the picture ends.</summary>
    public double Bottom { get; }

    /// <summary>Whether the x axis is broken between two values.</summary>
    public bool IsBrokenBetween(double left, double right) =>
        xScale.Break is { } at && xScale.Position(left) < at && xScale.Position(right) > at;

    public double X(double value) => Area.Left + xScale.Position(value) * Area.Width;

    /// <summary>The height of a value: +∞ and −∞ (or what a logarithmic scale cannot hold) stand in their own rows at the edges.</summary>
    public double Y(double value) =>
        IsAbove(value) ? Area.Top + (pinnedAbove.Length > 0 ? 8 : 0)
        : IsBelow(value) ? Area.Bottom - (pinnedBelow.Length > 0 ? 8 : 0)
        : scaleBottom - yScale.Position(value) * (scaleBottom - scaleTop);

    public static bool IsAbove(double value) => double.IsPositiveInfinity(value);

    /// <summary>Whether the y scale has no place for the value because it is too low.</summary>
    public bool IsBelow(double value) => double.IsNegativeInfinity(value) || (yScale is LogScale && value <= 0);

    /// <summary>Grid, axes, ticks, labels and legend; drawn before the data.</summary>
    public void Draw(SvgWriter svg, bool grid = true)
    {
        if (grid)
        {
            var lines = new SvgPath();
            foreach (var tick in yTicks.Where(t => t.IsMajor))
            {
                lines.MoveTo(Area.Left, Y(tick.Value));
                lines.LineTo(Area.Right, Y(tick.Value));
            }

            foreach (var tick in xTicks.Where(t => t.IsMajor))
            {
                lines.MoveTo(X(tick.Value), Area.Top);
                lines.LineTo(X(tick.Value), Area.Bottom);
            }

            svg.Path(lines, "gk-grid");
        }

        Axes.DrawHorizontal(svg, Area, xScale, xTicks);
        DrawVertical(svg);
        for (var i = 0; i < yLabel.Count; i++)
        {
            svg.Text(8, top + 15 + i * TextLayout.LineHeight, yLabel[i], "gk-ink");
        }

        for (var i = 0; i < xLabel.Count; i++)
        {
            svg.Text((Area.Left + Area.Right) / 2, Area.Bottom + 34 + i * TextLayout.LineHeight, xLabel[i], "gk-ink", "middle");
        }

        legend.Draw(svg, 8, Bottom - legend.Height - 4);
    }

    /// <summary>A sentence on the axes for the description.</summary>
    public string Describe() => $"Across: {Name(xAxis)}. Up: {Name(yAxis)}.";

    private static string Name(Axis axis) =>
        (axis.Label.Length > 0 ? axis.Label : "no title") + (axis.Kind == ScaleKind.Linear ? "" : ", logarithmic");

    private void DrawVertical(SvgWriter svg)
    {
        var marks = new SvgPath();
        svg.Open("class=\"gk-muted\" text-anchor=\"end\"");
        foreach (var tick in yTicks)
        {
            marks.MoveTo(Area.Left, Y(tick.Value));
            marks.LineTo(Area.Left - (tick.IsMajor ? 4 : 2.5), Y(tick.Value));
            if (tick.IsMajor)
            {
                svg.Text(Area.Left - 7, Y(tick.Value) + 4, tick.Label);
            }
        }

        (string, double)[] rows = [(pinnedAbove, double.PositiveInfinity), (pinnedBelow, double.NegativeInfinity)];
        foreach (var (label, edge) in rows)
        {
            if (label.Length > 0)
            {
                svg.Text(Area.Left - 7, Y(edge) + 4, label, "gk-strong");
            }
        }

        svg.Close();
        marks.MoveTo(Area.Left, Area.Bottom);
        var breaks = new List<double>();
        if (yScale.Break is { } at)
        {
            breaks.Add(scaleBottom - at * (scaleBottom - scaleTop));
        }

        if (pinnedBelow.Length > 0)
        {
            breaks.Insert(0, scaleBottom + 1);
        }

        if (pinnedAbove.Length > 0)
        {
            breaks.Add(scaleTop - 2);
        }

        foreach (var y in breaks)
        {
            marks.LineTo(Area.Left, y + 2);
            marks.MoveTo(Area.Left - 4, y + 4);
            marks.LineTo(Area.Left + 4, y);
            marks.MoveTo(Area.Left - 4, y);
            marks.LineTo(Area.Left + 4, y - 4);
            marks.MoveTo(Area.Left, y - 2);
        }

        marks.LineTo(Area.Left, Area.Top);
        svg.Path(marks, "gk-axis");
    }
}

/// <summary>What stands around the axes.</summary>
internal sealed record FrameOptions
{
    public IReadOnlyList<LegendItem> Legend { get; init; } = [];

    /// <summary>Whether a line of text stands between y axis title and data.</summary>
    public bool HasNote { get; init; }

    /// <summary>The label of the row for +∞, or empty if there is none.</summary>
    public string PinnedAbove { get; init; } = "";

    /// <summary>The label of the row for what is too low for the scale, or empty if there is none.</summary>
    public string PinnedBelow { get; init; } = "";

    /// <summary>The data area's height divided by its width, when equal units are to be equally long.</summary>
    public double? HeightPerWidth { get; init; }
}
