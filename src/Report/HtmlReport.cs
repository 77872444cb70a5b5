using System.Globalization;
using System.Net;
using Goalkeeper.Report.Drawing;
using Goalkeeper.Report.Pictures;
using Goalkeeper.Report.Summary;
using Goalkeeper.Report.Tables;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>The report as one page that asks for nothing from any other place: style, script and plots are in it.</summary>
/// <param name="writer">Where it goes.</param>
/// <param name="portable">Whether what differs between machines and launches is left out.</param>
internal sealed class HtmlReport(TextWriter writer, bool portable)
{
    private static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");

    public void Write(SweepReport report)
    {
        var summary = report.Summary;
        writer.Write("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        writer.Write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        writer.Write("<meta name=\"color-scheme\" content=\"light dark\">\n");
        writer.Write($"<title>{Escape(summary.Sweep.Name)}</title>\n<style>\n{Style}{Picture.StyleSheet}</style>\n</head>\n<body>\n<main>\n");
        writer.Write($"<h1>{Escape(summary.Sweep.Name)}</h1>\n");
        if (summary.Sweep.Description.Length > 0) writer.Write($"<p class=\"lead\">{Escape(summary.Sweep.Description)}</p>\n");
        if (report.State is { } state) writer.Write($"<p class=\"state\">{Escape(state)}</p>\n");
        WriteFindings(report.Findings);
        WriteTable(report.Conclusion, isSorted: true);
        if (report.Confusion is { } confusion) WriteTables(confusion);
        foreach (var section in report.Sections)
        {
            writer.Write($"<section>\n<h2>{Escape(section.Heading)}</h2>\n");
            foreach (var sentence in section.Text) writer.Write($"<p>{Escape(sentence)}</p>\n");
            writer.Write("<div class=\"figures\">\n");
            foreach (var figure in section.Figures)
            {
                writer.Write("<figure>\n");
                figure.Picture.WriteInline(writer);
                writer.Write("</figure>\n");
            }
            writer.Write("</div>\n</section>\n");
        }
        if (report.Pictures is { } pictures) WritePictures(pictures);
        WriteReproduction(Reproduction.Of(summary, portable));
        writer.Write($"</main>\n<script>\n{Script}</script>\n</body>\n</html>\n");
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
        foreach (var table in section.Tables) WriteTable(table, isSorted: false);
        writer.Write("</div>\n</section>\n");
    }

    /// <param name="table">The table.</param>
    /// <param name="isSorted">Whether a click on a heading sorts its rows.</param>
    private void WriteTable(ReportTable table, bool isSorted)
    {
        writer.Write("<div class=\"scroll\">\n<table>\n");
        if (table.Caption.Length > 0) writer.Write($"<caption>{Escape(table.Caption)}</caption>\n");
        writer.Write("<thead><tr>");
        foreach (var column in table.Columns)
        {
            var heading = isSorted ? $"<button type=\"button\">{Escape(column)}</button>" : Escape(column);
            writer.Write($"<th scope=\"col\">{heading}</th>");
        }
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

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream($"Goalkeeper.Report.{name}")!);
        return reader.ReadToEnd();
    }
}
