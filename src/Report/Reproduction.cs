using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Goalkeeper.Analysis;

namespace Goalkeeper.Report;

/// <summary>What is needed to make the same numbers again.</summary>
/// <param name="Facts">Names and values, in order.</param>
/// <param name="Command">What to type.</param>
/// <param name="ExperimentText">The experiment file, verbatim; empty where there is none.</param>
internal sealed partial record Reproduction(IReadOnlyList<(string Name, string Value)> Facts, string Command, string ExperimentText)
{
    /// <param name="summary">The report.</param>
    /// <param name="portable">Without what differs between machines and launches.</param>
    public static Reproduction Of(SweepSummary summary, bool portable)
    {
        var sweep = summary.Sweep;
        var splits = summary.Dataset.Splits.Select(s => FormattableString.Invariant($"{s.Name} {s.Labels.Length}"));
        var facts = new List<(string, string)>();
        if (summary.IsOfNetworks)
        {
            facts.Add(("dataset", $"{summary.Dataset.Name} ({string.Join(", ", splits)})"));
            facts.Add(("dataset SHA-256", summary.Dataset.Sha256));
        }
        facts.Add(("plan SHA-256", sweep.PlanHash));
        if (sweep.ExperimentFile.Length > 0) facts.Add(("experiment file", sweep.ExperimentFile));
        if (!portable)
        {
            facts.Add(("sweep", sweep.Reference.ToString()));
            facts.Add(("launched", sweep.CreatedAt.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)));
            facts.Add(("git commit", $"{sweep.GitCommit ?? "none"}{(sweep.GitDirty == true ? ", with uncommitted changes" : "")}"));
            facts.AddRange(Json(sweep.Machine));
            facts.AddRange(Json(sweep.Versions));
        }
        return new Reproduction(facts, portable ? LocalOptions().Replace(sweep.Command, "") : sweep.Command, sweep.ExperimentText);
    }

    /// <summary>The options of `run` that say where and how, not what.</summary>
    [GeneratedRegex(@" --(?:(?:store|out|workers) (?:'(?:[^']|'\\'')*'|\S+)|(?:new|yes|no-report|portable)(?!\S))")]
    private static partial Regex LocalOptions();

    private static IEnumerable<(string, string)> Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        foreach (var property in document.RootElement.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null))
            yield return (property.Name, property.Value.ToString());
    }
}
