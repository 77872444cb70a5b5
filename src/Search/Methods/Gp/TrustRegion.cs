using Goalkeeper.Numerics;

namespace Goalkeeper.Search;

/// <summary>
/// A box about the best point in which every second point is looked for: larger after successes, smaller after failures (Eriksson, Pearce, Gardner,
/// Turner and Poloczek 2019, "Scalable global optimization via local Bayesian optimization"). Its size follows from the values that were
/// seen, in their order.
/// </summary>
internal static class TrustRegion
{
    // As in the paper, but that any improvement is a success: so values have no scale and no zero.
    private const double Largest = 0.8, Smallest = 1.0 / 128;

    private const int Successes = 3, FewestFailures = 4;

    /// <summary>Whether a point is looked for in it; the others are looked for everywhere.</summary>
    /// <param name="number">The point's number.</param>
    public static bool Has(int number) => number % 2 == 1;

    /// <summary>The length of its sides, of which those of the unit cube have 1.</summary>
    /// <param name="values">What was seen, in the order of the points' numbers, from 1.</param>
    /// <param name="first">How many of the points were not looked for.</param>
    /// <param name="dimensions">Of the space: so many failures in a row halve the length.</param>
    public static double Length(ReadOnlySpan<double> values, int first, int dimensions)
    {
        var (length, succeeded, failed, best) = (Largest, 0, 0, double.PositiveInfinity);
        for (var i = 0; i < values.Length; i++)
        {
            var better = values[i] < best;
            best = Math.Min(best, values[i]);
            // What is found elsewhere is a success too, but nothing that is not found there is a failure of the region.
            if (i < first || (!better && !Has(i + 1))) continue;
            (succeeded, failed) = better ? (succeeded + 1, 0) : (0, failed + 1);
            if (succeeded == Successes) (length, succeeded) = (Math.Min(2 * length, Largest), 0);
            if (failed >= Math.Max(FewestFailures, dimensions)) (length, failed) = (length / 2, 0);
            if (length < Smallest) length = Largest;
        }
        return length;
    }

    /// <summary>
    /// Its place: longer where the function changes slowly. Along what has no order or few values, and what does not exist at its centre, it is
    /// everything.
    /// </summary>
    /// <param name="places">The dimensions.</param>
    /// <param name="centre">The best point's place in the unit cube.</param>
    /// <param name="length">See <see cref="Length"/>.</param>
    /// <param name="logLengths">ln of the function's lengthscales.</param>
    public static Box About(Places places, double[] centre, double length, ReadOnlySpan<double> logLengths)
    {
        var mean = 0.0;
        foreach (var log in logLengths) mean += log / logLengths.Length;
        var box = Box.All(centre.Length);
        for (var d = 0; d < centre.Length; d++)
        {
            if (!places.IsDense(d) || double.IsNaN(centre[d])) continue;
            var half = 0.5 * length * VectorMath.Exp(logLengths[d] - mean);
            box.Low[d] = Math.Clamp(centre[d] - half, box.Low[d], box.High[d]);
            box.High[d] = Math.Clamp(centre[d] + half, box.Low[d], box.High[d]);
        }
        return box;
    }
}

/// <summary>A part of the unit cube.</summary>
internal sealed record Box(double[] Low, double[] High)
{
    // A domain is open: so near do we go to its ends.
    private const double Edge = 1e-6;

    /// <summary>All of it.</summary>
    public static Box All(int dimensions) => new([.. Enumerable.Repeat(Edge, dimensions)], [.. Enumerable.Repeat(1 - Edge, dimensions)]);
}
