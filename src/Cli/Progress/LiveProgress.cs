using System.Globalization;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Spectre.Console;

namespace Goalkeeper.Cli.Progress;

/// <summary>Progress on a terminal: two lines that a thread of their own redraws in place, until this is disposed.</summary>
/// <param name="console">The terminal.</param>
/// <param name="clock">The time.</param>
/// <param name="announce">Says how the sweep starts, before anything is drawn.</param>
internal sealed class LiveProgress(IAnsiConsole console, TimeProvider clock, Action<SweepStart> announce) : ISweepObserver, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _stop = new();
    private SweepProgress? _progress;
    private string _sweep = "";
    private Thread? _thread;

    /// <inheritdoc/>
    public void SweepStarted(SweepStart start)
    {
        announce(start);
        _sweep = Printable.Line(start.Sweep.Reference.ToString());
        _progress = new SweepProgress(start, clock);
        if (_progress.Done == _progress.Total) return;
        _thread = new Thread(Draw) { IsBackground = true, Name = "progress" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void TrialStarted(PlannedTrial trial)
    {
        lock (_lock) _progress!.Started();
    }

    /// <inheritdoc/>
    public void TrialEnded(PlannedTrial trial, TrialResult result)
    {
        lock (_lock) _progress!.Ended(trial, result);
    }

    /// <summary>Draws a last time and leaves the lines where they are.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        _stop.Dispose();
    }

    private void Draw()
    {
        try
        {
            console.Live(Render()).Start(live =>
            {
                while (!_stop.Wait(Interval)) live.UpdateTarget(Render());
                live.UpdateTarget(Render());
            });
        }
        catch (IOException)
        {
            // The terminal is gone. A lost progress line is harmless.
        }
    }

    private Rows Render()
    {
        lock (_lock) return new Rows(Bar(_progress!), Numbers(_progress!));
    }

    private Markup Bar(SweepProgress progress)
    {
        var time = ProgressText.Time(progress);
        var before = $"{_sweep}  ";
        var after = $"  {ProgressText.Count(progress)}  {ProgressText.Percent(progress)}  {time}";
        // As wide as what is left of the line, and no wider than is pleasant; the line's last column stays free.
        var width = Math.Clamp(console.Profile.Width - before.Length - after.Length - 1, 8, 48);
        var failed = Share(progress.Failed, progress.Total, width);
        var diverged = Share(progress.Diverged, progress.Total, width);
        var filled = (int)(progress.Done * width / progress.Total);
        var good = Math.Max(0, filled - failed - diverged);
        return new Markup(
            $"[bold]{Markup.Escape(_sweep)}[/]  {Part(good, "green")}{Part(diverged, "yellow")}{Part(failed, "red")}"
            + $"{Part(width - good - diverged - failed, "grey", '─')}{Markup.Escape(after)}")
        { Overflow = Overflow.Crop };
    }

    // What went wrong shows, however little it is.
    private static int Share(long count, long total, int width) => count == 0 ? 0 : Math.Max(1, (int)(count * width / total));

    private static string Part(int length, string color, char mark = '━') => length <= 0 ? "" : $"[{color}]{new string(mark, length)}[/]";

    private static Markup Numbers(SweepProgress progress)
    {
        string?[] parts =
        [
            Number(progress.Running, "running", null),
            Number(progress.Failed, "failed", "red"),
            Number(progress.Diverged, "diverged", "yellow"),
            ProgressText.Best(progress) is { } best ? Markup.Escape(best) : null,
        ];
        return new Markup(string.Join(" · ", parts.Where(p => p is not null))) { Overflow = Overflow.Crop };
    }

    private static string? Number(long count, string what, string? color)
    {
        if (count == 0) return null;
        var text = string.Create(CultureInfo.InvariantCulture, $"{count} {what}");
        return color is null ? text : $"[{color}]{text}[/]";
    }
}
