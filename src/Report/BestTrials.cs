using Goalkeeper.Analysis;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Figures;
using Goalkeeper.Report.Tables;
using Goalkeeper.Report.Text;

namespace Goalkeeper.Report;

/// <summary>The trials a row each, the best first: what the page has until its script puts the searchable table there.</summary>
internal static class BestTrials
{
    /// <summary>Rows that a page can hold beside its pictures; trials.csv has all.</summary>
    private const int MostRows = 200;

    /// <summary>Characters of a word that has a cell; trials.csv has all.</summary>
    private const int MostCharacters = 80;

    /// <param name="summary">The sweep.</param>
    /// <param name="exploration">Its trials.</param>
    public static ReportTable Of(SweepSummary summary, Exploration exploration)
    {
        var varying = exploration.Parameters.Where(p => p.Varies).ToList();
        var rows = Ordered(summary, exploration).Take(MostRows).Select(i => (IReadOnlyList<string>)
        [
            NumberText.Parameter(exploration.Trials[i].Number),
            .. exploration.Metrics.Select(metric => Measured(summary, metric, metric.Values[i])),
            .. varying.Select(parameter => Set(parameter, parameter.Values[i])),
            exploration.Trials[i].State,
        ]).ToList();
        string[] notes = rows.Count < exploration.Trials.Count
            ? [$"The {(exploration.Deciding is null ? "first" : "best")} {rows.Count} of {NumberText.Count(exploration.Trials.Count, "trial")}; trials.csv has every one."]
            : [];
        return new ReportTable(["trial", .. exploration.Metrics.Select(m => Wording.Metric(m.Name)), .. varying.Select(p => p.Axis.Label), "state"], rows, Chosen: null, notes);
    }

    /// <summary>Those without a value last; equal ones by number.</summary>
    private static IEnumerable<int> Ordered(SweepSummary summary, Exploration exploration)
    {
        var all = Enumerable.Range(0, exploration.Trials.Count);
        return exploration.Deciding is not { Values: var values } ? all
            : all.OrderBy(i => double.IsNaN(values[i])).ThenBy(i => summary.Sweep.Metric.Maximizes ? -values[i] : values[i]);
    }

    private static string Measured(SweepSummary summary, ChartColumn metric, double value) =>
        double.IsNaN(value) ? "" : NumberText.Measured(summary.Definition(metric.Name).Format, value);

    private static string Set(ChartColumn parameter, double value) =>
        double.IsNaN(value) ? "" : parameter.Words.Count == 0 ? NumberText.Exact(value) : parameter.Words[(int)value] is { Length: > MostCharacters } word ? $"{Cut(word)}…" : parameter.Words[(int)value];

    /// <summary>The beginning, and no half of a character.</summary>
    private static string Cut(string word) => word[..(char.IsHighSurrogate(word[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)];
}
