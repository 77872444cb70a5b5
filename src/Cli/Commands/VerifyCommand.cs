using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Cli.Progress;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>verify</c>: runs stored trials again and says whether they give the same bits.</summary>
internal sealed class VerifyCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _what = SharedOptions.SweepOrTrial();
    private readonly Option<int?> _workers = SharedOptions.Workers();
    private readonly Option<string?> _store = SharedOptions.Store();

    public VerifyCommand(CommandContext context)
        : base(
            "verify",
            "Run stored trials again, from the store alone, and say of each: identical, or where it first differs. Changes nothing.",
            new Example("verify football", "all ended trials of the newest sweep of that name"),
            new Example("verify football#2/17 --store /mnt/theirs/goalkeeper.db", "one trial, of a store that another machine wrote"))
    {
        _context = context;
        Add(_what);
        Add(_workers);
        Add(_store);
    }

    protected override int Execute(ParseResult arguments)
    {
        var text = arguments.GetRequiredValue(_what);
        using var store = SweepStore.OpenReadOnly(StoreLocation.Resolve(arguments.GetValue(_store), _context));
        var trial = TrialReference.TryParse(text);
        var sweep = store.Find(trial?.Sweep ?? SweepReference.Parse(text));
        var trials = trial is null ? store.Trials(sweep) : [store.Trial(sweep, trial.Number)];

        using var stop = _context.ListenForStop();
        SweepVerification verification;
        var progress = SweepDisplay.Of(_context, new SweepMessages(_context.Error).WriteVerificationStart);
        using (progress as IDisposable)
        {
            verification = new SweepVerifier(store, progress, _context.Train, _context.Clock)
                .Verify(sweep, trials, arguments.GetValue(_workers) ?? Environment.ProcessorCount, stop.Token);
        }
        VerificationText.Write(_context.Out, verification);
        if (verification.Stopped) return stop.ExitCode;
        return verification.Identical ? ExitCode.Success : ExitCode.Failure;
    }
}
