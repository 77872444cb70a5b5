using System.CommandLine;
using Goalkeeper.Analysis;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Report;
using Goalkeeper.Report.Tables;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>compare</c>: what differed between sweeps, and their points side by side.</summary>
internal sealed class CompareCommand : CliCommand
{
    private static readonly string[] Columns = ["point", "first", "second", "difference", "seeds", "p", "verdict"];

    private readonly CommandContext _context;
    private readonly Argument<string> _first = SharedOptions.Sweep();
    private readonly Argument<string[]> _others = SharedOptions.OtherSweeps();
    private readonly Option<string> _format = SharedOptions.Format();
    private readonly Option<string?> _store = SharedOptions.Store();
    private readonly Option<string?> _out = new("--out")
    {
        Description = "Also write the comparison as a page into this folder.",
        HelpName = "folder",
        CompletionSources = { PathCompletion.Of(PathCompletion.Folders) },
    };

    public CompareCommand(CommandContext context)
        : base(
            "compare",
            "Compare sweeps with the first: what differed in their plans, and the points that both have, seed by seed.",
            new Example("compare football#1 football#2", "what changed, and whether it mattered"),
            new Example("compare football football-wider --out results", "as a page too, with pictures: results/football-and-football-wider.html"),
            new Example("compare football football-wider --format csv", "every digit, for another program"))
    {
        _context = context;
        Add(_first);
        Add(_others);
        foreach (var option in (Option[])[_format, _store, _out]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        using var store = SweepStore.OpenReadOnly(StoreLocation.Resolve(arguments.GetValue(_store), _context));
        List<SweepRecord> sweeps = [.. arguments.GetRequiredValue(_others).Prepend(arguments.GetRequiredValue(_first)).Select(text => store.Find(SweepReference.Parse(text)))];
        if (sweeps.GroupBy(s => s.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new UserErrorException($"{twice.First().Reference} is given twice; expected different sweeps, such as football#1 football#2");
        // All are compared before anything is told, so that a wrong one is an error alone.
        var report = new ComparisonReport(store, sweeps);
        // First, since nothing may be there to print to.
        var folder = arguments.GetValue(_out);
        if (folder is not null && string.IsNullOrWhiteSpace(folder)) throw new UserErrorException("--out has an empty name; expected a folder");
        var page = folder is null ? null : ReportFolder.WriteComparison(folder, report);
        var format = arguments.GetRequiredValue(_format);
        if (format != RowFormat.Table)
        {
            RowFormat.Write(_context, format, ["sweep", .. Columns], report.Others.SelectMany(other => Rows(report.First, other)), []);
            return ExitCode.Success;
        }
        foreach (var other in report.Others) SweepComparisonText.Write(_context, report.First, other);
        if (page is not null) _context.Out.WriteLine($"page: {page}");
        return ExitCode.Success;
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(SweepSummary first, ComparedSweep other) => other.Comparison.Points.Select(point => (IReadOnlyList<object?>)
    [
        other.Other.Sweep.Reference.ToString(), first.Name(point.First), point.First.Of(first.Sweep.MetricName).Mean, point.Second.Of(first.Sweep.MetricName).Mean,
        point.Test.Difference, (long)point.Test.Pairs, point.P, ComparedSweep.VerdictOf(point),
    ]);
}
