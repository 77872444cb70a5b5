namespace Goalkeeper.Store;

/// <summary>What came out of a point by its sweep's metric.</summary>
/// <param name="Point">The point's number.</param>
/// <param name="Trials">Its trials, ended or not.</param>
/// <param name="Count">Those that finished with a number.</param>
/// <param name="Mean">The metric's mean over those (<see cref="Metric.Mean"/>).</param>
internal sealed record PointResult(long Point, long Trials, long Count, double Mean)
{
    /// <summary>Whether every trial of it finished with a number.</summary>
    public bool IsWhole => Count == Trials;
}

/// <summary>The point that a sweep's metric recommends.</summary>
/// <param name="Result">Its number, its mean and what that is over.</param>
/// <param name="Trials">All its trials by replicate, ended or not.</param>
internal sealed record BestPoint(PointResult Result, IReadOnlyList<TrialRecord> Trials)
{
    /// <summary>Its varying settings: what its trials have in common, so without the seed where replicates differ in it.</summary>
    public IReadOnlyDictionary<string, object> Parameters { get; } = Trials[0].Parameters
        .Where(p => Trials.All(t => t.Parameters.TryGetValue(p.Key, out var value) && value.Equals(p.Value)))
        .ToDictionary();
}
