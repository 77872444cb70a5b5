namespace Goalkeeper.Analysis;

/// <summary>What chance a number is uncertain by: which seeds it was run with, or which examples it was counted on.</summary>
internal enum ChanceOver
{
    /// <summary>Not known: one seed, and no count of examples.</summary>
    Nothing,

    /// <summary>Other examples of the same kind.</summary>
    Examples,

    /// <summary>Other seeds.</summary>
    Seeds,
}

/// <summary>What a row's value of a metric lies between.</summary>
/// <param name="Interval">At <see cref="Interval.Level"/>; unknown where a value is infinite or NaN, and where all seeds got the same.</param>
/// <param name="Over">What it is over: seeds where there are several, else examples.</param>
/// <param name="Count">How many of them.</param>
internal sealed record RowInterval(Interval Interval, ChanceOver Over, long Count)
{
    /// <summary>From so many seeds on it is bootstrapped; below, Student's t is the more careful.</summary>
    public const int ManySeeds = 10;

    /// <param name="values">What the row's seeds got.</param>
    /// <param name="examples">How many examples a value is a share of; 0: of none.</param>
    public static RowInterval Of(IReadOnlyList<double> values, long examples) => values switch
    {
        [var share] when examples > 0 && share is >= 0 and <= 1 => new(Wilson.Of((long)Math.Round(share * examples), examples), ChanceOver.Examples, examples),
        [] or [_] => new(Interval.Unknown, ChanceOver.Nothing, 0),
        // Numbers that are equal say nothing of how they vary.
        _ when values.All(v => v.Equals(values[0])) => new(Interval.Unknown, ChanceOver.Seeds, values.Count),
        { Count: < ManySeeds } => new(Possible(StudentT.OfMean(values), examples), ChanceOver.Seeds, values.Count),
        _ => new(BcaBootstrap.OfMean(values), ChanceOver.Seeds, values.Count),
    };

    /// <summary>No share is below 0 or above 1.</summary>
    private static Interval Possible(Interval interval, long examples) =>
        examples == 0 ? interval : new(Math.Max(0, interval.Lower), Math.Min(1, interval.Upper));
}
