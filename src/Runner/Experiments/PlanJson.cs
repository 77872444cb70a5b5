using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Goalkeeper.Runner;

/// <summary>Writes a plan as JSON: what was asked for, resolved, for people and for <see cref="StoredPlan"/> to read back.</summary>
internal static class PlanJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        // The text goes to a database and to terminals, not into HTML: λ stays λ.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(ExperimentPlan plan)
    {
        var experiment = plan.Experiment;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("dataset");
            json.WriteString("name", experiment.Dataset.Name);
            json.WriteString("sha256", plan.DatasetSha256);
            if (experiment.Dataset.Scale is var scale && scale != Scale.One)
            {
                json.WriteStartArray("scale");
                json.WriteNumberValue(scale.Numerator);
                json.WriteNumberValue(scale.Denominator);
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteStartObject("metric");
            json.WriteString("name", plan.Metric.Name);
            json.WriteString("goal", plan.Metric.Goal);
            json.WriteEndObject();
            json.WriteString("method", "grid");
            WriteSection(json, experiment, Setting.Network);
            WriteSection(json, experiment, Setting.Training);
            WriteVariants(json, experiment);
            WriteParameters(json, experiment);
            json.WriteStartArray("exclude");
            foreach (var expression in experiment.Exclude) json.WriteStringValue(expression.Value);
            json.WriteEndArray();
            json.WriteNumber("replicates", experiment.Replicates);
            if (experiment.WeightsKept is { } kept) json.WriteString("keep_weights", kept);
            json.WriteNumber("trials", plan.Entries.Count);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // Left out: a parameter, a required setting that every variant sets, and record_every where it follows varying iterations.
    private static void WriteSection(Utf8JsonWriter json, Experiment experiment, string section)
    {
        var values = experiment.Settings.ToDictionary(s => s.Key, s => s.Value.Value);
        var known = values.ContainsKey("iterations") && !experiment.Varying.Contains("iterations");
        var recordEvery = known ? Setting.RecordEvery(values["iterations"]) : null;
        json.WriteStartObject(section);
        foreach (var setting in Setting.All.Where(s => s.Section == section && experiment.Parameters.All(p => p.Name != s.Name)))
        {
            var value = values.GetValueOrDefault(setting.Name) ?? setting.Default ?? (setting.Name == "record_every" ? recordEvery : null);
            if (value is not null) Write(json, setting.Name, value);
        }
        json.WriteEndObject();
    }

    private static void WriteVariants(Utf8JsonWriter json, Experiment experiment)
    {
        json.WriteStartArray("variants");
        foreach (var variant in experiment.Variants)
        {
            json.WriteStartObject();
            json.WriteString("name", variant.Name);
            if (variant.Note is { } note) json.WriteString("note", note);
            foreach (var setting in Setting.All)
                if (variant.Settings.TryGetValue(setting.Name, out var value)) Write(json, setting.Name, value.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteParameters(Utf8JsonWriter json, Experiment experiment)
    {
        json.WriteStartObject("parameters");
        foreach (var parameter in experiment.Parameters)
        {
            json.WritePropertyName(parameter.Name);
            json.WriteRawValue($"[{string.Join(',', parameter.Values.Select(v => v.Value.Json))}]");
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, SettingValue value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.Json);
    }
}
