using System.Text.Json;

namespace Goalkeeper.Store;

/// <summary>What a stored plan says of the C# function that its trials call. The function itself is in its program, and nowhere else.</summary>
/// <param name="Version">What its author says that it is by now, or null.</param>
internal sealed record PlanDelegate(string? Version)
{
    public void Write(Utf8JsonWriter json)
    {
        if (Version is { } version) json.WriteString("version", version);
    }

    /// <summary>Reads what <see cref="Write"/> has written; null where the plan is of another kind.</summary>
    public static PlanDelegate? Read(JsonElement plan)
    {
        if (!plan.TryGetProperty("kind", out var kind) || kind.GetString() != SweepKind.Delegate) return null;
        return new PlanDelegate(plan.TryGetProperty("version", out var version) ? version.GetString() : null);
    }
}
