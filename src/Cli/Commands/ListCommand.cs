using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>list</c>: what is in the store.</summary>
internal sealed class ListCommand : CliCommand
{
    private static readonly string[] Columns =
    [
        "sweep", "number", "trials", "queued", "running", "interrupted", "finished", "failed", "diverged", "metric", "goal", "best_value",
        "best_count", "best_point", "best_trial", "created_at", "tags",
    ];

    private readonly CommandContext _context;
    private readonly Option<string> _format = SharedOptions.Format();
    private readonly Option<string?> _store = SharedOptions.Store();

    public ListCommand(CommandContext context)
        : base("list", "List all sweeps, the newest first: how far they are, and the best of each.", new Example("list", "one line a sweep"))
    {
        _context = context;
        Add(_format);
        Add(_store);
    }

    protected override int Execute(ParseResult arguments)
    {
        using var store = SweepStore.OpenReadOnly(StoreLocation.Resolve(arguments.GetValue(_store), _context));
        var damage = new List<UserErrorException>();
        var sweeps = store.List(damage.Add);
        if (sweeps.Count == 0 && damage.Count == 0)
        {
            _context.Error.WriteLine($"{store.Path} holds no sweeps yet; `goalkeeper run <experiment file>` makes one");
            return ExitCode.Success;
        }
        var format = arguments.GetRequiredValue(_format);
        // What was launched last is what is asked about most.
        var newest = sweeps.OrderByDescending(s => s.CreatedAt, StringComparer.Ordinal).ThenByDescending(s => s.SweepNumber).ToList();
        if (format == RowFormat.Table)
            TextTable.Write(_context, ["sweep", "trials", "best", "started (UTC)"], newest.Select(Row));
        else
            RowFormat.Write(_context, format, Columns, newest.Select(Values));
        _context.Out.Flush(); // so that what can be read is read first
        foreach (var error in damage) _context.Error.WriteLine($"error: {error.Message}");
        return damage.Count > 0 ? ExitCode.UserError : ExitCode.Success;
    }

    private static object?[] Row(SweepOverview sweep) =>
    [
        OverviewText.Name(sweep), OverviewText.Trials(sweep), OverviewText.Best(sweep), OverviewText.Started(sweep),
    ];

    private static object?[] Values(SweepOverview s) =>
    [
        s.Sweep, s.SweepNumber, s.Trials, s.Queued, s.Running, s.Interrupted, s.Finished, s.Failed, s.Diverged, s.Metric, s.Goal, s.BestValue,
        s.BestCount, s.BestPoint, s.BestTrial, s.CreatedAt, TagText.Of(s.Tags),
    ];
}
