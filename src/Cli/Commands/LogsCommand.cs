using System.CommandLine;
using System.Text;
using Goalkeeper.Cli.Context;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>logs</c>: what a trial's program wrote.</summary>
internal sealed class LogsCommand : CliCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.2);

    private readonly CommandContext _context;
    private readonly Argument<string> _trial = SharedOptions.Trial();
    private readonly Option<string?> _store = SharedOptions.Store();
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on as more is written, until the trial has ended." };
    private readonly Option<int?> _attempt = new("--attempt") { Description = "An earlier attempt: 1, 2, …; the last one unless it is given." };

    public LogsCommand(CommandContext context)
        : base(
            "logs",
            "Show what a trial's program wrote: its standard output and error. Of a C# function, what it threw.",
            new Example("logs my-model/3", "of trial 3 of the newest sweep of that name"),
            new Example("logs my-model/3 --follow", "as it comes"),
            new Example("logs my-model/3 --attempt 1", "of its first attempt"))
    {
        _context = context;
        Add(_trial);
        foreach (var option in (Option[])[_follow, _attempt, _store]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        var text = arguments.GetRequiredValue(_trial);
        var reference = TrialReference.TryParse(text)
            ?? throw new UserErrorException($"`{text}` is no trial; expected a sweep and a number, such as my-model/3");
        using var store = SweepStore.OpenReadOnly(StoreLocation.Resolve(arguments.GetValue(_store), _context));
        var sweep = store.Find(reference.Sweep);
        var trial = store.Trial(sweep, reference.Number);
        var attempt = Attempt(store, sweep, trial, arguments.GetValue(_attempt));
        var path = new TrialFolder(store.Folder(sweep, trial.Number, attempt.Number)).Output;
        var follows = arguments.GetValue(_follow);
        if (!File.Exists(path) && !follows)
        {
            var name = new TrialReference(sweep.Reference, trial.Number);
            if (sweep.Kind == SweepKind.Delegate && attempt.State != TrialState.Failed)
                throw new UserErrorException($"{name} has no log: of a function only what it throws is kept, and it threw nothing");
            throw new UserErrorException($"there is no output of {name}: {path} is not there; a store that is copied without its .files folder has none");
        }
        using var stop = _context.ListenForStop();
        var log = new LogReader(path, _context.Out);
        while (true)
        {
            // Asked before the log is read: what was written before the end is then read too.
            var isOver = !follows || stop.Token.IsCancellationRequested || store.Attempts(trial)[(int)attempt.Number - 1].State != TrialState.Running;
            log.Read();
            if (isOver) break;
            stop.Token.WaitHandle.WaitOne(Pause);
            trial = store.Trial(sweep, trial.Number);
        }
        log.End();
        return stop.Token.IsCancellationRequested ? stop.ExitCode : ExitCode.Success;
    }

    private static AttemptRecord Attempt(SweepStore store, SweepRecord sweep, TrialRecord trial, int? number)
    {
        var name = new TrialReference(sweep.Reference, trial.Number);
        if (sweep.Kind == SweepKind.Network)
            throw new UserErrorException($"{name} has no output: its sweep trains networks; `goalkeeper show {name}` has what it measured");
        var attempts = store.Attempts(trial);
        if (attempts.Count == 0) throw new UserErrorException($"{name} has no output: it has not been started");
        if (number is null) return attempts[^1];
        return attempts.FirstOrDefault(a => a.Number == number)
            ?? throw new UserErrorException(FormattableString.Invariant($"{name} has no attempt {number}: it has {attempts.Count}"));
    }

    /// <summary>Passes a log on as it grows: to a person line by line, without what would move their cursor; else byte for byte.</summary>
    private sealed class LogReader(string path, OutputWriter output)
    {
        private readonly byte[] _buffer = new byte[1 << 16];
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
        private readonly char[] _chars = new char[(1 << 16) + 2];
        private long _position;
        private char _last = '\n';

        public void Read()
        {
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                file.Position = Math.Min(_position, file.Length);
                while (file.Read(_buffer) is var count and > 0) Write(_buffer.AsSpan(0, count));
                _position = file.Position;
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // It has not begun to write.
            }
            output.Flush();
        }

        public void End()
        {
            if (output.IsTerminal && _last != '\n') output.WriteLine();
        }

        private void Write(ReadOnlySpan<byte> bytes)
        {
            if (!output.IsTerminal)
            {
                output.Write(bytes);
                return;
            }
            var text = _chars.AsSpan(0, _decoder.GetChars(bytes, _chars, flush: false));
            if (text.IsEmpty) return;
            // A progress bar goes back to the start of its line: here a line each.
            output.Write(text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
            _last = text[^1];
        }
    }
}
