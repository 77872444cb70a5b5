using System.CommandLine;
using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>list</c>: what is in the store.</summary>
internal sealed class ListCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Option<string?> _store = SharedOptions.Store();

    public ListCommand(CommandContext context)
        : base("list", "List all sweeps: how far they are, and the best of each.", new Example("list", "one line a sweep"))
    {
        _context = context;
        Add(_store);
    }

    protected override int Execute(ParseResult arguments)
    {
        using var store = SweepStore.OpenReadOnly(StoreLocation.Resolve(arguments.GetValue(_store), _context));
        var sweeps = store.List();
        if (sweeps.Count == 0)
        {
            _context.Error.WriteLine($"{store.Path} holds no sweeps yet; `goalkeeper run <experiment file>` makes one");
            return ExitCode.Success;
        }
        TextTable.Write(
            _context,
            ["sweep", "trials", "best", "started (UTC)"],
            sweeps.Select(s => (object?[])
            [
                new SweepReference(s.Sweep, s.SweepNumber).ToString(),
                Trials(s),
                Best(s),
                DateTimeOffset.TryParse(s.CreatedAt, CultureInfo.InvariantCulture, out var time) ? TimeText.Of(time) : s.CreatedAt,
            ]));
        return ExitCode.Success;
    }

    // "75 ended", "12 of 75 ended, 2 failed, 4 running".
    private static string Trials(SweepOverview sweep)
    {
        var ended = sweep.Finished + sweep.Failed + sweep.Diverged;
        return (ended == sweep.Trials ? Invariant($"{ended} ended") : Invariant($"{ended} of {sweep.Trials} ended"))
            + (sweep.Failed > 0 ? Invariant($", {sweep.Failed} failed") : "")
            + (sweep.Diverged > 0 ? Invariant($", {sweep.Diverged} diverged") : "")
            + (sweep.Running > 0 ? Invariant($", {sweep.Running} running") : "")
            + (sweep.Interrupted > 0 ? Invariant($", {sweep.Interrupted} interrupted") : "");
    }

    private static string? Best(SweepOverview sweep) =>
        sweep.BestValue is { } value ? Invariant($"{sweep.Metric} {Cell.Measured(value)} (trial {sweep.BestTrial})") : null;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
