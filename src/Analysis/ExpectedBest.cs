namespace Goalkeeper.Analysis;

/// <summary>
/// The best that a random search of so many trials is expected to find: the mean of the best of b draws, with replacement, from what was
/// found (Dodge et al. 2019, "Show your work", equation 7). It holds for random search alone, whose trials are such draws.
/// </summary>
internal static class ExpectedBest
{
    /// <summary>The expected best for budgets of 1, 2, …, n trials.</summary>
    /// <param name="values">What n trials found, infinities among them or not; more is better.</param>
    public static IReadOnlyList<double> Of(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        var n = sorted.Count;
        var below = Enumerable.Range(0, n + 1).Select(i => (double)i / n).ToArray();
        var power = Enumerable.Repeat(1.0, n + 1).ToArray();
        var expected = new double[n];
        for (var budget = 0; budget < n; budget++)
        {
            for (var i = 0; i <= n; i++) power[i] *= below[i];
            for (var i = 0; i < n; i++) if (power[i + 1] > power[i]) expected[budget] += sorted[i] * (power[i + 1] - power[i]);
        }
        return expected;
    }
}
