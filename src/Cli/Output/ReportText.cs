using Goalkeeper.Report;

namespace Goalkeeper.Cli.Output;

/// <summary>What <c>run</c> and <c>report</c> end with: the conclusion table, and where the report is.</summary>
internal static class ReportText
{
    /// <summary>Prints the table, its chosen row marked, with its notes; writes the report's files; says where.</summary>
    public static void Write(CommandContext context, SweepReport report, ReportFolder folder, bool portable)
    {
        var conclusion = report.Conclusion;
        var rows = conclusion.Rows.Select((row, i) => (IReadOnlyList<string>)(i == conclusion.Chosen ? [$"{row[0]} *", .. row.Skip(1)] : row));
        TextTable.Write(context, conclusion.Columns, [.. rows]);
        if (conclusion.Chosen is not null) context.Out.WriteLine("* chosen");
        foreach (var note in conclusion.Notes) context.Out.WriteLine(note);

        folder.Write(report, portable);
        context.Out.WriteLine($"report: {Path.Combine(folder.Path, "report.md")}, and report.html beside it");
    }
}
