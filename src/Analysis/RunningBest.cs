namespace Goalkeeper.Analysis;

/// <summary>The best value up to each place of a sequence.</summary>
internal static class RunningBest
{
    /// <summary>NaN until there is a first value; infinities are ranked as they are.</summary>
    public static IReadOnlyList<double> Of(IReadOnlyList<double> values, bool maximizes)
    {
        var best = double.NaN;
        return [.. values.Select(value => best = double.IsNaN(best) || (maximizes ? value > best : value < best) ? value : best)];
    }
}
