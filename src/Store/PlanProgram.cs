using System.Text.Json;

namespace Goalkeeper.Store;

/// <summary>Which value of a metric that a program reports several times is its trial's.</summary>
internal enum MetricSummary
{
    /// <summary>The one of the last step.</summary>
    Last,

    /// <summary>The least.</summary>
    Min,

    /// <summary>The greatest.</summary>
    Max,
}

/// <summary>A metric that an experiment of programs declares.</summary>
/// <param name="Name">As the program reports it.</param>
/// <param name="Goal"><see cref="MetricDefinition.Maximize"/> or <see cref="MetricDefinition.Minimize"/>, or null: neither is said.</param>
internal sealed record PlanMetric(string Name, string? Goal)
{
    /// <summary>How it is shown.</summary>
    public MetricFormat Format { get; init; } = MetricFormat.Number;

    /// <summary>How many examples it is a share of; 0 where it is none.</summary>
    public long Examples { get; init; }

    /// <summary>Which of its values is the trial's.</summary>
    public MetricSummary Summary { get; init; }

    /// <summary>The trial's value, of all that it reported in the order of their steps; least and greatest are those of the numbers.</summary>
    public double Of(IReadOnlyList<double> values) => Summary switch
    {
        MetricSummary.Min => values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Min(),
        MetricSummary.Max => values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Max(),
        _ => values[^1],
    };
}

/// <summary>What a stored plan says of the program that its trials run: enough to run them without the experiment file, but for secrets.</summary>
internal sealed record PlanProgram
{
    /// <summary>The program and its arguments, with their <c>${name}</c>.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The working directory, an absolute path of the machine that planned it.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The groups that parameters are nested in, by their dotted names, the outer before the inner.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The metrics that the experiment names.</summary>
    public IReadOnlyList<PlanMetric> Metrics { get; init; } = [];

    /// <summary>How long a trial may run; null: for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often a trial that fails is tried again.</summary>
    public int Retries { get; init; }

    /// <summary>Names of the environment variables that the experiment sets; their values are stored nowhere.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>How many trials in a row may fail where nobody says it.</summary>
    public const int UsualFailFast = 10;

    /// <summary>So many trials that fail in a row end the sweep; 0: none do.</summary>
    public int FailFast { get; init; } = UsualFailFast;

    /// <summary>The GPUs that running trials share out among them.</summary>
    public IReadOnlyList<int> Gpus { get; init; } = [];

    internal void Write(Utf8JsonWriter json)
    {
        WriteAll("command", Command);
        json.WriteString("working_directory", WorkingDirectory);
        if (Groups.Count > 0) WriteAll("groups", Groups);
        if (Timeout is { } timeout) json.WriteNumber("timeout_seconds", timeout.TotalSeconds);
        if (Retries > 0) json.WriteNumber("retries", Retries);
        if (Environment.Count > 0) WriteAll("env", Environment);
        if (FailFast is 0 or 1) json.WriteBoolean("fail_fast", FailFast == 1);
        else if (FailFast != UsualFailFast) json.WriteNumber("fail_fast", FailFast);
        if (Gpus.Count > 0)
        {
            json.WriteStartArray("gpus");
            foreach (var gpu in Gpus) json.WriteNumberValue(gpu);
            json.WriteEndArray();
        }
        json.WriteStartObject("metrics");
        foreach (var metric in Metrics)
        {
            json.WriteStartObject(metric.Name);
            if (metric.Goal is { } goal) json.WriteString("goal", goal);
            json.WriteString("format", Word(metric.Format));
            if (metric.Examples > 0) json.WriteNumber("of", metric.Examples);
            json.WriteString("summary", Word(metric.Summary));
            json.WriteEndObject();
        }
        json.WriteEndObject();

        void WriteAll(string name, IReadOnlyList<string> words)
        {
            json.WriteStartArray(name);
            foreach (var word in words) json.WriteStringValue(word);
            json.WriteEndArray();
        }
    }

    /// <summary>Reads what <see cref="Write"/> has written; null where the plan is one of networks.</summary>
    internal static PlanProgram? Read(JsonElement plan)
    {
        if (!plan.TryGetProperty("command", out var command)) return null;
        return new PlanProgram
        {
            Command = Words(command),
            WorkingDirectory = Text(plan.GetProperty("working_directory")),
            Groups = plan.TryGetProperty("groups", out var groups) ? Words(groups) : [],
            Metrics = [.. plan.GetProperty("metrics").EnumerateObject().Select(Metric)],
            Timeout = plan.TryGetProperty("timeout_seconds", out var timeout) ? TimeSpan.FromSeconds(timeout.GetDouble()) : null,
            Retries = plan.TryGetProperty("retries", out var retries) ? retries.GetInt32() : 0,
            Environment = plan.TryGetProperty("env", out var names) ? Words(names) : [],
            FailFast = !plan.TryGetProperty("fail_fast", out var fast) ? UsualFailFast
                : fast.ValueKind == JsonValueKind.Number ? fast.GetInt32()
                : fast.GetBoolean() ? 1 : 0,
            Gpus = plan.TryGetProperty("gpus", out var gpus) ? [.. gpus.EnumerateArray().Select(gpu => gpu.GetInt32())] : [],
        };
    }

    private static PlanMetric Metric(JsonProperty metric) => new(
        metric.Name, metric.Value.TryGetProperty("goal", out var goal) ? Text(goal) : null)
    {
        Format = Enum.Parse<MetricFormat>(Text(metric.Value.GetProperty("format")), ignoreCase: true),
        Examples = metric.Value.TryGetProperty("of", out var examples) ? examples.GetInt64() : 0,
        Summary = Enum.Parse<MetricSummary>(Text(metric.Value.GetProperty("summary")), ignoreCase: true),
    };

    private static List<string> Words(JsonElement list) => [.. list.EnumerateArray().Select(Text)];

    private static string Text(JsonElement text) => text.GetString() ?? throw new FormatException("a text is null.");

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
