using System.Globalization;
using System.Text.RegularExpressions;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Pictures;
using Goalkeeper.Report.Tables;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>The report as Markdown, with its plots as files beside it.</summary>
/// <param name="writer">Where it goes.</param>
/// <param name="portable">Whether what differs between machines and launches is left out.</param>
internal sealed partial class MarkdownReport(TextWriter writer, bool portable)
{
    public void Write(SweepReport report)
    {
        var summary = report.Summary;
        writer.Write($"# {Escape(summary.Sweep.Name)}\n\n");
        if (summary.Sweep.Description.Length > 0) writer.Write($"{Escape(summary.Sweep.Description)}\n\n");
        writer.Write($"{Escape(report.Answer.Sentence)}\n\n");
        if (report.State is { } state) writer.Write($"{Escape(state)}\n\n");
        WriteFindings([.. report.FindingsOf(portable)]);
        WriteTable(report.Conclusion);
        if (report.Confusion is { } confusion) WriteTables(confusion);
        foreach (var section in report.AllSections(portable))
        {
            writer.Write($"## {Escape(section.Heading)}\n\n");
            foreach (var sentence in section.Text) writer.Write($"{Escape(sentence)}\n");
            if (section.Text.Count > 0) writer.Write('\n');
            foreach (var figure in section.Figures) writer.Write($"![{Escape(figure.Chart.Title)}]({figure.FileName})\n");
            if (section.Figures.Count > 0) writer.Write('\n');
            foreach (var dots in section.Figures.Where(f => f.HasTable).Select(f => f.Chart).OfType<DotChart>()) WriteTable(DotTable.Of(dots));
        }
        if (report.Pictures is { } pictures) WritePictures(pictures);
        WriteReproduction(Reproduction.Of(summary, portable));
    }

    private void WriteFindings(IReadOnlyList<string> findings)
    {
        if (findings.Count == 0) return;
        writer.Write($"**{Findings.Heading}:**\n\n");
        foreach (var finding in findings) writer.Write($"- {Escape(finding)}\n");
        writer.Write('\n');
    }

    private void WriteTables(TableSection section)
    {
        writer.Write($"## {Escape(section.Heading)}\n\n");
        foreach (var sentence in section.Text) writer.Write($"{Escape(sentence)}\n");
        writer.Write('\n');
        foreach (var table in section.Tables) WriteTable(table);
    }

    private void WriteTable(ReportTable table)
    {
        if (table.Caption.Length > 0) writer.Write($"{Escape(table.Caption)}:\n\n");
        writer.Write($"| {string.Join(" | ", table.Columns.Select(Escape))} |\n");
        writer.Write($"|{string.Concat(Enumerable.Repeat(" --- |", table.Columns.Count))}\n");
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var mark = i == table.Chosen ? "**" : "";
            var cells = table.Rows[i].Select(cell => cell.Length == 0 ? "" : $"{mark}{Escape(cell)}{mark}");
            writer.Write($"| {string.Join(" | ", cells)} |\n");
        }
        if (table.Baseline is { } baseline)
            writer.Write($"| {string.Join(" | ", baseline.Select(cell => cell.Length == 0 ? "" : $"*{Escape(cell)}*"))} |\n");
        writer.Write('\n');
        if (table.Notes.Count == 0) return;
        foreach (var note in table.Notes) writer.Write($"- {Escape(note)}\n");
        writer.Write('\n');
    }

    private void WritePictures(PictureSection section)
    {
        writer.Write($"## {Escape(section.Heading)}\n\n");
        foreach (var sentence in section.Text) writer.Write($"{Escape(sentence)}\n");
        foreach (var gallery in section.Galleries)
        {
            writer.Write($"\n### {Escape(gallery.Title)}\n\n![{Escape(gallery.Title)}]({gallery.FileName})\n\n");
            writer.Write("| row | column | example | is | taken for | probability |\n| --- | --- | --- | --- | --- | --- |\n");
            foreach (var (place, picture) in gallery.Pictures.Index())
            {
                var (row, column) = (place / ContactSheet.Columns + 1, place % ContactSheet.Columns + 1);
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"| {row} | {column} | {picture.Example} "));
                writer.Write($"| {Escape(picture.Class)} | {Escape(picture.Predicted)} | {NumberText.Percent(picture.Probability)} |\n");
            }
        }
        writer.Write('\n');
    }

    private void WriteReproduction(Reproduction reproduction)
    {
        writer.Write("## To do it again\n\n");
        foreach (var (name, value) in reproduction.Facts) writer.Write($"- {Escape(name)}: {Escape(value)}\n");
        writer.Write('\n');
        WriteCode("sh", reproduction.Command);
        if (reproduction.ExperimentText.Length == 0) return;
        writer.Write('\n');
        WriteCode("yaml", reproduction.ExperimentText);
    }

    private void WriteCode(string language, string text)
    {
        var fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal)) fence += "`";
        writer.Write($"{fence}{language}\n{Printable.Lines(Portable(text.ReplaceLineEndings("\n"))).TrimEnd('\n')}\n{fence}\n");
    }

    /// <summary>Text on one line, in which what Markdown would take for markup stands for itself.</summary>
    private string Escape(string text) => Markup().Replace(Printable.Line(Portable(text).ReplaceLineEndings(" ").Trim()), @"\$0");

    private string Portable(string text) => portable ? PortableText.Of(text) : text;

    // Anywhere: emphasis, code, links, HTML, entities, tables, GitHub's formulas and strikethrough. At the start: headings, lists, quotes.
    [GeneratedRegex(@"[|*_<>\[\]`\\&$~]|^[-+=#]|(?<=^[0-9]{1,9})[.)](?=\s|$)")]
    private static partial Regex Markup();
}
