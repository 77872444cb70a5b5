using System.Text.Json;

namespace Goalkeeper.Store;

/// <summary>How a sweep proposes its points, where not all of them are planned at once.</summary>
internal sealed record PlanSearch
{
    /// <summary>The points of a grid in their order.</summary>
    public const string Grid = "grid";

    /// <summary>Points that depend on no result.</summary>
    public const string Random = "random";

    /// <summary>As <see cref="Random"/>, more evenly.</summary>
    public const string Sobol = "sobol";

    /// <summary>How many points are under way at once where nobody says it: the same on every machine.</summary>
    public const int UsualParallelism = 4;

    /// <summary>Who proposes: <c>grid</c>, <c>random</c>, <c>sobol</c>, <c>tpe</c>, <c>gp</c> or <c>bayes</c>.</summary>
    public required string Method { get; init; }

    /// <summary>When trials are ended early, a JSON object with all of the rule's numbers; null: never.</summary>
    public string? EarlyTerminate { get; init; }

    /// <summary>What <see cref="EarlyTerminate"/> is called: <c>hyperband</c>, <c>median</c> or <c>fixed</c>.</summary>
    public string? StoppingRule => EarlyTerminate is { } rule ? JsonElement.Parse(rule).GetProperty("type").GetString() : null;

    /// <summary>The value of the metric that ends the search; null: none does. Not part of what a plan means.</summary>
    public double? Target { get; init; }

    /// <summary>Whether a point depends on the results of earlier ones: what is proposed, which of its trials are ended early, or whether there is another point.</summary>
    public bool Waits => EarlyTerminate is not null || Target is not null || Method is not (Grid or Random or Sobol);

    /// <summary>The seed of the proposals.</summary>
    public uint Seed { get; init; } = 1;

    /// <summary>How many points may be under way at once.</summary>
    public int Parallelism { get; init; } = UsualParallelism;

    /// <summary>How many points are proposed; not part of what a plan means.</summary>
    public required int RunCap { get; init; }

    /// <summary>Points to run before any is proposed: parameters by name, as JSON.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> First { get; init; } = [];

    /// <summary>What is known before the first point; null: nothing.</summary>
    public PlanStart? Start { get; init; }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("method", Method);
        json.WriteNumber("search_seed", Seed);
        if (Waits) json.WriteNumber("parallelism", Parallelism);
        json.WriteNumber("run_cap", RunCap);
        if (Target is { } target) json.WriteNumber("target", target);
        if (EarlyTerminate is { } rule)
        {
            json.WritePropertyName("early_terminate");
            json.WriteRawValue(rule);
        }
        if (First.Count > 0)
        {
            json.WriteStartArray("first");
            foreach (var point in First)
            {
                json.WriteStartObject();
                SweepPlan.WriteAll(json, point);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        Start?.Write(json);
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
            Target = plan.TryGetProperty("target", out var target) ? target.GetDouble() : null,
            EarlyTerminate = plan.TryGetProperty("early_terminate", out var rule) ? SweepPlan.Compact(rule) : null,
            First = plan.TryGetProperty("first", out var first) ? [.. first.EnumerateArray().Select(point => SweepPlan.Values(point))] : [],
            Start = plan.TryGetProperty("start_from", out var start) ? PlanStart.Read(start) : null,
        };
        return search.Waits ? search with { Parallelism = plan.GetProperty("parallelism").GetInt32() } : search;
    }
}
