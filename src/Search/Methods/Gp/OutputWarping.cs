using Goalkeeper.Numerics;

namespace Goalkeeper.Search;

/// <summary>
/// Values as a Gaussian process likes them: z = (g − mean) / deviation with g = ln(1 + t / δ), where t is how far a value lies above the best. With
/// a small δ what lies near the best is told apart and what is far off is drawn in; a large one leaves values as they are. δ is a parameter of the
/// model and learned with the others (Snelson, Rasmussen and Ghahramani 2004, "Warped Gaussian processes").
/// </summary>
internal sealed class OutputWarping
{
    // From here on values no longer matter: it is far more than a search can be interested in.
    private const double Most = 1e30;

    private readonly double[] _above;

    /// <param name="values">The lower the better.</param>
    public OutputWarping(IReadOnlyList<double> values)
    {
        // Halved, so that no difference overflows.
        var sorted = values.Order().ToArray();
        var best = 0.5 * sorted[0];
        var spread = 0.5 * sorted[sorted.Length / 2] - best;
        if (!(spread > 0)) spread = 0.5 * sorted[^1] - best;
        _above = [.. values.Select(v => spread > 0 ? Math.Min((0.5 * v - best) / spread, Most) : 0)];
    }

    /// <summary>The warped values, what they change by with ln δ, and the logarithm of the change of volume with its slope.</summary>
    public (double[] Z, double[] Slopes, double LogVolume, double LogVolumeSlope) At(double logDelta)
    {
        var delta = VectorMath.Exp(logDelta);
        var count = _above.Length;
        var (z, slopes) = (new double[count], new double[count]);
        var (logVolume, logVolumeSlope) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            z[i] = LogOnePlus(_above[i] / delta);
            slopes[i] = -_above[i] / (delta + _above[i]);
            logVolume -= VectorMath.Log(delta + _above[i]);
            logVolumeSlope -= delta / (delta + _above[i]);
        }
        Center(z);
        Center(slopes);
        var deviation = Math.Sqrt(LinearAlgebra.Dot(z, z) / count);
        if (!(deviation > 0)) return (z, new double[count], 0, 0);
        var relative = LinearAlgebra.Dot(z, slopes) / (count * deviation * deviation);
        for (var i = 0; i < count; i++)
        {
            z[i] /= deviation;
            slopes[i] = slopes[i] / deviation - z[i] * relative;
        }
        return (z, slopes, logVolume - count * VectorMath.Log(deviation), logVolumeSlope - count * relative);
    }

    private static void Center(double[] numbers)
    {
        var mean = 0.0;
        foreach (var number in numbers) mean += number;
        mean /= numbers.Length;
        for (var i = 0; i < numbers.Length; i++) numbers[i] -= mean;
    }

    private static double LogOnePlus(double x) => x < 1e-4 ? x * (1 - x * (0.5 - x / 3)) : VectorMath.Log(1 + x);
}
