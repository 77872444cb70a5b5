using Goalkeeper.Numerics;

namespace Goalkeeper.Analysis;

/// <summary>Wilson's score interval of a share, over the examples that it was counted on (Wilson 1927, JASA 22, 209–212).</summary>
internal static class Wilson
{
    /// <param name="right">How many were right.</param>
    /// <param name="count">Of how many.</param>
    public static Interval Of(long right, long count)
    {
        if (count == 0) return Interval.Unknown;
        var z = Normal.Quantile((1 + Interval.Level) / 2);
        var (share, square) = ((double)right / count, z * z / count);
        var middle = share + square / 2;
        var reach = z * Math.Sqrt(share * (1 - share) / count + square / (4 * count));
        // At the ends rounding must not go past what a share can be.
        var (lower, upper) = ((middle - reach) / (1 + square), (middle + reach) / (1 + square));
        return new Interval(right == 0 ? 0 : lower, right == count ? 1 : upper);
    }
}
