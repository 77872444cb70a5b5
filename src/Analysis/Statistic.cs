namespace Goalkeeper.Analysis;

/// <summary>A metric over the replicates of a point.</summary>
/// <param name="Count">Replicates that measured it; 0 means that there is nothing to show.</param>
/// <param name="Mean">Their mean; infinite if any of them is.</param>
/// <param name="StandardDeviation">Their sample standard deviation (n − 1), NaN below two replicates.</param>
internal readonly record struct Statistic(int Count, double Mean, double StandardDeviation)
{
    /// <summary>Mean and standard deviation of some values.</summary>
    public static Statistic Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0) return new Statistic(0, double.NaN, double.NaN);
        if (values.Any(v => !double.IsFinite(v))) return new Statistic(values.Count, values.Sum(), double.NaN);
        var (mean, deviation) = Moments.Of(values);
        return new Statistic(values.Count, mean, deviation);
    }
}
