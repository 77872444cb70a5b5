using System.Text.Json;

namespace Goalkeeper.Store;

/// <summary>The point that the others of a plan are to beat. It says how a sweep is reported, and is no part of what the plan means.</summary>
/// <param name="Variant">Its variant; null: any.</param>
/// <param name="Settings">Values of some parameters, as JSON.</param>
internal sealed record PlanBaseline(string? Variant, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Whether a point is it.</summary>
    /// <param name="variant">The point's variant, or null.</param>
    /// <param name="settings">Its parameters, as JSON.</param>
    public bool Is(string? variant, IReadOnlyDictionary<string, string> settings) =>
        (Variant is null || Variant == variant) && Settings.All(s => settings.GetValueOrDefault(s.Key) == s.Value);

    internal static PlanBaseline? Read(JsonElement plan) => plan.TryGetProperty("baseline", out var baseline)
        ? new(baseline.TryGetProperty("variant", out var variant) ? variant.GetString() : null, SweepPlan.Values(baseline.GetProperty("parameters")))
        : null;

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("baseline");
        if (Variant is not null) json.WriteString("variant", Variant);
        json.WriteStartObject("parameters");
        SweepPlan.WriteAll(json, Settings);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
