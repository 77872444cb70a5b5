namespace Goalkeeper.Search;

/// <summary>
/// The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kégl 2011, "Algorithms for hyper-parameter optimization"), over all
/// dimensions at once (Falkner, Klein and Hutter 2018, "BOHB"). Candidates are drawn from a density of the best points so far, l, and ranked by
/// l / g, where g is the density of all others; points under way count among those (the constant liar of Ginsbourger et al. 2010).
/// </summary>
internal sealed class TpeMethod : IMethod
{
    // So many points at random come first, and so many candidates are compared for each later one: as in Optuna.
    private const int PointsAtRandom = 10;

    private const int Compared = 24;

    // The best tenth of what has ended, but not more, is good.
    private const double GoodShare = 0.1;

    private const int MostGood = 25;

    /// <inheritdoc/>
    public IEnumerable<double[]> Candidates(SearchSpace space, History history, uint seed) =>
        history.Ended.Count < PointsAtRandom ? new RandomMethod().Candidates(space, history, seed) : Learned(space, history, seed);

    private static IEnumerable<double[]> Learned(SearchSpace space, History history, uint seed)
    {
        var random = new RandomNumbers(seed, Purpose.Candidates, history.Next);
        var (good, others) = Split(history);
        var l = new ParzenEstimator(space, good);
        var g = new ParzenEstimator(space, others);
        while (true)
        {
            var drawn = Enumerable.Range(0, Compared).Select(_ => space.Point(l.Draw(random))).ToArray();
            foreach (var point in drawn.OrderByDescending(point => l.LogDensity(point) - g.LogDensity(point))) yield return point;
        }
    }

    /// <summary>The good points and all others, each in the order of their numbers. A point that failed is never good.</summary>
    private static (IReadOnlyList<IReadOnlyList<double>> Good, IReadOnlyList<IReadOnlyList<double>> Others) Split(History history)
    {
        var count = Math.Min((int)Math.Ceiling(GoodShare * history.Ended.Count), MostGood);
        var good = history.Ended.Where(o => o.Loss < Loss.Worst).OrderBy(o => o.Loss).Take(count).ToHashSet(ReferenceEqualityComparer.Instance);
        return (
            [.. history.Ended.Where(good.Contains).Select(o => o.Point)],
            [.. history.Ended.Where(o => !good.Contains(o)).Select(o => o.Point), .. history.UnderWay]);
    }
}
