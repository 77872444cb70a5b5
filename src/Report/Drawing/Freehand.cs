using Goalkeeper.Report.Charts;
using ScottPlot;

namespace Goalkeeper.Report.Drawing;

/// <summary>Something between the axes that ScottPlot has no shape for.</summary>
internal sealed class Freehand(Action<RenderPack, IAxes> draw) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp) => draw(rp, Axes);

    /// <summary>A chart's places as ScottPlot knows them.</summary>
    public static Coordinates[] Coordinates(IEnumerable<Place> places) => [.. places.Select(p => new Coordinates(p.X, p.Y))];
}
