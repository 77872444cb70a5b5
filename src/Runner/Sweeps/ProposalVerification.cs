namespace Goalkeeper.Runner;

/// <summary>What came of proposing the points of a search again, each from what its proposal saw.</summary>
/// <param name="Points">How many points were proposed again.</param>
/// <param name="Differences">Those that came out otherwise, and how, by number.</param>
internal sealed record ProposalVerification(int Points, IReadOnlyList<(long Point, string What)> Differences);
