namespace Goalkeeper.Search;

/// <summary>Proposes the points of a search.</summary>
/// <param name="space">What may be proposed.</param>
/// <param name="method">Who chooses.</param>
/// <param name="seed">The search's seed.</param>
/// <param name="isExcluded">Whether a point is left out of the search.</param>
internal sealed class Proposer(SearchSpace space, IMethod method, uint seed, Func<IReadOnlyList<double>, bool> isExcluded)
{
    // After so many candidates in vain a space that can be counted is gone through point by point.
    private const int Tries = 1_000;

    private const int TriesWithoutCount = 100_000;

    private const long MostCounted = 10_000_000;

    private readonly HashSet<IReadOnlyList<double>> _earlier = new(PointComparer.Instance);

    /// <summary>The next point; null where no other is left. No point is proposed twice.</summary>
    /// <param name="history">What is known, all earlier points included; those of one search, whose points are asked for one after the other.</param>
    public double[]? Next(History history)
    {
        if (_earlier.Count > history.Ended.Count + history.UnderWay.Count) _earlier.Clear();
        _earlier.UnionWith(history.Points.Skip(_earlier.Count));
        var earlier = _earlier;
        if (space.Size is { } size && earlier.Count >= size) return null;
        var countable = space.Size <= MostCounted;
        return Free(method.Candidates(space, history, seed).Take(Tries))
            ?? (countable ? Free(space.Points()) : Free(new RandomMethod().Candidates(space, history, seed).Take(TriesWithoutCount)));

        double[]? Free(IEnumerable<double[]> candidates) => candidates.FirstOrDefault(point => !earlier.Contains(point) && !isExcluded(point));
    }

    /// <summary>Points are the same where their values are; what does not exist is the same as what does not exist.</summary>
    private sealed class PointComparer : IEqualityComparer<IReadOnlyList<double>>
    {
        public static PointComparer Instance { get; } = new();

        public bool Equals(IReadOnlyList<double>? x, IReadOnlyList<double>? y) => x!.SequenceEqual(y!);

        public int GetHashCode(IReadOnlyList<double> point)
        {
            var hash = new HashCode();
            foreach (var value in point) hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
