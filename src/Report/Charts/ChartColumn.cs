namespace Goalkeeper.Report.Charts;

/// <summary>One quantity over all the marks of linked charts: what they have on one of their axes.</summary>
/// <param name="Name">What it is called in a table's heading.</param>
/// <param name="Axis">How it is drawn and written.</param>
/// <param name="Values">A value a mark; NaN where there is none. Of a quantity in words, the word's place in <see cref="Words"/>.</param>
internal sealed record ChartColumn(string Name, Axis Axis, IReadOnlyList<double> Values)
{
    /// <summary>The words, where it is one in words; none where it is one in numbers.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether it was measured: it is rounded where it is shown, what was set is not.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>How many values it has.</summary>
    public int Distinct { get; } = Values.Where(v => !double.IsNaN(v)).Distinct().Count();

    /// <summary>Whether marks differ in it: in its value, or in that some have none.</summary>
    public bool Varies => Distinct > 1 || (Distinct == 1 && Values.Any(double.IsNaN));

    /// <summary>The axis for a parameter's values: that of a range is as it was searched, a uniform one even.</summary>
    /// <param name="values">The values.</param>
    /// <param name="isEvenRange">Whether they are of a uniform range.</param>
    public static ScaleKind ScaleOf(IReadOnlyCollection<double> values, bool isEvenRange) => isEvenRange ? ScaleKind.Linear : ScaleOf(values);

    /// <summary>The axis for values: by ratio where they are far apart and none is below 0.</summary>
    public static ScaleKind ScaleOf(IReadOnlyCollection<double> values)
    {
        const double logRatio = 10;
        var positive = values.Where(v => v > 0 && double.IsFinite(v)).ToList();
        if (positive.Count < 2 || values.Any(v => v < 0) || positive.Max() / positive.Min() < logRatio) return ScaleKind.Linear;
        return values.Contains(0) ? ScaleKind.LogWithZero : ScaleKind.Log;
    }
}
