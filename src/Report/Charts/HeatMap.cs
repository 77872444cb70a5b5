namespace Goalkeeper.Report.Charts;

/// <summary>A table of values as colours, each with its number.</summary>
internal sealed class HeatMap : Chart
{
    private readonly (int Row, int Column)? _chosen;

    /// <param name="rows">The rows' labels, from the top.</param>
    /// <param name="columns">The columns' labels, from the left.</param>
    /// <param name="values">Values by row and column; NaN where there is none.</param>
    /// <exception cref="ArgumentException">The values are not as many as rows and columns.</exception>
    public HeatMap(IReadOnlyList<string> rows, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<double>> values)
    {
        if (values.Count != rows.Count || values.Any(r => r.Count != columns.Count))
        {
            throw new ArgumentException(
                $"There are {rows.Count} × {columns.Count} labels, but not as many values; give one a cell, NaN if missing.", nameof(values));
        }
        (Rows, Columns, Values) = (rows, columns, values);
    }

    /// <summary>The rows' labels, from the top.</summary>
    public IReadOnlyList<string> Rows { get; }

    /// <summary>The columns' labels, from the left.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Values by row and column; NaN where there is none.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Values { get; }

    /// <summary>What the rows vary.</summary>
    public string RowLabel { get; init; } = "";

    /// <summary>What the columns vary.</summary>
    public string ColumnLabel { get; init; } = "";

    /// <summary>What the values are: label, number style, ends of the colour scale if not the data's, and whether it goes by ratio.</summary>
    public Axis Value { get; init; } = new();

    /// <summary>The cell to outline, or null.</summary>
    /// <exception cref="ArgumentException">It is none of the cells.</exception>
    public (int Row, int Column)? Chosen
    {
        get => _chosen;
        init => _chosen = value is { } cell && (cell.Row < 0 || cell.Row >= Rows.Count || cell.Column < 0 || cell.Column >= Columns.Count)
            ? throw new ArgumentException($"Heat map '{Title}' has no cell {cell} to choose; count rows and columns from 0.")
            : value;
    }

    /// <summary>What the legend calls the outlined cell.</summary>
    public string ChosenLabel { get; init; } = "chosen";

    /// <summary>Where the colours begin and end: the smallest and the largest finite value, unless the axis says otherwise.</summary>
    public (double Low, double High) Range
    {
        get
        {
            var finite = Values.SelectMany(r => r).Where(v => double.IsFinite(v) && (v > 0 || !IsByRatio)).ToList();
            return (Value.Min ?? (finite.Count > 0 ? finite.Min() : 0), Value.Max ?? (finite.Count > 0 ? finite.Max() : 1));
        }
    }

    /// <summary>Whether equal ratios differ equally in colour: what is not positive has the lightest.</summary>
    public bool IsByRatio => Value.Kind != ScaleKind.Linear;

    /// <inheritdoc/>
    public override string Description => $"Heat map of {Value.Name}. Down: {RowLabel}. Across: {ColumnLabel}."
        + (Chosen is { } c ? $" {ChosenLabel}: {Rows[c.Row]}, {Columns[c.Column]}: {Number(Values[c.Row][c.Column])}." : "");

    /// <summary>A cell's number; the legend says its unit.</summary>
    public string Number(double value) => ChartNumber.Value(value, Value.Style, unit: false);

    /// <summary>A value's place between the lightest colour, 0, and the darkest, 1; infinities have the ends.</summary>
    public double Shade(double value)
    {
        var (low, high) = Range;
        if (!(high > low)) return 0.5;
        return IsByRatio
            ? value > 0 ? Math.Clamp(Math.Log(value / low) / Math.Log(high / low), 0, 1) : 0
            : Math.Clamp((value - low) / (high - low), 0, 1);
    }
}
