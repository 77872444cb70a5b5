using Goalkeeper.Report.Charts;
using ScottPlot;
using Tick = Goalkeeper.Report.Charts.Tick;

namespace Goalkeeper.Report.Drawing;

/// <summary>Two axes around the data, from 0 to 1 each, and what stands beside them.</summary>
internal sealed class Frame
{
    private readonly Sheet _sheet;
    private readonly PixelRect _area;
    private readonly float _border;
    private readonly (double Low, double High) _yRange;

    /// <param name="sheet">Where to draw. Its legend's items are taken before.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="options">What differs between charts.</param>
    public Frame(Sheet sheet, Axis x, Axis y, FrameOptions options)
    {
        _sheet = sheet;
        _border = options.Border;
        _yRange = options.YRange;
        sheet.Y += 3;
        sheet.Lines(sheet.Wrap(y.Label, sheet.Right - Sheet.Left, 2), Sheet.Left, Palette.Ink);
        var top = sheet.Y + (options.HasNote ? 18 : 0) + 10 - _border;
        var xLabel = sheet.Wrap(x.Label, sheet.Right - Sheet.Left, 2);
        var legend = sheet.Explain([]);
        var below = 24 + xLabel.Count * TextLayout.LineHeight + (legend > 0 ? legend + 8 : 0) + 6;
        var bottom = Math.Max(top + 70, sheet.Chart.Height - below);
        Tick[] yTicks = [.. options.YScale.Ticks(y, Math.Clamp((int)((bottom - top) / 28), 3, 8)), .. options.Edges];
        var left = Sheet.Left + 9 + Math.Max(14, yTicks.Max(t => Inter.Font.Width(t.Label)));
        var right = sheet.Chart.Width - 14 + _border;
        if (options.HeightPerWidth is { } ratio)
        {
            var width = (float)Math.Min(right - left, (bottom - top) / ratio);
            (left, right) = (left + (right - left - width) / 2, left + (right - left + width) / 2);
            bottom = Math.Max(top + 20, top + width * (float)ratio);
        }
        _area = new PixelRect(left, right, bottom, top);
        DrawAxes(XTicks(x, options.XScale), yTicks, options);
        sheet.Y = bottom + 24;
        sheet.CenteredLines(xLabel, (left + right) / 2);
        if (legend > 0)
        {
            sheet.Y += 8;
            sheet.DrawLegend();
        }
        sheet.Y += 6;
    }

    /// <summary>Writes a note above the data, in the room that <see cref="FrameOptions.HasNote"/> keeps, as near to a place as it fits.</summary>
    public void Note(double x, string text)
    {
        var line = _sheet.Wrap(text, _sheet.Right - Sheet.Left, mostLines: 1, bold: true).FirstOrDefault("");
        _sheet.Text(line, _sheet.Fitted(X(x), line, bold: true), _area.Top - 9, Palette.Ink, Alignment.MiddleCenter, bold: true);
    }

    private float X(double position) => _area.Left + _border + (float)position * (_area.Width - 2 * _border);

    private float Y(double position) =>
        _area.Bottom - _border - (float)((position - _yRange.Low) / (_yRange.High - _yRange.Low)) * (_area.Height - 2 * _border);

    /// <summary>As many ticks as have labels that do not touch.</summary>
    private IReadOnlyList<Tick> XTicks(Axis axis, Charts.Scale scale)
    {
        var width = _area.Width - 2 * _border;
        for (var most = Math.Clamp((int)(width / 40), 2, 9); ; most--)
        {
            var ticks = scale.Ticks(axis, most);
            var withRoom = Tick.WithRoom(ticks, label => (Inter.Font.Width(label) + 8) / width);
            if (most == 2 || axis.At.Count > 0 || withRoom.SequenceEqual(ticks)) return withRoom;
        }
    }

    private void DrawAxes(IReadOnlyList<Tick> xTicks, IReadOnlyList<Tick> yTicks, FrameOptions options)
    {
        var axes = _sheet.Plot.Axes;
        var (dx, dy) = (_border / (_area.Width - 2 * _border), _border / (_area.Height - 2 * _border) * (_yRange.High - _yRange.Low));
        _sheet.Place(_area, new AxisLimits(-dx, 1 + dx, _yRange.Low - dy, _yRange.High + dy));
        Sheet.SetTicks(axes.Bottom, xTicks);
        Sheet.SetTicks(axes.Left, yTicks);
        axes.Bottom.FrameLineStyle.IsVisible = axes.Left.FrameLineStyle.IsVisible = true;
        _sheet.Plot.Grid.IsVisible = options.HasGrid;
        if (options.XScale.Break is { } at) Break(X(at), _area.Bottom, isHorizontal: true);
        if (_yRange.Low < 0) Break(_area.Left, Y(0) + 2, isHorizontal: false);
        if (_yRange.High > 1) Break(_area.Left, Y(1) - 2, isHorizontal: false);
    }

    /// <summary>Breaks an axis: a gap in its line between two slanted strokes.</summary>
    private void Break(float x, float y, bool isHorizontal) => _sheet.Draw(rp =>
    {
        var axis = new LineStyle(1, Palette.Axis);
        var (dx, dy) = isHorizontal ? (2f, 0f) : (0f, 2f);
        ScottPlot.Drawing.DrawLine(rp.Canvas, rp.Paint, new Pixel(x - dx, y - dy), new Pixel(x + dx, y + dy), new LineStyle(3, Palette.Paper));
        foreach (var side in (float[])[-1, 1])
        {
            var (cx, cy) = (x + side * dx, y + side * dy);
            var (sx, sy) = isHorizontal ? (2f, 4f) : (4f, 2f);
            ScottPlot.Drawing.DrawLine(rp.Canvas, rp.Paint, new Pixel(cx - sx, cy + sy), new Pixel(cx + sx, cy - sy), axis);
        }
    });
}

/// <summary>What differs between charts with two axes.</summary>
internal sealed record FrameOptions(Charts.Scale XScale, Charts.Scale YScale)
{
    /// <summary>Room around the scales, in pixels, so that marks at their ends are drawn whole.</summary>
    public int Border { get; init; }

    /// <summary>The lowest and the highest place of the vertical axis.</summary>
    public (double Low, double High) YRange { get; init; } = (0, 1);

    /// <summary>The ticks of the places beyond the vertical scale.</summary>
    public IReadOnlyList<Tick> Edges { get; init; } = [];

    public bool HasGrid { get; init; } = true;

    /// <summary>Whether a line of text stands between y axis title and data.</summary>
    public bool HasNote { get; init; }

    /// <summary>The data area's height divided by its width, when equal units are to be equally long.</summary>
    public double? HeightPerWidth { get; init; }
}
