using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Cli.Progress;
using Goalkeeper.Report;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>run</c>: runs what is left of an experiment's sweep, then reports it.</summary>
internal sealed class RunCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _file = SharedOptions.Experiment();
    private readonly Option<int?> _workers = SharedOptions.Workers();
    private readonly Option<string?> _store = SharedOptions.Store();
    private readonly Option<string[]> _set = SharedOptions.Set();
    private readonly Option<bool> _new = new("--new") { Description = "Start a new sweep, though one of this plan is there." };
    private readonly Option<bool> _noReport = new("--no-report") { Description = "Only run the trials." };
    private readonly Option<bool> _portable = SharedOptions.Portable();
    private readonly Option<string?> _out = SharedOptions.ReportFolder();
    private readonly Option<bool> _yes = SharedOptions.Yes();

    public RunCommand(CommandContext context)
        : base(
            "run",
            "Run an experiment's trials on all cores and report them. The same command again carries on where it was stopped.",
            new Example("run experiments/initialization.yaml", "run or resume it, print its table, write its report"),
            new Example("run experiments/football.yaml --set lambda=0,0.7 --workers 4", "vary λ too, four trials at a time"),
            new Example("run experiments/football.yaml --new", "start afresh: failed trials run again"))
    {
        _context = context;
        Add(_file);
        foreach (var option in (Option[])[_workers, _store, _set, _new, _noReport, _portable, _out, _yes]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        var file = arguments.GetRequiredValue(_file);
        var planned = PlannedExperiment.Read(file, arguments.GetValue(_set)!, arguments.GetValue(_yes), _context);
        planned.WriteWarnings(_context);
        var circumstances = Circumstances.Observe(ToReproduce(arguments), Path.GetDirectoryName(Path.GetFullPath(file))!, _context.Clock);
        var storePath = StoreLocation.Resolve(arguments.GetValue(_store), _context);
        using var store = _context.OpenStore(storePath);
        if (!new GradientGate(_context, store).LetsThrough(planned, arguments.GetValue(_new))) return ExitCode.Failure;

        var messages = new SweepMessages(_context.Error);
        SweepOutcome outcome;
        using (var stop = _context.ListenForStop())
        {
            var progress = Progress(messages, store);
            using (progress as IDisposable)
            {
                outcome = new SweepSession(store, progress, _context.Clock).Run(
                    PlannedSweep.Of(planned.Plan, planned.Dataset, circumstances, _context.Train),
                    arguments.GetValue(_workers) ?? Environment.ProcessorCount,
                    arguments.GetValue(_new),
                    stop.Token);
            }
            if (outcome.Stopped)
            {
                messages.WriteStopped(outcome.Sweep, store.StateCounts(outcome.Sweep), ToResume(arguments));
                return stop.ExitCode;
            }
        }

        if (!arguments.GetValue(_noReport))
        {
            var folder = new ReportFolder(storePath, arguments.GetValue(_out), outcome.Sweep.Reference);
            ReportText.Write(_context, SweepReport.Of(store, outcome.Sweep), folder, arguments.GetValue(_portable));
        }
        var failed = Failed(store, outcome.Sweep);
        messages.WriteFailures(outcome.Sweep, failed);
        messages.WriteNothingFinished(store.StateCounts(outcome.Sweep));
        return failed.Count > 0 ? ExitCode.Failure : ExitCode.Success;
    }

    /// <summary>What the numbers depend on; where they are kept and how many workers there were is not part of it.</summary>
    private string ToReproduce(ParseResult arguments) => TypedCommand.Of(
    [
        Name,
        arguments.GetRequiredValue(_file),
        .. arguments.GetValue(_set)!.SelectMany(s => (string[])["--set", s]),
        .. arguments.GetValue(_yes) ? (string[])["--yes"] : [],
    ]);

    /// <summary>The same words, but not --new: that would start afresh again.</summary>
    private string ToResume(ParseResult arguments) =>
        TypedCommand.Of(arguments.Tokens.Select(t => t.Value).Where(word => word != _new.Name));

    private ISweepObserver Progress(SweepMessages messages, SweepStore store)
    {
        return SweepDisplay.Of(_context, Announce);

        void Announce(SweepStart start)
        {
            messages.WriteStart(start);
            // Where nothing is left to run, they are listed at the end.
            if (start.Count(TrialState.Queued) > 0) messages.WriteFailures(start.Sweep, Failed(store, start.Sweep));
        }
    }

    // Reading all trials is slow for a large sweep, counting them is not.
    private static List<TrialRecord> Failed(SweepStore store, SweepRecord sweep) => store.StateCounts(sweep).ContainsKey(TrialState.Failed)
        ? [.. store.Trials(sweep).Where(t => t.State == TrialState.Failed)]
        : [];
}
