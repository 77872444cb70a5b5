using System.Globalization;

namespace Goalkeeper.Store;

/// <summary>Says how one plan differs from another, for people.</summary>
internal static class PlanDifference
{
    /// <summary>A line for each difference that matters, such as <c>training.lambda: 0 → 0.7</c>; notes and order do not.</summary>
    /// <param name="before">The earlier plan.</param>
    /// <param name="after">The later one.</param>
    public static IReadOnlyList<string> Describe(SweepPlan before, SweepPlan after) =>
    [
        .. Dataset(before, after),
        .. Change("command", Words(before), Words(after)),
        .. Change("working_directory", before.Program?.WorkingDirectory ?? "", after.Program?.WorkingDirectory ?? ""),
        .. Change("version", before.Delegate?.Version ?? "", after.Delegate?.Version ?? ""),
        .. Changes("dataset.", before.DatasetSettings, after.DatasetSettings),
        .. Change("metric.name", before.MetricName, after.MetricName),
        .. Change("metric.goal", before.MetricGoal, after.MetricGoal),
        .. Change("method", before.Search?.Method ?? PlanSearch.Grid, after.Search?.Method ?? PlanSearch.Grid),
        .. Change("start_from", Start(before), Start(after)),
        .. Changes("network.", before.Network, after.Network),
        .. Changes("training.", before.Training, after.Training),
        .. Variants(before.Variants, after.Variants),
        .. Changes("parameters.", before.Parameters, after.Parameters),
        .. Change("zip", Zip(before), Zip(after)),
        .. Changes("only_when.", before.OnlyWhen, after.OnlyWhen),
        .. Change("exclude", string.Join(" or ", before.Exclude), string.Join(" or ", after.Exclude)),
        .. Change("replicates", Text(before.Replicates), Text(after.Replicates)),
        .. Change("trials", Text(before.Trials), Text(after.Trials)),
    ];

    private static IEnumerable<string> Dataset(SweepPlan before, SweepPlan after)
    {
        if (before.DatasetSha256 == after.DatasetSha256) yield break;
        yield return before.DatasetName == after.DatasetName
            ? $"dataset {after.DatasetName} has other data or columns: SHA-256 {Short(before.DatasetSha256)} → {Short(after.DatasetSha256)}"
            : $"dataset: {before.DatasetName} → {after.DatasetName}";
    }

    private static string Start(SweepPlan plan) => plan.Search?.Start is { } start ? string.Create(CultureInfo.InvariantCulture, $"{start.Sweep} ({start.Points.Count} points)") : "";

    private static string Zip(SweepPlan plan) => string.Join("; ", plan.Zip.Select(group => string.Join(", ", group)));

    private static string Words(SweepPlan plan) => string.Join(' ', plan.Program?.Command ?? []);

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] + "…" : hash;

    private static IEnumerable<string> Variants(IReadOnlyList<PlanVariant> before, IReadOnlyList<PlanVariant> after)
    {
        var (oldOnes, newOnes) = (before.ToDictionary(v => v.Name), after.ToDictionary(v => v.Name));
        return
        [
            .. oldOnes.Keys.Except(newOnes.Keys).Select(name => $"variants: - {name}"),
            .. newOnes.Keys.Except(oldOnes.Keys).Select(name => $"variants: + {name}"),
            .. newOnes.Keys.Intersect(oldOnes.Keys)
                .SelectMany(name => Changes($"variant {name}: ", oldOnes[name].Settings, newOnes[name].Settings)),
        ];
    }

    private static IEnumerable<string> Changes(
        string prefix, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        before.Keys.Union(after.Keys).SelectMany(name => Change(prefix + name, Value(before, name), Value(after, name)));

    private static string Value(IReadOnlyDictionary<string, string> values, string name) =>
        values.TryGetValue(name, out var json) ? SweepPlan.Text(json) : "";

    // "none" is a setting that has no value of its own: it is varied, or follows from another.
    private static IEnumerable<string> Change(string name, string before, string after) =>
        before == after ? [] : [$"{name}: {Or(before)} → {Or(after)}"];

    private static string Or(string text) => text.Length == 0 ? "none" : text;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
