using Goalkeeper.Report.Charts;
using ScottPlot;
using SkiaSharp;

namespace Goalkeeper.Report.Drawing;

/// <summary>Draws a <see cref="HeatMap"/>, its cells as rectangles: browsers would smooth a picture.</summary>
internal static class HeatMapDrawing
{
    private const int LegendSteps = 24;
    private static readonly LineStyle Hatch = new(1, Palette.Axis);

    public static void Draw(Sheet sheet, HeatMap chart)
    {
        var names = chart.Rows.Select(r => sheet.Wrap(r, chart.Width * 0.3f, 2)).ToList();
        var columns = chart.Columns.Select(c => sheet.Wrap(c, 104, 1).FirstOrDefault("")).ToList();
        var left = 16 + names.SelectMany(n => n).Select(n => Inter.Font.Width(n)).DefaultIfEmpty(0).Max();
        var cellWidth = Math.Max(4, (sheet.Right - left) / Math.Max(1, columns.Count));
        var isUpright = columns.Exists(c => Inter.Font.Width(c) > cellWidth - 4);
        var labelHeight = isUpright ? columns.Max(c => Inter.Font.Width(c)) + 10 : 20;
        if (chart.RowLabel.Length > 0) sheet.Lines(sheet.Wrap(chart.RowLabel, sheet.Right - Sheet.Left, 1), Sheet.Left, Palette.Ink);
        var top = sheet.Y + 5;
        var below = labelHeight + (chart.ColumnLabel.Length > 0 ? TextLayout.LineHeight : 0) + 50;
        var lowest = names.Exists(n => n.Count > 1) ? 32 : 22;
        var cellHeight = Math.Clamp((chart.Height - top - below) / Math.Max(1, chart.Rows.Count), lowest, 56);
        var area = new PixelRect(left, left + cellWidth * columns.Count, top + cellHeight * chart.Rows.Count, top);
        sheet.Place(area, new AxisLimits(0, Math.Max(1, columns.Count), -Math.Max(1, chart.Rows.Count), 0)); // down in rows
        sheet.Plot.Grid.IsVisible = false;
        DrawCells(sheet, chart, cellWidth);

        var axes = sheet.Plot.Axes;
        Sheet.SetTicks(axes.Left, names.Select((name, row) => new Charts.Tick(row, -row - 0.5, string.Join('\n', name))));
        Sheet.SetTicks(axes.Bottom, columns.Select((name, column) => new Charts.Tick(column, column + 0.5, name)));
        axes.Left.MajorTickStyle.Length = axes.Bottom.MajorTickStyle.Length = 0;
        if (isUpright)
        {
            axes.Bottom.TickLabelStyle.Rotation = -90;
            axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        }
        sheet.Y = area.Bottom + labelHeight;
        sheet.CenteredLines(sheet.Wrap(chart.ColumnLabel, sheet.Right - Sheet.Left, 1), (area.Left + area.Right) / 2);
        sheet.Y += 8;
        DrawLegend(sheet, chart);
    }

    private static void DrawCells(Sheet sheet, HeatMap chart, float cellWidth)
    {
        var widest = chart.Values.SelectMany(r => r).Select(v => Inter.Font.Width(chart.Number(v))).DefaultIfEmpty(0).Max();
        var size = widest > cellWidth - 4 ? 10 : 12;
        var hasNumbers = widest * size / 12 <= cellWidth - 1;
        var cells = chart.Values.SelectMany((values, row) => values.Select((value, column) => (Value: value, Row: row, Column: column))).ToList();
        // Cells of one colour are one path: a picture of ten thousand is small then.
        foreach (var color in cells.GroupBy(cell => double.IsNaN(cell.Value) ? Palette.Grid : Palette.Shade(chart.Shade(cell.Value))))
        {
            sheet.Plot.Add.Plottable(new Freehand((rp, axes) => FillCells(rp, color.Key, color.Select(cell => axes.GetPixelRect(Place(cell.Row, cell.Column))))));
            if (!hasNumbers) continue;
            foreach (var cell in color.Where(cell => !double.IsNaN(cell.Value)))
            {
                sheet.Plot.Add.Text("", cell.Column + 0.5, -cell.Row - 0.5).LabelStyle = new LabelStyle
                {
                    Text = chart.Number(cell.Value),
                    ForeColor = Palette.On(color.Key),
                    FontSize = size,
                    Alignment = Alignment.MiddleCenter,
                };
            }
        }
        foreach (var cell in cells.Where(cell => double.IsNaN(cell.Value)))
            sheet.Plot.Add.Plottable(new Freehand((rp, axes) => DrawHatch(rp, axes.GetPixelRect(Place(cell.Row, cell.Column)))));
        if (chart.Chosen is { } chosen)
            sheet.Plot.Add.Plottable(new Freehand((rp, axes) => DrawChosen(rp, axes.GetPixelRect(Place(chosen.Row, chosen.Column)))));
    }

    private static CoordinateRect Place(int row, int column) => new(column, column + 1, -row - 1, -row);

    /// <summary>Half a pixel is left on each side, so that a line shows between two cells.</summary>
    private static void FillCells(RenderPack rp, Color color, IEnumerable<PixelRect> cells)
    {
        using var path = new SKPath();
        foreach (var cell in cells) path.AddRect(cell.Contract(0.5f).ToSKRect());
        ScottPlot.Drawing.FillPath(rp.Canvas, rp.Paint, path, new FillStyle { Color = color });
    }

    private static void DrawChosen(RenderPack rp, PixelRect cell)
    {
        ScottPlot.Drawing.DrawRectangle(rp.Canvas, cell.Contract(1.25f), rp.Paint, new LineStyle(2.5f, Palette.Of(1)));
        ScottPlot.Drawing.DrawRectangle(rp.Canvas, cell.Contract(3.25f), rp.Paint, new LineStyle(1.5f, Palette.OnDark));
    }

    private static void DrawHatch(RenderPack rp, PixelRect rect)
    {
        for (var offset = 6f; offset < rect.Width + rect.Height; offset += 6)
        {
            ScottPlot.Drawing.DrawLine(
                rp.Canvas,
                rp.Paint,
                new Pixel(rect.Left + Math.Min(offset, rect.Width), rect.Top + Math.Max(0, offset - rect.Width)),
                new Pixel(rect.Left + Math.Max(0, offset - rect.Height), rect.Top + Math.Min(offset, rect.Height)),
                Hatch);
        }
    }

    /// <summary>What the values are; a strip of the colours between their ends; the outlined and the missing cell.</summary>
    private static void DrawLegend(Sheet sheet, HeatMap chart)
    {
        var label = chart.Value.Label + (chart.Value.Style == NumberStyle.Percent ? ", %" : "") + (chart.IsByRatio ? ", colours go by ratio" : "");
        sheet.Lines(sheet.Wrap(label.TrimStart(',', ' '), sheet.Right - Sheet.Left, 2), Sheet.Left, Palette.Ink);
        var (x, middle) = ((float)Sheet.Left, sheet.Y + 10);
        var (low, high) = chart.Range;
        Write(chart.Number(low), Palette.Muted, 4);
        var step = Math.Clamp(chart.Width * 0.3f, 48, 120) / LegendSteps;
        for (var i = 0; i < LegendSteps; i++)
        {
            // Half a pixel wider, so that no seam shows between two steps.
            var rect = new PixelRect(x + i * step, x + (i + 1) * step + 0.5f, middle + 6, middle - 6);
            var color = Palette.Shade((i + 0.5) / LegendSteps);
            sheet.Draw(rp => ScottPlot.Drawing.FillRectangle(rp.Canvas, rect, rp.Paint, new FillStyle { Color = color }));
        }
        x += LegendSteps * step + 5;
        Write(chart.Number(high), Palette.Muted, 18);
        if (chart.Chosen is not null)
        {
            Swatch((rp, rect) => ScottPlot.Drawing.DrawRectangle(rp.Canvas, rect, rp.Paint, new LineStyle(2.5f, Palette.Of(1))));
            Write(sheet.Wrap(chart.ChosenLabel, 200, 1).FirstOrDefault(""), Palette.Ink, 18);
        }
        if (chart.Values.SelectMany(r => r).Any(double.IsNaN))
        {
            Swatch((rp, rect) =>
            {
                ScottPlot.Drawing.FillRectangle(rp.Canvas, rect, rp.Paint, new FillStyle { Color = Palette.Grid });
                DrawHatch(rp, rect);
            });
            Write("missing", Palette.Ink, 0);
        }
        sheet.Y += 24;

        void Write(string text, Color color, int gap)
        {
            sheet.Text(text, x, middle, color);
            x += Inter.Font.Width(text) + gap;
        }

        void Swatch(Action<RenderPack, PixelRect> draw)
        {
            var rect = new PixelRect(x, x + 16, middle + 6, middle - 6);
            sheet.Draw(rp => draw(rp, rect));
            x += 22;
        }
    }
}
