using System.Globalization;
using System.Text.Json;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Output;

/// <summary>All about a sweep, for people.</summary>
internal static class SweepText
{
    private const int MostReasons = 5;

    private static readonly string[] States =
        [TrialState.Finished, TrialState.Failed, TrialState.Diverged, TrialState.Running, TrialState.Queued];

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, SweepStore store, SweepRecord sweep)
    {
        var counts = store.StateCounts(sweep);
        var data = store.Dataset(sweep.DatasetSha256);
        var splits = string.Join(", ", data.Splits.Select(s => Invariant($"{s.Name} {s.Labels.Length}")));
        var plan = SweepPlan.Of(sweep);
        Facts.Write(output,
        [
            ("sweep", sweep.Reference.ToString()),
            ("description", sweep.Description),
            ("file", sweep.ExperimentFile),
            ("data", $"{data.Name} ({splits}), SHA-256 {data.Sha256}"),
            ("metric", $"{sweep.MetricName}, {sweep.MetricGoal}"),
            ("network", Settings(plan.Network)),
            ("training", Settings(plan.Training)),
            ("variants", string.Join('\n', plan.Variants.Select(v => $"{v.Name}: {Settings(v.Settings)}"))),
            ("parameters", Settings(plan.Parameters)),
            ("exclude", string.Join('\n', plan.Exclude)),
            ("replicates", Invariant($"{plan.Replicates}")),
            ("trials", Trials(counts)),
            ("best", store.Best(sweep) is { } best ? Invariant($"{Cell.Measured(best.Value)}, trial {best.Number}") : null),
            ("failed", counts.ContainsKey(TrialState.Failed) ? Reasons(store.Trials(sweep)) : null),
            ("started", $"{TimeText.Of(sweep.CreatedAt)} UTC"),
            ("command", sweep.Command),
            ("commit", sweep.GitCommit is null ? null : sweep.GitCommit + (sweep.GitDirty == true ? ", with uncommitted changes" : "")),
            ("machine", Members(JsonElement.Parse(sweep.Machine))),
            ("versions", Members(JsonElement.Parse(sweep.Versions))),
        ]);
    }

    private static string Trials(IReadOnlyDictionary<string, long> counts) => Invariant($"{counts.Values.Sum()}: ")
        + string.Join(", ", States.Where(counts.ContainsKey).Select(state => Invariant($"{counts[state]} {state}")));

    // Many trials often fail for one reason.
    private static string Reasons(IReadOnlyList<TrialRecord> trials)
    {
        var reasons = trials.Where(t => t.State == TrialState.Failed).GroupBy(t => t.Reason).ToList();
        var lines = reasons.Take(MostReasons).Select(g =>
        {
            var more = g.Count() == 1 ? "" : Invariant($" and {g.Count() - 1} more");
            return Invariant($"trial {g.First().Number}{more}: {g.Key}");
        });
        if (reasons.Count > MostReasons) lines = lines.Append(Invariant($"and {reasons.Count - MostReasons} other reasons"));
        return string.Join('\n', lines);
    }

    private static string Settings(IReadOnlyDictionary<string, string> settings) =>
        string.Join(", ", settings.Select(s => $"{s.Key} {SweepPlan.Text(s.Value)}"));

    private static string Members(JsonElement element) =>
        string.Join(", ", element.EnumerateObject().Select(p => $"{p.Name} {Value(p.Value)}"));

    private static string Value(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
