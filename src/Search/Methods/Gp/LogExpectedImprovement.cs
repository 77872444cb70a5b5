using Goalkeeper.Numerics;

namespace Goalkeeper.Search;

/// <summary>
/// The logarithm of the expected improvement on a value, which has a slope also where the expected improvement is below the smallest double
/// (Ament, Daulton, Eriksson, Balandat and Bakshy 2023, "Unexpected improvements to expected improvement for Bayesian optimization").
/// </summary>
internal static class LogExpectedImprovement
{
    private const double LogSqrtTwoPi = 0.91893853320467274178;

    // Nearer to zero the continued fraction of the tail converges slowly.
    private const double Tail = -2;

    /// <summary>ln E[max(best − f, 0)] for f normal: ln σ + ln h(z) with z = (best − mean) / σ, and its slopes.</summary>
    /// <param name="best">What is to be improved on; lower is better.</param>
    /// <param name="mean">Of f.</param>
    /// <param name="deviation">Of f; above 0.</param>
    public static (double Value, double ByMean, double ByDeviation) At(double best, double mean, double deviation)
    {
        var z = (best - mean) / deviation;
        var (log, slope) = LogH(z);
        return (VectorMath.Log(deviation) + log, -slope / deviation, (1 - slope * z) / deviation);
    }

    /// <summary>ln h(z) with h(z) = φ(z) + z·Φ(z), and its slope Φ(z) / h(z).</summary>
    public static (double Value, double Slope) LogH(double z)
    {
        if (z >= Tail)
        {
            var share = Normal.Cumulative(z);
            var h = Normal.Density(z) + z * share;
            return (VectorMath.Log(h), share / h);
        }

        // With Laplace's fraction Φ(z) = φ(z) / (x + c) at x = −z, c = 1 / (x + 2 / (x + 3 / …)), and so h(z) = φ(z)·c / (x + c), with no
        // difference in it.
        var x = -z;
        var rest = x;
        for (var n = 60; n >= 2; n--) rest = x + n / rest;
        var c = 1 / rest;
        return (-0.5 * z * z - LogSqrtTwoPi + VectorMath.Log(c / (x + c)), rest);
    }
}
