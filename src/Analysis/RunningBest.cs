using Goalkeeper.Store;

namespace Goalkeeper.Analysis;

/// <summary>The best value up to each place of a sequence.</summary>
internal static class RunningBest
{
    /// <summary>NaN until there is a first value; infinities are ranked as they are.</summary>
    public static IReadOnlyList<double> Of(IReadOnlyList<double> values, Metric metric)
    {
        var best = double.NaN;
        return [.. values.Select(value => best = metric.IsBetter(value, best) ? value : best)];
    }
}
