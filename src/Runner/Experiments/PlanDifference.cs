using System.Text.Json;

namespace Goalkeeper.Runner;

/// <summary>Says how one plan differs from another, for people.</summary>
public static class PlanDifference
{
    /// <summary>A line for each difference that matters, such as <c>training.lambda: 0 → 0.7</c>; notes and order do not.</summary>
    /// <param name="oldPlanJson">The JSON of <see cref="ExperimentPlan.ToJson"/>, before.</param>
    /// <param name="newPlanJson">The same, now.</param>
    public static IReadOnlyList<string> Describe(string oldPlanJson, string newPlanJson)
    {
        using var oldPlan = JsonDocument.Parse(oldPlanJson);
        using var newPlan = JsonDocument.Parse(newPlanJson);
        var (before, after) = (oldPlan.RootElement, newPlan.RootElement);
        return
        [
            .. Dataset(before.GetProperty("dataset"), after.GetProperty("dataset")),
            .. Members("metric.", before.GetProperty("metric"), after.GetProperty("metric")),
            .. Members("network.", before.GetProperty("network"), after.GetProperty("network")),
            .. Members("training.", before.GetProperty("training"), after.GetProperty("training")),
            .. Variants(before.GetProperty("variants"), after.GetProperty("variants")),
            .. Members("parameters.", before.GetProperty("parameters"), after.GetProperty("parameters")),
            .. Changes(Scalars(before), Scalars(after)),
        ];
    }

    private static IEnumerable<string> Dataset(JsonElement before, JsonElement after)
    {
        var (oldHash, newHash) = (before.GetProperty("sha256").GetString()!, after.GetProperty("sha256").GetString()!);
        if (oldHash == newHash) yield break;
        var (oldName, newName) = (before.GetProperty("name").GetString(), after.GetProperty("name").GetString());
        yield return oldName == newName
            ? $"dataset {newName} has changed: SHA-256 {Short(oldHash)} → {Short(newHash)}"
            : $"dataset: {oldName} → {newName}";
    }

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] + "…" : hash;

    private static IEnumerable<string> Variants(JsonElement before, JsonElement after)
    {
        var oldOnes = before.EnumerateArray().ToDictionary(v => v.GetProperty("name").GetString()!);
        var newOnes = after.EnumerateArray().ToDictionary(v => v.GetProperty("name").GetString()!);
        foreach (var name in oldOnes.Keys.Except(newOnes.Keys)) yield return $"variants: - {name}";
        foreach (var name in newOnes.Keys.Except(oldOnes.Keys)) yield return $"variants: + {name}";
        foreach (var name in newOnes.Keys.Intersect(oldOnes.Keys))
            foreach (var line in Members($"variant {name}: ", oldOnes[name], newOnes[name])) yield return line;
    }

    private static IEnumerable<string> Members(string prefix, JsonElement before, JsonElement after) =>
        Changes(Named(prefix, before), Named(prefix, after));

    private static Dictionary<string, string> Named(string prefix, JsonElement element) => element.EnumerateObject()
        .Where(p => p.Name is not "note")
        .ToDictionary(p => prefix + p.Name, p => Text(p.Value));

    private static Dictionary<string, string> Scalars(JsonElement plan) => plan.EnumerateObject()
        .Where(p => p.Name is "exclude" or "replicates" or "trials")
        .ToDictionary(p => p.Name, p => p.Name == "exclude" ? string.Join(" or ", p.Value.EnumerateArray().Select(Text)) : Text(p.Value));

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    // "none" is a setting that has no value of its own: it is varied, or follows from another.
    private static IEnumerable<string> Changes(Dictionary<string, string> before, Dictionary<string, string> after) =>
        before.Keys.Union(after.Keys)
            .Select(name => (name, Old: Or(before.GetValueOrDefault(name)), New: Or(after.GetValueOrDefault(name))))
            .Where(change => change.Old != change.New)
            .Select(change => $"{change.name}: {change.Old} → {change.New}");

    private static string Or(string? text) => string.IsNullOrEmpty(text) ? "none" : text;
}
