using System.Text.Json;
using System.Text.RegularExpressions;
using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner;

/// <summary>docs/experiment.schema.json says what the reader does: the reader is asked, by slips of every kind, what it expects.</summary>
public sealed partial class ExperimentSchemaTests
{
    private const string Program = "name: a\ncommand: [a]\nmetric: {name: b, goal: minimize}\n";

    private static readonly JsonElement Schema = JsonElement.Parse(ExperimentSchema.Utf8);

    public static TheoryData<string, string> Mappings => new()
    {
        { "zzz: 1", "/properties - /else/properties" },
        { $"{Program}zzz: 1", "/properties - /then/properties" },
        { "network: {zzz: 1}", "/properties/network/properties" },
        { "training: {zzz: 1}", "/properties/training/properties" },
        { "parameters: {zzz: [1]}", "/else/properties/parameters/properties" },
        { "parameters: {lambda: {zzz: 1}}", "/definitions/lambdaValues/anyOf/1/properties + /definitions/lambdaValues/anyOf/2/properties + /definitions/range/properties" },
        { $"{Program}parameters: {{a: {{zzz: 1}}}}", "/definitions/values/anyOf/1/properties + /definitions/values/anyOf/2/properties + /definitions/range/properties" },
        { "variants: [{name: a, zzz: 1}]", "/else/properties/variants/items/properties" },
        { "metric: {zzz: 1}", "/properties/metric/anyOf/1/properties" },
        { $"{Program}metrics: {{a: {{zzz: 1}}}}", "/properties/metrics/additionalProperties/anyOf/2/properties" },
        { $"{Program}resources: {{zzz: 1}}", "/properties/resources/properties" },
        { "dataset: {csv: a, zzz: 1}", "/properties/dataset/anyOf/1/properties" },
        { "dataset: {npz: a, zzz: 1}", "/properties/dataset/anyOf/2/properties" },
        { "dataset: {hdf5: a, zzz: 1}", "/properties/dataset/anyOf/3/properties" },
        { "dataset: {csv: a, label: b, split: {zzz: 1}}", "/properties/dataset/anyOf/1/properties/split/anyOf/1/properties" },
        { "dataset: {npz: a, train: {zzz: 1}}", "/properties/dataset/anyOf/2/properties/train/properties" },
        { "dataset: {npz: {zzz: a}, train: {x: a, y: b}}", "/properties/dataset/anyOf/2/properties/npz/anyOf/1/properties" },
    };

    public static TheoryData<string, string> Words => new()
    {
        { "method: zzz", "/properties/method" },
        { "early_terminate: {type: zzz}", "/properties/early_terminate/properties/type" },
        { "parameters: {lambda: {distribution: zzz}}", "/definitions/range/properties/distribution" },
        { "keep_weights: zzz", "/properties/keep_weights" },
        { "gate: zzz", "/properties/gate" },
        { "metric: {name: cost, goal: zzz}", "/properties/metric/anyOf/1/properties/goal" },
        { "dataset: {csv: a, label: b, missing: zzz}", "/properties/dataset/anyOf/1/properties/missing" },
        { $"{Program}metrics: {{a: {{goal: zzz}}}}", "/properties/metrics/additionalProperties/anyOf/2/properties/goal" },
        { $"{Program}metrics: {{a: {{format: zzz}}}}", "/properties/metrics/additionalProperties/anyOf/2/properties/format" },
        { $"{Program}metrics: {{a: {{summary: zzz}}}}", "/properties/metrics/additionalProperties/anyOf/2/properties/summary" },
        { "network: {activation: zzz}", "/definitions/activation" },
        { "training: {initialization: zzz}", "/definitions/initialization" },
        { "training: {dropout_mask: zzz}", "/definitions/dropout_mask" },
    };

    [Theory]
    [MemberData(nameof(Mappings))]
    public void A_mapping_has_the_same_keys_in_the_schema_and_for_the_reader(string yaml, string places)
    {
        var read = KeysRead().Match(Error(yaml));
        Assert.True(read.Success, Error(yaml));
        Assert.Equal(read.Groups[1].Value.Split(", ").Order(StringComparer.Ordinal), Keys(places).Except(["λ", .. yaml == "zzz: 1" ? (string[])["command"] : []]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void A_choice_has_the_same_words_in_the_schema_and_for_the_reader(string yaml, string place)
    {
        var read = WordsRead().Match(Error(yaml));
        Assert.True(read.Success, Error(yaml));
        Assert.Equal(read.Groups[1].Value.Replace(" or ", ", ", StringComparison.Ordinal).Split(", "), At(place).GetProperty("enum").EnumerateArray().Select(w => w.GetString()));
    }

    [Fact]
    public void Every_setting_is_defined_in_both_sections_variants_and_parameters()
    {
        foreach (var setting in ObjectiveSpace.Network.Settings)
        {
            var definition = At($"/definitions/{setting.Name}");
            Assert.Equal(setting.Words, definition.TryGetProperty("enum", out var words) ? words.EnumerateArray().Select(w => w.GetString()!) : []);
            foreach (var place in (string[])[$"/properties/{setting.Section}/properties", "/else/properties/variants/items/properties"])
                Assert.Equal($"#/definitions/{setting.Name}", At($"{place}/{setting.Name}").GetProperty("$ref").GetString());
            Assert.Equal($"#/definitions/{setting.Name}Values", At($"/else/properties/parameters/properties/{setting.Name}").GetProperty("$ref").GetString());
        }
    }

    [Fact]
    public void Every_reference_leads_to_a_definition() => Assert.All(
        Reference().Matches(Schema.GetRawText()).Select(m => m.Groups[1].Value).Distinct(),
        name => Assert.True(At("/definitions").TryGetProperty(name, out _), name));

    [Fact]
    public void Built_in_data_have_the_reader_s_names() =>
        Assert.Equal(BuiltInSource.Names, At("/properties/dataset/anyOf/0/enum").EnumerateArray().Select(n => n.GetString()));

    private static string Error(string yaml) => Assert.Throws<ExperimentException>(() => ExperimentFile.Parse(yaml, "x.yaml")).Message;

    /// <summary>The keys of a place of the schema, with (+) or without (−) those of others.</summary>
    private static IEnumerable<string> Keys(string places)
    {
        var parts = places.Split(' ');
        var first = Names(parts[0]);
        if (parts.Length == 1) return first;
        return parts[1] == "+" ? parts.Where(part => part != "+").SelectMany(Names).Distinct() : first.Except(At(parts[2]).EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.False).Select(p => p.Name));

        static IEnumerable<string> Names(string place) => At(place).EnumerateObject().Select(p => p.Name);
    }

    private static JsonElement At(string pointer) => pointer.Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(Schema, (at, step) => at.ValueKind == JsonValueKind.Array ? at[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : at.GetProperty(step));

    [GeneratedRegex("unknown key `zzz`[^;]*; expected one of ([^;\n]*)")]
    private static partial Regex KeysRead();

    [GeneratedRegex("is `zzz`; expected ([^;\n]*)")]
    private static partial Regex WordsRead();

    [GeneratedRegex("#/definitions/([^\"]+)")]
    private static partial Regex Reference();
}
