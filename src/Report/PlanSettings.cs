using System.Text.Json;
using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>What a report needs of a sweep's stored plan: the settings that all trials share, and the variants' comments.</summary>
internal sealed class PlanSettings
{
    private readonly Dictionary<string, object> _shared = [];
    private readonly Dictionary<string, string> _notes = [];

    public PlanSettings(string planJson)
    {
        using var plan = JsonDocument.Parse(planJson);
        foreach (var section in (string[])["network", "training"])
        {
            if (!plan.RootElement.TryGetProperty(section, out var settings)) continue;
            foreach (var setting in settings.EnumerateObject()) _shared[setting.Name] = Value(setting.Value);
        }
        Parameters = [.. plan.RootElement.GetProperty("parameters").EnumerateObject().Select(p => p.Name)];
        if (!plan.RootElement.TryGetProperty("variants", out var variants)) return;
        foreach (var variant in variants.EnumerateArray())
        {
            if (variant.TryGetProperty("note", out var note)) _notes[variant.GetProperty("name").GetString()!] = note.GetString()!;
        }
    }

    /// <summary>What the grid varies, in the plan's order: the first is the slowest to change.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>The comment of a variant, or empty.</summary>
    public string Note(string? variant) => variant is null ? "" : _notes.GetValueOrDefault(variant, "");

    /// <summary>A setting of a trial: its own where it varies, else the one that all share; null where the plan has none.</summary>
    public object? Of(TrialRecord trial, string setting) =>
        trial.Parameters.GetValueOrDefault(setting) ?? _shared.GetValueOrDefault(setting);

    private static object Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.TryGetInt64(out var integer) ? integer : json.GetDouble(),
        JsonValueKind.String => json.GetString()!,
        _ => json.GetRawText(),
    };
}
