using System.Globalization;
using Goalkeeper.Analysis;
using Goalkeeper.Cli.Context;
using Goalkeeper.Report.Text;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Output;

/// <summary>Two sweeps side by side, for people.</summary>
internal sealed class SweepComparisonText(CommandContext context, SweepSummary first, SweepSummary second)
{
    /// <summary>More rows than anybody reads; --format csv has all.</summary>
    private const int MostRows = 30;

    private const double Level = 1 - Interval.Level;

    /// <summary>What the second sweep's seeds say against the first's.</summary>
    public static string Verdict(SweepSummary first, ComparedPoint point) =>
        point.Test.Pairs == 0 ? "no common seed"
        : point.Test.Difference == 0 ? "the same"
        : !(point.P < Level) ? "can't tell"
        : point.Test.Difference > 0 == first.Sweep.Metric.Maximizes ? "better" : "worse";

    public void Write(SweepComparison comparison)
    {
        var (a, b) = (first.Sweep.Reference, second.Sweep.Reference);
        context.Out.WriteLine($"{b} against {a}");
        var changes = PlanDifference.Describe(first.Plan, second.Plan);
        if (changes.Count == 0) context.Out.WriteLine("  their plans are the same");
        foreach (var change in changes) WrappedText.Write(context.Out, $"  {Printable.Line(change)}");
        context.Out.WriteLine();
        if (comparison.Points.Count == 0)
        {
            WrappedText.Write(context.Out, $"They have no point in common ({NumberText.Count(comparison.OnlyFirst, "point")} and {NumberText.Count(comparison.OnlySecond, "point")}).");
            WrappedText.Write(context.Out, $"{Best(first)} {Best(second)}");
            return;
        }
        var shown = comparison.Points.OrderBy(p => first.Ranked.Index().First(r => r.Item == p.First).Index).Take(MostRows).ToList();
        TextTable.Write(
            context,
            ["point", a.ToString(), b.ToString(), "difference", "p", "verdict"],
            [.. shown.Select(point => (IReadOnlyList<string>)[first.Name(point.First), Value(point.First), Value(point.Second), Difference(point), P(point), Verdict(first, point)])],
            [false, true, true, true, true, false]);
        if (shown.Count < comparison.Points.Count)
            WrappedText.Write(context.Out, $"The best {MostRows.ToString(CultureInfo.InvariantCulture)} of {comparison.Points.Count.ToString("N0", CultureInfo.InvariantCulture)} common points (--format csv has all).");
        WrappedText.Write(
            context.Out,
            $"{Wording.Capitalized(Wording.Metric(first.Sweep.MetricName))}, {(first.Sweep.Metric.Maximizes ? "more" : "less")} is better. Paired by seed: Student's t, p corrected by Holm for {NumberText.Count(comparison.Points.Count(p => !double.IsNaN(p.P)), "comparison")}.");
        if (comparison.OnlyFirst + comparison.OnlySecond > 0)
            WrappedText.Write(context.Out, $"{a} has {NumberText.Count(comparison.OnlyFirst, "point")} of its own, {b} {NumberText.Count(comparison.OnlySecond, "point")}.");
    }

    private static string Best(SweepSummary summary) => summary.Best is { } best
        ? $"The best of {summary.Sweep.Reference}: {summary.Name(best)}, {best.Of(summary.Sweep.MetricName).Text(summary.Metric.Format)}."
        : $"{summary.Sweep.Reference} has no value yet.";

    private string Value(SummaryRow row) => row.Of(first.Sweep.MetricName).Text(first.Metric.Format);

    private string Difference(ComparedPoint point) => point.Test.Pairs == 0 ? "–"
        : first.Metric.Format == MetricFormat.Percent ? $"{Signed(100 * point.Test.Difference, NumberText.Points(point.Test.Difference))} points"
        : Signed(point.Test.Difference, NumberText.Rounded(point.Test.Difference, 3));

    private static string Signed(double value, string text) => value > 0 ? $"+{text}" : text;

    private static string P(ComparedPoint point) => double.IsNaN(point.P) ? "–" : point.P < 0.001 ? "< 0.001" : NumberText.Rounded(point.P, 2);
}
