using Goalkeeper.Report.Charts;
using ScottPlot;
using ScottPlot.Plottables;
using Tick = Goalkeeper.Report.Charts.Tick;

namespace Goalkeeper.Report.Drawing;

/// <summary>Draws a <see cref="DotChart"/>: names at the left, numbers at the right, dots between them.</summary>
internal static class DotDrawing
{
    private const int SeriesStep = 17;
    private const int RowPadding = 7;
    private const float BarHeight = 14;
    private const float PointSize = 4;

    /// <summary>How far below a value its points stand, where its bar does not hide them.</summary>
    private const float PointsDown = 7;

    public static void Draw(Sheet sheet, DotChart chart)
    {
        var names = chart.Categories.Select((c, i) => sheet.Wrap(c, chart.Width * 0.36f, bold: i == chart.Chosen)).ToList();
        var heights = names.Select(n => Math.Max(n.Count * TextLayout.LineHeight, chart.Series.Count * SeriesStep) + 2 * RowPadding).ToList();
        var nameWidth = names.SelectMany((n, i) => n.Select(line => Inter.Font.Width(line, bold: i == chart.Chosen))).DefaultIfEmpty(0).Max();
        var numberWidth = chart.Series.SelectMany(s => s.Values).Select(v => Inter.Font.Width(chart.Number(v))).DefaultIfEmpty(0).Max();
        var top = sheet.Y + 8;
        var left = Sheet.Left + nameWidth + 12;
        var area = new PixelRect(left, Math.Max(left + 40, sheet.Right - numberWidth - 12), top + Math.Max(20, heights.Sum()), top);
        sheet.Place(area, new AxisLimits(0, 1, -area.Height, 0)); // down in pixels

        var axes = sheet.Plot.Axes;
        Sheet.SetTicks(axes.Bottom, Ticks(chart, area.Width));
        axes.Bottom.FrameLineStyle.IsVisible = true;
        for (var (row, y) = (0, 0f); row < names.Count; y += heights[row++])
        {
            DrawRow(sheet, chart, row, new PixelRect(4, chart.Width - 4, top + y + heights[row], top + y), names[row]);
            for (var s = 0; s < chart.Series.Count; s++)
            {
                var middle = y + heights[row] / 2 + (s - (chart.Series.Count - 1) / 2f) * SeriesStep;
                var value = chart.Series[s].Values[row];
                if (chart.Series[s].Points.Count > 0) DrawPoints(sheet.Plot, chart.Scale, chart.Series[s].Points[row], s, middle + PointsDown);
                if (chart.AreBars) DrawBar(sheet.Plot, chart.Scale, value, s, middle);
                else DrawValue(sheet.Plot, chart.Scale, value, s, middle, area.Width);
                sheet.Text(chart.Number(value), sheet.Right, top + middle, Palette.Of(s), Alignment.MiddleRight);
            }
        }
        sheet.Y = area.Bottom + 24;
        sheet.CenteredLines(sheet.Wrap(chart.Value.Label, sheet.Right - Sheet.Left, 2), (area.Left + area.Right) / 2);
        sheet.Y += 8;
        if (sheet.Explain(chart.Series.Index().Where(s => s.Item.Name.Length > 0).Select(s => new LegendItem { LabelText = s.Item.Name, MarkerStyle = Palette.Marker(s.Index) })) > 0) sheet.DrawLegend();
        sheet.Y += 6;
    }

    private static IReadOnlyList<Tick> Ticks(DotChart chart, float width)
    {
        for (var most = Math.Clamp((int)(width / 40), 2, 9); ; most--)
        {
            var ticks = chart.Scale.Ticks(chart.Value, most);
            var withRoom = Tick.WithRoom(ticks, label => (Inter.Font.Width(label) + 8) / width);
            if (most == 2 || withRoom.SequenceEqual(ticks)) return withRoom;
        }
    }

    private static void DrawRow(Sheet sheet, DotChart chart, int row, PixelRect rect, IReadOnlyList<string> name)
    {
        if (row == chart.Chosen)
            sheet.DrawBelow(rp => ScottPlot.Drawing.FillRectangle(rp.Canvas, rect, rp.Paint, new FillStyle { Color = Palette.RowShade }));
        if (row > 0)
        {
            var line = new PixelLine(rect.Left, rect.Top, rect.Right, rect.Top);
            sheet.DrawBelow(rp => ScottPlot.Drawing.DrawLine(rp.Canvas, rp.Paint, line, new LineStyle(1, Palette.Grid)));
        }
        for (var i = 0; i < name.Count; i++)
        {
            var y = (rect.Top + rect.Bottom) / 2 + (i - (name.Count - 1) / 2f) * TextLayout.LineHeight;
            sheet.Text(name[i], Sheet.Left, y, Palette.Ink, bold: row == chart.Chosen);
        }
    }

    private static void DrawBar(Plot plot, Charts.Scale scale, DotValue value, int series, float down)
    {
        if (!double.IsFinite(value.Value)) return;
        var bar = plot.Add.Rectangle(scale.Position(0), scale.Position(value.Value), -down - BarHeight / 2, -down + BarHeight / 2);
        bar.FillColor = Palette.Of(series);
        bar.LineWidth = 0;
    }

    private static void DrawPoints(Plot plot, Charts.Scale scale, IReadOnlyList<double> points, int series, float down) =>
        plot.Add.Markers(Freehand.Coordinates(points.Where(double.IsFinite).Select(p => new Place(scale.Position(p), -down)))).MarkerStyle =
            new MarkerStyle(MarkerShape.FilledCircle, PointSize, Palette.Of(series).WithAlpha(0.5));

    private static void DrawValue(Plot plot, Charts.Scale scale, DotValue value, int series, float down, float width)
    {
        if (double.IsNaN(value.Value)) return;
        if (double.IsInfinity(value.Value))
        {
            var (x, sign) = value.Value > 0 ? (1 - 10 / width, "∞") : (10 / width, "−∞");
            plot.Add.Text(sign, x, -down).LabelStyle =
                new LabelStyle { Text = sign, ForeColor = Palette.Of(series), FontSize = 16, Bold = true, Alignment = Alignment.MiddleCenter };
            return;
        }
        var at = scale.Position(value.Value);
        if (value.HasBar)
        {
            var (low, high) = (scale.Position(value.Lower), scale.Position(value.Upper));
            plot.Add.Plottable(new ErrorBar([at], [-down], [high - at], [at - low], null, null) { LineStyle = new LineStyle(1.5f, Palette.Of(series)) });
        }
        plot.Add.Markers(Freehand.Coordinates([new Place(at, -down)])).MarkerStyle = Palette.Marker(series);
    }
}
