using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Tables;

namespace Goalkeeper.Report;

/// <summary>A chart of dots or bars as a table, for who does not see it.</summary>
internal static class DotTable
{
    public static ReportTable Of(DotChart chart) => new(
        ["", .. chart.Series.Select(s => s.Name.Length > 0 ? s.Name : chart.Value.Label)],
        [.. chart.Categories.Select((name, row) => (IReadOnlyList<string>)[name, .. chart.Series.Select(s => chart.Number(s.Values[row]))])],
        chart.Chosen, [])
    {
        Caption = chart.Title,
    };
}
