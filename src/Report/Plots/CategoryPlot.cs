namespace Goalkeeper.Report.Plots;

/// <summary>A value with its error.</summary>
/// <param name="Value">The value; NaN where there is none, infinite ones stand at the edge.</param>
/// <param name="Error">The error bar's length to each side, such as a standard deviation; 0 for no bar.</param>
public readonly record struct CategoryValue(double Value, double Error = 0);

/// <summary>One measured quantity over all categories.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Values">One value a category, in the categories' order.</param>
public sealed record CategorySeries(string Name, IReadOnlyList<CategoryValue> Values);

/// <summary>Named variants compared: a row each, with a dot and an error bar for every series and the number beside it.</summary>
/// <remarks>Dots, not bars: a bar would have to start at 0, where accuracies of 92 and 95 % look the same.
/// The height follows from the rows.</remarks>
public sealed class CategoryPlot : Plot
{
    private const double SeriesStep = 17;
    private const double RowPadding = 7;

    /// <summary>The names of the rows, of any length.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>What is compared.</summary>
    public IReadOnlyList<CategorySeries> Series { get; init; } = [];

    /// <summary>The axis of the values.</summary>
    public Axis Value { get; init; } = new();

    /// <summary>The row to emphasize, or null.</summary>
    public int? Chosen { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A series has another number of values than there are categories.</exception>
    public override SvgDocument Render()
    {
        if (Series.FirstOrDefault(s => s.Values.Count != Categories.Count) is { } odd)
        {
            throw new ArgumentException(
                $"Series '{odd.Name}' of plot '{Title}' has {odd.Values.Count} values for {Categories.Count} categories; give one each.");
        }

        var numbers = Series.Select(s => s.Values.Select(Number).ToList()).ToList();
        var numberWidth = numbers.SelectMany(n => n).Select(n => TextLayout.Width(n)).DefaultIfEmpty(0).Max();
        var names = Categories.Select(c => TextLayout.Wrap(c, Width * 0.36)).ToList();
        var nameWidth = names.SelectMany(n => n).Select(n => TextLayout.Width(n, bold: true)).DefaultIfEmpty(0).Max(); // bold if chosen
        var heights = names.Select(n => Math.Max(n.Count * TextLayout.LineHeight, Series.Count * SeriesStep) + 2 * RowPadding).ToList();
        var top = HeadingBottom() + 8;
        var area = new PlotArea(8 + nameWidth + 12, top, 0, top + Math.Max(20, heights.Sum()));
        area = area with { Right = Math.Max(area.Left + 40, Width - 8 - numberWidth - 12) };

        var ends = Series.SelectMany(s => s.Values).SelectMany(v => (double[])[v.Value, v.Value - v.Error, v.Value + v.Error]);
        var scale = Scale.Fit(Value, ends, 0.06);
        var ticks = Axes.HorizontalTicks(scale, area.Width);
        var svg = new SvgWriter();
        var grid = new SvgPath();
        foreach (var tick in ticks.Where(t => t.IsMajor))
        {
            grid.MoveTo(area.Left + tick.Position * area.Width, area.Top);
            grid.LineTo(area.Left + tick.Position * area.Width, area.Bottom);
        }

        if (Chosen is { } chosen && chosen >= 0 && chosen < heights.Count)
        {
            svg.Rect(4, top + heights.Take(chosen).Sum(), Width - 8, heights[chosen], "gk-chosen");
        }

        svg.Path(grid, "gk-grid");
        Axes.DrawHorizontal(svg, area, scale, ticks);
        for (var (row, y) = (0, top); row < names.Count; y += heights[row++])
        {
            if (row > 0)
            {
                svg.Line(8, y, Width - 8, y, "gk-grid");
            }

            DrawName(svg, names[row], y + heights[row] / 2, row == Chosen ? "gk-strong" : "gk-ink");
            for (var s = 0; s < Series.Count; s++)
            {
                var middle = y + heights[row] / 2 + (s - (Series.Count - 1) / 2.0) * SeriesStep;
                DrawValue(svg, area, scale, Series[s].Values[row], s, middle);
                svg.Text(Width - 8, middle + 4, numbers[s][row], PlotStyle.Series(s, "gk-value"), "end");
            }
        }

        var bottom = area.Bottom + 22;
        foreach (var line in TextLayout.Wrap(Value.Label, Width - 16, mostLines: 2))
        {
            svg.Text((area.Left + area.Right) / 2, bottom + 12, line, "gk-ink", "middle");
            bottom += TextLayout.LineHeight;
        }

        var legend = new Legend(Series.Select((s, i) => new LegendItem(s.Name, (w, x, y) => DrawMarker(w, x, y, i))), Width - 16);
        legend.Draw(svg, 8, bottom + 6);
        return Finish(svg, bottom + legend.Height + 10, Summary(numbers));
    }

    private string Number(CategoryValue value) => HasBar(value)
        ? $"{PlotNumber.Value(value.Value, Value.Style, unit: false)} ± {PlotNumber.Value(value.Error, Value.Style)}"
        : PlotNumber.Value(value.Value, Value.Style);

    private static bool HasBar(CategoryValue value) => value.Error > 0 && double.IsFinite(value.Error) && double.IsFinite(value.Value);

    private static void DrawName(SvgWriter svg, IReadOnlyList<string> lines, double middle, string style)
    {
        var y = middle + 4 - (lines.Count - 1) * TextLayout.LineHeight / 2;
        foreach (var line in lines)
        {
            svg.Text(8, y, line, style);
            y += TextLayout.LineHeight;
        }
    }

    private static void DrawValue(SvgWriter svg, PlotArea area, Scale scale, CategoryValue value, int series, double y)
    {
        if (double.IsNaN(value.Value))
        {
            return;
        }

        if (HasBar(value))
        {
            var bar = new SvgPath();
            var (low, high) = (At(value.Value - value.Error), At(value.Value + value.Error));
            bar.MoveTo(low, y);
            bar.LineTo(high, y);
            foreach (var end in (ReadOnlySpan<double>)[low, high])
            {
                bar.MoveTo(end, y - 3);
                bar.LineTo(end, y + 3);
            }

            svg.Path(bar, PlotStyle.Series(series, "gk-line gk-thin"));
        }

        if (double.IsFinite(value.Value))
        {
            DrawMarker(svg, At(value.Value), y, series);
        }
        else
        {
            var (x, label) = value.Value > 0 ? (area.Right - 8, "∞") : (area.Left + 10, "−∞");
            svg.Text(x, y + 5, label, PlotStyle.Series(series, "gk-value gk-pinned"), "middle");
        }

        double At(double v) => area.Left + Math.Clamp(scale.Position(v), 0, 1) * area.Width;
    }

    private static void DrawMarker(SvgWriter svg, double x, double y, int series)
    {
        var marker = new SvgPath();
        marker.Marker(x, y, series % PlotStyle.ColorCount);
        svg.Path(marker, PlotStyle.Series(series, "gk-dot"));
    }

    private string Summary(List<List<string>> numbers) => "Comparison. " + string.Join(" ", Categories.Select((name, row) =>
        $"{name}: {string.Join(", ", Series.Select((s, i) => $"{s.Name} {numbers[i][row]}"))}."));
}
