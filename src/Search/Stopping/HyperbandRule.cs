namespace Goalkeeper.Search;

/// <summary>
/// At rungs that are each <c>eta</c> times as far, the best 1/eta of the trials that got there go on: the successive halving of Li et al. 2018,
/// "Hyperband", as W&amp;B's sweeps do it, without brackets.
/// </summary>
/// <param name="rungs">The steps, ascending.</param>
/// <param name="eta">Above 1.</param>
/// <param name="isStrict">Whether the value at a rung decides; else the best until there, which forgives a single bad value.</param>
internal sealed class HyperbandRule(IReadOnlyList<long> rungs, double eta, bool isStrict) : IStoppingRule
{
    /// <inheritdoc/>
    public bool ComparesBest => !isStrict;

    /// <summary>The rungs from the first step on.</summary>
    public static IReadOnlyList<long> From(long first, double eta) => Rungs(first, eta, int.MaxValue);

    /// <summary>The last rungs before an end, at most so many.</summary>
    public static IReadOnlyList<long> Before(long end, double eta, int count) => [.. Enumerable.Reverse(Rungs(end / eta, 1 / eta, count))];

    /// <inheritdoc/>
    public IReadOnlyList<Threshold> Thresholds(IReadOnlyList<Curve> ended)
    {
        var thresholds = new List<Threshold>();
        foreach (var rung in rungs)
        {
            var values = Curve.Sorted(ended, rung);
            if (values.Count == 0) break;
            thresholds.Add(new Threshold(rung, values[(int)(values.Count / eta)], values.Count));
        }
        return thresholds;
    }

    private static List<long> Rungs(double rung, double factor, int count)
    {
        var rungs = new List<long>();
        for (; rungs.Count < count && rung is >= 1 and < 1e15; rung *= factor)
        {
            if (rungs.Count == 0 || rungs[^1] != (long)rung) rungs.Add((long)rung);
        }
        return rungs;
    }
}
