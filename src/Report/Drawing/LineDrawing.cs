using Goalkeeper.Report.Charts;
using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace Goalkeeper.Report.Drawing;

/// <summary>Draws a <see cref="LineChart"/>.</summary>
internal static class LineDrawing
{
    private const float Width = 2;
    private static readonly (float Length, float Gap) Dashes = (5, 4);
    private static readonly (float Length, float Gap) Dots = (2, 3);

    public static void Draw(Sheet sheet, LineChart chart)
    {
        sheet.Explain(chart.Series.Index().Where(s => s.Item.Name.Length > 0).Select(s => Explanation(s.Item, ColorOf(s))));
        var x = chart.XScale;
        var chosen = chart.Chosen is { } mark && double.IsFinite(mark.Value) ? mark : null;
        var frame = new Frame(sheet, chart.X, chart.Y, new FrameOptions(x, chart.YScale)
        {
            Border = 5,
            YRange = chart.YRange,
            Edges = [.. new[] { chart.EdgeAbove, chart.EdgeBelow }.OfType<Charts.Tick>()],
            HasNote = chosen is { Label.Length: > 0 },
        });
        if (chosen is not null)
        {
            sheet.Plot.Add.VerticalLine(x.Position(chosen.Value), 1.3f, Palette.Ink);
            frame.Note(x.Position(chosen.Value), chosen.Label);
        }
        var shapes = chart.Shapes(columns: chart.Width / 2);
        foreach (var (i, series) in chart.Series.Index()) DrawBands(sheet.Plot, shapes[i], Palette.Of(ColorOf((i, series))));
        foreach (var (i, series) in chart.Series.Index()) DrawLine(sheet.Plot, series, shapes[i], ColorOf((i, series)));
    }

    private static int ColorOf((int Index, LineSeries Item) series) => series.Item.Color ?? series.Index;

    private static LegendItem Explanation(LineSeries series, int color) => new()
    {
        LabelText = series.Name,
        LineStyle = new LineStyle(series.IsConnected ? Width : 0, Palette.Of(color)), // too short for dashes
        MarkerStyle = series.HasMarkers ? Palette.Marker(color) : MarkerStyle.None,
    };

    private static void DrawBands(Plot plot, LineShape shape, Color color)
    {
        foreach (var band in shape.Bands.Where(b => b.Count > 1))
        {
            var fill = plot.Add.FillY([.. band.Select(p => (p.X, p.Upper, p.Lower))]);
            fill.FillColor = color.WithAlpha(0.18);
            fill.LineWidth = 0;
        }
        var bars = shape.Bands.Where(b => b.Count == 1).Select(b => b[0]).ToList();
        plot.Add.Plottable(new ErrorBar(
            [.. bars.Select(b => b.X)], [.. bars.Select(b => b.Lower)], null, null, [.. bars.Select(b => b.Upper - b.Lower)], [.. bars.Select(_ => 0.0)])
        { LineStyle = new LineStyle(1.5f, color.WithAlpha(0.5)) });
    }

    /// <summary>A broken line, each dash a stroke of its own: of a level line with a pattern Skia's SVG would make a whole one.</summary>
    private static void DrawBroken(Plot plot, IEnumerable<Place> places, float width, Color color, (float Length, float Gap) dashes)
    {
        var line = Freehand.Coordinates(places);
        plot.Add.Plottable(new Freehand((rp, axes) =>
        {
            using var whole = new SKPath();
            whole.AddPoly([.. line.Select(at => axes.GetPixel(at).ToSKPoint())], close: false);
            using var measure = new SKPathMeasure(whole);
            using var path = new SKPath();
            for (var start = 0f; start < measure.Length; start += dashes.Length + dashes.Gap) measure.GetSegment(start, start + dashes.Length, path, startWithMoveTo: true);
            using var paint = new SKPaint { Color = color.ToSKColor(), StrokeWidth = width, IsStroke = true, IsAntialias = true };
            rp.Canvas.DrawPath(path, paint);
        }));
    }

    private static void DrawLine(Plot plot, LineSeries series, LineShape shape, int color)
    {
        foreach (var (from, to) in shape.Links) DrawBroken(plot, [from, to], 1.5f, Palette.Of(color), Dots);
        foreach (var run in shape.Runs.Where(r => r.Count > 1))
        {
            if (series.IsDashed) DrawBroken(plot, run, Width, Palette.Of(color), Dashes);
            else plot.Add.ScatterLine(Freehand.Coordinates(run)).LineStyle = new LineStyle(Width, Palette.Of(color));
        }
        if (shape.Markers.Count > 0)
        {
            var markers = plot.Add.Markers(Freehand.Coordinates(shape.Markers));
            markers.MarkerStyle = Palette.Marker(color);
        }
        foreach (var (at, sign) in shape.Edges)
        {
            var text = plot.Add.Text(sign, at.X, at.Y);
            text.LabelStyle = new LabelStyle
            {
                Text = sign,
                ForeColor = Palette.Of(color),
                FontSize = sign.Length > 2 ? 12 : 16,
                Bold = true,
                Alignment = Alignment.MiddleCenter,
            };
        }
    }
}
