namespace Goalkeeper.Analysis;

/// <summary>How much of a metric's variance seeds make, and how much the points that they are of (Searle, Casella and McCulloch 1992, chapter 3).</summary>
internal static class SeedVariance
{
    /// <summary>
    /// The share of seeds, by the analysis of variance's estimates of both components; NaN where no point has two seeds, there is one point, or nothing varies.
    /// </summary>
    /// <param name="points">The finite values of each point.</param>
    public static double Share(IReadOnlyList<IReadOnlyList<double>> points)
    {
        int all = points.Sum(p => p.Count), degrees = all - points.Count;
        if (points.Count < 2 || degrees < 1) return double.NaN;
        var mean = points.Sum(p => p.Sum()) / all;
        double within = 0, between = 0, counts = 0;
        foreach (var point in points)
        {
            var own = point.Sum() / point.Count;
            within += point.Sum(v => (v - own) * (v - own));
            between += point.Count * (own - mean) * (own - mean);
            counts += (double)point.Count * point.Count;
        }
        var ofSeeds = within / degrees;
        var replicates = (all - counts / all) / (points.Count - 1);
        var ofPoints = Math.Max(0, (between / (points.Count - 1) - ofSeeds) / replicates);
        return ofSeeds + ofPoints > 0 ? ofSeeds / (ofSeeds + ofPoints) : double.NaN;
    }
}
