using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Report;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Output;

/// <summary>What <c>run</c> and <c>report</c> end with: the conclusion table, and where the report is.</summary>
internal static class ReportText
{
    // A screen of 24 lines has room for so many and what is said of them.
    private const int MostRows = 12;
    private const int FirstRows = 10;

    /// <summary>
    /// Writes the report's files; prints how far the sweep came, the table, its chosen row marked with *, what to know of its numbers,
    /// and its notes, one of which says by what it was chosen; says where the files are.
    /// </summary>
    public static void Write(CommandContext context, SweepStore store, SweepReport report, ReportFolder folder, bool portable)
    {
        // First, since nothing may be there to print to.
        folder.Write(report, portable);
        if (!portable) folder.WriteIndex(store);
        var conclusion = report.Conclusion;
        var rows = conclusion.Rows.ToList();
        if (conclusion.Chosen is { } chosen) rows[chosen] = [$"{rows[chosen][0]} *", .. rows[chosen].Skip(1)];
        // What scrolls away is not read: on a terminal the best are enough.
        var isCut = context.Out.IsTerminal && rows.Count > MostRows && conclusion.Chosen == 0;
        if (isCut) rows = rows[..FirstRows];
        if (conclusion.Baseline is { } baseline) rows.Add(baseline);
        if (report.State is { } state) WrappedText.Write(context.Out, state);
        TextTable.WriteSome(context, conclusion.Columns, rows, conclusion.Deciding, "the report has all");
        if (isCut) WrappedText.Write(context.Out, string.Create(CultureInfo.InvariantCulture, $"The first {FirstRows} of {conclusion.Rows.Count} rows; the report has all."));
        foreach (var finding in report.FindingsOf(portable)) WrappedText.Write(context.Out, finding);
        foreach (var note in conclusion.Notes) WrappedText.Write(context.Out, note);
        context.Out.WriteLine($"report: {Path.Combine(folder.Path, "report.md")}, and report.html beside it");
    }
}
