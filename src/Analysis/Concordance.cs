namespace Goalkeeper.Analysis;

/// <summary>
/// Of the pairs that two orders tell apart, the share that they order alike: (γ + 1) / 2 of Goodman and Kruskal's γ (1954, JASA 49, 732–764), and, where nothing
/// is equal, (τ + 1) / 2 of Kendall's τ.
/// </summary>
internal static class Concordance
{
    /// <summary>Fewer say nothing of an order.</summary>
    private const int Fewest = 3;

    /// <summary>NaN where there are fewer than three things, or pairs that both orders tell apart.</summary>
    /// <param name="values">Each thing's two values; pairs that are equal on either side have no order, and are left out.</param>
    public static double Of(IReadOnlyList<(double First, double Second)> values)
    {
        if (values.Count < Fewest) return double.NaN;
        var (same, pairs) = (0, 0);
        for (var i = 0; i < values.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var order = values[i].First.CompareTo(values[j].First) * values[i].Second.CompareTo(values[j].Second);
                if (order != 0) pairs++;
                if (order > 0) same++;
            }
        }
        return pairs < Fewest ? double.NaN : (double)same / pairs;
    }
}
