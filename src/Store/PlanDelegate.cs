using System.Text.Json;

namespace Goalkeeper.Store;

/// <summary>What a stored plan says of the C# function that its trials call. The function itself is in its program, and nowhere else.</summary>
/// <param name="Version">What its author says that it is by now, or null.</param>
/// <param name="Excludes">Whether its program leaves out points, which it alone knows. Not part of what a plan means.</param>
internal sealed record PlanDelegate(string? Version, bool Excludes = false)
{
    public void Write(Utf8JsonWriter json)
    {
        if (Version is { } version) json.WriteString("version", version);
        if (Excludes) json.WriteBoolean("excludes", true);
    }

    /// <summary>Reads what <see cref="Write"/> has written; null where the plan is of another kind.</summary>
    public static PlanDelegate? Read(JsonElement plan)
    {
        if (!plan.TryGetProperty("kind", out var kind) || kind.GetString() != SweepKind.Delegate) return null;
        return new PlanDelegate(plan.TryGetProperty("version", out var version) ? version.GetString() : null, plan.TryGetProperty("excludes", out var excludes) && excludes.GetBoolean());
    }
}
