namespace Goalkeeper.Analysis;

/// <summary>What describes some finite values.</summary>
internal static class Moments
{
    /// <summary>Mean and sample standard deviation (n − 1), in two passes; equal values deviate by 0, whatever rounding makes of their mean.</summary>
    public static (double Mean, double Deviation) Of(IReadOnlyList<double> values)
    {
        if (values.Count > 1 && values.All(v => v == values[0])) return (values[0], 0);
        var mean = values.Sum() / values.Count;
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)));
    }

    /// <summary>
    /// The mean of the middle half: a quarter of the values, rounded down, is left out at each end (Agarwal et al. 2021, "Deep reinforcement
    /// learning at the edge of the statistical precipice"). Infinite values are ranked like others.
    /// </summary>
    public static double InterquartileMean(IReadOnlyList<double> values)
    {
        var left = values.Count / 4;
        return values.Order().Skip(left).Take(values.Count - 2 * left).Average();
    }
}
