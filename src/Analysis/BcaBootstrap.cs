using Goalkeeper.Numerics;

namespace Goalkeeper.Analysis;

/// <summary>The bias-corrected and accelerated bootstrap interval of a mean (Efron 1987, JASA 82, 171–185), over seeds, for ten and more.</summary>
internal static class BcaBootstrap
{
    private const int Samples = 9_999;

    /// <summary>The interval; one point where all values are the same, unknown where there are fewer than two or one is not finite.</summary>
    public static Interval OfMean(IReadOnlyList<double> values)
    {
        if (values.Count < 2 || !values.All(double.IsFinite)) return Interval.Unknown;
        var mean = values.Sum() / values.Count;
        if (values.All(v => v == values[0])) return new Interval(values[0], values[0]);
        var means = Means(values);

        var below = means.Count(m => m < mean) + 0.5 * means.Count(m => m == mean);
        var bias = Normal.Quantile(Math.Clamp(below, 0.5, Samples - 0.5) / Samples);
        // A mean without one value is (n·mean − v) / (n − 1): its distances from their mean are the values' own, divided by n − 1.
        double squares = 0, cubes = 0;
        foreach (var v in values)
        {
            squares += (v - mean) * (v - mean);
            cubes += (v - mean) * (v - mean) * (v - mean);
        }
        var acceleration = cubes / (6 * squares * Math.Sqrt(squares));
        return new Interval(At((1 - Interval.Level) / 2), At((1 + Interval.Level) / 2));

        double At(double p)
        {
            var z = bias + Normal.Quantile(p);
            var place = Normal.Cumulative(bias + z / (1 - acceleration * z)) * (Samples + 1) - 1;
            var lower = (int)Math.Clamp(Math.Floor(place), 0, Samples - 2);
            var share = Math.Clamp(place - lower, 0, 1);
            return means[lower] + share * (means[lower + 1] - means[lower]);
        }
    }

    private static double[] Means(IReadOnlyList<double> values)
    {
        var draws = new Draws((uint)values.Count);
        var means = new double[Samples];
        for (var sample = 0; sample < Samples; sample++)
        {
            var sum = 0.0;
            for (var i = 0; i < values.Count; i++) sum += values[draws.Below(values.Count)];
            means[sample] = sum / values.Count;
        }
        Array.Sort(means);
        return means;
    }
}
