using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Goalkeeper.Store;

/// <summary>What a search knows before its first point: the points of an earlier sweep that had ended when it was planned. What happens to that sweep later changes nothing.</summary>
/// <param name="Sweep">The earlier sweep, with its number.</param>
/// <param name="Points">Its points by number.</param>
internal sealed record PlanStart(SweepReference Sweep, IReadOnlyList<PlanStartPoint> Points)
{
    /// <summary>SHA-256 of the points and their values, whatever the sweep is called.</summary>
    internal string ToSha256()
    {
        var lines = Points.Select(point => string.Join(
            ' ', [.. point.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"), point.Value?.ToString("R", CultureInfo.InvariantCulture) ?? "none"]));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("start_from");
        json.WriteString("sweep", Sweep.ToString());
        json.WriteStartArray("points");
        foreach (var (parameters, value) in Points)
        {
            json.WriteStartObject();
            if (value is { } number) json.WriteNumber("value", number);
            json.WriteStartObject("parameters");
            SweepPlan.WriteAll(json, parameters);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    internal static PlanStart Read(JsonElement start) => new(
        SweepReference.Parse(start.GetProperty("sweep").GetString() ?? ""),
        [
            .. start.GetProperty("points").EnumerateArray().Select(point => new PlanStartPoint(
                SweepPlan.Values(point.GetProperty("parameters")), point.TryGetProperty("value", out var value) ? value.GetDouble() : null)),
        ]);
}

/// <summary>A point of an earlier sweep.</summary>
/// <param name="Parameters">Its parameters by name, as JSON.</param>
/// <param name="Value">The metric's mean over its replicates; null where it failed or diverged.</param>
internal sealed record PlanStartPoint(IReadOnlyDictionary<string, string> Parameters, double? Value);
