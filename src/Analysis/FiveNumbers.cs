namespace Goalkeeper.Analysis;

/// <summary>What a box plot shows of some values: Tukey's five numbers (1977), with quartiles as R's type 7 and NumPy have them (Hyndman and Fan 1996, American
/// Statistician 50, 361–365).</summary>
/// <param name="Low">The least.</param>
/// <param name="LowerQuartile">A quarter is below.</param>
/// <param name="Median">Half are below.</param>
/// <param name="UpperQuartile">Three quarters are below.</param>
/// <param name="High">The greatest.</param>
internal readonly record struct FiveNumbers(double Low, double LowerQuartile, double Median, double UpperQuartile, double High)
{
    /// <summary>Those of the values that are finite; null where there are fewer than three: then the values themselves say more.</summary>
    public static FiveNumbers? Of(IEnumerable<double> values)
    {
        List<double> sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Count < 3) return null;
        return new FiveNumbers(sorted[0], At(0.25), At(0.5), At(0.75), sorted[^1]);

        double At(double share)
        {
            var place = share * (sorted.Count - 1);
            var below = (int)place;
            return below + 1 == sorted.Count ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
        }
    }
}
