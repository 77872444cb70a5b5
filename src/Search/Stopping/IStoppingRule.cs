namespace Goalkeeper.Search;

/// <summary>What a trial must not be worse than at a rung, a step at which a stopping rule looks.</summary>
/// <param name="Step">The rung.</param>
/// <param name="Value">The worst that may go on, the lower the better.</param>
/// <param name="Trials">How many trials it comes from.</param>
internal sealed record Threshold(long Step, double Value, int Trials);

/// <summary>Says which trials are not worth their time. A pure function of the trials that it is shown.</summary>
internal interface IStoppingRule
{
    /// <summary>Whether the best value until the rung is held against the threshold, and not the value there.</summary>
    bool ComparesBest { get; }

    /// <summary>The thresholds of a trial that starts when these have ended, by step; none where too little is known.</summary>
    IReadOnlyList<Threshold> Thresholds(IReadOnlyList<Curve> ended);
}
