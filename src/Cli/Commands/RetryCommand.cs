using System.CommandLine;
using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Cli.Progress;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>retry</c>: tries trials again that failed or diverged.</summary>
internal sealed class RetryCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _what = SharedOptions.SweepOrTrial();
    private readonly Argument<string[]> _trials = new("trial…")
    {
        Description = "The numbers of failed or diverged trials; else all that failed.",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _failed = new("--failed") { Description = "All that failed." };
    private readonly Option<bool> _diverged = new("--diverged") { Description = "All that diverged." };
    private readonly Option<bool> _noRun = new("--no-run") { Description = "Only queue them, for whoever works on the sweep." };
    private readonly Option<int?> _workers = SharedOptions.Workers();
    private readonly Option<string?> _store = SharedOptions.Store();
    private readonly Option<bool> _goOn = SharedOptions.GoOn();
    private readonly Option<bool> _noReport = SharedOptions.NoReport();

    public RetryCommand(CommandContext context)
        : base(
            "retry",
            "Try failed or diverged trials again: a new attempt each, the earlier one stays readable. What has finished is not run again.",
            new Example("retry football", "run the failed trials of its newest sweep again, then report it"),
            new Example("retry football#2 3 17 --workers 1", "these two, one at a time, which needs less memory"),
            new Example("retry football --failed --diverged --no-run", "queue both kinds for the processes that are at work"))
    {
        _context = context;
        _trials.HelpName = _trials.Name;
        Add(_what);
        Add(_trials);
        foreach (var option in (Option[])[_failed, _diverged, _noRun, _workers, _store, _goOn, _noReport]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        var (what, storeOption) = (arguments.GetRequiredValue(_what), arguments.GetValue(_store));
        using var store = _context.OpenStore(StoreLocation.ResolveExisting(storeOption, _context));
        var trial = TrialReference.TryParse(what);
        var sweep = store.Find(trial?.Sweep ?? SweepReference.Parse(what));
        List<long> numbers = [.. trial is null ? [] : (long[])[trial.Number], .. arguments.GetValue(_trials)!.Select(Number)];
        string[] states =
        [
            .. arguments.GetValue(_failed) || (numbers.Count == 0 && !arguments.GetValue(_diverged)) ? [TrialState.Failed] : (string[])[],
            .. arguments.GetValue(_diverged) ? [TrialState.Diverged] : (string[])[],
        ];
        var chosen = Choose(store, sweep, numbers, states);
        // Before anything is queued: what cannot be run should stay as it is.
        using var objective = arguments.GetValue(_noRun) ? null : StoredObjective.Of(store, sweep, _context.Train);
        var messages = new SweepMessages(_context.Error, StoreLocation.Option(storeOption));
        if (objective is null)
        {
            messages.WriteRetried(sweep, store.Retry(sweep, chosen));
            return ExitCode.Success;
        }
        var options = new SessionOptions(arguments.GetValue(_workers) ?? Environment.ProcessorCount)
        {
            Retry = trial => chosen.Contains(trial.Number),
            GoesOn = arguments.GetValue(_goOn),
        };
        var work = new SweepWork(_context, store, messages);
        return work.Do(
            (session, stop) => session.Join(sweep, objective, options, stop),
            WorkCommand.On(sweep, storeOption),
            arguments.GetValue(_noReport) ? null : ended => work.Report(ended, outFolder: null, portable: false));
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new UserErrorException($"`{text}` is no trial: expected numbers, such as 3 17");

    private static HashSet<long> Choose(SweepStore store, SweepRecord sweep, List<long> numbers, string[] states)
    {
        foreach (var number in numbers) CheckCanBeRetried(sweep, store.Trial(sweep, number));
        if (states.Length == 0) return [.. numbers];
        List<long> chosen = [.. store.Trials(sweep).Where(t => states.Contains(t.State)).Select(t => t.Number), .. numbers];
        return chosen.Count > 0
            ? [.. chosen]
            : throw new UserErrorException(
                $"no trial of {sweep.Reference} {string.Join(" or ", states)}: {SweepText.States(store.StateCounts(sweep))}"
                + (states.Contains(TrialState.Diverged) ? "" : "; --diverged tries diverged ones again"));
    }

    private static void CheckCanBeRetried(SweepRecord sweep, TrialRecord trial)
    {
        if (trial.State is TrialState.Failed or TrialState.Diverged) return;
        var why = trial.State switch
        {
            TrialState.Finished => "has finished, and its result stays; `goalkeeper run --new` makes a new sweep",
            TrialState.Pruned => "was pruned, which is a result, and it stays",
            _ => $"is {trial.State}, so it is still to be run",
        };
        throw new UserErrorException($"trial {new TrialReference(sweep.Reference, trial.Number)} {why}; expected failed or diverged ones");
    }
}
