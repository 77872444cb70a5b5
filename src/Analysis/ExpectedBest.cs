namespace Goalkeeper.Analysis;

/// <summary>
/// The best that a random search of so many trials is expected to find: the mean of the best of b draws, with replacement, from what was
/// found (Dodge et al. 2019, "Show your work", equation 7; of the estimators that Dodge et al. 2021 compare, one of the two biased ones, which mislead
/// least). It holds for random search alone, whose trials are such draws, and for points drawn from a grid.
/// </summary>
internal static class ExpectedBest
{
    /// <summary>The expected best for some budgets.</summary>
    /// <param name="values">What was found, finite; more is better.</param>
    /// <param name="budgets">Numbers of trials, from 1 on.</param>
    public static IReadOnlyList<double> Of(IReadOnlyList<double> values, IReadOnlyList<int> budgets)
    {
        List<double> sorted = [.. values.Order()];
        return [.. budgets.Select(budget =>
        {
            var (expected, below) = (0.0, 0.0);
            for (var i = 0; i < sorted.Count; i++)
            {
                var upTo = Power((i + 1.0) / sorted.Count, budget);
                expected += sorted[i] * (upTo - below);
                below = upTo;
            }
            return expected;
        })];
    }

    /// <summary>By products alone, which are the same on every machine.</summary>
    private static double Power(double number, int exponent)
    {
        var power = 1.0;
        for (; exponent > 0; exponent >>= 1, number *= number) if ((exponent & 1) == 1) power *= number;
        return power;
    }
}
