using Goalkeeper.Numerics;

namespace Goalkeeper.Analysis;

/// <summary>Student's t distribution, by the incomplete beta function (Abramowitz and Stegun 26.7.1).</summary>
internal static class StudentT
{
    /// <summary>How likely a t is at least that far from 0, either way.</summary>
    public static double TwoSided(double t, double degrees) => BetaFunction.Cumulative(degrees / (degrees + t * t), degrees / 2, 0.5);

    /// <summary>The t that <see cref="TwoSided"/> has that probability of.</summary>
    public static double Critical(double p, double degrees)
    {
        var x = BetaFunction.Quantile(p, degrees / 2, 0.5);
        return Math.Sqrt(degrees * (1 - x) / x);
    }

    /// <summary>The interval of a mean over seeds (Student 1908); unknown below two values, or where one is not finite.</summary>
    public static Interval OfMean(IReadOnlyList<double> values)
    {
        if (values.Count < 2 || !values.All(double.IsFinite)) return Interval.Unknown;
        var (mean, deviation) = Moments.Of(values);
        var reach = Critical(1 - Interval.Level, values.Count - 1) * deviation / Math.Sqrt(values.Count);
        return new Interval(mean - reach, mean + reach);
    }
}
