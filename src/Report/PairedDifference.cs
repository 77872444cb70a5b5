using MathNet.Numerics.Distributions;

namespace Goalkeeper.Report;

/// <summary>
/// How much better one row is than another, seed by seed: replicates of all points share their seeds, so what the seed does cancels.
/// </summary>
/// <param name="Count">Seeds that both rows finished.</param>
/// <param name="Mean">Mean difference of the metric.</param>
/// <param name="HalfWidth">Half the width of its 95 % confidence interval (Student's t); NaN below two seeds.</param>
public readonly record struct PairedDifference(int Count, double Mean, double HalfWidth)
{
    /// <summary>Row minus other.</summary>
    public static PairedDifference Of(SummaryRow row, SummaryRow other, string metric)
    {
        var pairs = row.Measured(metric).Join(other.Measured(metric), m => m.Seed, m => m.Seed, (mine, its) => mine.Value - its.Value);
        var differences = Statistic.Of([.. pairs]);
        var halfWidth = differences.Count < 2
            ? double.NaN
            : StudentT.InvCDF(0, 1, differences.Count - 1, 0.975) * differences.StandardDeviation / Math.Sqrt(differences.Count);
        return new PairedDifference(differences.Count, differences.Mean, halfWidth);
    }

    /// <summary>Whether the interval leaves zero out: a difference that luck with the seeds does not explain.</summary>
    public bool IsClear => Math.Abs(Mean) > HalfWidth;
}
