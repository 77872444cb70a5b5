namespace Goalkeeper.Runner;

/// <summary>Where two runs first differ.</summary>
/// <param name="What">What was compared, such as "trace cost at iteration 1000".</param>
/// <param name="Stored">The stored value: double, float, long, text, or null where there is none.</param>
/// <param name="Now">The new one, likewise.</param>
internal sealed record Difference(string What, object? Stored, object? Now)
{
    /// <summary>
    /// How many steps from one number to the next of their type (units in the last place) lie between the two; null where either is not a
    /// finite number.
    /// </summary>
    public ulong? Ulps => (Stored, Now) switch
    {
        (double stored, double now) when double.IsFinite(stored) && double.IsFinite(now) => Distance(Place(stored), Place(now)),
        (float stored, float now) when float.IsFinite(stored) && float.IsFinite(now) => Distance(Place(stored), Place(now)),
        _ => null,
    };

    /// <summary>The difference of two numbers, or null where they are the same. Both zeros are, as SQLite keeps only one, and all NaN.</summary>
    /// <param name="what"><inheritdoc cref="Difference" path="/param[@name='What']"/></param>
    /// <param name="stored">The stored number; null where there is none.</param>
    /// <param name="now">The new one, likewise.</param>
    internal static Difference? Of(string what, double? stored, double? now) =>
        stored.Equals(now) || stored == now ? null : new Difference(what, stored, now);

    /// <summary>The difference of two texts, or null where they are the same.</summary>
    internal static Difference? Of(string what, string? stored, string? now) => stored == now ? null : new Difference(what, stored, now);

    /// <summary>A number's place on one line, next to the places of the numbers next to it; 0 for both zeros.</summary>
    private static long Place(double value) => Place(BitConverter.DoubleToInt64Bits(value), long.MinValue);

    private static long Place(float value) => Place(BitConverter.SingleToInt32Bits(value), int.MinValue);

    // Sign and magnitude, as IEEE has it, to two's complement.
    private static long Place(long bits, long signBit) => bits < 0 ? signBit - bits : bits;

    private static ulong Distance(long a, long b) => unchecked((ulong)(Math.Max(a, b) - Math.Min(a, b)));
}
