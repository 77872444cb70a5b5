using System.CommandLine;
using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>stop</c>: asks all who work on a sweep to end, and waits until they have.</summary>
internal sealed class StopCommand : CliCommand
{
    private const int DefaultWait = 60;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Tell = TimeSpan.FromSeconds(10);

    private readonly CommandContext _context;
    private readonly Argument<string> _sweep = SharedOptions.Sweep();
    private readonly Option<int?> _wait = SharedOptions.WholeNumber("--wait", 0, "For how many seconds to wait for them; default: 60.");
    private readonly Option<string?> _store = SharedOptions.Store();

    public StopCommand(CommandContext context)
        : base(
            "stop",
            "Ask all processes that are at work on a sweep to end, on whatever terminal, and wait for them. What has ended is kept.",
            new Example("stop football", "as Ctrl-C in each of its processes; `goalkeeper work football` carries on"))
    {
        _context = context;
        Add(_sweep);
        foreach (var option in (Option[])[_wait, _store]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        var storeOption = arguments.GetValue(_store);
        using var store = _context.OpenStore(StoreLocation.ResolveExisting(storeOption, _context));
        var sweep = store.Find(SweepReference.Parse(arguments.GetRequiredValue(_sweep)));
        var asked = store.AskToStop(sweep);
        if (asked == 0)
        {
            _context.Error.WriteLine($"no process is at work on {sweep.Reference}");
            return ExitCode.Success;
        }
        _context.Error.WriteLine($"{sweep.Reference}: {Processes(asked)} asked to stop");
        using var stop = _context.ListenForStop();
        var left = Wait(store, sweep, TimeSpan.FromSeconds(arguments.GetValue(_wait) ?? DefaultWait), stop.Token);
        if (stop.Token.IsCancellationRequested) return stop.ExitCode;
        if (left.Count > 0)
        {
            _context.Error.WriteLine($"{Processes(left.Count)} not stopped yet: {Names(left)}; each ends with what it has at hand");
            return ExitCode.Failure;
        }
        var counts = store.StateCounts(sweep);
        var ended = counts.Where(c => TrialState.IsEnded(c.Key)).Sum(c => c.Value);
        _context.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{sweep.Reference}: stopped; {ended} of {NumberText.Count(counts.Values.Sum(), "trial")} {(ended == 1 ? "has ended and is" : "have ended and are")} kept"));
        if (ended < counts.Values.Sum()) _context.Error.WriteLine($"carry on with: {WorkCommand.On(sweep, storeOption)}");
        return ExitCode.Success;
    }

    /// <summary>Waits, and says for whom.</summary>
    /// <returns>Those who are still there.</returns>
    private List<WorkerRecord> Wait(SweepStore store, SweepRecord sweep, TimeSpan most, CancellationToken cancellation)
    {
        var (start, told) = (_context.Clock.GetTimestamp(), _context.Clock.GetTimestamp());
        while (true)
        {
            List<WorkerRecord> left = [.. store.Workers(sweep).Where(w => w.IsAlive)];
            if (left.Count == 0 || _context.Clock.GetElapsedTime(start) >= most || cancellation.WaitHandle.WaitOne(Look)) return left;
            if (_context.Clock.GetElapsedTime(told) < Tell) continue;
            told = _context.Clock.GetTimestamp();
            _context.Error.WriteLine($"waiting for {Names(left)}");
        }
    }

    private static string Processes(int count) => count == 1 ? "1 process is" : string.Create(CultureInfo.InvariantCulture, $"{count} processes are");

    private static string Names(List<WorkerRecord> workers) =>
        string.Join(", ", workers.Select(w => string.Create(CultureInfo.InvariantCulture, $"process {w.ProcessId} on {w.Host}")));
}
