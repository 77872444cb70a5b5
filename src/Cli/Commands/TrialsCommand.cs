using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>trials</c>: a sweep's trials as flat rows.</summary>
internal sealed class TrialsCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _sweep = SharedOptions.Sweep();
    private readonly Option<string?> _where = new("--where")
    {
        Description = "Only these, an SQL condition on the columns.",
        HelpName = "SQL",
    };

    private readonly Option<string?> _orderBy = new("--order-by")
    {
        Description = "In this order, as in SQL's ORDER BY; else the best first in a table for people, by number in csv and json.",
        HelpName = "SQL",
    };

    private readonly Option<string?> _columns = new("--columns") { Description = "Only these, in this order: names with commas between.", HelpName = "names" };

    private readonly Option<int?> _top = SharedOptions.WholeNumber("--top", 0, "At most so many; else all.");
    private readonly Option<string> _format = SharedOptions.Format();
    private readonly Option<string?> _store = SharedOptions.Store();

    public TrialsCommand(CommandContext context)
        : base(
            "trials",
            "Show a sweep's trials, a row each: what varied, and all metrics.",
            new Example("trials football", "all trials of the newest sweep of that name, the best first"),
            new Example("trials football --columns number,lambda,dev_accuracy", "less of each"),
            new Example("trials football#2 --where \"lambda > 0\" --order-by \"dev_accuracy desc\" --top 10", "the ten best of some"),
            new Example("trials football --format csv > football.csv", "every digit, for another program"))
    {
        _context = context;
        Add(_sweep);
        foreach (var option in (Option[])[_where, _orderBy, _top, _columns, _format, _store]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        using var store = SweepStore.OpenReadOnly(StoreLocation.Resolve(arguments.GetValue(_store), _context));
        var sweep = store.Find(SweepReference.Parse(arguments.GetRequiredValue(_sweep)));
        var format = arguments.GetRequiredValue(_format);
        var isForPeople = format == RowFormat.Table;
        var table = store.Table(sweep, arguments.GetValue(_where), arguments.GetValue(_orderBy), arguments.GetValue(_top), bestFirst: isForPeople);
        if (arguments.GetValue(_columns) is { } columns) table = table.Only([.. columns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()]);
        else if (isForPeople) table = table.WithFirst(sweep.MetricName);
        RowFormat.Write(_context, format, table.Columns, table.Rows, table.Metrics);
        return ExitCode.Success;
    }
}
