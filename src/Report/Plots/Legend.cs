namespace Goalkeeper.Report.Plots;

/// <summary>An explained mark. Its drawing gets the centre of a swatch 20 pixels wide.</summary>
internal sealed record LegendItem(string Label, Action<SvgWriter, double, double> Swatch);

/// <summary>The explained marks, in rows below the plot, where they cannot cover data.</summary>
internal sealed class Legend
{
    private const double SwatchWidth = 20;
    private const double RowGap = 3;
    private readonly List<(LegendItem Item, IReadOnlyList<string> Lines, double X, double Y)> placed = [];

    public Legend(IEnumerable<LegendItem> items, double width)
    {
        var (x, y, rowLines) = (0.0, 0.0, 0);
        foreach (var item in items)
        {
            var lines = TextLayout.Wrap(item.Label, width - SwatchWidth - 6);
            var itemWidth = SwatchWidth + 6 + (lines.Count == 0 ? 0 : lines.Max(l => TextLayout.Width(l)));
            if (x > 0 && x + itemWidth > width)
            {
                (x, y, rowLines) = (0, y + rowLines * TextLayout.LineHeight + RowGap, 0);
            }

            placed.Add((item, lines, x, y));
            x += itemWidth + 16;
            rowLines = Math.Max(rowLines, Math.Max(1, lines.Count));
        }

        Height = placed.Count == 0 ? 0 : y + rowLines * TextLayout.LineHeight + RowGap;
    }

    public double Height { get; }

    public void Draw(SvgWriter svg, double left, double top)
    {
        foreach (var (item, lines, x, y) in placed)
        {
            item.Swatch(svg, left + x + SwatchWidth / 2, top + y + 8);
            for (var i = 0; i < lines.Count; i++)
            {
                svg.Text(left + x + SwatchWidth + 6, top + y + 12 + i * TextLayout.LineHeight, lines[i], "gk-ink");
            }
        }
    }
}
