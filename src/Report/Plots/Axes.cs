namespace Goalkeeper.Report.Plots;

/// <summary>The horizontal axis, which several kinds of plot share.</summary>
internal static class Axes
{
    /// <summary>As many ticks as have labels that do not touch.</summary>
    public static IReadOnlyList<Tick> HorizontalTicks(Scale scale, double width)
    {
        for (var most = Math.Clamp((int)(width / 40), 2, 9); ; most--)
        {
            var ticks = scale.Ticks(most);
            if (most == 2 || Fit(ticks, width))
            {
                return ticks;
            }
        }
    }

    public static void DrawHorizontal(SvgWriter svg, PlotArea area, Scale scale, IReadOnlyList<Tick> ticks)
    {
        var marks = new SvgPath();
        svg.Open("class=\"gk-muted\" text-anchor=\"middle\"");
        foreach (var tick in ticks)
        {
            var x = area.Left + tick.Position * area.Width;
            marks.MoveTo(x, area.Bottom);
            marks.LineTo(x, area.Bottom + (tick.IsMajor ? 4 : 2.5));
            if (tick.IsMajor)
            {
                svg.Text(x, area.Bottom + 17, tick.Label);
            }
        }

        svg.Close();
        marks.MoveTo(area.Left, area.Bottom);
        if (scale.Break is { } at)
        {
            var x = area.Left + at * area.Width;
            marks.LineTo(x - 2, area.Bottom);
            marks.MoveTo(x - 4, area.Bottom + 4);
            marks.LineTo(x, area.Bottom - 4);
            marks.MoveTo(x, area.Bottom + 4);
            marks.LineTo(x + 4, area.Bottom - 4);
            marks.MoveTo(x + 2, area.Bottom);
        }

        marks.LineTo(area.Right, area.Bottom);
        svg.Path(marks, "gk-axis");
    }

    private static bool Fit(IReadOnlyList<Tick> ticks, double width)
    {
        var labelled = ticks.Where(t => t.IsMajor).ToList();
        return labelled.Zip(labelled.Skip(1)).All(pair =>
            (pair.Second.Position - pair.First.Position) * width > 8 + Half(pair.First) + Half(pair.Second));

        static double Half(Tick tick) => TextLayout.Width(tick.Label) / 2;
    }
}
