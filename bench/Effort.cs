namespace Goalkeeper.Bench;

/// <summary>How much is run for each figure.</summary>
/// <param name="Rounds">Ours and the peer's in turn, so many times; the best of each counts, since machines are shared.</param>
/// <param name="Share">Part of the iterations that a full measurement trains.</param>
/// <param name="Trials">Trials of the empty sweep.</param>
/// <param name="LargeTrials">Trials of the large store.</param>
/// <param name="InsertedPoints">Trace points of the insert rate.</param>
internal sealed record Effort(int Rounds, double Share, int Trials, int LargeTrials, int InsertedPoints)
{
    /// <summary>For figures: some minutes.</summary>
    public static Effort Full { get; } = new(20, 1, 10_000, 100_000, 1_000_000);

    /// <summary>For seeing that everything still runs; its figures say nothing.</summary>
    public static Effort Small { get; } = new(1, 0.01, 200, 500, 10_000);

    /// <summary>Rounds of what takes seconds.</summary>
    public int FewRounds => Math.Min(Rounds, 5);

    /// <summary>So many iterations of a full measurement's.</summary>
    public int Iterations(int full) => Math.Max(2, (int)(full * Share));
}
