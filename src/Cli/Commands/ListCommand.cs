using System.CommandLine;
using System.Globalization;
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
            ["sweep", "trials", "ended", "failed", "diverged", "metric", "best", "by trial", "started (UTC)"],
            sweeps.Select(s => (object?[])
            [
                new SweepReference(s.Sweep, s.SweepNumber).ToString(),
                s.Trials,
                s.Finished + s.Failed + s.Diverged,
                s.Failed,
                s.Diverged,
                s.Metric,
                s.BestValue,
                s.BestTrial,
                TimeText.Of(DateTimeOffset.Parse(s.CreatedAt, CultureInfo.InvariantCulture)),
            ]));
        return ExitCode.Success;
    }
}
