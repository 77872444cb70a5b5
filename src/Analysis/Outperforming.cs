using Goalkeeper.Numerics;

namespace Goalkeeper.Analysis;

/// <summary>
/// How likely a run of one row beats a run of another with the same seed, P(A &gt; B), and its interval by the percentile bootstrap over pairs
/// (Bouthillier et al. 2021, "Accounting for variance in machine learning benchmarks", appendix C.2). A tie counts as half. Where every pair says the same,
/// resampling knows no other way, and the interval is the exact one of a share (Clopper and Pearson 1934, Biometrika 26, 404–413).
/// </summary>
internal static class Outperforming
{
    private const int Samples = 9_999;

    /// <param name="pairs">What both rows got, a pair a seed; more is better. An infinity is ranked, a NaN is worse than any number.</param>
    public static (double Probability, Interval Interval) Of(IReadOnlyList<(double First, double Second)> pairs)
    {
        if (pairs.Count == 0) return (double.NaN, Interval.Unknown);
        // Halves, so that sums are exact.
        var wins = pairs.Select(p => 1 + p.First.CompareTo(p.Second)).ToArray();
        var probability = wins.Sum() / (2.0 * wins.Length);
        if (pairs.Count == 1) return (probability, Interval.Unknown);
        if (probability is 0 or 1)
        {
            // The least share of which so many in a row are no surprise.
            var least = VectorMath.Exp(VectorMath.Log((1 - Interval.Level) / 2) / pairs.Count);
            return (probability, probability == 1 ? new Interval(least, 1) : new Interval(0, 1 - least));
        }
        var draws = new Draws((uint)wins.Length);
        var shares = new double[Samples];
        for (var sample = 0; sample < Samples; sample++)
        {
            var won = 0;
            for (var i = 0; i < wins.Length; i++) won += wins[draws.Below(wins.Length)];
            shares[sample] = won / (2.0 * wins.Length);
        }
        Array.Sort(shares);
        var tail = (int)Math.Round((1 - Interval.Level) / 2 * (Samples + 1)) - 1;
        return (probability, new Interval(shares[tail], shares[Samples - 1 - tail]));
    }
}
