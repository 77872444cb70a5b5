using System.Globalization;
using Goalkeeper.Report.Page;
using Goalkeeper.Report.Pictures;
using Goalkeeper.Report.Tables;
using Goalkeeper.Report.Text;

namespace Goalkeeper.Report;

/// <summary>The report as one page.</summary>
/// <param name="writer">Where it goes.</param>
/// <param name="portable">Whether what differs between machines and launches is left out.</param>
internal sealed class HtmlReport(TextWriter writer, bool portable)
{
    /// <summary>More rows or columns than these, and the best points come first, the table of all is folded.</summary>
    private const int MostRows = 10;
    private const int MostColumns = 8;

    private readonly HtmlPage _page = new(writer, portable);

    public void Write(SweepReport report)
    {
        var summary = report.Summary;
        _page.Start(summary.Sweep.Name);
        if (summary.Sweep.Description.Length > 0) _page.Paragraph(summary.Sweep.Description, "lead");
        WriteAnswer(report);
        WriteFindings([.. report.FindingsOf(portable)]);
        WriteConclusion(report);
        WriteExploration(report);
        if (report.Confusion is { } confusion) WriteTables(confusion);
        _page.Figures(report.Sections);
        if (report.Pictures is { } pictures) WritePictures(pictures);
        WriteReproduction(Reproduction.Of(summary, portable));
        _page.End(new PageData(report, portable).ToJson());
    }

    private void WriteAnswer(SweepReport report)
    {
        _page.Paragraph(report.Answer.Sentence, "answer");
        if (report.Answer.Settings is { Count: > 0 } settings)
        {
            var lines = string.Join('\n', settings.Select(s => $"{_page.Escape(s.Name)}: {_page.Escape(s.Value)}"));
            writer.Write($"<div class=\"best\"><pre id=\"settings\" tabindex=\"0\">{lines}</pre><button type=\"button\" class=\"plain\" id=\"copy\" hidden>copy these settings</button></div>\n");
        }
        // How trials ended is said below.
        if (report.State is { } state && report.Summary.OpenTrials > 0) _page.Paragraph(state, "state");
        _page.Paragraph(Answer.Ended(report.Summary, portable), "ended");
    }

    /// <summary>The conclusion table; where it is long or wide, the best points, and the table folded.</summary>
    private void WriteConclusion(SweepReport report)
    {
        var conclusion = report.Conclusion;
        var isShort = conclusion.Rows.Count <= MostRows && conclusion.Columns.Count <= MostColumns;
        writer.Write(isShort ? "<div class=\"first\">\n" : "<div class=\"first point\">\n");
        _page.Table(isShort ? conclusion : report.Answer.Best);
        _page.List(conclusion.Notes, "notes");
        writer.Write("</div>\n");
        if (isShort) return;
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"<details>\n<summary>The table of {conclusion.Rows.Count} points with all their settings</summary>\n"));
        _page.Table(conclusion with { Secondary = [], Above = 0 }); // a long table as a list of its cells would be longer still
        writer.Write("</details>\n");
    }

    /// <summary>What stands there without a script, or until it has drawn what can be explored.</summary>
    private void WriteExploration(SweepReport report)
    {
        if (report.Summary.Trials.Count == 0) return;
        writer.Write("<section id=\"explore\">\n<h2>The trials</h2>\n");
        if (report.TrialsSection(portable) is { } section) _page.Drawn(section.Figures);
        var table = BestTrials.Of(report.Summary, report.Exploration);
        writer.Write("<details>\n<summary>The table of the trials</summary>\n");
        _page.Table(table);
        _page.List(table.Notes, "notes");
        writer.Write("</details>\n</section>\n");
    }

    private void WriteFindings(IReadOnlyList<string> findings)
    {
        if (findings.Count == 0) return;
        writer.Write("<aside class=\"findings\">\n");
        _page.Paragraph($"{Findings.Heading}:");
        _page.List(findings);
        writer.Write("</aside>\n");
    }

    private void WriteTables(TableSection section)
    {
        _page.StartSection(section.Heading, section.Text);
        writer.Write("<div class=\"tables\">\n");
        foreach (var table in section.Tables) _page.Table(table);
        writer.Write("</div>\n");
        _page.EndSection();
    }

    private void WritePictures(PictureSection section)
    {
        _page.StartSection(section.Heading, section.Text);
        foreach (var gallery in section.Galleries)
        {
            writer.Write($"<h3>{_page.Escape(gallery.Title)}</h3>\n<div class=\"pictures\">\n");
            foreach (var picture in gallery.Pictures)
            {
                var caption = $"{_page.Escape(picture.Class)}<br>taken for {_page.Escape(picture.Predicted)}<br>{NumberText.Percent(picture.Probability)}";
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"<figure><img width=\"{2 * picture.Image.Width}\" height=\"{2 * picture.Image.Height}\" "));
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"alt=\"example {picture.Example}\" "));
                writer.Write($"src=\"data:image/png;base64,{Convert.ToBase64String(Png.Encode(picture.Image))}\">");
                writer.Write($"<figcaption>{caption}</figcaption></figure>\n");
            }
            writer.Write("</div>\n");
        }
        _page.EndSection();
    }

    private void WriteReproduction(Reproduction reproduction)
    {
        _page.StartSection("To do it again", []);
        writer.Write("<dl>\n");
        foreach (var (name, value) in reproduction.Facts) writer.Write($"<dt>{_page.Escape(name)}</dt><dd>{_page.Escape(value)}</dd>\n");
        writer.Write("</dl>\n");
        foreach (var code in ((string[])[reproduction.Command, reproduction.ExperimentText]).Where(code => code.Length > 0))
            writer.Write($"<pre>{_page.EscapeLines(code)}</pre>\n");
        _page.EndSection();
    }
}
