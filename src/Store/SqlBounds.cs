namespace Goalkeeper.Store;

/// <summary>What SQL that a user has written may take.</summary>
/// <param name="Time">How long SQLite may work on it.</param>
/// <param name="Length">The longest text or blob that it may make, in bytes.</param>
/// <param name="SqlLength">The longest SQL, in bytes.</param>
internal sealed record SqlBounds(TimeSpan Time, int Length, int SqlLength)
{
    /// <summary>Of an experiment file, which may be a stranger's, over short rows.</summary>
    public static SqlBounds Exclude { get; } = new(TimeSpan.FromSeconds(5), 10_000, 100_000);

    /// <summary>Over the trials of a sweep.</summary>
    public static SqlBounds Table { get; } = new(TimeSpan.FromSeconds(10), 16_000_000, 1_000_000);

    /// <summary>Over a store, stored blobs included.</summary>
    public static SqlBounds Query { get; } = new(TimeSpan.FromSeconds(30), 64_000_000, 1_000_000) { IsPerRow = true };

    /// <summary>Whether each row has <see cref="Time"/> anew: an answer of many rows may take long to read.</summary>
    public bool IsPerRow { get; init; }

    /// <summary>Tests bring their own.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
