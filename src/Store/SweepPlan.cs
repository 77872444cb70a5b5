using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Goalkeeper.Store;

/// <summary>
/// A sweep's plan: what was asked for, with defaults and overrides. The one place that reads and writes its JSON. Values are JSON without
/// blanks: <c>0.7</c>, <c>"relu"</c>, <c>[20,3]</c>; settings keep their order.
/// </summary>
internal sealed record SweepPlan
{
    // The text goes to a database and to terminals, not into HTML: λ stays λ.
    private static readonly JsonWriterOptions Options =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The program that its trials run; null: they do something else.</summary>
    public PlanProgram? Program { get; init; }

    /// <summary>The function that its trials call; null: they do something else.</summary>
    internal PlanDelegate? Delegate { get; init; }

    /// <summary>Whether its trials train networks.</summary>
    public bool IsOfNetworks => Program is null && Delegate is null;

    /// <summary>What the data of networks are called.</summary>
    public string DatasetName { get; init; } = "";

    /// <summary>Identity of the data as they are read.</summary>
    public string DatasetSha256 { get; init; } = "";

    /// <summary>What was done to the data, by name, such as <c>scale</c>; what is at its default is left out.</summary>
    public IReadOnlyDictionary<string, string> DatasetSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>The metric that decides.</summary>
    public required string MetricName { get; init; }

    /// <summary>"maximize" or "minimize".</summary>
    public required string MetricGoal { get; init; }

    /// <summary>What a value of the metric is multiplied by to be the lower the better, as search methods and stopping rules have it.</summary>
    public int Sign => MetricGoal == MetricDefinition.Maximize ? -1 : 1;

    /// <summary>Whether the experiment names its metric; else it has the one that its splits allow. Not part of what a plan means.</summary>
    public bool IsMetricNamed { get; init; }

    /// <summary>The settings of the network that do not vary.</summary>
    public IReadOnlyDictionary<string, string> Network { get; init; } = new Dictionary<string, string>();

    /// <summary>The settings of its training that do not vary.</summary>
    public IReadOnlyDictionary<string, string> Training { get; init; } = new Dictionary<string, string>();

    /// <summary>The named partial combinations; empty is one nameless row.</summary>
    public IReadOnlyList<PlanVariant> Variants { get; init; } = [];

    /// <summary>The settings that vary, each with the list of its values, or a JSON object: how they are distributed. The first is the slowest to change.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Names of parameters that go together.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Zip { get; init; } = [];

    /// <summary>When parameters exist that do not always: by name, a JSON object of other parameters with lists of values.</summary>
    public IReadOnlyDictionary<string, string> OnlyWhen { get; init; } = new Dictionary<string, string>();

    /// <summary>SQL that is true of the points left out.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>How points are proposed; null: all of the grid are run.</summary>
    public PlanSearch? Search { get; init; }

    /// <summary>The point that the others are to beat; null: a grid's first.</summary>
    public PlanBaseline? Baseline { get; init; }

    /// <summary>How many seeds each point runs with.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>One of <see cref="Store.WeightsKept"/>, or null where the networks' sizes decided.</summary>
    public string? WeightsKept { get; init; }

    /// <summary>What it is called where it cannot be read.</summary>
    public string Title { get; private init; } = "the stored plan";

    /// <summary>How many trials it has.</summary>
    public required long Trials { get; init; }

    /// <summary>The plan of a stored sweep.</summary>
    /// <exception cref="UserErrorException">It is damaged, or not a plan.</exception>
    public static SweepPlan Of(SweepRecord sweep) => Parse(sweep.Plan, $"the stored plan of {sweep.Reference}");

    /// <summary>Reads what <see cref="ToJson"/> has written.</summary>
    /// <exception cref="UserErrorException">It is something else; <paramref name="what"/> is not readable.</exception>
    public static SweepPlan Parse(string json, string what = "the stored plan")
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement) with { Title = what };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw new UserErrorException($"{what} cannot be read: {StoreErrors.Reason(e)}", e);
        }
    }

    /// <summary>
    /// What is known of a metric: of networks whatever the sweep, of others what the experiment declares. A metric that is not declared is a number to be
    /// minimized.
    /// </summary>
    public MetricDefinition Metric(string name)
    {
        var metric = IsOfNetworks ? MetricDefinition.Of(name) : Declared(name);
        return name == MetricName ? metric with { Goal = MetricGoal } : metric;
    }

    /// <summary>Whether a parameter varies over a range, and not over a list of values, with or without probabilities.</summary>
    public bool IsRange(string parameter) => Parameters.GetValueOrDefault(parameter)?.StartsWith("{\"distribution\"", StringComparison.Ordinal) == true;

    /// <summary>Whether it is a range whose equal differences, not its equal ratios, are searched alike.</summary>
    public bool IsEvenRange(string parameter) => IsRange(parameter) && !Parameters[parameter].Contains("log_", StringComparison.Ordinal);

    /// <summary>The setting that all trials share, as a number, a word or the text of a list; null where it varies.</summary>
    public object? Shared(string setting) =>
        (Network.GetValueOrDefault(setting) ?? Training.GetValueOrDefault(setting)) is { } json ? Value(json) : null;

    /// <summary>A value as stored trials have it: a number, a word or the text of a list.</summary>
    public static object Value(string json) => ParameterValue.FromJson(json);

    /// <summary>A value for people: a word without its quotes.</summary>
    public static string Text(string json) => json.StartsWith('"') ? JsonSerializer.Deserialize<string>(json)! : json;

    /// <summary>The plan as readable JSON, always the same text for the same plan.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            if (IsOfNetworks)
            {
                json.WriteStartObject("dataset");
                json.WriteString("name", DatasetName);
                json.WriteString("sha256", DatasetSha256);
                WriteAll(DatasetSettings);
                json.WriteEndObject();
            }
            else
            {
                json.WriteString("kind", Program is null ? SweepKind.Delegate : SweepKind.Program);
                Program?.Write(json);
                Delegate?.Write(json);
            }
            json.WriteStartObject("metric");
            json.WriteString("name", MetricName);
            json.WriteString("goal", MetricGoal);
            if (IsMetricNamed) json.WriteBoolean("named", true);
            json.WriteEndObject();
            if (Search is null) json.WriteString("method", "grid");
            else Search.Write(json);
            if (IsOfNetworks)
            {
                WriteMap("network", Network);
                WriteMap("training", Training);
            }
            json.WriteStartArray("variants");
            foreach (var variant in Variants)
            {
                json.WriteStartObject();
                json.WriteString("name", variant.Name);
                if (variant.Note is { } note) json.WriteString("note", note);
                WriteAll(variant.Settings);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            WriteMap("parameters", Parameters);
            if (Zip.Count > 0) WriteZip();
            if (OnlyWhen.Count > 0) WriteMap("only_when", OnlyWhen);
            json.WriteStartArray("exclude");
            foreach (var expression in Exclude) json.WriteStringValue(expression);
            json.WriteEndArray();
            Baseline?.Write(json);
            json.WriteNumber("replicates", Replicates);
            if (WeightsKept is { } kept) json.WriteString("keep_weights", kept);
            json.WriteNumber("trials", Trials);
            json.WriteEndObject();

            void WriteZip()
            {
                json.WriteStartArray("zip");
                foreach (var group in Zip)
                {
                    json.WriteStartArray();
                    foreach (var name in group) json.WriteStringValue(name);
                    json.WriteEndArray();
                }
                json.WriteEndArray();
            }

            void WriteMap(string name, IReadOnlyDictionary<string, string> values)
            {
                json.WriteStartObject(name);
                WriteAll(values);
                json.WriteEndObject();
            }

            void WriteAll(IReadOnlyDictionary<string, string> values) => SweepPlan.WriteAll(json, values);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal static void WriteAll(Utf8JsonWriter json, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value);
        }
    }

    private MetricDefinition Declared(string name)
    {
        var declared = Program?.Metrics.FirstOrDefault(m => m.Name == name) ?? new PlanMetric(name, null);
        return new MetricDefinition(name, null, declared.Goal ?? MetricDefinition.Minimize, declared.Format) { Examples = declared.Examples };
    }

    private static SweepPlan Read(JsonElement plan)
    {
        var metric = plan.GetProperty("metric");
        var shared = new SweepPlan
        {
            MetricName = String(metric, "name"),
            MetricGoal = String(metric, "goal"),
            // Earlier versions did not say it: what nobody gets unasked was named.
            IsMetricNamed = metric.TryGetProperty("named", out var named)
                ? named.GetBoolean()
                : String(metric, "name") is not ("dev_accuracy" or "train_accuracy"),
            Variants = [.. plan.GetProperty("variants").EnumerateArray().Select(Variant)],
            Parameters = Values(plan.GetProperty("parameters")),
            Zip = plan.TryGetProperty("zip", out var zip)
                ? [.. zip.EnumerateArray().Select(group => group.EnumerateArray().Select(name => name.GetString()!).ToList())]
                : [],
            OnlyWhen = plan.TryGetProperty("only_when", out var conditions) ? Values(conditions) : new OrderedDictionary<string, string>(),
            Exclude = [.. plan.GetProperty("exclude").EnumerateArray().Select(e => e.GetString() ?? throw new FormatException("an exclude is null."))],
            Search = PlanSearch.Read(plan),
            Baseline = PlanBaseline.Read(plan),
            Replicates = plan.GetProperty("replicates").GetInt32(),
            WeightsKept = plan.TryGetProperty("keep_weights", out var kept) ? kept.GetString() : null,
            Trials = plan.GetProperty("trials").GetInt64(),
        };
        if (PlanProgram.Read(plan) is { } program) return shared with { Program = program };
        if (PlanDelegate.Read(plan) is { } called) return shared with { Delegate = called };
        var dataset = plan.GetProperty("dataset");
        return shared with
        {
            DatasetName = String(dataset, "name"),
            DatasetSha256 = String(dataset, "sha256"),
            DatasetSettings = Values(dataset, except: ["name", "sha256"]),
            Network = Values(plan.GetProperty("network")),
            Training = Values(plan.GetProperty("training")),
        };
    }

    private static PlanVariant Variant(JsonElement variant) => new(
        String(variant, "name"),
        variant.TryGetProperty("note", out var note) ? note.GetString() : null,
        Values(variant, except: ["name", "note"]));

    private static string String(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");

    internal static OrderedDictionary<string, string> Values(JsonElement element, params string[] except)
    {
        var values = new OrderedDictionary<string, string>();
        foreach (var property in element.EnumerateObject().Where(p => !except.Contains(p.Name))) values[property.Name] = Compact(property.Value);
        return values;
    }

    internal static string Compact(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Compact))}]",
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().Select(p => $"{JsonSerializer.Serialize(p.Name)}:{Compact(p.Value)}"))}}}",
        _ => value.GetRawText(),
    };
}

/// <summary>A named partial combination of settings.</summary>
/// <param name="Name">No other variant of the plan has it.</param>
/// <param name="Note">Its comment in the conclusion table, or null.</param>
/// <param name="Settings">What it sets.</param>
internal sealed record PlanVariant(string Name, string? Note, IReadOnlyDictionary<string, string> Settings);
