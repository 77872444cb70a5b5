using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Output;

/// <summary>How far a sweep is and what came out, in a line.</summary>
internal static class OverviewText
{
    /// <summary>"football#2".</summary>
    public static string Name(SweepOverview sweep) => new SweepReference(sweep.Sweep, sweep.SweepNumber).ToString();

    /// <summary>"dev_accuracy 95.5 % (mean of 3)", or null.</summary>
    public static string? Best(SweepOverview sweep) =>
        sweep.BestValue is { } value ? $"{sweep.Metric} {PointText.Result(sweep.Format, value, sweep.BestCount ?? 1)}" : null;

    /// <summary>"2025-03-01 17:05"; what is no time as it is stored.</summary>
    public static string Started(SweepOverview sweep) =>
        DateTimeOffset.TryParse(sweep.CreatedAt, CultureInfo.InvariantCulture, out var time) ? TimeText.Of(time) : sweep.CreatedAt;

    /// <summary>"75 finished", "12 of 75 finished, 2 failed, 4 running".</summary>
    public static string Trials(SweepOverview sweep)
    {
        var finished = sweep.Finished == sweep.Trials ? Invariant($"{sweep.Finished}") : Invariant($"{sweep.Finished} of {sweep.Trials}");
        return $"{finished} finished"
            + (sweep.Failed > 0 ? Invariant($", {sweep.Failed} failed") : "")
            + (sweep.Diverged > 0 ? Invariant($", {sweep.Diverged} diverged") : "")
            + (sweep.Pruned > 0 ? Invariant($", {sweep.Pruned} pruned") : "")
            + (sweep.Running > 0 ? Invariant($", {sweep.Running} running") : "")
            + (sweep.Interrupted > 0 ? Invariant($", {sweep.Interrupted} interrupted") : "");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
