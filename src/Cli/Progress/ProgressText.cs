using System.Globalization;
using Goalkeeper.Cli.Output;
using Goalkeeper.Report.Text;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Progress;

/// <summary>Where a sweep stands, in words.</summary>
internal static class ProgressText
{
    /// <summary>"34/75".</summary>
    public static string Count(SweepProgress progress) => string.Create(CultureInfo.InvariantCulture, $"{progress.Done}/{progress.Total}");

    /// <summary>"45 %", rounded down: 100 % is all of them, and stored.</summary>
    public static string Percent(SweepProgress progress) =>
        string.Create(CultureInfo.InvariantCulture, $"{(progress.IsComplete ? 100 : Math.Min(99, progress.Done * 100 / Math.Max(1, progress.Total)))} %");

    /// <summary>"best dev_accuracy 95.5 % (mean of 3), lambda 0.7", or nothing.</summary>
    public static string? Best(SweepProgress progress)
    {
        // Of the whole sweep the table tells, which knows what others found.
        if (progress.Best is not { } best || progress is { IsComplete: true, HasOthers: true }) return null;
        var settings = progress.TrialOfBest is { } trial ? PointText.Settings(progress.Plan, trial, best.Trials > 1)
            : progress.BestBefore is { } before && before.Result.Point == best.Point ? PointText.Settings(progress.Plan, before)
            // Nothing was run of it now, and another was best before.
            : string.Create(CultureInfo.InvariantCulture, $"point {best.Point}");
        return $"best {(progress.HasOthers ? "here: " : "")}{progress.Metric} {PointText.Result(progress.Format, best.Mean, best.Count)}{(settings is null ? "" : $", {settings}")}";
    }

    /// <summary>"0:42, 1:05 left", or at the end "in 2:01:05".</summary>
    public static string Time(SweepProgress progress)
    {
        if (progress.IsComplete) return $"in {DurationText.Of(progress.Elapsed)}";
        return DurationText.Of(progress.Elapsed) + (progress.Left is { } left ? $", {DurationText.Of(left)} left" : "");
    }

    /// <summary>"trial 3 failed: …", or null where it has not.</summary>
    public static string? Failure(TrialResult result) => result.State != TrialState.Failed ? null
        : string.Create(CultureInfo.InvariantCulture, $"trial {result.Number} failed{(result.IsToBeTriedAgain ? " and is tried again" : "")}: {result.Reason}");

    /// <summary>"train.py was changed while the sweep runs, before trial 7: …", or null where nothing was.</summary>
    public static string? Change(SweepProgress progress, TrialResult result) => progress.ChangedFiles is { } files
        ? string.Create(CultureInfo.InvariantCulture, $"{Wording.List(files)} {(files.Count == 1 ? "was" : "were")} changed while the sweep runs: trial {result.Number} is another program's result than those before. ")
            + "Ctrl-C stops; `goalkeeper run --new` starts afresh"
        : null;

    /// <summary>"trial 3: 2 lines were meant as metrics and are none; …", or null where nothing is to be said of how its program ran.</summary>
    public static string? Remark(TrialResult result) =>
        result.Process?.Remark is { } remark ? string.Create(CultureInfo.InvariantCulture, $"trial {result.Number}: {remark}") : null;
}
