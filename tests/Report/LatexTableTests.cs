using Goalkeeper.Report;
using Goalkeeper.Report.Tables;

namespace Goalkeeper.Tests.Report;

public class LatexTableTests
{
    [Fact]
    public void A_table_is_a_tabular_whose_chosen_row_is_bold()
    {
        Assert.Equal(
            """
            % \usepackage{booktabs}
            \begin{tabular}{ll}
            \toprule
            $\lambda$ & dev\_accuracy \\
            \midrule
            0 & 91.5~\% \\
            \textbf{0.7} & \textbf{93.0~$\pm$~0.4~\%} \\
            \midrule
            \textit{constant answer} &  \\
            \bottomrule
            \end{tabular}

            """.ReplaceLineEndings("\n"),
            Written(new ReportTable(
                ["λ", "dev_accuracy"], [["0", "91.5\u00a0%"], ["0.7", "93.0\u00a0±\u00a00.4\u00a0%"]], Chosen: 1, Notes: [])
            { Baseline = ["constant answer", ""] }));
    }

    [Fact]
    public void What_LaTeX_would_obey_stands_for_itself() => Assert.Contains(
        "\\textbackslash{}input\\{x\\} {[}4em{]} \\& \\$ \\# \\textasciitilde{} \\textasciicircum{} $<$b$>$ $|$ {\"} $\\infty$ $-$1 \\\\\n",
        Written(new ReportTable(["a"], [["\\input{x} [4em] & $ # ~ ^ <b> | \" ∞ −1"]], Chosen: null, Notes: [])),
        StringComparison.Ordinal);

    private static string Written(ReportTable table)
    {
        using var writer = new StringWriter();
        LatexTable.Write(writer, table);
        return writer.ToString();
    }
}
