using System.Globalization;
using System.Text.Json;
using Goalkeeper.Cli.Context;
using Goalkeeper.Report.Text;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Output;

/// <summary>All about a sweep, for people.</summary>
internal static class SweepText
{
    private const int MostReasons = 5;

    /// <summary>Writes it.</summary>
    public static void Write(OutputWriter output, SweepStore store, SweepRecord sweep)
    {
        var counts = store.StateCounts(sweep);
        var data = sweep.DatasetSha256 is null ? null : store.Dataset(sweep);
        var plan = SweepPlan.Of(sweep);
        Facts.Write(output,
        [
            new("sweep", sweep.Reference.ToString()),
            new("description", sweep.Description.ReplaceLineEndings("\n").Split('\n')),
            new("note", sweep.Note?.ReplaceLineEndings("\n").Split('\n') ?? []),
            new("tags", TagText.Of(store.Tags(sweep))),
            new("file", sweep.ExperimentFile),
            new("data", data is null ? null : $"{data.Name} ({Splits(data)}), SHA-256 {data.Sha256}"),
            new("prepared", Settings(plan.DatasetSettings)),
            new("labels", data is null ? null : DataText.Labels(data.ClassNames)),
            new("metric", $"{sweep.MetricName}, {sweep.MetricGoal}{(plan.Search?.Target is { } target ? Invariant($", target {target:R}") : "")}"),
            new("program", plan.Program is { } program ? string.Join(' ', program.Command) : null),
            new("in", plan.Program?.WorkingDirectory),
            new("timeout", plan.Program?.Timeout is { } timeout ? timeout.ToString("g", CultureInfo.InvariantCulture) : null),
            new("retries", plan.Program is { Retries: > 0 and var retries } ? Invariant($"{retries}") : null),
            new("network", Settings(plan.Network)),
            new("training", Settings(plan.Training)),
            new("variants", plan.Variants.Select(v => $"{v.Name}: {Settings(v.Settings)}")),
            new("search", plan.Search is { } search ? Search(search) : null),
            new("starts from", plan.Search?.Start is { } start ? $"{start.Sweep}, {NumberText.Count(start.Points.Count, "point")}" : null),
            new("stopping", plan.Search?.EarlyTerminate is { } rule ? EarlyTermination.Parse(rule).ToString() : null),
            new("parameters", Parameters(plan)),
            new("exclude", plan.Exclude),
            new("replicates", Invariant($"{plan.Replicates}")),
            new("trials", Trials(counts)),
            new("best", store.BestPoint(sweep) is { } best ? Best(sweep, plan, best) : null),
            new("failed", counts.ContainsKey(TrialState.Failed) ? Reasons(store.Trials(sweep), TrialState.Failed) : []),
            new("pruned", counts.ContainsKey(TrialState.Pruned) ? Reasons(store.Trials(sweep), TrialState.Pruned) : []),
            new("started", $"{TimeText.Of(sweep.CreatedAt)} UTC"),
            new("command", sweep.Command),
            new("commit", sweep.GitCommit is null ? null : sweep.GitCommit + (sweep.GitDirty == true ? ", with uncommitted changes" : "")),
            new("machine", Members(JsonElement.Parse(sweep.Machine))),
            new("versions", Members(JsonElement.Parse(sweep.Versions))),
        ]);
    }

    private static string Search(PlanSearch search) => Invariant($"{search.Method}, {NumberText.Count(search.RunCap, "point")}, search_seed {search.Seed}")
        + (search.Waits ? Invariant($", parallelism {search.Parallelism}") : "");

    // A range is told by its numbers, as a list is by its values.
    private static string Parameters(SweepPlan plan) => string.Join(", ", plan.Parameters.Select(p =>
        p.Value.StartsWith("{\"distribution\"", StringComparison.Ordinal) ? $"{p.Key} {ParameterDistribution.Parse(JsonElement.Parse(p.Value))}" : Settings(new Dictionary<string, string> { [p.Key] = p.Value })));

    /// <summary>"2 finished, 2 failed".</summary>
    public static string States(IReadOnlyDictionary<string, long> counts) =>
        string.Join(", ", TrialState.All.Where(counts.ContainsKey).Select(state => Invariant($"{counts[state]} {state}")));

    private static string Splits(StoredDataset data) => string.Join(", ", data.Splits.Select(s => Invariant($"{s.Name} {s.Labels.Length}")));

    private static string Best(SweepRecord sweep, SweepPlan plan, BestPoint best)
    {
        var trials = best.Trials.Where(t => t.State == TrialState.Finished).Select(t => Invariant($"{t.Number}"));
        return $"{PointText.Result(sweep.MetricFormat, best.Result.Mean, best.Result.Count)}{(PointText.Settings(plan, best) is { } settings ? $": {settings}" : "")}; "
            + $"{(best.Result.Count == 1 ? "trial" : "trials")} {string.Join(", ", trials)}";
    }

    private static string Trials(IReadOnlyDictionary<string, long> counts) => Invariant($"{counts.Values.Sum()}: {States(counts)}");

    // Many trials often fail for one reason.
    private static IEnumerable<string> Reasons(IReadOnlyList<TrialRecord> trials, string state)
    {
        var reasons = trials.Where(t => t.State == state).GroupBy(t => t.Reason).ToList();
        var lines = reasons.Take(MostReasons).Select(g =>
        {
            var more = g.Count() == 1 ? "" : Invariant($" and {g.Count() - 1} more");
            return Invariant($"trial {g.First().Number}{more}: {g.Key}");
        });
        if (reasons.Count > MostReasons) lines = lines.Append(Invariant($"and {reasons.Count - MostReasons} other reasons"));
        return lines;
    }

    private static string Settings(IReadOnlyDictionary<string, string> settings) =>
        string.Join(", ", settings.Select(s => $"{s.Key} {SweepPlan.Text(s.Value)}"));

    private static string Members(JsonElement element) =>
        string.Join(", ", element.EnumerateObject().Select(p => $"{p.Name} {Value(p.Value)}"));

    private static string Value(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
