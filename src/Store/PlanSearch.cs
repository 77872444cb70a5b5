using System.Text.Json;

namespace Goalkeeper.Store;

/// <summary>How a sweep proposes its points, where it does not run a whole grid.</summary>
internal sealed record PlanSearch
{
    /// <summary>The method of which all points are proposed at once.</summary>
    public const string Random = "random";

    /// <summary>As <see cref="Random"/>, more evenly.</summary>
    public const string Sobol = "sobol";

    /// <summary>How many points are under way at once where nobody says it: the same on every machine.</summary>
    public const int UsualParallelism = 4;

    /// <summary>Who proposes: <c>random</c>, <c>sobol</c>, <c>tpe</c>, <c>gp</c> or <c>bayes</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Whether a proposal depends on the results of earlier points.</summary>
    public bool Learns => Method is not (Random or Sobol);

    /// <summary>The seed of the proposals.</summary>
    public uint Seed { get; init; } = 1;

    /// <summary>How many points may be under way at once.</summary>
    public int Parallelism { get; init; } = UsualParallelism;

    /// <summary>How many points are proposed; not part of what a plan means.</summary>
    public required int RunCap { get; init; }

    /// <summary>Points to run before any is proposed: parameters by name, as JSON.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> First { get; init; } = [];

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("method", Method);
        json.WriteNumber("search_seed", Seed);
        if (Learns) json.WriteNumber("parallelism", Parallelism);
        json.WriteNumber("run_cap", RunCap);
        if (First.Count == 0) return;
        json.WriteStartArray("first");
        foreach (var point in First)
        {
            json.WriteStartObject();
            SweepPlan.WriteAll(json, point);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Null where the plan is a grid.</summary>
    internal static PlanSearch? Read(JsonElement plan)
    {
        if (!plan.TryGetProperty("run_cap", out var cap)) return null;
        var search = new PlanSearch
        {
            Method = plan.GetProperty("method").GetString() ?? throw new FormatException("method is null."),
            Seed = plan.GetProperty("search_seed").GetUInt32(),
            RunCap = cap.GetInt32(),
            First = plan.TryGetProperty("first", out var first) ? [.. first.EnumerateArray().Select(point => SweepPlan.Values(point))] : [],
        };
        return search.Learns ? search with { Parallelism = plan.GetProperty("parallelism").GetInt32() } : search;
    }
}
