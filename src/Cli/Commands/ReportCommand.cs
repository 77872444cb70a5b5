using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Report;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>report</c>: writes a stored sweep's report again.</summary>
internal sealed class ReportCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _sweep = SharedOptions.Sweep();
    private readonly Option<string?> _store = SharedOptions.Store();
    private readonly Option<string?> _out = SharedOptions.ReportFolder();
    private readonly Option<bool> _portable = SharedOptions.Portable();

    public ReportCommand(CommandContext context)
        : base(
            "report",
            "Write the report of a sweep: Markdown, plots, CSV, and one HTML page.",
            new Example("report initialization", "write results/initialization/ from the store"),
            new Example("report football#2 --out /tmp/reports", "the second sweep of that name, elsewhere: /tmp/reports/football-2/"))
    {
        _context = context;
        Add(_sweep);
        foreach (var option in (Option[])[_store, _out, _portable]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        var path = StoreLocation.Resolve(arguments.GetValue(_store), _context);
        using var store = SweepStore.OpenReadOnly(path);
        var sweep = store.Find(SweepReference.Parse(arguments.GetRequiredValue(_sweep)));
        var folder = new ReportFolder(path, arguments.GetValue(_out), sweep.Reference);
        ReportText.Write(_context, SweepReport.Of(store, sweep), folder, arguments.GetValue(_portable));
        return ExitCode.Success;
    }
}
