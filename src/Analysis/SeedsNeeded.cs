using Goalkeeper.Numerics;

namespace Goalkeeper.Analysis;

/// <summary>How many seeds would settle a difference: the fewest pairs with which a paired t-test finds it in four of five tries.</summary>
internal static class SeedsNeeded
{
    /// <summary>How often a difference that is there is to be found (Cohen 1988).</summary>
    public const double Power = 0.8;

    /// <summary>
    /// Of fewer pairs the deviation is too uncertain to plan by: the number that is needed goes with its square, whose 95 % interval from two pairs spans a
    /// factor of 5,000, from three one of 150, from five one of 23.
    /// </summary>
    public const int FewestPairs = 5;

    /// <summary>More than anybody runs.</summary>
    public const int Most = 10_000;

    /// <summary>Steps of the integral over the deviation; its error is below 1e-9.</summary>
    private const int Steps = 2_000;

    /// <summary>The number; null where more than <see cref="Most"/> would be needed.</summary>
    /// <param name="difference">The difference to be found.</param>
    /// <param name="deviation">Standard deviation of the differences of a pair.</param>
    public static int? For(double difference, double deviation)
    {
        var effect = Math.Abs(difference / deviation);
        if (!double.IsFinite(effect) || PowerOf(effect, Most) < Power) return null;
        var (few, enough) = (1, Most);
        while (enough - few > 1)
        {
            var middle = (few + enough) / 2;
            if (PowerOf(effect, middle) < Power) few = middle;
            else enough = middle;
        }
        return enough;
    }

    /// <summary>How often a two-sided paired t-test at 5 % with n pairs finds an effect, told in standard deviations.</summary>
    /// <remarks>
    /// t is noncentral (Johnson and Welch 1940, Biometrika 31, 362–389): (z + effect √n) / s with s² = χ²/ν. P(t &gt; c) is the mean over s of Φ(effect √n − c s). Both tails count. By Simpson's rule over s, as far as
    /// twelve deviations on either side of its mean.
    /// </remarks>
    public static double PowerOf(double effect, int n)
    {
        double degrees = n - 1, shift = effect * Math.Sqrt(n), critical = StudentT.Critical(1 - Interval.Level, degrees);
        var reach = 12 / Math.Sqrt(2 * degrees);
        var (from, to) = (Math.Max(0, 1 - reach), 1 + reach);
        // The density of s: 2 (ν/2)^(ν/2) / Γ(ν/2) · s^(ν−1) exp(−ν s²/2).
        var scale = VectorMath.Log(2) + degrees / 2 * VectorMath.Log(degrees / 2) - BetaFunction.LogGamma(degrees / 2);
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
        {
            var s = from + (to - from) * i / Steps;
            var density = s > 0 ? VectorMath.Exp(scale + (degrees - 1) * VectorMath.Log(s) - degrees * s * s / 2) : degrees == 1 ? VectorMath.Exp(scale) : 0;
            var found = Normal.Cumulative(shift - critical * s) + Normal.Cumulative(-shift - critical * s);
            sum += (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * density * found;
        }
        return sum * (to - from) / Steps / 3;
    }
}
