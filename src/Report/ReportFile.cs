using System.Globalization;
using System.Text;
using Goalkeeper.Report.Pictures;

namespace Goalkeeper.Report;

/// <summary>One file of a report. Who calls decides where it goes.</summary>
/// <param name="Name">Its name within the report's folder, such as report.md.</param>
/// <param name="Write">Writes its bytes; text is UTF-8 with line ends \n.</param>
internal sealed record ReportFile(string Name, Action<Stream> Write)
{
    /// <summary>report.md, report.html, trials.csv, the plots and the contact sheets of pictures.</summary>
    /// <param name="report">The report.</param>
    /// <param name="portable">Leave out machine, commit and times, so that the same sweep made elsewhere gives the same bytes.</param>
    public static IReadOnlyList<ReportFile> Of(SweepReport report, bool portable) =>
    [
        OfText("report.md", writer => new MarkdownReport(writer, portable).Write(report)),
        OfText("report.html", writer => new HtmlReport(writer, portable).Write(report)),
        OfText("trials.csv", writer => CsvRows.Write(writer, report.Trials.Columns, report.Trials.Rows, opensInSpreadsheets: true)),
        .. report.Sections.SelectMany(s => s.Figures).Select(f => OfText(f.FileName, writer => f.Picture.WriteStandalone(writer))),
        .. (report.Pictures?.Galleries ?? []).Select(g => new ReportFile(
            g.FileName, stream => stream.Write(Png.Encode(ContactSheet.Of([.. g.Pictures.Select(p => p.Image)]))))),
    ];

    private static ReportFile OfText(string name, Action<TextWriter> write) => new(name, stream =>
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        write(writer);
        stream.Write(Encoding.UTF8.GetBytes(writer.ToString()));
    });
}
