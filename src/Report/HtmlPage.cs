using System.Globalization;
using System.Net;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Drawing;
using Goalkeeper.Report.Figures;
using Goalkeeper.Report.Page;
using Goalkeeper.Report.Tables;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>A page that asks for nothing from any other place: style, script and plots are in it. What it is given as text stands there as text.</summary>
/// <param name="writer">Where it goes.</param>
/// <param name="portable">Whether what differs between machines is left out of the texts.</param>
internal sealed class HtmlPage(TextWriter writer, bool portable)
{
    /// <summary>Apache ECharts' licence asks to be named wherever it is handed on.</summary>
    private const string Licence =
        "<!-- Charts: Apache ECharts 6.0.0, Copyright 2017-2025 The Apache Software Foundation, Apache License 2.0, apache.org/licenses/LICENSE-2.0 -->\n";

    /// <summary>A picture wider than this, in CSS pixels, is not made smaller on a narrow screen, but moved.</summary>
    private const int Wide = 600;

    private int _charts;

    /// <summary>All up to the heading.</summary>
    public void Start(string title)
    {
        writer.Write("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        writer.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"{PageScripts.Policy}\">\n");
        writer.Write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        writer.Write("<meta name=\"color-scheme\" content=\"light dark\">\n");
        writer.Write($"<title>{Escape(title)}</title>\n<style>\n{PageScripts.Style}{Picture.Variables}{Picture.StyleSheet}</style>\n</head>\n<body>\n<main>\n");
        writer.Write($"<h1>{Escape(title)}</h1>\n");
    }

    /// <summary>The script, and what it shows.</summary>
    /// <param name="data">What <see cref="PageData"/> has; of charts, in the order in which the page has them.</param>
    public void End(byte[] data)
    {
        writer.Write($"</main>\n{Licence}<script type=\"text/plain\" id=\"echarts\">{PageScripts.Charts}</script>\n");
        writer.Write($"<script type=\"text/plain\" id=\"data\">{Deflated.Of(data)}</script>\n");
        writer.Write($"<script>{PageScripts.Script}</script>\n</body>\n</html>\n");
    }

    public void Paragraph(string text, string? style = null) => writer.Write($"<p{Class(style)}>{Escape(text)}</p>\n");

    public void StartSection(string heading, IReadOnlyList<string> text)
    {
        writer.Write($"<section>\n<h2>{Escape(heading)}</h2>\n");
        foreach (var sentence in text) Paragraph(sentence);
    }

    public void EndSection() => writer.Write("</section>\n");

    /// <summary>Nothing where there are no items.</summary>
    public void List(IReadOnlyList<string> items, string? style = null)
    {
        if (items.Count == 0) return;
        writer.Write($"<ul{Class(style)}>\n");
        foreach (var item in items) writer.Write($"<li>{Escape(item)}</li>\n");
        writer.Write("</ul>\n");
    }

    /// <summary>Sections of pictures; the script puts a chart that can be explored in the place of each that it knows.</summary>
    public void Figures(IReadOnlyList<FigureSection> sections)
    {
        foreach (var section in sections)
        {
            StartSection(section.Heading, section.Text);
            writer.Write("<div class=\"figures\">\n");
            foreach (var figure in section.Figures) Figure(figure, string.Create(CultureInfo.InvariantCulture, $" data-chart=\"{_charts++}\""));
            writer.Write("</div>\n");
            EndSection();
        }
    }

    /// <summary>Pictures that the script knows no chart for.</summary>
    public void Drawn(IReadOnlyList<Figure> figures)
    {
        writer.Write("<div class=\"figures\">\n");
        foreach (var figure in figures) Figure(figure, figure.Chart.Width > Wide ? " class=\"wide\" tabindex=\"0\"" : "");
        writer.Write("</div>\n");
    }

    private void Figure(Figure figure, string place)
    {
        writer.Write($"<figure{place}>\n");
        figure.Picture.WriteInline(writer);
        if (figure.HasTable && figure.Chart is DotChart dots)
        {
            writer.Write("<details class=\"numbers\">\n<summary>Its numbers</summary>\n");
            Table(DotTable.Of(dots));
            writer.Write("</details>\n");
        }
        writer.Write("</figure>\n");
    }

    /// <summary>A table without its notes.</summary>
    public void Table(ReportTable table)
    {
        // A table that is no longer displayed as one is one to a screen reader by its roles.
        var isStacked = table.Secondary.Count > 0 || table.Above > 1;
        var (rows, row) = (Role("rowgroup"), Role("row"));
        writer.Write($"<div class=\"scroll\" tabindex=\"0\">\n<table{(isStacked ? " class=\"stacked\"" : "")}{Role("table")}>\n");
        if (table.Caption.Length > 0) writer.Write($"<caption>{Escape(table.Caption)}</caption>\n");
        writer.Write($"<thead{rows}><tr{row}>");
        foreach (var (i, column) in table.Columns.Index()) writer.Write($"<th scope=\"col\"{Role("columnheader")}{Class(Place(i))}>{Escape(column)}</th>");
        writer.Write($"</tr></thead>\n<tbody{rows}>\n");
        for (var i = 0; i < table.Rows.Count; i++)
        {
            writer.Write($"<tr{(i == table.Chosen ? " class=\"chosen\"" : "")}{row}>");
            Cells(table.Rows[i]);
            writer.Write("</tr>\n");
        }
        writer.Write("</tbody>\n");
        if (table.Baseline is { } baseline)
        {
            writer.Write($"<tfoot{rows}><tr{row}>");
            Cells(baseline);
            writer.Write("</tr></tfoot>\n");
        }
        writer.Write("</table>\n</div>\n");

        // The first cell says which row it is.
        void Cells(IReadOnlyList<string> cells)
        {
            foreach (var (i, cell) in cells.Index())
            {
                var label = Place(i) is { } place && (place == "below" || table.Above > 1) ? $" data-label=\"{Escape(table.Columns[i])}\"" : "";
                writer.Write(i == 0 ? $"<th scope=\"row\"{Role("rowheader")}{Class(Place(i))}{label}>{Escape(cell)}</th>" : $"<td{Role("cell")}{Class(Place(i))}{label}>{Escape(cell)}</td>");
            }
        }

        string? Place(int column) => !isStacked ? null : column < table.Above ? "above" : table.Secondary.Contains(column) ? "below" : null;

        string Role(string role) => isStacked ? $" role=\"{role}\"" : "";
    }

    /// <summary>Text as the page's: nothing in it is markup, and it is on one line.</summary>
    public string Escape(string text) => WebUtility.HtmlEncode(Printable.Line(Portable(text).ReplaceLineEndings(" ")));

    /// <summary>The same, with its lines.</summary>
    public string EscapeLines(string text) => WebUtility.HtmlEncode(Printable.Lines(Portable(text.ReplaceLineEndings("\n"))));

    private static string Class(string? style) => style is null ? "" : $" class=\"{style}\"";

    private string Portable(string text) => portable ? PortableText.Of(text) : text;
}
