namespace Goalkeeper.Analysis;

/// <summary>Holm's correction for how many comparisons were made (Holm 1979, Scandinavian Journal of Statistics 6, 65–70).</summary>
internal static class Holm
{
    /// <summary>The p values, in their order, as they count when all are looked at; NaN is a comparison that was not made.</summary>
    public static IReadOnlyList<double> Adjusted(IReadOnlyList<double> p)
    {
        var order = p.Index().Where(c => !double.IsNaN(c.Item)).OrderBy(c => c.Item).ToList();
        var adjusted = Enumerable.Repeat(double.NaN, p.Count).ToArray();
        var largest = 0.0;
        foreach (var (rank, (place, value)) in order.Index())
            adjusted[place] = largest = Math.Max(largest, Math.Min(1, (order.Count - rank) * value));
        return adjusted;
    }
}
