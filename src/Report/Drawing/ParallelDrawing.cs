using Goalkeeper.Report.Charts;
using ScottPlot;
using SkiaSharp;
using Tick = Goalkeeper.Report.Charts.Tick;

namespace Goalkeeper.Report.Drawing;

/// <summary>Draws a <see cref="ParallelChart"/>: what is written stands on paper, so that no line crosses it.</summary>
internal static class ParallelDrawing
{
    /// <summary>Between a tick's label and its axis.</summary>
    private const float LabelGap = 6;

    /// <summary>How far apart labels are at least, upwards.</summary>
    private const float LabelStep = 16;

    public static void Draw(Sheet sheet, ParallelChart chart)
    {
        var height = Math.Max(120, chart.Height - sheet.Y - 60);
        var ticks = chart.Axes.Select(axis => Tick.WithRoom(ParallelChart.Ticks(axis, 6), _ => LabelStep / height)).ToList();
        var step = (sheet.Right - Sheet.Left) / chart.Axes.Count; // a column is an axis with its labels at its left
        var labels = ticks.Select(axis => axis.Where(t => t.IsMajor).Select(t => (t.Position, Text: sheet.Wrap(t.Label, step - 2 * LabelGap, 1).FirstOrDefault(""))).ToList()).ToList();
        var left = Sheet.Left + LabelGap + Math.Max(20, labels[0].Select(label => Inter.Font.Width(label.Text)).DefaultIfEmpty(0).Max());
        var right = sheet.Right - Math.Min(40, step / 3);
        var names = chart.Axes.Select(axis => sheet.Wrap(axis.Axis.Label, step - 4, 3)).ToList();
        var top = sheet.Y + 8 + names.Max(lines => lines.Count) * TextLayout.LineHeight + 6;
        var area = new PixelRect(left, right, top + height, top);
        sheet.Place(area, new AxisLimits(0, chart.Axes.Count - 1, 0, 1));
        sheet.Plot.Grid.IsVisible = false;

        foreach (var alike in chart.Lines().GroupBy(line => line.IsBest ? (Color: Palette.Ink, Width: 2.5f) : (Color: Palette.Strength(line.Strength), Width: 1.2f)))
            sheet.Plot.Add.Plottable(new Freehand((rp, axes) => DrawLines(rp, axes, alike.Select(line => line.Places), alike.Key.Color, alike.Key.Width)));
        for (var i = 0; i < chart.Axes.Count; i++)
        {
            var x = left + i * area.Width / (chart.Axes.Count - 1);
            DrawAxis(sheet, x, area, labels[i]);
            for (var line = 0; line < names[i].Count; line++)
            {
                var text = names[i][line];
                sheet.Text(text, sheet.Fitted(x, text, bold: true), area.Top - 6 - (names[i].Count - line - 0.5f) * TextLayout.LineHeight, Palette.Ink, Alignment.MiddleCenter, bold: true);
            }
        }
        sheet.Y = area.Bottom + 14;
    }

    /// <summary>Lines of one colour are one path, which is small and does not darken where they cross.</summary>
    private static void DrawLines(RenderPack rp, IAxes axes, IEnumerable<IReadOnlyList<Place>> lines, Color color, float width)
    {
        using var path = new SKPath();
        foreach (var (from, to) in lines.SelectMany(line => line.Zip(line.Skip(1))))
        {
            if (double.IsNaN(from.Y) || double.IsNaN(to.Y)) continue;
            path.MoveTo(Point(from));
            path.LineTo(Point(to));
        }
        using var paint = new SKPaint
        {
            Color = color.ToSKColor(),
            StrokeWidth = width,
            IsStroke = true,
            IsAntialias = true,
        };
        rp.Canvas.DrawPath(path, paint);

        SKPoint Point(Place place) => axes.GetPixel(new Coordinates(place.X, place.Y)).ToSKPoint();
    }

    private static void DrawAxis(Sheet sheet, float x, PixelRect area, IReadOnlyList<(double Position, string Text)> labels) => sheet.Draw(rp =>
    {
        var style = new LineStyle(1.3f, Palette.Axis);
        ScottPlot.Drawing.DrawLine(rp.Canvas, rp.Paint, new Pixel(x, area.Top), new Pixel(x, area.Bottom), style);
        foreach (var (position, text) in labels)
        {
            var y = area.Bottom - (float)position * area.Height;
            var width = Inter.Font.Width(text);
            ScottPlot.Drawing.FillRectangle(rp.Canvas, new PixelRect(x - LabelGap - width - 1, x - LabelGap + 1, y + 7, y - 7), rp.Paint, new FillStyle { Color = Palette.Paper });
            ScottPlot.Drawing.DrawLine(rp.Canvas, rp.Paint, new Pixel(x - 4, y), new Pixel(x, y), style);
            new LabelStyle { Text = text, ForeColor = Palette.Ink, FontSize = 12, Alignment = Alignment.MiddleRight }.Render(rp.Canvas, new Pixel(x - LabelGap, y), rp.Paint);
        }
    });
}
