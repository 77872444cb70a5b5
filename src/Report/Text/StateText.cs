using Goalkeeper.Analysis;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Text;

/// <summary>Says how far a sweep came, where not every trial finished.</summary>
internal static class StateText
{
    /// <summary>"The sweep was interrupted: 12 of 20 trials finished, 1 failed and 7 are left; …", or null where all finished.</summary>
    public static string? Of(SweepSummary summary)
    {
        var (finished, left) = (summary.CountOf(TrialState.Finished), summary.OpenTrials);
        if (finished == summary.Trials.Count) return null;
        var parts = new List<string> { FormattableString.Invariant($"{finished:N0} of {NumberText.Count(summary.Trials.Count, "trial")} finished") };
        foreach (var state in (string[])[TrialState.Failed, TrialState.Diverged])
            if (summary.CountOf(state) is > 0 and var count) parts.Add(FormattableString.Invariant($"{count:N0} {state}"));
        if (summary.CountOf(TrialState.Pruned) is > 0 and var pruned) parts.Add(Pruned(summary, pruned));
        if (left > 0) parts.Add(FormattableString.Invariant($"{left:N0} {(left == 1 ? "is" : "are")} left"));
        if (left > 0 && summary.Plan.Search is { } search && (long)search.RunCap * summary.Plan.Replicates - summary.Trials.Count is > 0 and var more)
            parts.Add(FormattableString.Invariant($"up to {more:N0} more {(more == 1 ? "is" : "are")} to be proposed"));
        var counts = Wording.List(parts);
        if (left == 0) return $"{counts}.";
        if (summary.CountOf(TrialState.Running) > 0) return $"The sweep is still running: {counts}.";
        var how = summary.CountOf(TrialState.Interrupted) > 0 ? "was interrupted" : "is not complete";
        return $"The sweep {how}: {counts}; the same goalkeeper run carries on.";
    }

    /// <summary>"20 were pruned by hyperband".</summary>
    private static string Pruned(SweepSummary summary, long count) =>
        FormattableString.Invariant($"{count:N0} {(count == 1 ? "was" : "were")} pruned by {summary.Plan.Search?.StoppingRule ?? "a person"}");
}
