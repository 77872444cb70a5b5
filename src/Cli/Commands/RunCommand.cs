using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Progress;
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
    private readonly Option<bool> _extend = new("--extend") { Description = "Add what is new in the file to the sweep that has the rest, and run that alone." };
    private readonly Option<bool> _retry = new("--retry") { Description = "Try failed trials again too." };
    private readonly Option<bool> _goOn = SharedOptions.GoOn();
    private readonly Option<bool> _noReport = SharedOptions.NoReport();
    private readonly Option<bool> _portable = SharedOptions.Portable();
    private readonly Option<string?> _out = SharedOptions.ReportFolder();
    private readonly Option<bool> _yes = SharedOptions.Yes();

    public RunCommand(CommandContext context)
        : base(
            "run",
            "Run an experiment's trials on all cores and report them. The same command again carries on where it was stopped.",
            new Example("run experiments/initialization.yaml", "run or resume it, print its table, write its report"),
            new Example("run experiments/football.yaml --set lambda=0,0.7 --workers 4", "vary λ too, four trials at a time"),
            new Example("run experiments/football.yaml --retry --workers 1", "carry on, and try what failed again"),
            new Example("run experiments/football.yaml --extend", "the file has more values or replicates now: run those"),
            new Example("run experiments/football.yaml --new", "start afresh: a new sweep of the same plan"))
    {
        _context = context;
        Add(_file);
        foreach (var option in (Option[])[_workers, _store, _set, _new, _extend, _retry, _goOn, _noReport, _portable, _out, _yes]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        var file = arguments.GetRequiredValue(_file);
        var (isNew, isExtension, isRetry) = (arguments.GetValue(_new), arguments.GetValue(_extend), arguments.GetValue(_retry));
        if (isNew && isExtension) throw new UserErrorException("--new starts a sweep and --extend adds to one; expected only one of them");
        var location = StoreLocation.Resolve(arguments.GetValue(_store), _context);
        var planned = PlannedExperiment.Read(file, arguments.GetValue(_set)!, arguments.GetValue(_yes), _context, plan => StartFrom.Of(location, plan, isNew));
        planned.WriteWarnings(_context);
        var circumstances = Circumstances.Observe(ToReproduce(arguments), Path.GetDirectoryName(Path.GetFullPath(file))!, _context.Clock);
        using var store = _context.OpenStore(location);
        if (!new GradientGate(_context, store).LetsThrough(planned, isNew || isRetry)) return ExitCode.Failure;
        var extension = isNew ? null : FindExtension(store, planned.Plan, isExtension);
        var sweep = planned.ToSweep(circumstances, _context);
        using var objective = sweep.Objective;

        var work = new SweepWork(_context, store, new SweepMessages(_context.Error, StoreLocation.Option(arguments.GetValue(_store))));
        return work.Do(
            (session, stop) => session.Run(
                sweep,
                new SessionOptions(arguments.GetValue(_workers) ?? Environment.ProcessorCount)
                {
                    Extension = extension,
                    Retry = isRetry ? trial => trial.State == TrialState.Failed : null,
                    GoesOn = arguments.GetValue(_goOn),
                },
                isNew,
                stop),
            ToResume(arguments),
            arguments.GetValue(_noReport) ? null : ended => work.Report(ended, arguments.GetValue(_out), arguments.GetValue(_portable)));
    }

    /// <summary>What the plan is to add to a sweep; null where that is not asked for, or where a sweep has it all.</summary>
    /// <exception cref="UserErrorException">It is asked for, and there is no sweep that it only adds to.</exception>
    private SweepExtension? FindExtension(SweepStore store, ExperimentPlan plan, bool isAskedFor)
    {
        if (store.FindPlan(plan.Experiment.Name, plan.Hash) is { } known)
        {
            if (isAskedFor) _context.Error.WriteLine($"nothing to extend: {known.Reference} has all trials of this plan");
            return null;
        }
        if (isAskedFor) return SweepExtension.Find(store, plan) ?? throw SweepExtension.WhyNone(store, plan);
        ExtensionHint.Write(_context, store, plan);
        return null;
    }

    /// <summary>What the numbers depend on; where they are kept and how many workers there were is not part of it.</summary>
    private string ToReproduce(ParseResult arguments) => TypedCommand.Of(
    [
        Name,
        arguments.GetRequiredValue(_file),
        .. arguments.GetValue(_set)!.SelectMany(s => (string[])["--set", s]),
        .. arguments.GetValue(_yes) ? (string[])["--yes"] : [],
    ]);

    /// <summary>The same words, but not --new, --extend and --retry, which are done.</summary>
    private string ToResume(ParseResult arguments) =>
        TypedCommand.Of(arguments.Tokens.Select(t => t.Value).Where(word => word != _new.Name && word != _extend.Name && word != _retry.Name));
}
