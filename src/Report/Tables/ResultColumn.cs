using System.Globalization;
using Goalkeeper.Analysis;
using Goalkeeper.Report.Text;

namespace Goalkeeper.Report.Tables;

/// <summary>A column of a table of rows: what they got, and how sure that is.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Cell">What a row has in it.</param>
/// <param name="IsSecondary">Whether it is neither the metric that decides nor how the rows compare.</param>
internal sealed record ResultColumn(string Name, Func<SummaryRow, string> Cell, bool IsSecondary)
{
    /// <summary>The metrics and the number of seeds.</summary>
    public static IReadOnlyList<ResultColumn> Measured(SweepSummary summary) =>
    [
        .. summary.Compared.Select(m => new ResultColumn(Wording.Metric(m.Name), row => Conclusion.Cell(row, m), m.Name != summary.Sweep.MetricName)),
        .. summary.IsReplicated ? [new ResultColumn("n", row => row.Finished.Count.ToString(CultureInfo.InvariantCulture), IsSecondary: true)] : (ResultColumn[])[],
    ];

    /// <summary>How sure one can be.</summary>
    public static IReadOnlyList<ResultColumn> Certainty(ComparisonText text) =>
        [.. text.Columns.Select(column => new ResultColumn(column.Name, column.Of, !column.IsVerdict))];

    /// <summary>Which of some columns are secondary, behind so many that name a row.</summary>
    public static IReadOnlyList<int> Secondary(int names, IReadOnlyList<ResultColumn> columns) =>
        [.. columns.Index().Where(c => c.Item.IsSecondary).Select(c => names + c.Index)];
}
