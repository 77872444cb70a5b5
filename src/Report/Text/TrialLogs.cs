using System.Text.RegularExpressions;
using Goalkeeper.Analysis;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Text;

/// <summary>The ends of what the trials' programs wrote, of those that there is room for: the failed and the best first.</summary>
internal static partial class TrialLogs
{
    private const int MostTrials = 200;
    private const int MostBytes = 2_000;

    /// <summary>By the trial's number; nothing of networks, which write nothing.</summary>
    public static IReadOnlyList<(long Number, string Text)> Of(SweepSummary summary, SweepStore store) => summary.IsOfNetworks ? [] :
    [
        .. summary.Trials.Where(t => t.State is TrialState.Failed or TrialState.Diverged)
            .Concat(summary.Ranked.SelectMany(row => row.Trials)).DistinctBy(t => t.Number).Take(MostTrials)
            .Select(t => (t.Number, Text: store.OutputTail(summary.Sweep, t, MostBytes))).Where(t => !string.IsNullOrWhiteSpace(t.Text))
            .Select(t => (t.Number, Readable(t.Text!))),
    ];

    /// <summary>Without colours; of a line that was written over and over, the last.</summary>
    private static string Readable(string text) =>
        Printable.Lines(WrittenOver().Replace(Colours().Replace(text.Replace("\r\n", "\n", StringComparison.Ordinal), ""), ""));

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Colours();

    [GeneratedRegex(@"[^\n]*\r(?=[^\n])")]
    private static partial Regex WrittenOver();
}
