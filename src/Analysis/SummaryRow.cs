using Goalkeeper.Store;

namespace Goalkeeper.Analysis;

/// <summary>One point of a sweep with its replicates.</summary>
/// <param name="Variant">Its variant, or null.</param>
/// <param name="Note">The variant's comment, or empty.</param>
/// <param name="Parameters">Values of the settings that vary between points, the seed apart: long, double or text.</param>
/// <param name="Trials">Its trials by replicate, ended or not.</param>
internal sealed record SummaryRow(
    string? Variant, string Note, IReadOnlyDictionary<string, object> Parameters, IReadOnlyList<TrialRecord> Trials)
{
    /// <summary>The point's number.</summary>
    public long Point => Trials[0].Point;

    /// <summary>The trials that finished.</summary>
    public IReadOnlyList<TrialRecord> Finished { get; } = [.. Trials.Where(t => t.State == TrialState.Finished)];

    /// <summary>A metric over the finished trials that have it.</summary>
    public Statistic Of(string metric) =>
        Statistic.Of([.. Finished.Where(t => t.Metrics.ContainsKey(metric)).Select(t => t.Metrics[metric])]);
}
