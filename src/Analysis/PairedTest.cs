namespace Goalkeeper.Analysis;

/// <summary>Whether two rows differ over the seeds that both were run with: Student's paired t-test.</summary>
/// <param name="Pairs">Seeds that both have a finite value of.</param>
/// <param name="Difference">The mean of first − second over them; NaN where there are none.</param>
/// <param name="Interval">What the difference lies between, over seeds.</param>
/// <param name="P">Two-sided, for this comparison alone; NaN below two pairs.</param>
internal sealed record PairedTest(int Pairs, double Difference, Interval Interval, double P)
{
    /// <summary>Compares rows seed by seed; a pair with a NaN or an infinity is no part of it.</summary>
    public static PairedTest Of(IEnumerable<(double First, double Second)> pairs)
    {
        var differences = pairs.Select(p => p.First - p.Second).Where(double.IsFinite).ToList();
        var n = differences.Count;
        if (n < 2) return new(n, n == 0 ? double.NaN : differences[0], Interval.Unknown, double.NaN);
        var (mean, deviation) = Moments.Of(differences);
        // Differences that are equal, up to rounding, say nothing of how they vary. That they have one sign is left: the exact sign test.
        var isConstant = deviation <= 1e-12 * Math.Abs(mean);
        var p = mean == 0 && deviation == 0 ? 1
            : isConstant ? Math.ScaleB(1, 1 - n)
            : StudentT.TwoSided(mean / (deviation / Math.Sqrt(n)), n - 1);
        return new(n, mean, isConstant ? Interval.Unknown : StudentT.OfMean(differences), p);
    }
}
