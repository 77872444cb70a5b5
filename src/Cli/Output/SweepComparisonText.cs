using Goalkeeper.Analysis;
using Goalkeeper.Cli.Context;
using Goalkeeper.Report.Tables;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Cli.Output;

/// <summary>Two sweeps side by side, for a terminal.</summary>
internal static class SweepComparisonText
{
    /// <summary>More rows than anybody reads; --format csv has all.</summary>
    private const int MostRows = 30;

    public static void Write(CommandContext context, SweepSummary first, ComparedSweep other)
    {
        context.Out.WriteLine(other.Title);
        foreach (var change in FewSentences.Of(other.Changes, more => $"and {more} more")) WrappedText.Write(context.Out, $"  {Printable.Line(change)}");
        context.Out.WriteLine();
        if (other.Comparison.Points.Count == 0)
        {
            WrappedText.Write(context.Out, other.Sentence);
            WrappedText.Write(context.Out, $"{Best(first)} {Best(other.Other)}");
            return;
        }
        var points = other.Points(MostRows);
        TextTable.Write(context, points.Columns, points.Rows, [false, true, true, true, true, false]);
        foreach (var note in points.Notes) WrappedText.Write(context.Out, note);
    }

    private static string Best(SweepSummary summary) => summary.Best is { } best
        ? $"The best of {summary.Sweep.Reference}: {summary.Name(best)}, {best.Of(summary.Sweep.MetricName).Text(summary.Metric.Format)}."
        : $"{summary.Sweep.Reference} has no value yet.";
}
