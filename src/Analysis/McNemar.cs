using Goalkeeper.Numerics;

namespace Goalkeeper.Analysis;

/// <summary>
/// McNemar's exact test of two answers to the same examples (McNemar 1947, Psychometrika 12, 153–157): where one of them alone is right, each is
/// so with the same probability unless one is better.
/// </summary>
internal static class McNemar
{
    /// <summary>The two-sided p; 1 where they are right about the same examples.</summary>
    /// <param name="onlyFirst">Examples that the first alone is right about.</param>
    /// <param name="onlySecond">Examples that the second alone is right about.</param>
    public static double P(long onlyFirst, long onlySecond)
    {
        if (onlyFirst == onlySecond) return 1;
        var (fewer, all) = (Math.Min(onlyFirst, onlySecond), onlyFirst + onlySecond);
        if (fewer == 0) return Math.ScaleB(1, 1 - (int)all);
        // P(X ≤ fewer) of a binomial with 1/2, by the incomplete beta function.
        return Math.Min(1, 2 * BetaFunction.Cumulative(0.5, all - fewer, fewer + 1));
    }
}
