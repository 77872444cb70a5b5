using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A stored trial that was run again.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Difference">Where it first differs, or null: identical.</param>
/// <param name="HasFingerprint">Whether it was compared in full precision; without, by what the store keeps.</param>
internal sealed record TrialVerification(TrialRecord Trial, Difference? Difference, bool HasFingerprint)
{
    /// <summary>Whether already the weights that it started from differ.</summary>
    public bool StartsElsewhere => Difference?.What == TrialComparison.InitialWeightsName;
}

/// <summary>What came of running a sweep's stored trials again.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="DatasetName">What its data are called.</param>
/// <param name="Dataset">Where the data, generated again, first differ; null where they do not, or are not generated.</param>
/// <param name="Verified">The trials that were run again, by number.</param>
/// <param name="NotVerified">Those that have no result to compare with: failed, queued, running; by number.</param>
/// <param name="Stopped">Whether it was asked to stop before all had been run.</param>
internal sealed record SweepVerification(
    SweepRecord Sweep,
    string DatasetName,
    Difference? Dataset,
    IReadOnlyList<TrialVerification> Verified,
    IReadOnlyList<TrialRecord> NotVerified,
    bool Stopped)
{
    /// <summary>What came of proposing a search's points again; null where the sweep is no search.</summary>
    public ProposalVerification? Proposals { get; init; }

    /// <summary>Whether nothing differs.</summary>
    public bool Identical => Dataset is null && Verified.All(t => t.Difference is null) && Proposals is not { Differences.Count: > 0 };
}
