using System.Globalization;
using System.Net;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Drawing;
using Goalkeeper.Report.Page;
using Goalkeeper.Report.Pictures;
using Goalkeeper.Report.Tables;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>The report as one page that asks for nothing from any other place: style, script and plots are in it.</summary>
/// <param name="writer">Where it goes.</param>
/// <param name="portable">Whether what differs between machines and launches is left out.</param>
internal sealed class HtmlReport(TextWriter writer, bool portable)
{
    /// <summary>More rows or columns than these, and the best points come first, the table of all is folded.</summary>
    private const int MostRows = 10;
    private const int MostColumns = 8;

    /// <summary>Apache ECharts' licence asks to be named wherever it is handed on.</summary>
    private const string Licence =
        "<!-- Charts: Apache ECharts 6.0.0, Copyright 2017-2025 The Apache Software Foundation, Apache License 2.0, apache.org/licenses/LICENSE-2.0 -->\n";

    public void Write(SweepReport report)
    {
        var summary = report.Summary;
        writer.Write("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        writer.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"{PageScripts.Policy}\">\n");
        writer.Write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        writer.Write("<meta name=\"color-scheme\" content=\"light dark\">\n");
        writer.Write($"<title>{Escape(summary.Sweep.Name)}</title>\n<style>\n{PageScripts.Style}{Picture.Variables}{Picture.StyleSheet}</style>\n</head>\n<body>\n<main>\n");
        writer.Write($"<h1>{Escape(summary.Sweep.Name)}</h1>\n");
        if (summary.Sweep.Description.Length > 0) writer.Write($"<p class=\"lead\">{Escape(summary.Sweep.Description)}</p>\n");
        WriteAnswer(report);
        WriteFindings([.. report.FindingsOf(portable)]);
        WriteConclusion(report);
        writer.Write("<section id=\"explore\" hidden></section>\n");
        if (report.Confusion is { } confusion) WriteTables(confusion);
        var chart = 0;
        foreach (var section in report.Sections)
        {
            writer.Write($"<section>\n<h2>{Escape(section.Heading)}</h2>\n");
            foreach (var sentence in section.Text) writer.Write($"<p>{Escape(sentence)}</p>\n");
            writer.Write("<div class=\"figures\">\n");
            foreach (var figure in section.Figures)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"<figure data-chart=\"{chart++}\">\n"));
                figure.Picture.WriteInline(writer);
                if (figure.HasTable && figure.Chart is DotChart dots)
                {
                    writer.Write("<details class=\"numbers\">\n<summary>Its numbers</summary>\n");
                    WriteTable(DotTable.Of(dots));
                    writer.Write("</details>\n");
                }
                writer.Write("</figure>\n");
            }
            writer.Write("</div>\n</section>\n");
        }
        if (report.Pictures is { } pictures) WritePictures(pictures);
        WriteReproduction(Reproduction.Of(summary, portable));
        writer.Write($"</main>\n{Licence}<script type=\"text/plain\" id=\"echarts\">{PageScripts.Charts}</script>\n");
        writer.Write($"<script type=\"text/plain\" id=\"data\">{Deflated.Of(new PageData(report, portable).ToJson())}</script>\n");
        writer.Write($"<script>{PageScripts.Script}</script>\n</body>\n</html>\n");
    }

    private void WriteAnswer(SweepReport report)
    {
        writer.Write($"<p class=\"answer\">{Escape(report.Answer.Sentence)}</p>\n");
        if (report.Answer.Settings is { Count: > 0 } settings)
        {
            var lines = string.Join('\n', settings.Select(s => $"{Escape(s.Name)}: {Escape(s.Value)}"));
            writer.Write($"<div class=\"best\"><pre id=\"settings\" tabindex=\"0\">{lines}</pre><button type=\"button\" class=\"plain\" id=\"copy\" hidden>copy these settings</button></div>\n");
        }
        if (report.State is { } state) writer.Write($"<p class=\"state\">{Escape(state)}</p>\n");
        writer.Write($"<p class=\"ended\">{Escape(Answer.Ended(report.Summary, portable))}</p>\n");
    }

    /// <summary>The conclusion table; where it is long or wide, the best points, and the table folded.</summary>
    private void WriteConclusion(SweepReport report)
    {
        var conclusion = report.Conclusion;
        var isShort = conclusion.Rows.Count <= MostRows && conclusion.Columns.Count <= MostColumns;
        writer.Write(isShort ? "<div class=\"first\">\n" : "<div class=\"first point\">\n");
        WriteTable(isShort ? conclusion : report.Answer.Best);
        WriteNotes(conclusion);
        writer.Write("</div>\n");
        if (isShort) return;
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"<details>\n<summary>The table of {conclusion.Rows.Count} points with all their settings</summary>\n"));
        WriteTable(conclusion);
        writer.Write("</details>\n");
    }

    private void WriteFindings(IReadOnlyList<string> findings)
    {
        if (findings.Count == 0) return;
        writer.Write($"<aside class=\"findings\">\n<p>{Findings.Heading}:</p>\n<ul>\n");
        foreach (var finding in findings) writer.Write($"<li>{Escape(finding)}</li>\n");
        writer.Write("</ul>\n</aside>\n");
    }

    private void WriteTables(TableSection section)
    {
        writer.Write($"<section>\n<h2>{Escape(section.Heading)}</h2>\n");
        foreach (var sentence in section.Text) writer.Write($"<p>{Escape(sentence)}</p>\n");
        writer.Write("<div class=\"tables\">\n");
        foreach (var table in section.Tables) WriteTable(table);
        writer.Write("</div>\n</section>\n");
    }

    private void WriteTable(ReportTable table)
    {
        writer.Write("<div class=\"scroll\" tabindex=\"0\">\n<table>\n");
        if (table.Caption.Length > 0) writer.Write($"<caption>{Escape(table.Caption)}</caption>\n");
        writer.Write("<thead><tr>");
        foreach (var column in table.Columns) writer.Write($"<th scope=\"col\">{Escape(column)}</th>");
        writer.Write("</tr></thead>\n<tbody>\n");
        for (var i = 0; i < table.Rows.Count; i++)
        {
            writer.Write(i == table.Chosen ? "<tr class=\"chosen\">" : "<tr>");
            WriteCells(table.Rows[i]);
            writer.Write("</tr>\n");
        }
        writer.Write("</tbody>\n");
        if (table.Baseline is { } baseline)
        {
            writer.Write("<tfoot><tr>");
            WriteCells(baseline);
            writer.Write("</tr></tfoot>\n");
        }
        writer.Write("</table>\n</div>\n");
    }

    private void WriteNotes(ReportTable table)
    {
        if (table.Notes.Count == 0) return;
        writer.Write("<ul class=\"notes\">\n");
        foreach (var note in table.Notes) writer.Write($"<li>{Escape(note)}</li>\n");
        writer.Write("</ul>\n");
    }

    /// <summary>The first cell says which row it is.</summary>
    private void WriteCells(IReadOnlyList<string> cells)
    {
        writer.Write($"<th scope=\"row\">{Escape(cells[0])}</th>");
        foreach (var cell in cells.Skip(1)) writer.Write($"<td>{Escape(cell)}</td>");
    }

    private void WritePictures(PictureSection section)
    {
        writer.Write($"<section>\n<h2>{Escape(section.Heading)}</h2>\n");
        foreach (var sentence in section.Text) writer.Write($"<p>{Escape(sentence)}</p>\n");
        foreach (var gallery in section.Galleries)
        {
            writer.Write($"<h3>{Escape(gallery.Title)}</h3>\n<div class=\"pictures\">\n");
            foreach (var picture in gallery.Pictures)
            {
                var caption = $"{Escape(picture.Class)}<br>taken for {Escape(picture.Predicted)}<br>{NumberText.Percent(picture.Probability)}";
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"<figure><img width=\"{2 * picture.Image.Width}\" height=\"{2 * picture.Image.Height}\" "));
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"alt=\"example {picture.Example}\" "));
                writer.Write($"src=\"data:image/png;base64,{Convert.ToBase64String(Png.Encode(picture.Image))}\">");
                writer.Write($"<figcaption>{caption}</figcaption></figure>\n");
            }
            writer.Write("</div>\n");
        }
        writer.Write("</section>\n");
    }

    private void WriteReproduction(Reproduction reproduction)
    {
        writer.Write("<section>\n<h2>To do it again</h2>\n<dl>\n");
        foreach (var (name, value) in reproduction.Facts) writer.Write($"<dt>{Escape(name)}</dt><dd>{Escape(value)}</dd>\n");
        writer.Write("</dl>\n");
        foreach (var code in ((string[])[reproduction.Command, reproduction.ExperimentText]).Where(code => code.Length > 0))
            writer.Write($"<pre>{WebUtility.HtmlEncode(Printable.Lines(Portable(code.ReplaceLineEndings("\n"))))}</pre>\n");
        writer.Write("</section>\n");
    }

    private string Escape(string text) => WebUtility.HtmlEncode(Printable.Line(Portable(text).ReplaceLineEndings(" ")));

    private string Portable(string text) => portable ? PortableText.Of(text) : text;
}
