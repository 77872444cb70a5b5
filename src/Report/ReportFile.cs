using System.Globalization;
using System.Text;
using Goalkeeper.Report.Pictures;
using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>One file of a report. Who calls decides where it goes.</summary>
/// <param name="Name">Its name within the report's folder, such as report.md.</param>
/// <param name="Write">Writes its bytes; text is UTF-8 with line ends \n.</param>
internal sealed record ReportFile(string Name, Action<Stream> Write)
{
    /// <summary>report.md, report.html, trials.csv, the conclusion table as CSV and LaTeX, the plots and the contact sheets of pictures.</summary>
    /// <param name="report">The report.</param>
    /// <param name="portable">Leave out machine, commit and times, so that the same sweep made elsewhere gives the same bytes.</param>
    public static IReadOnlyList<ReportFile> Of(SweepReport report, bool portable) =>
    [
        OfText("report.md", writer => new MarkdownReport(writer, portable).Write(report)),
        OfText("report.html", writer => new HtmlReport(writer, portable).Write(report)),
        OfText("trials.csv", writer => CsvRows.Write(writer, report.Trials.Columns, report.Trials.Rows, opensInSpreadsheets: true)),
        OfText("conclusion.csv", writer => CsvRows.Write(writer, report.Conclusion.Columns, report.Conclusion.Rows, opensInSpreadsheets: true)),
        OfText("conclusion.tex", writer => LatexTable.Write(writer, report.Conclusion)),
        .. report.AllSections(portable).SelectMany(s => s.Figures).Select(f => OfText(f.FileName, writer => f.Picture.WriteStandalone(writer))),
        .. (report.Pictures?.Galleries ?? []).Select(g => new ReportFile(
            g.FileName, stream => stream.Write(Png.Encode(ContactSheet.Of([.. g.Pictures.Select(p => p.Image)]))))),
    ];

    /// <summary>Compared sweeps as a page.</summary>
    public static ReportFile Of(ComparisonReport report) => OfText("comparison.html", writer => ComparisonPage.Write(writer, report));

    /// <summary>The plots alone, for a paper or slides.</summary>
    /// <param name="report">The report.</param>
    /// <param name="format">svg or png.</param>
    /// <param name="only">Their names without what follows the dot; all where there is none.</param>
    /// <exception cref="UserErrorException">There is no plot of such a name.</exception>
    public static IReadOnlyList<ReportFile> Plots(SweepReport report, string format, IReadOnlyList<string> only)
    {
        var figures = report.AllSections(portable: false).SelectMany(s => s.Figures).ToDictionary(f => f.FileName[..f.FileName.LastIndexOf('.')]);
        if (only.FirstOrDefault(name => !figures.ContainsKey(name)) is { } unknown)
        {
            throw new UserErrorException(figures.Count == 0
                ? $"the report of {report.Summary.Sweep.Reference} has no pictures"
                : $"the report of {report.Summary.Sweep.Reference} has no picture `{unknown}`; it has {string.Join(", ", figures.Keys)}");
        }
        return
        [
            .. figures.Where(f => only.Count == 0 || only.Contains(f.Key)).Select(f => format == "png"
                ? new ReportFile($"{f.Key}.png", stream => stream.Write(Drawing.Picture.ToPng(f.Value.Chart)))
                : OfText(f.Value.FileName, f.Value.Picture.WriteStandalone)),
        ];
    }

    private static ReportFile OfText(string name, Action<TextWriter> write) => new(name, stream =>
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        write(writer);
        stream.Write(Encoding.UTF8.GetBytes(writer.ToString()));
    });
}
