using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Goalkeeper.Report;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Output;

/// <summary>A sweep's trials for other programs, every digit: what <c>export</c> writes. docs/sweeps.md has the columns and keys.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="trials">Its trials.</param>
/// <param name="attempts">How often each was tried, by its number.</param>
internal sealed class TrialRows(SweepRecord sweep, IReadOnlyList<TrialRecord> trials, IReadOnlyDictionary<long, long> attempts)
{
    /// <summary>What the keys of JSON mean; another number, should one ever mean something else.</summary>
    private const int Schema = 1;

    private static readonly string[] Own = ["number", "state", "variant", "point", "replicate", "seed"];
    private static readonly string[] Times = ["attempts", "started_at", "duration_ms", "reason"];
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A row a trial, a column for each parameter and each metric; one that is called as another column has its kind before it.</summary>
    public string ToCsv()
    {
        var parameters = Names(trials.SelectMany(t => t.Parameters.Keys).Where(name => name != "seed"));
        var metrics = Names(trials.SelectMany(t => t.Metrics.Keys));
        string[] taken = [.. Own, .. Times];
        List<string> columns = [.. Own, .. parameters.Select(p => Column("parameter", p, taken))];
        columns.AddRange(metrics.Select(m => Column("metric", m, [.. taken, .. columns])).ToList());
        columns.AddRange(Times);
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        CsvRows.Write(text, columns, trials.Select(t => (IReadOnlyList<object?>)
        [
            t.Number, t.State, t.Variant, t.Point, t.Replicate, t.Seed,
            .. parameters.Select(p => t.Parameters.GetValueOrDefault(p)),
            .. metrics.Select(m => t.Metrics.TryGetValue(m, out var value) ? value : (object?)null),
            attempts.GetValueOrDefault(t.Number), Time(t), t.DurationMs, t.Reason,
        ]));
        return text.ToString();
    }

    /// <summary>One object: the sweep, and an array of its trials, one a line.</summary>
    public string ToJson() => $"{Object(WriteSweep)[..^1]},\"trials\":[\n{string.Join(",\n", trials.Select(t => Object(json => Write(json, t))))}\n]}}\n";

    /// <summary>One object a line, each a trial with its sweep's name.</summary>
    public string ToJsonLines() => string.Concat(trials.Select(t => Object(json =>
    {
        json.WriteNumber("schema", Schema);
        json.WriteString("sweep", sweep.Reference.ToString());
        Write(json, t);
    }) + "\n"));

    private void WriteSweep(Utf8JsonWriter json)
    {
        json.WriteNumber("schema", Schema);
        json.WriteStartObject("sweep");
        json.WriteString("name", sweep.Name);
        json.WriteNumber("number", sweep.Number);
        json.WriteString("uid", sweep.Uid);
        json.WriteString("kind", sweep.Kind);
        json.WriteString("plan_hash", sweep.PlanHash);
        json.WriteString("dataset_sha256", sweep.DatasetSha256);
        json.WriteString("metric", sweep.MetricName);
        json.WriteString("goal", sweep.MetricGoal);
        json.WriteString("created_at", Time(sweep.CreatedAt));
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, TrialRecord trial)
    {
        json.WriteNumber("number", trial.Number);
        json.WriteString("state", trial.State);
        json.WriteString("variant", trial.Variant);
        json.WriteNumber("point", trial.Point);
        json.WriteNumber("replicate", trial.Replicate);
        json.WriteNumber("seed", trial.Seed);
        json.WriteStartObject("parameters");
        foreach (var (name, value) in trial.ToPlanned().Parameters)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value);
        }
        json.WriteEndObject();
        json.WriteStartObject("metrics");
        foreach (var (name, value) in trial.Metrics)
        {
            json.WritePropertyName(name);
            if (double.IsFinite(value)) json.WriteNumberValue(value);
            else if (double.IsNaN(value)) json.WriteNullValue();
            else json.WriteStringValue(CsvRows.Text(value));
        }
        json.WriteEndObject();
        json.WriteNumber("attempts", attempts.GetValueOrDefault(trial.Number));
        json.WriteString("started_at", Time(trial));
        if (trial.DurationMs is { } duration) json.WriteNumber("duration_ms", duration);
        else json.WriteNull("duration_ms");
        json.WriteString("reason", trial.Reason);
    }

    private static string Column(string kind, string name, IReadOnlyCollection<string> taken) =>
        taken.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"{kind}_{name}" : name;

    private static List<string> Names(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];

    private static string? Time(TrialRecord trial) => trial.StartedAt is { } time ? Time(time) : null;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    // A name or a word that a terminal would obey is escaped, as JSON allows it to be.
    private static string Object(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return Printable.Line(Encoding.UTF8.GetString(stream.ToArray()));
    }
}
