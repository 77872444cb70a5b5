namespace Goalkeeper.Search;

/// <summary>A point that has ended, with all its replicates.</summary>
/// <param name="Point">Its values.</param>
/// <param name="Value">The mean over its replicates, the lower the better; null where it failed or diverged.</param>
internal sealed record Observation(IReadOnlyList<double> Point, double? Value)
{
    /// <summary>What its value counts as.</summary>
    public double Loss => Search.Loss.Of(Value);
}

/// <summary>
/// What a proposal is made from, and nothing else: the points that must have ended before it, in the order of their numbers, and those that
/// count as under way, whether or not they have ended.
/// </summary>
internal sealed record History(IReadOnlyList<Observation> Ended, IReadOnlyList<IReadOnlyList<double>> UnderWay)
{
    /// <summary>Nothing was proposed yet.</summary>
    public static History Empty { get; } = new([], []);

    /// <summary>How many of <see cref="Ended"/>, the first ones, are points of an earlier search: they have no number in this one.</summary>
    public int Earlier { get; init; }

    /// <summary>The number of the point that is proposed next, from 1.</summary>
    public int Next => Ended.Count - Earlier + UnderWay.Count + 1;

    /// <summary>All points so far.</summary>
    public IEnumerable<IReadOnlyList<double>> Points => Ended.Select(o => o.Point).Concat(UnderWay);

    /// <summary>A number for each ended point, the lower the better: what has none has the worst that was seen, or 0 where nothing else was.</summary>
    public double[] Values()
    {
        var losses = Ended.Select(o => o.Loss).ToArray();
        var worst = losses.Where(loss => loss < Loss.Worst).DefaultIfEmpty(0).Max();
        return [.. losses.Select(loss => Math.Min(loss, worst))];
    }
}
