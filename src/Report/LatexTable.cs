using System.Text;
using Goalkeeper.Report.Tables;
using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>A table as LaTeX: a tabular with the rules of booktabs, to be put into a document with \input.</summary>
internal static class LatexTable
{
    public static void Write(TextWriter writer, ReportTable table)
    {
        writer.Write("% \\usepackage{booktabs}\n");
        writer.Write($"\\begin{{tabular}}{{{new string('l', table.Columns.Count)}}}\n\\toprule\n{Row(table.Columns)}\\midrule\n");
        for (var i = 0; i < table.Rows.Count; i++)
            writer.Write(i == table.Chosen ? Row(table.Rows[i], "\\textbf{", "}") : Row(table.Rows[i]));
        if (table.Baseline is { } baseline) writer.Write($"\\midrule\n{Row(baseline, "\\textit{", "}")}");
        writer.Write("\\bottomrule\n\\end{tabular}\n");
    }

    private static string Row(IEnumerable<string> cells, string start = "", string end = "") =>
        $"{string.Join(" & ", cells.Select(cell => cell.Length == 0 ? "" : start + Escape(cell) + end))} \\\\\n";

    /// <summary>What LaTeX would obey stands for itself; signs of mathematics are set as such.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in Printable.Line(text.ReplaceLineEndings(" ")))
        {
            escaped.Append(c switch
            {
                '\\' => @"\textbackslash{}",
                '~' => @"\textasciitilde{}",
                '^' => @"\textasciicircum{}",
                '&' or '%' or '$' or '#' or '_' or '{' or '}' => $"\\{c}",
                // Else a word that begins so would be the length of \\\\[…].
                '[' or ']' => $"{{{c}}}",
                '<' => "$<$",
                '>' => "$>$",
                '|' => "$|$",
                '"' => "{\"}",
                '\u00a0' => "~",
                'λ' => @"$\lambda$",
                '±' => @"$\pm$",
                '−' => "$-$",
                '∞' => @"$\infty$",
                '–' => "--",
                '²' => "$^2$",
                _ => c.ToString(),
            });
        }
        return escaped.ToString();
    }
}
