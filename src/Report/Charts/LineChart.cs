namespace Goalkeeper.Report.Charts;

/// <summary>A marked place on an axis.</summary>
/// <param name="Value">Where.</param>
/// <param name="Label">What it is, such as "chosen: λ = 0.3".</param>
internal sealed record ReferenceLine(double Value, string Label);

/// <summary>Lines over one variable, with bands, on linear or logarithmic axes.</summary>
internal sealed class LineChart : Chart
{
    /// <summary>How many lines can be told apart by colour and marker.</summary>
    public const int MostColors = 7;

    /// <summary>The height, in the y scale's units, that is kept for values beyond the scale: +∞ above, −∞ or "≤ 0" below.</summary>
    private const double EdgeRoom = 0.13;

    /// <summary>How far into that room its values stand.</summary>
    private const double EdgeAt = 0.08;

    /// <summary>The horizontal axis.</summary>
    public Axis X { get; init; } = new();

    /// <summary>The vertical axis.</summary>
    public Axis Y { get; init; } = new();

    /// <summary>The lines, the later above the earlier.</summary>
    public IReadOnlyList<LineSeries> Series { get; init; } = [];

    /// <summary>A vertical line with its label above the data, such as the chosen value; or null.</summary>
    public ReferenceLine? Chosen { get; init; }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var names = string.Join(", ", Series.Select(s => s.Name).Where(name => name.Length > 0));
            return $"Line chart. Across: {X.Name}. Up: {Y.Name}." + (names.Length > 0 ? $" Lines: {names}." : "")
                + (Chosen is { Label.Length: > 0 } ? $" Marked: {Chosen.Label}." : "");
        }
    }

    /// <summary>The horizontal scale: from 0 at its start to 1 at its end.</summary>
    public Scale XScale => Scale.Fit(X, Points.Select(p => p.X).Concat(Chosen is null ? [] : [Chosen.Value]));

    /// <summary>The vertical scale: from 0 to 1, with room beyond where <see cref="EdgeAbove"/> or <see cref="EdgeBelow"/> say so.</summary>
    public Scale YScale => Scale.Fit(Y, Points.SelectMany(p => (double[])[p.Y, p.Lower, p.Upper]), 0.05);

    /// <summary>What stands above the scale: ∞, or nothing.</summary>
    public Tick? EdgeAbove =>
        Points.Any(p => double.IsPositiveInfinity(p.Y)) ? new Tick(double.PositiveInfinity, 1 + EdgeAt, "∞") : null;

    /// <summary>What stands below the scale: −∞, on a logarithmic axis all that is not positive, or nothing.</summary>
    public Tick? EdgeBelow => YScale.IsLogarithmic && Points.Any(p => p.Y <= 0) ? new Tick(0, -EdgeAt, "≤ 0")
        : Points.Any(p => double.IsNegativeInfinity(p.Y)) ? new Tick(double.NegativeInfinity, -EdgeAt, "−∞")
        : null;

    /// <summary>The lowest and the highest place of the vertical axis: 0 and 1, or beyond.</summary>
    public (double Low, double High) YRange => (EdgeBelow is null ? 0 : -EdgeRoom, EdgeAbove is null ? 1 : 1 + EdgeRoom);

    private IEnumerable<LinePoint> Points => Series.SelectMany(s => s.Points).Where(p => double.IsFinite(p.X));

    /// <summary>The lines as they run between the axes.</summary>
    /// <param name="columns">Across how many columns; a line has no more than a lowest and a highest point in each.</param>
    public IReadOnlyList<LineShape> Shapes(int columns)
    {
        var (x, y, above, below) = (XScale, YScale, EdgeAbove, EdgeBelow);
        return [.. Series.Select(series => LineShape.Of(series, x, Height, IsBeyond, columns))];

        bool IsBeyond(double value) => double.IsInfinity(value) || (y.IsLogarithmic && value <= 0);

        double Height(double value) =>
            (!IsBeyond(value) ? null : value > 0 ? above?.Position : below?.Position) ?? y.Position(value);
    }
}
