namespace Goalkeeper.Search;

/// <summary>A point that has ended, with all its replicates.</summary>
/// <param name="Point">Its values.</param>
/// <param name="Value">The mean over its replicates, the lower the better; null where it failed or diverged, which counts as the worst seen.</param>
internal sealed record Observation(IReadOnlyList<double> Point, double? Value);

/// <summary>
/// What a proposal is made from, and nothing else: the points that must have ended before it, in the order of their numbers, and those that
/// count as under way, whether or not they have ended.
/// </summary>
internal sealed record History(IReadOnlyList<Observation> Ended, IReadOnlyList<IReadOnlyList<double>> UnderWay)
{
    /// <summary>Nothing was proposed yet.</summary>
    public static History Empty { get; } = new([], []);

    /// <summary>The number of the point that is proposed next, from 1.</summary>
    public int Next => Ended.Count + UnderWay.Count + 1;

    /// <summary>All points so far.</summary>
    public IEnumerable<IReadOnlyList<double>> Points => Ended.Select(o => o.Point).Concat(UnderWay);

    /// <summary>A value for each ended point: what failed, diverged or has no number has the worst that was seen, or 0 where nothing else was.</summary>
    public double[] Values()
    {
        var numbers = Ended.Select(o => o.Value is { } value && double.IsFinite(value) ? o.Value : null).ToArray();
        var worst = numbers.Max() ?? 0;
        return [.. numbers.Select(value => value ?? worst)];
    }
}
