namespace Goalkeeper.Search;

/// <summary>At one step the best share of the trials that got there go on: the baseline that is hard to beat.</summary>
/// <param name="step">The step.</param>
/// <param name="keep">The share, above 0 and below 1.</param>
/// <param name="minTrials">How many trials must have got there before any is ended.</param>
internal sealed class FixedRule(long step, double keep, int minTrials) : IStoppingRule
{
    /// <inheritdoc/>
    public bool ComparesBest => false;

    /// <inheritdoc/>
    public IReadOnlyList<Threshold> Thresholds(IReadOnlyList<Curve> ended)
    {
        var values = Curve.Sorted(ended, step);
        return values.Count < Math.Max(1, minTrials) ? [] : [new Threshold(step, values[Math.Max(1, (int)Math.Ceiling(keep * values.Count)) - 1], values.Count)];
    }
}
