using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>show</c>: all about one sweep or one trial.</summary>
internal sealed class ShowCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _what = SharedOptions.SweepOrTrial();
    private readonly Option<string?> _store = SharedOptions.Store();

    public ShowCommand(CommandContext context)
        : base(
            "show",
            "Show a sweep (plan, progress, best, circumstances) or one of its trials (settings, metrics, how it ended).",
            new Example("show football", "the newest sweep of that name"),
            new Example("show football#2/17", "trial 17 of the second one"))
    {
        _context = context;
        Add(_what);
        Add(_store);
    }

    protected override int Execute(ParseResult arguments)
    {
        var text = arguments.GetRequiredValue(_what);
        using var store = SweepStore.OpenReadOnly(StoreLocation.Resolve(arguments.GetValue(_store), _context));
        if (TrialReference.TryParse(text) is { } trial)
        {
            var sweep = store.Find(trial.Sweep);
            TrialText.Write(_context.Out, store, sweep, store.Trial(sweep, trial.Number));
        }
        else
        {
            SweepText.Write(_context.Out, store, store.Find(SweepReference.Parse(text)));
        }
        return ExitCode.Success;
    }
}
