namespace Goalkeeper.Report.Charts;

/// <summary>A value with its error bar.</summary>
/// <param name="Value">The value; NaN where there is none, infinite ones stand at the edge.</param>
/// <param name="Lower">The bar's lower end; the value's own for no bar.</param>
/// <param name="Upper">The bar's upper end.</param>
internal readonly record struct DotValue(double Value, double Lower, double Upper)
{
    /// <param name="value">The value.</param>
    /// <param name="error">The bar's length to each side, such as a standard deviation; 0 for no bar.</param>
    public DotValue(double value, double error = 0)
        : this(value, value - error, value + error) => Error = error;

    /// <summary>The bar's length to each side; NaN where they differ.</summary>
    public double Error { get; } = double.NaN;

    /// <summary>Whether it has an error bar.</summary>
    public bool HasBar => Upper > Lower && double.IsFinite(Lower) && double.IsFinite(Upper) && double.IsFinite(Value);
}

/// <summary>One measured quantity over all categories.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Values">One value a category, in the categories' order.</param>
internal sealed record DotSeries(string Name, IReadOnlyList<DotValue> Values)
{
    /// <summary>What each value is the mean of, drawn small and faint below it; none where that is not shown.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Points { get; init; } = [];
}

/// <summary>Named variants compared: a row each, with a dot and an error bar for every series and the number beside it.</summary>
/// <remarks>Dots, not bars, unless asked for: a bar has to start at 0, where accuracies of 92 and 95 % look the same.
/// The height follows from the rows.</remarks>
internal sealed class DotChart : Chart
{
    /// <param name="categories">The names of the rows, of any length.</param>
    /// <param name="series">What is compared.</param>
    /// <exception cref="ArgumentException">A series has another number of values than there are categories.</exception>
    public DotChart(IReadOnlyList<string> categories, IReadOnlyList<DotSeries> series)
    {
        if (series.FirstOrDefault(s => s.Values.Count != categories.Count) is { } odd)
        {
            throw new ArgumentException(
                $"Series '{odd.Name}' has {odd.Values.Count} values for {categories.Count} categories; give one each.", nameof(series));
        }
        (Categories, Series) = (categories, series);
    }

    /// <summary>The names of the rows.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>What is compared.</summary>
    public IReadOnlyList<DotSeries> Series { get; }

    /// <summary>The axis of the values.</summary>
    public Axis Value { get; init; } = new();

    /// <summary>Whether its values are parts of a whole, drawn as bars from 0; the axis begins there.</summary>
    public bool AreBars { get; init; }

    /// <summary>The row to emphasize, or null.</summary>
    public int? Chosen { get; init; }

    /// <summary>The values' scale: from 0 at its start to 1 at its end.</summary>
    public Scale Scale => Scale.Fit(
        Value, Series.SelectMany(s => s.Values.SelectMany(v => (double[])[v.Value, v.Lower, v.Upper]).Concat(s.Points.SelectMany(p => p))), 0.06);

    /// <inheritdoc/>
    public override string Description => "Comparison. " + string.Join(" ", Categories.Select((name, row) =>
        $"{name}: {string.Join(", ", Series.Select(s => $"{s.Name} {Number(s.Values[row])}"))}."));

    /// <summary>A value as text, with its error, or with what its bar reaches where that is more to one side.</summary>
    public string Number(DotValue value) => !value.HasBar ? ChartNumber.Value(value.Value, Value.Style)
        : double.IsNaN(value.Error) ? $"{ChartNumber.Value(value.Value, Value.Style)} ({ChartNumber.Value(value.Lower, Value.Style, unit: false)} to {ChartNumber.Value(value.Upper, Value.Style)})"
        : $"{ChartNumber.Value(value.Value, Value.Style, unit: false)} ± {ChartNumber.Value(value.Error, Value.Style)}";
}
