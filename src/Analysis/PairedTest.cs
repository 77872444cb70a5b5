namespace Goalkeeper.Analysis;

/// <summary>
/// Whether two rows differ over the seeds that both were run with: Student's paired t-test (Student 1908, Biometrika 6, 1–25), and where there is no t, the exact sign test
/// (Dixon and Mood 1946, JASA 41, 557–566).
/// </summary>
/// <param name="Pairs">Seeds that both have a value of.</param>
/// <param name="Difference">The mean of first − second over them; of values that have no mean an infinity with its sign, or NaN.</param>
/// <param name="Interval">What the difference lies between, over seeds.</param>
/// <param name="P">Two-sided, for this comparison alone; NaN below two pairs, and where no seed changes anything in either row.</param>
internal sealed record PairedTest(int Pairs, double Difference, Interval Interval, double P)
{
    /// <summary>Compares rows seed by seed.</summary>
    /// <param name="pairs">What both got, the more the better; a NaN is worse than any number.</param>
    public static PairedTest Of(IEnumerable<(double First, double Second)> pairs)
    {
        var all = pairs.ToList();
        var n = all.Count;
        var (won, lost) = (all.Count(p => p.First.CompareTo(p.Second) > 0), all.Count(p => p.First.CompareTo(p.Second) < 0));
        var differences = all.ConvertAll(p => p.First - p.Second);
        if (!differences.TrueForAll(double.IsFinite))
        {
            // An infinity has a place in an order and none in a mean.
            var difference = won + lost == 0 ? 0 : won == lost ? double.NaN : won > lost ? double.PositiveInfinity : double.NegativeInfinity;
            return new(n, difference, Interval.Unknown, n < 2 ? double.NaN : McNemar.P(won, lost));
        }
        if (n < 2) return new(n, n == 0 ? double.NaN : differences[0], Interval.Unknown, double.NaN);
        var (mean, deviation) = Moments.Of(differences);
        if (mean == 0 && deviation == 0) return new(n, mean, Interval.Unknown, 1);
        // Where no seed changes anything in either, they are one run, told as many.
        if (IsConstant([.. all.Select(p => p.First)]) && IsConstant([.. all.Select(p => p.Second)])) return new(n, mean, Interval.Unknown, double.NaN);
        // Differences that are equal say nothing of how they vary. That they have one sign is left.
        return IsConstant(differences)
            ? new(n, mean, Interval.Unknown, McNemar.P(won, lost))
            : new(n, mean, StudentT.OfMean(differences), StudentT.TwoSided(mean / (deviation / Math.Sqrt(n)), n - 1));
    }

    /// <summary>Whether values are all the same, up to rounding: whether no seed changes anything.</summary>
    public static bool IsConstant(IReadOnlyList<double> values) => Moments.Of(values) is var (mean, deviation) && deviation <= 1e-12 * Math.Abs(mean);
}
