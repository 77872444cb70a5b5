using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>query</c>: any question that reads.</summary>
internal sealed class QueryCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _sql = new("sql")
    {
        Description = "One statement that only reads. docs/store.md shows the tables and views.",
    };

    private readonly Option<string> _format = SharedOptions.Format();
    private readonly Option<string?> _store = SharedOptions.Store();

    public QueryCommand(CommandContext context)
        : base(
            "query",
            "Ask the store in SQL.",
            new Example("query \"SELECT * FROM best_point\"", "the best point of each sweep"),
            new Example("query \"SELECT * FROM trial_trace WHERE sweep = 'football'\" --format csv", "learning curves for another program"))
    {
        _context = context;
        Add(_sql);
        foreach (var option in (Option[])[_format, _store]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        using var store = SweepStore.OpenReadOnly(StoreLocation.Resolve(arguments.GetValue(_store), _context));
        using var result = store.Query(arguments.GetRequiredValue(_sql));
        RowFormat.Write(_context, arguments.GetRequiredValue(_format), result.Columns, result.Rows());
        return ExitCode.Success;
    }
}
