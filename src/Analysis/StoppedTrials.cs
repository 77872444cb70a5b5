using Goalkeeper.Store;

namespace Goalkeeper.Analysis;

/// <summary>Trials that were stopped at a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Count">How many.</param>
/// <param name="Agreement">
/// Of the pairs of trials that went on to the end, the share that stood at this step in the order in which they ended; NaN where they are too few.
/// </param>
internal sealed record StoppedAt(long Step, int Count, double Agreement);

/// <summary>Trials that a stopping rule ended: what that saved, and what is known of whether it mattered.</summary>
/// <param name="Points">The last measurement of each, in their order.</param>
/// <param name="Chosen">The chosen point's mean over its steps; empty where none is chosen.</param>
/// <param name="LastStep">The median of the steps at which the trials that went on ended.</param>
/// <param name="SavedShare">Of all steps that the ended trials would have taken up to that step, the share that none took.</param>
/// <param name="SavedTime">By how much each took less time than the median of those that went on.</param>
/// <param name="Better">How many stood better when they were stopped than the chosen point at the same step; null where that is not known.</param>
/// <param name="Steps">By step, ascending.</param>
internal sealed record StoppedTrials(
    IReadOnlyList<(long Step, double Value)> Points,
    IReadOnlyList<(long Step, double Value)> Chosen,
    long LastStep,
    double SavedShare,
    TimeSpan SavedTime,
    int? Better,
    IReadOnlyList<StoppedAt> Steps)
{
    /// <summary>More trials' pairs than that are not counted: the first are enough.</summary>
    private const int MostTrials = 500;

    /// <summary>Sums up the pruned trials of a sweep; null where there are none, or where none has gone on to compare them with.</summary>
    /// <param name="summary">The sweep.</param>
    /// <param name="traces">What its trials measured of the sweep's metric.</param>
    public static StoppedTrials? Of(SweepSummary summary, IReadOnlyList<TrialTrace> traces)
    {
        var byTrial = traces.ToDictionary(t => t.Trial, t => t.Trace);
        List<(TrialRecord Trial, Trace Trace)> measured = [.. summary.Trials.Where(t => byTrial.ContainsKey(t.Number)).Select(t => (t, byTrial[t.Number]))];
        var stopped = measured.FindAll(m => m.Trial.State == TrialState.Pruned);
        var whole = measured.FindAll(m => m.Trial.State == TrialState.Finished && m.Trial.Metrics.ContainsKey(summary.Sweep.MetricName));
        if (stopped.Count == 0 || whole.Count == 0) return null;

        var chosen = summary.Chosen is { } row
            ? MeanCurve.Of(row, summary.Sweep.MetricName, trial => byTrial.TryGetValue(trial.Number, out var trace) ? [trace] : []).Select(p => (p.Step, p.Value.Mean)).ToList()
            : [];
        var last = whole.Select(m => m.Trace.Iterations[^1]).Order().ElementAt(whole.Count / 2);
        var usual = whole.Select(m => m.Trial.DurationMs ?? 0).Order().ElementAt(whole.Count / 2);
        var taken = measured.Sum(m => (double)Math.Min(last, m.Trace.Iterations[^1]));
        var compared = stopped.Select(m => (Own: m.Trace.Values[^1], Chosen: At(chosen, m.Trace.Iterations[^1]))).Where(p => double.IsFinite(p.Own) && double.IsFinite(p.Chosen)).ToList();
        return new(
            [.. stopped.Select(m => (m.Trace.Iterations[^1], m.Trace.Values[^1]))],
            chosen,
            last,
            last > 0 ? 1 - taken / (measured.Count * (double)last) : 0,
            Time(stopped.Sum(m => Math.Max(0, usual - (m.Trial.DurationMs ?? usual)))),
            compared.Count > 0 ? compared.Count(p => summary.Sweep.Metric.IsBetter(p.Own, p.Chosen)) : null,
            [
                .. stopped.GroupBy(m => m.Trace.Iterations[^1]).OrderBy(g => g.Key)
                    .Select(g => new StoppedAt(g.Key, g.Count(), Concordance.Of([.. whole.Take(MostTrials).Select(m => (At(m.Trace, g.Key), m.Trial.Metrics[summary.Sweep.MetricName])).Where(p => double.IsFinite(p.Item1) && double.IsFinite(p.Item2))]))),
            ]);
    }

    // A damaged store can have any duration.
    private static TimeSpan Time(double ms) => ms < TimeSpan.MaxValue.TotalMilliseconds ? TimeSpan.FromMilliseconds(Math.Max(0, ms)) : TimeSpan.MaxValue;

    private static double At(Trace trace, long step) => At([.. trace.Iterations.Zip(trace.Values)], step);

    /// <summary>The last value up to a step; NaN where there is none.</summary>
    private static double At(IReadOnlyList<(long Step, double Value)> curve, long step) => curve.LastOrDefault(p => p.Step <= step, (0, double.NaN)).Value;
}
