namespace Goalkeeper.Report;

/// <summary>The report as Markdown, with its plots as files beside it.</summary>
internal static class MarkdownReport
{
    public static void Write(TextWriter writer, SweepReport report, bool portable)
    {
        var summary = report.Summary;
        writer.Write($"# {Escape(summary.Sweep.Name)}\n\n");
        if (summary.Sweep.Description.Length > 0) writer.Write($"{Escape(summary.Sweep.Description)}\n\n");
        WriteTable(writer, report.Conclusion);
        foreach (var section in report.Sections)
        {
            writer.Write($"## {section.Heading}\n\n");
            foreach (var sentence in section.Text) writer.Write($"{Escape(sentence)}\n");
            if (section.Text.Count > 0) writer.Write('\n');
            foreach (var figure in section.Figures) writer.Write($"![{Escape(figure.Plot.Title)}]({figure.FileName})\n");
            writer.Write('\n');
        }
        WriteReproduction(writer, Reproduction.Of(summary, portable));
    }

    private static void WriteTable(TextWriter writer, ConclusionTable table)
    {
        writer.Write($"| {string.Join(" | ", table.Columns.Select(Escape))} |\n");
        writer.Write($"|{string.Concat(Enumerable.Repeat(" --- |", table.Columns.Count))}\n");
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var mark = i == table.Chosen ? "**" : "";
            writer.Write($"| {string.Join(" | ", table.Rows[i].Select(cell => cell.Length == 0 ? "" : $"{mark}{Escape(cell)}{mark}"))} |\n");
        }
        writer.Write('\n');
        foreach (var note in table.Notes) writer.Write($"- {Escape(note)}\n");
        writer.Write('\n');
    }

    private static void WriteReproduction(TextWriter writer, Reproduction reproduction)
    {
        writer.Write("## To do it again\n\n");
        foreach (var (name, value) in reproduction.Facts) writer.Write($"- {name}: `{value}`\n");
        writer.Write($"\n```sh\n{reproduction.Command}\n```\n\n");
        var fence = reproduction.ExperimentText.Contains("```", StringComparison.Ordinal) ? "````" : "```";
        writer.Write($"{fence}yaml\n{reproduction.ExperimentText.ReplaceLineEndings("\n").TrimEnd('\n')}\n{fence}\n");
    }

    /// <summary>A cell's text: what Markdown would take for markup stands for itself.</summary>
    private static string Escape(string text)
    {
        var escaped = new System.Text.StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            if (c is '|' or '*' or '_' or '<' or '>' or '[' or ']' or '`' or '\\') escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString();
    }
}
