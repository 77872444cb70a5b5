using System.Text;
using Goalkeeper.Report.Charts;
using ScottPlot;
using ScottPlot.Panels;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Goalkeeper.Report.Drawing;

/// <summary>A ScottPlot plot with what all charts have around their data: heading, legend, notes, and axes with the chart's own ticks.</summary>
internal sealed class Sheet : IDisposable
{
    /// <summary>Where text begins.</summary>
    public const int Left = 8;

    private const int TitleSize = 15;
    private const int TitleHeight = 18;

    private readonly Overlay _overlay = new();
    private PixelRect _area;

    public Sheet(Chart chart, StandIns standIns)
    {
        (Chart, StandIns) = (chart, standIns);
        Inter.Install();
        Plot = new Plot();
        Plot.FigureBackground.Color = Palette.Paper;
        Plot.Axes.Title.IsVisible = false;
        Plot.Axes.AddPanel(_overlay);
        Plot.Grid.MajorLineColor = Palette.Grid;
        Plot.Legend.IsVisible = false;
        Plot.Legend.Orientation = Orientation.Horizontal;
        Plot.Legend.TightHorizontalWrapping = true;
        Plot.Legend.OutlineWidth = 0;
        Plot.Legend.ShadowColor = Plot.Legend.BackgroundColor = Colors.Transparent;
        Plot.Legend.Padding = new PixelPadding(0);
        Plot.Legend.InterItemPadding = new PixelPadding(0, 16, 4, 0);
        Plot.Axes.FrameColor(Palette.Axis);
        foreach (var axis in Plot.Axes.GetAxes())
        {
            axis.FrameLineStyle.IsVisible = false;
            axis.MajorTickStyle.Color = axis.MinorTickStyle.Color = Palette.Axis;
            axis.TickLabelStyle.ForeColor = Palette.Muted;
            SetTicks(axis, []);
        }
        WriteHeading();
    }

    public Chart Chart { get; }

    public Plot Plot { get; }

    public StandIns StandIns { get; }

    /// <summary>Where the next thing goes, in pixels from the top; in the end, the picture's height.</summary>
    public float Y { get; set; } = 5;

    /// <summary>Where text ends.</summary>
    public float Right => Chart.Width - Left;

    public void Dispose() => Plot.Dispose();

    /// <summary>A line of text whose middle stands at a height.</summary>
    public void Text(string text, float x, float y, Color color, Alignment alignment = Alignment.MiddleLeft, int size = 12, bool bold = false) =>
        Draw(rp => new LabelStyle { Text = text, ForeColor = color, FontSize = size, Bold = bold, Alignment = alignment }
            .Render(rp.Canvas, new Pixel(x, y), rp.Paint));

    /// <summary>Lines of text at <see cref="Y"/>, which moves below them.</summary>
    public void Lines(IReadOnlyList<string> lines, float x, Color color)
    {
        foreach (var line in lines)
        {
            Text(line, x, Y + TextLayout.LineHeight / 2, color);
            Y += TextLayout.LineHeight;
        }
    }

    /// <summary>Lines of text at <see cref="Y"/>, which moves below them; their middle is at x or as near as they fit.</summary>
    public void CenteredLines(IReadOnlyList<string> lines, float x)
    {
        foreach (var line in lines) Lines([line], Fitted(x, line) - Inter.Font.Width(line) / 2, Palette.Ink);
    }

    /// <summary>Where the middle of a text is to be so that it stays in the picture, as near to x as it fits.</summary>
    public float Fitted(float x, string line, bool bold = false)
    {
        var half = Inter.Font.Width(line, bold: bold) / 2;
        return Math.Max(Left + half, Math.Min(x, Right - half));
    }

    /// <summary>Breaks a text of the chart into lines.</summary>
    public IReadOnlyList<string> Wrap(string text, float width, int mostLines = 4, int size = 12, bool bold = false) =>
        TextLayout.Wrap(StandIns.Replace(text), width, size, mostLines, bold);

    /// <summary>Draws something over the whole picture, outside the axes too.</summary>
    public void Draw(Action<RenderPack> draw) => _overlay.Drawings.Add(draw);

    /// <summary>Draws something under the whole picture.</summary>
    public void DrawBelow(Action<RenderPack> draw) => Plot.RenderManager.RenderStarting += (_, rp) => draw(rp);

    /// <summary>Gives an axis its ticks, at their positions.</summary>
    public static void SetTicks(IAxis axis, IEnumerable<Charts.Tick> ticks) => axis.TickGenerator = new NumericManual(
        [.. ticks.Select(t => t.IsMajor ? ScottPlot.Tick.Major(t.Position, t.Label) : ScottPlot.Tick.Minor(t.Position))]);

    /// <summary>Takes the explanations of marks, and says how high they will be.</summary>
    public float Explain(IEnumerable<LegendItem> items)
    {
        foreach (var item in items)
        {
            item.LabelText = string.Join('\n', Wrap(item.LabelText, Right - Left - 30));
            item.LabelFontColor = Palette.Ink;
            Plot.Legend.ManualItems.Add(item);
        }
        if (Plot.Legend.ManualItems.Count == 0) return 0;
        using var paint = Paint.NewDisposablePaint();
        return Plot.Legend.GetLayout(new PixelSize(Right - Left, 10_000), paint).LegendRect.Height;
    }

    /// <summary>Draws the explanations at <see cref="Y"/>, in rows below the data, where they cannot cover it; Y moves below them.</summary>
    public void DrawLegend()
    {
        var rect = new PixelRect(Left, Right, Y + Explain([]), Y);
        Draw(rp => Plot.Legend.Render(rp.Canvas, rp.Paint, rect, Alignment.UpperLeft));
        Y = rect.Bottom;
    }

    /// <summary>Puts the data into a rectangle, whose left and right, bottom and top are at these coordinates.</summary>
    public void Place(PixelRect area, AxisLimits limits)
    {
        _area = area;
        Plot.Axes.SetLimits(limits);
    }

    /// <summary>Draws all of it, as high as <see cref="Y"/> says.</summary>
    public string ToSvg()
    {
        var height = Arrange();
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Chart.Width, height), stream)) Plot.Render(canvas, Chart.Width, height);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Draws all of it as PNG, so many pixels for each of the chart's.</summary>
    public byte[] ToPng(int scale)
    {
        var height = Arrange();
        using var surface = SKSurface.Create(new SKImageInfo(scale * Chart.Width, scale * height));
        surface.Canvas.Scale(scale);
        Plot.Render(surface.Canvas, Chart.Width, height);
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }

    private int Arrange()
    {
        var height = (int)Math.Ceiling(Y);
        Plot.Layout.Fixed(new PixelPadding(_area.Left, Chart.Width - _area.Right, height - _area.Bottom, _area.Top));
        // ScottPlot draws again whenever limits have changed since its last drawing, and before the first one they have.
        using var nothing = new SKNoDrawCanvas(Chart.Width, height);
        Plot.Render(nothing, Chart.Width, height);
        return height;
    }

    private void WriteHeading()
    {
        foreach (var line in Wrap(Chart.Title, Right - Left, size: TitleSize, bold: true))
        {
            Text(line, Left, Y + TitleHeight / 2f + 2, Palette.Ink, size: TitleSize, bold: true);
            Y += TitleHeight;
        }
        Y += 2;
        Lines(Wrap(Chart.Subtitle, Right - Left), Left, Palette.Muted);
    }

    /// <summary>A panel without extent that draws where it likes.</summary>
    private sealed class Overlay : PanelBase
    {
        public List<Action<RenderPack>> Drawings { get; } = [];

        public override float Measure(Paint paint) => 0;

        public override void Render(RenderPack rp, float size, float offset) => Drawings.ForEach(draw => draw(rp));
    }
}
