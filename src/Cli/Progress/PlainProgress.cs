using System.Globalization;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Progress;

/// <summary>Progress for a file or a pipe: a line now and then, one for each kind of failure and the first remark, one at the end.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="clock">The time.</param>
/// <param name="announce">Says how the sweep starts.</param>
internal sealed class PlainProgress(TextWriter output, TimeProvider clock, Action<SweepStart> announce) : ISweepObserver
{
    /// <summary>Time from one line to the next, at least.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Programs can give each failure its own reason; a sweep in which everything fails needs no line for each.
    private const int MostFailures = 20;

    private SweepProgress? _progress;
    private long _lastLine = clock.GetTimestamp();
    private readonly HashSet<string?> _reasons = [];
    private bool _hasRemarked;

    /// <inheritdoc/>
    public void SweepStarted(SweepStart start)
    {
        announce(start);
        _progress = new SweepProgress(start, clock);
    }

    /// <inheritdoc/>
    public void TrialStarted(PlannedTrial trial) => _progress!.Started();

    /// <inheritdoc/>
    public void TrialEnded(PlannedTrial trial, TrialResult result)
    {
        _progress!.Ended(trial, result);
        if (ProgressText.Failure(result) is { } failure && _reasons.Count < MostFailures && _reasons.Add(result.Reason)) WriteFailure(failure);
        if (!_hasRemarked && ProgressText.Remark(result) is { } remark)
        {
            _hasRemarked = true;
            output.WriteLine(remark);
        }
        if (ProgressText.Change(_progress, result) is { } change) output.WriteLine(change);
        WriteNowAndThen(_progress);
    }

    /// <inheritdoc/>
    public void OthersEnded(IReadOnlyDictionary<string, long> counts)
    {
        if (_progress!.OthersEnded(counts)) WriteNowAndThen(_progress);
    }

    /// <inheritdoc/>
    public void SweepEnded()
    {
        var wasOver = _progress!.IsComplete;
        _progress.SweepEnded();
        if (!wasOver && _progress.IsComplete) output.WriteLine(Line(_progress));
    }

    private void WriteNowAndThen(SweepProgress progress)
    {
        if (progress.Done == progress.Total || clock.GetElapsedTime(_lastLine) < Interval) return;
        _lastLine = clock.GetTimestamp();
        output.WriteLine(Line(progress));
    }

    private void WriteFailure(string failure)
    {
        output.WriteLine(failure);
        if (_reasons.Count == MostFailures) output.WriteLine("further failed trials are only counted");
    }

    private static string Line(SweepProgress progress)
    {
        string?[] parts =
        [
            $"{ProgressText.Count(progress)} trials, {ProgressText.Percent(progress)}",
            Number(progress.Failed, "failed"),
            Number(progress.Diverged, "diverged"),
            ProgressText.Best(progress),
            ProgressText.Time(progress),
        ];
        return string.Join(", ", parts.Where(p => p is not null));
    }

    private static string? Number(long count, string what) =>
        count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{count} {what}");
}
