using System.Globalization;
using Goalkeeper.Cli.Output;
using Goalkeeper.Report.Text;
using Goalkeeper.Runner;

namespace Goalkeeper.Cli.Progress;

/// <summary>Where a sweep stands, in words.</summary>
internal static class ProgressText
{
    /// <summary>"34/75".</summary>
    public static string Count(SweepProgress progress) => string.Create(CultureInfo.InvariantCulture, $"{progress.Done}/{progress.Total}");

    /// <summary>"45 %", rounded down: 100 % is all of them.</summary>
    public static string Percent(SweepProgress progress) =>
        string.Create(CultureInfo.InvariantCulture, $"{(progress.Total == 0 ? 100 : progress.Done * 100 / progress.Total)} %");

    /// <summary>"best dev_accuracy 0.955 (trial 7)", or nothing.</summary>
    public static string? Best(SweepProgress progress) => progress.Best is { } best
        ? string.Create(CultureInfo.InvariantCulture, $"best {progress.Metric} {Cell.Measured(best.Value)} (trial {best.Number})")
        : null;

    /// <summary>"1:05 left", or at the end "in 2:01:05"; nothing before the first trial has ended.</summary>
    public static string? Time(SweepProgress progress)
    {
        if (progress.Done == progress.Total) return $"in {Duration(progress.Elapsed)}";
        return progress.Left is { } left ? $"{Duration(left)} left" : null;
    }

    /// <summary>"1.5 s", "1:05" or "2:01:05".</summary>
    public static string Duration(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(10)) return $"{NumberText.Fixed(time.TotalSeconds, 1)} s";
        var rounded = TimeSpan.FromSeconds(Math.Round(time.TotalSeconds));
        return rounded.TotalHours < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{rounded.Minutes}:{rounded.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{(long)rounded.TotalHours}:{rounded.Minutes:00}:{rounded.Seconds:00}");
    }
}
