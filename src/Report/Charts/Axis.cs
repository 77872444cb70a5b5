namespace Goalkeeper.Report.Charts;

/// <summary>How an axis spreads its values.</summary>
internal enum ScaleKind
{
    /// <summary>Equal differences are equally long.</summary>
    Linear,

    /// <summary>Equal ratios are equally long; a value that is not positive stands at the lower edge.</summary>
    Log,

    /// <summary>As <see cref="Log"/>, with a place of its own for 0 before a visible break: for λ, where 0 means "without".</summary>
    LogWithZero,
}

/// <summary>How an axis writes its values.</summary>
internal enum NumberStyle
{
    /// <summary>The shortest form: 0.001, 30000, 1e-4.</summary>
    Plain,

    /// <summary>A fraction as percent: 0.948 is 94.8 %.</summary>
    Percent,
}

/// <summary>What a chart is told about one of its axes.</summary>
/// <param name="Label">The axis title, with its unit where there is one; may be empty.</param>
internal sealed record Axis(string Label = "")
{
    /// <summary>Linear, logarithmic, or logarithmic with a place for zero.</summary>
    public ScaleKind Kind { get; init; }

    /// <summary>How tick labels are written.</summary>
    public NumberStyle Style { get; init; }

    /// <summary>The lower end; from the data when null.</summary>
    public double? Min { get; init; }

    /// <summary>The upper end; from the data when null.</summary>
    public double? Max { get; init; }

    /// <summary>The values to mark, ascending, such as those that were tried; round ones when empty.</summary>
    public IReadOnlyList<double> At { get; init; } = [];

    /// <summary>What a description calls it.</summary>
    public string Name => (Label.Length > 0 ? Label : "no title") + (Kind == ScaleKind.Linear ? "" : ", logarithmic");
}

/// <summary>A mark on an axis.</summary>
/// <param name="Value">The value marked.</param>
/// <param name="Position">Where it stands: 0 at the axis's start, 1 at its end.</param>
/// <param name="Label">Its text; empty for a minor tick.</param>
internal readonly record struct Tick(double Value, double Position, string Label)
{
    /// <summary>Whether the tick has a label and a grid line.</summary>
    public bool IsMajor => Label.Length > 0;

    /// <summary>The ticks with the labels that have room: the ends first, then from the start on; the others become minor.</summary>
    /// <param name="ticks">In ascending order.</param>
    /// <param name="width">How long a label is, with the room around it, as a fraction of the axis.</param>
    public static IReadOnlyList<Tick> WithRoom(IReadOnlyList<Tick> ticks, Func<string, double> width)
    {
        var kept = new List<Tick>();
        foreach (var tick in ticks.TakeLast(1).Concat(ticks).Where(t => t.IsMajor))
        {
            if (kept.TrueForAll(k => Math.Abs(k.Position - tick.Position) >= (width(k.Label) + width(tick.Label)) / 2)) kept.Add(tick);
        }
        return [.. ticks.Select(t => kept.Contains(t) ? t : t with { Label = "" })];
    }
}
