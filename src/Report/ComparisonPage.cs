using Goalkeeper.Report.Page;

namespace Goalkeeper.Report;

/// <summary>Compared sweeps as one page, as a report is one.</summary>
internal static class ComparisonPage
{
    /// <summary>More rows than anybody reads.</summary>
    private const int MostRows = 60;

    public static void Write(TextWriter writer, ComparisonReport report)
    {
        var page = new HtmlPage(writer, portable: false);
        page.Start(report.Title);
        foreach (var other in report.Others) page.Paragraph($"{other.Title}: {char.ToLowerInvariant(other.Sentence[0])}{other.Sentence[1..]}", "answer");
        page.Table(report.Best);
        foreach (var other in report.Others)
        {
            page.StartSection(other.Title, ["What differs in their plans:"]);
            page.List(other.Changes);
            if (other.Comparison.Points.Count > 0)
            {
                var points = other.Points(MostRows);
                page.Table(points);
                page.List(points.Notes, "notes");
            }
            page.EndSection();
        }
        var sections = report.Sections();
        page.Figures(sections);
        page.End(PageData.OfCharts(sections));
    }
}
