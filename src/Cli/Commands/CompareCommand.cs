using System.CommandLine;
using Goalkeeper.Analysis;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
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

    public CompareCommand(CommandContext context)
        : base(
            "compare",
            "Compare sweeps with the first: what differed in their plans, and the points that both have, seed by seed.",
            new Example("compare football#1 football#2", "what changed, and whether it mattered"),
            new Example("compare football football-wider --format csv", "every digit, for another program"))
    {
        _context = context;
        Add(_first);
        Add(_others);
        foreach (var option in (Option[])[_format, _store]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        using var store = SweepStore.OpenReadOnly(StoreLocation.Resolve(arguments.GetValue(_store), _context));
        List<SweepRecord> sweeps = [.. arguments.GetRequiredValue(_others).Prepend(arguments.GetRequiredValue(_first)).Select(text => store.Find(SweepReference.Parse(text)))];
        if (sweeps.GroupBy(s => s.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new UserErrorException($"{twice.First().Reference} is given twice; expected different sweeps, such as football#1 football#2");
        var summaries = sweeps.ConvertAll(sweep => SweepSummary.Of(store, sweep));
        // All are compared before anything is told, so that a wrong one is an error alone.
        var comparisons = summaries.Skip(1).Select(other => (Other: other, Comparison: SweepComparison.Of(summaries[0], other))).ToList();
        var format = arguments.GetRequiredValue(_format);
        if (format != RowFormat.Table)
        {
            RowFormat.Write(_context, format, ["sweep", .. Columns], comparisons.SelectMany(c => Rows(summaries[0], c.Other, c.Comparison)), []);
            return ExitCode.Success;
        }
        foreach (var (other, comparison) in comparisons) new SweepComparisonText(_context, summaries[0], other).Write(comparison);
        return ExitCode.Success;
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(SweepSummary first, SweepSummary second, SweepComparison comparison) => comparison.Points.Select(point => (IReadOnlyList<object?>)
    [
        second.Sweep.Reference.ToString(), first.Name(point.First), point.First.Of(first.Sweep.MetricName).Mean, point.Second.Of(first.Sweep.MetricName).Mean,
        point.Test.Difference, (long)point.Test.Pairs, point.P, SweepComparisonText.Verdict(first, point),
    ]);
}
