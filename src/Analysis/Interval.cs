namespace Goalkeeper.Analysis;

/// <summary>What a number is said to lie between; NaN where too little is known to say.</summary>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end.</param>
internal readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>The share of intervals that hold the number that they are for.</summary>
    public const double Level = 0.95;

    /// <summary>Nothing can be said.</summary>
    public static Interval Unknown { get; } = new(double.NaN, double.NaN);
}
