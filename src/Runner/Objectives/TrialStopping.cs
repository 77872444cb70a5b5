using System.Globalization;
using Goalkeeper.Search;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What a stopping rule says of a trial while it runs. Its thresholds were computed when its point was proposed: nobody is asked meanwhile.</summary>
internal sealed class TrialStopping
{
    private readonly StoppingDecision _decision;
    private readonly string _metric;
    private readonly string _rule;
    private readonly int _sign;

    private TrialStopping(SweepPlan plan, EarlyTermination rule, IReadOnlyList<StoredThreshold> thresholds)
    {
        (_metric, _rule, _sign) = (plan.MetricName, rule.Type, plan.Sign);
        _decision = new StoppingDecision(rule.Rule.ComparesBest, [.. thresholds.Select(t => new Threshold(t.Step, _sign * t.Value, t.Trials))]);
    }

    /// <summary>Null where nothing ends the trial early.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="rule">Its stopping rule, or null.</param>
    /// <param name="thresholds">The trial's, by step.</param>
    public static TrialStopping? Of(SweepPlan plan, EarlyTermination? rule, IReadOnlyList<StoredThreshold> thresholds) =>
        rule is not null && thresholds.Count > 0 ? new TrialStopping(plan, rule, thresholds) : null;

    /// <summary>Why the trial was ended; null: it was not.</summary>
    public string? Reason => _decision.Missed is var (threshold, step, value)
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{_metric} was {_sign * value:R} at step {step}, worse than {_sign * threshold.Value:R}, the threshold of {_rule} at {threshold.Step} from {threshold.Trials} {(threshold.Trials == 1 ? "trial" : "trials")}")
        : null;

    /// <summary>Takes a measurement.</summary>
    /// <returns>Whether the trial may go on; once it may not, it never may.</returns>
    public bool MayGoOn(string metric, long step, double value) => metric == _metric ? _decision.MayGoOn(step, _sign * value) : _decision.Missed is null;
}
