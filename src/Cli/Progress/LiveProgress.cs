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
    // Up the two lines, and away with them.
    private const string Again = "\e[2A\r\e[J";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _stop = new();
    private SweepProgress? _progress;
    private readonly Queue<string> _notes = [];
    private string _sweep = "";
    private bool _hasFailed;
    private bool _hasRemarked;
    private Thread? _thread;

    /// <inheritdoc/>
    public void SweepStarted(SweepStart start)
    {
        announce(start);
        _sweep = Printable.Line(start.Sweep.Reference.ToString());
        _progress = new SweepProgress(start, clock);
        if (_progress.IsComplete) return;
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
        lock (_lock)
        {
            _progress!.Ended(trial, result);
            Note(ref _hasFailed, ProgressText.Failure(result));
            Note(ref _hasRemarked, ProgressText.Remark(result));
            if (ProgressText.Change(_progress, result) is { } change) _notes.Enqueue(Printable.Line(change));
        }
    }

    /// <inheritdoc/>
    public void OthersEnded(IReadOnlyDictionary<string, long> counts)
    {
        lock (_lock) _progress!.OthersEnded(counts);
    }

    /// <inheritdoc/>
    public void SweepEnded()
    {
        lock (_lock) _progress!.SweepEnded();
    }

    /// <summary>Draws a last time and leaves the lines where they are.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread?.Join();
        _stop.Dispose();
    }

    // Of the first alone, and at once: the next trials may go the same way.
    private void Note(ref bool isTold, string? text)
    {
        if (isTold || text is null) return;
        isTold = true;
        _notes.Enqueue(Printable.Line(text));
    }

    // Not Spectre's live display: at a change of width it clears the whole screen, and what was there before is the user's.
    private void Draw()
    {
        try
        {
            Redraw("");
            while (!_stop.Wait(Interval)) Redraw(Again);
            Redraw(Again);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The terminal is gone. A lost progress line is harmless.
        }
    }

    private void Redraw(string before)
    {
        var room = Math.Max(2, console.Profile.Width - 1);
        Markup bar, numbers;
        string[] notes;
        lock (_lock)
        {
            (bar, numbers, notes) = (Bar(_progress!, room), Numbers(_progress!, room), [.. _notes]);
            _notes.Clear();
        }
        // Outside the lock: a terminal that is held (Ctrl-S) must hold no worker.
        console.Write(new ControlCode(before));
        foreach (var note in notes) console.WriteLine(note);
        console.Write(bar);
        console.WriteLine();
        console.Write(numbers);
        console.WriteLine();
    }

    private Markup Bar(SweepProgress progress, int room)
    {
        var before = $"{_sweep}  ";
        var after = $"  {ProgressText.Count(progress)}  {ProgressText.Percent(progress)}  {ProgressText.Time(progress)}";
        // As wide as what is left of the line, and no wider than is pleasant; where there is no room, the numbers alone.
        var width = Math.Min(room - before.Length - after.Length, 48);
        if (width < 4) return new Markup(Markup.Escape(Cut(after.TrimStart(), room)));
        var failed = Share(progress.Failed, progress.Total, width);
        var diverged = Share(progress.Diverged, progress.Total, width);
        var filled = (int)(progress.Done * width / progress.Total);
        var good = Math.Max(0, filled - failed - diverged);
        return new Markup(
            $"[bold]{Markup.Escape(_sweep)}[/]  {Part(good, "green")}{Part(diverged, "yellow")}{Part(failed, "red")}"
            + $"{Part(width - good - diverged - failed, "grey", '─')}{Markup.Escape(after)}");
    }

    private static string Cut(string text, int room) => text.Length <= room ? text : $"{text[..(room - 1)]}…";

    // What went wrong shows, however little it is.
    private static int Share(long count, long total, int width) => count == 0 ? 0 : Math.Max(1, (int)(count * width / total));

    private static string Part(int length, string color, char mark = '━') => length <= 0 ? "" : $"[{color}]{new string(mark, length)}[/]";

    private static Markup Numbers(SweepProgress progress, int room)
    {
        (long Count, string What, string? Color)[] counts =
            [(progress.Running, "running", null), (progress.Failed, "failed", "red"), (progress.Diverged, "diverged", "yellow")];
        var shown = counts.Where(c => c.Count > 0).Select(c => (Text: string.Create(CultureInfo.InvariantCulture, $"{c.Count} {c.What}"), c.Color)).ToList();
        if (ProgressText.Best(progress) is { } best) shown.Add((best, null));
        var plain = string.Join(" · ", shown.Select(s => s.Text));
        return new Markup(plain.Length > room
            ? Markup.Escape(Cut(plain, room))
            : string.Join(" · ", shown.Select(s => s.Color is null ? Markup.Escape(s.Text) : $"[{s.Color}]{s.Text}[/]")));
    }
}
