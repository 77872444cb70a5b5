using Goalkeeper.Analysis;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Text;

/// <summary>What the rows of a sweep are called, and how their numbers read.</summary>
internal static class SummaryText
{
    /// <summary>A row's variant and parameter values, as a table or a legend calls it.</summary>
    public static string Label(this SweepSummary summary, SummaryRow row) =>
        Wording.Point(row.Variant, row.Parameters) is { Length: > 0 } label ? label : summary.Sweep.Name;

    /// <summary>What a sentence calls a row: its label, without what has no effect at it.</summary>
    public static string Name(this SweepSummary summary, SummaryRow row)
    {
        var point = new PointSettings(summary.Plan, row.Trials[0].Parameters);
        return Wording.Point(row.Variant, row.Parameters.Where(p => point.HasEffect(p.Key))) is { Length: > 0 } name ? name : summary.Label(row);
    }

    /// <summary>How a table shows a metric over replicates; "–" where nothing was measured.</summary>
    public static string Text(this Statistic statistic, MetricFormat format) =>
        statistic.Count == 0 ? "–" : NumberText.Measured(format, statistic.Mean, statistic.StandardDeviation);
}
