namespace Goalkeeper.Report.Plots;

/// <summary>A table of values as colours, each with its number.</summary>
public sealed class HeatMap : Plot
{
    private const int LegendSteps = 24;

    /// <summary>The rows' labels, from the top.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>The columns' labels, from the left.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Values by row and column; NaN where there is none.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Values { get; init; }

    /// <summary>What the rows vary.</summary>
    public string RowLabel { get; init; } = "";

    /// <summary>What the columns vary.</summary>
    public string ColumnLabel { get; init; } = "";

    /// <summary>What the values are: label, number style, and ends of the colour scale if not the data's. The scale is linear.</summary>
    public Axis Value { get; init; } = new();

    /// <summary>The cell to outline, or null.</summary>
    public (int Row, int Column)? Chosen { get; init; }

    /// <summary>What the legend calls the outlined cell.</summary>
    public string ChosenLabel { get; init; } = "chosen";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The values are not as many as rows and columns, or the chosen cell is none of them.</exception>
    public override SvgDocument Render()
    {
        if (Chosen is { } cell && (cell.Row < 0 || cell.Row >= Rows.Count || cell.Column < 0 || cell.Column >= Columns.Count))
        {
            throw new ArgumentException($"Heat map '{Title}' has no cell {cell} to choose; count rows and columns from 0.");
        }

        if (Values.Count != Rows.Count || Values.Any(r => r.Count != Columns.Count))
        {
            throw new ArgumentException(
                $"Heat map '{Title}' has {Rows.Count} × {Columns.Count} labels, but not as many values; give one a cell, NaN if missing.");
        }

        var (low, high) = Range();
        var isPercent = Value.Style == NumberStyle.Percent;
        var names = Rows.Select(r => TextLayout.Wrap(r, Width * 0.3, mostLines: 2)).ToList();
        var left = 16 + names.SelectMany(n => n).Select(n => TextLayout.Width(n)).DefaultIfEmpty(0).Max();
        var cellWidth = Math.Max(4, (Width - 8 - left) / Math.Max(1, Columns.Count));
        var isUpright = Columns.Any(c => TextLayout.Width(c) > cellWidth - 2);
        var labelHeight = isUpright ? Math.Min(110, Columns.Max(c => TextLayout.Width(c))) + 10 : 20;
        var top = HeadingBottom() + (RowLabel.Length > 0 ? 20 : 6);
        var below = labelHeight + (ColumnLabel.Length > 0 ? TextLayout.LineHeight : 0) + 50;
        var cellHeight = Math.Clamp((Height - top - below) / Math.Max(1, Rows.Count), names.Any(n => n.Count > 1) ? 32 : 22, 56);
        var bottom = top + cellHeight * Rows.Count;
        var numbers = Values.Select(r => r.Select(v => PlotNumber.Value(v, Value.Style, unit: false)).ToList()).ToList();
        var widest = numbers.SelectMany(r => r).Select(n => TextLayout.Width(n)).DefaultIfEmpty(0).Max();
        var isSmall = widest > cellWidth - 3;
        var hasNumbers = widest * 10 / 12 <= cellWidth - 1;

        var svg = new SvgWriter();
        if (RowLabel.Length > 0)
        {
            svg.Text(8, top - 6, RowLabel, "gk-ink");
        }

        for (var row = 0; row < Rows.Count; row++)
        {
            var y = top + row * cellHeight;
            for (var i = 0; i < names[row].Count; i++)
            {
                var offset = (i - (names[row].Count - 1) / 2.0) * TextLayout.LineHeight;
                svg.Text(left - 6, y + cellHeight / 2 + 4 + offset, names[row][i], "gk-muted", "end");
            }

            for (var column = 0; column < Columns.Count; column++)
            {
                var (x, value) = (left + column * cellWidth, Values[row][column]);
                if (double.IsNaN(value))
                {
                    DrawMissing(svg, x, y, cellWidth - 1, cellHeight - 1);
                    continue;
                }

                var color = SequentialColor.At(high > low ? (value - low) / (high - low) : 0.5);
                svg.Rect(x, y, cellWidth - 1, cellHeight - 1, "", color.Hex);
                if (hasNumbers)
                {
                    svg.Text(x + (cellWidth - 1) / 2, y + cellHeight / 2 + 3.5, numbers[row][column],
                        (color.IsDark ? "gk-on-dark" : "gk-on-light") + (isSmall ? " gk-small" : ""), "middle");
                }
            }
        }

        if (Chosen is { } chosen)
        {
            var (x, y) = (left + chosen.Column * cellWidth, top + chosen.Row * cellHeight);
            svg.Rect(x - 0.5, y - 0.5, cellWidth, cellHeight, "gk-box");
            svg.Rect(x + 1.5, y + 1.5, cellWidth - 4, cellHeight - 4, "gk-box-inner");
        }

        DrawColumnLabels(svg, left, bottom, cellWidth, isUpright);
        var y0 = bottom + labelHeight;
        if (ColumnLabel.Length > 0)
        {
            svg.Text(left + cellWidth * Columns.Count / 2, y0 + 10, ColumnLabel, "gk-ink", "middle");
            y0 += TextLayout.LineHeight;
        }

        DrawLegend(svg, y0 + 8, low, high, isPercent);
        return Finish(svg, y0 + 50, $"Heat map of {Value.Label}. Down: {RowLabel}. Across: {ColumnLabel}." + Marked(numbers));
    }

    private (double Low, double High) Range()
    {
        var finite = Values.SelectMany(r => r).Where(double.IsFinite).ToList();
        return (Value.Min ?? (finite.Count > 0 ? finite.Min() : 0), Value.Max ?? (finite.Count > 0 ? finite.Max() : 1));
    }

    private string Marked(List<List<string>> numbers) => Chosen is { } c
        ? $" {ChosenLabel}: {Rows[c.Row]}, {Columns[c.Column]}: {numbers[c.Row][c.Column]}." : "";

    private static void DrawMissing(SvgWriter svg, double x, double y, double width, double height)
    {
        svg.Rect(x, y, width, height, "gk-shade");
        var hatch = new SvgPath();
        for (var offset = 6.0; offset < width + height; offset += 6)
        {
            hatch.MoveTo(x + Math.Min(offset, width), y + Math.Max(0, offset - width));
            hatch.LineTo(x + Math.Max(0, offset - height), y + Math.Min(offset, height));
        }

        svg.Path(hatch, "gk-hatch");
    }

    private void DrawColumnLabels(SvgWriter svg, double left, double bottom, double cellWidth, bool isUpright)
    {
        for (var column = 0; column < Columns.Count; column++)
        {
            var x = left + (column + 0.5) * cellWidth;
            if (!isUpright)
            {
                svg.Text(x, bottom + 14, Columns[column], "gk-muted", "middle");
                continue;
            }

            var label = TextLayout.Wrap(Columns[column], 104, mostLines: 1);
            var place = $"{PlotNumber.Coordinate(x + 4)} {PlotNumber.Coordinate(bottom + 4)}";
            svg.Open($"class=\"gk-muted\" transform=\"translate({place})rotate(-90)\"");
            svg.Text(0, 0, label.Count > 0 ? label[0] : "", anchor: "end");
            svg.Close();
        }
    }

    private void DrawLegend(SvgWriter svg, double top, double low, double high, bool isPercent)
    {
        var label = Value.Label + (isPercent ? ", %" : "");
        var (lowText, highText) = (PlotNumber.Value(low, Value.Style, unit: false), PlotNumber.Value(high, Value.Style, unit: false));
        var x = 8 + TextLayout.Width(lowText) + 4;
        var step = Math.Clamp(Width * 0.3, 48, 120) / LegendSteps;
        svg.Text(8, top + 13, label.TrimStart(',', ' '), "gk-ink");
        svg.Text(8, top + 30, lowText, "gk-muted");
        for (var i = 0; i < LegendSteps; i++)
        {
            // Half a pixel wider, so that no seam shows between two steps.
            svg.Rect(x + i * step, top + 20, step + 0.5, 11, "", SequentialColor.At((i + 0.5) / LegendSteps).Hex);
        }

        x += LegendSteps * step + 5;
        svg.Text(x, top + 30, highText, "gk-muted");
        x += TextLayout.Width(highText) + 18;
        if (Chosen is not null)
        {
            svg.Rect(x, top + 19.5, 16, 12, "gk-box");
            svg.Text(x + 22, top + 30, ChosenLabel, "gk-ink");
            x += 22 + TextLayout.Width(ChosenLabel) + 18;
        }

        if (Values.SelectMany(r => r).Any(double.IsNaN))
        {
            DrawMissing(svg, x, top + 19, 16, 12);
            svg.Text(x + 22, top + 30, "missing", "gk-ink");
        }
    }
}
