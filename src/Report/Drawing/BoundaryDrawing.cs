using Goalkeeper.Report.Charts;
using ScottPlot;
using SkiaSharp;

namespace Goalkeeper.Report.Drawing;

/// <summary>Draws a <see cref="BoundaryChart"/>: the region, its edge, and the examples over it.</summary>
internal static class BoundaryDrawing
{
    public static void Draw(Sheet sheet, BoundaryChart chart)
    {
        sheet.Explain(
        [
            new LegendItem { LabelText = chart.Classes.Zero, MarkerStyle = new MarkerStyle(MarkerShape.FilledCircle, 5.5f, Palette.Of(0)) },
            new LegendItem { LabelText = chart.Classes.One, MarkerStyle = new MarkerStyle(MarkerShape.FilledDiamond, 7, Palette.Of(1)) },
            new LegendItem { LabelText = chart.RegionName, FillStyle = new FillStyle { Color = Palette.Region1 } },
        ]);
        _ = new Frame(sheet, chart.X, chart.Y, new FrameOptions(Charts.Scale.Fit(chart.X, []), Charts.Scale.Fit(chart.Y, []))
        {
            HasGrid = false,
            HeightPerWidth = chart.HeightPerWidth,
        });
        sheet.Plot.DataBackground.Color = Palette.Region0;
        var outline = chart.Outline();
        sheet.Plot.Add.Plottable(new Freehand((rp, axes) => FillRegion(rp, axes, outline.Region)));
        foreach (var line in outline.Boundary)
        {
            var boundary = sheet.Plot.Add.ScatterLine(Freehand.Coordinates(line));
            boundary.LineStyle = new LineStyle(1.5f, Palette.Ink);
        }
        sheet.Plot.Add.Plottable(new Freehand((rp, axes) => DrawExamples(rp, axes, chart.PlacesOf(0), 0)));
        sheet.Plot.Add.Plottable(new Freehand((rp, axes) => DrawExamples(rp, axes, chart.PlacesOf(1), 1)));
    }

    /// <summary>One path for all outlines, so that those within others are holes.</summary>
    private static void FillRegion(RenderPack rp, IAxes axes, IReadOnlyList<IReadOnlyList<Place>> region)
    {
        using var path = new SKPath { FillType = SKPathFillType.EvenOdd };
        foreach (var outline in region) path.AddPoly([.. outline.Select(p => Point(axes, p))], close: true);
        ScottPlot.Drawing.FillPath(rp.Canvas, rp.Paint, path, new FillStyle { Color = Palette.Region1 });
    }

    /// <summary>
    /// One path for hundreds of examples: strokes nearly without length, which a round cap turns into discs, and a square one into diamonds,
    /// since they slope.
    /// </summary>
    private static void DrawExamples(RenderPack rp, IAxes axes, IReadOnlyList<Place> places, int label)
    {
        var (size, cap) = label == 0 ? (5.5f, SKStrokeCap.Round) : (4.8f, SKStrokeCap.Square);
        using var paint = new SKPaint
        {
            Color = Palette.Of(label).ToSKColor(),
            StrokeWidth = size,
            StrokeCap = cap,
            IsStroke = true,
            IsAntialias = true,
        };
        using var path = new SKPath();
        foreach (var point in places.Select(p => Point(axes, p)))
        {
            path.MoveTo(point);
            path.LineTo(point.X + 0.1f, point.Y + 0.1f);
        }
        rp.Canvas.DrawPath(path, paint);
    }

    private static SKPoint Point(IAxes axes, Place place) => axes.GetPixel(new Coordinates(place.X, place.Y)).ToSKPoint();
}
