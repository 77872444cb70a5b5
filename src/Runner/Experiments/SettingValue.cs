using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// The value of a setting: a number, a word, or a list of them, held as canonical JSON (shortest round-trip numbers, no
/// blanks), so that two values are equal exactly when their texts are.
/// </summary>
internal sealed record SettingValue
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private SettingValue(string json, string? written = null) => (Json, Written) = (json, written ?? json);

    /// <summary>The value as JSON: <c>0.7</c>, <c>"relu"</c>, <c>[20,3]</c>.</summary>
    public string Json { get; }

    /// <summary>The same as a file has it: <c>1e-3</c> for <c>0.001</c>, <c>true</c> for <c>"true"</c>. Values are equal however they are written.</summary>
    public string Written { get; }

    /// <summary>The number.</summary>
    /// <exception cref="FormatException">It is a word or a list.</exception>
    public double Number => double.Parse(Json, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The word; anything else as its JSON.</summary>
    public string Word => SweepPlan.Text(Json);

    /// <summary>The list; a number is a list of one.</summary>
    public IReadOnlyList<double> Numbers => Json[0] == '['
        ? [.. Json[1..^1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => double.Parse(n, CultureInfo.InvariantCulture))]
        : [Number];

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => Json[0] is not ('"' or '[');

    /// <summary>Whether it is a list.</summary>
    public bool IsList => Json[0] == '[';

    /// <summary>The value in a flat row that SQLite evaluates: an integer, a real, or text (a list as its JSON).</summary>
    public object Cell => Json[0] switch
    {
        '"' => Word,
        '[' => Json,
        _ => long.TryParse(Json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : Number,
    };

    /// <summary>A number; minus zero is zero.</summary>
    /// <param name="number">The number.</param>
    /// <param name="written">The number as a file has it, if JSON has it so too.</param>
    public static SettingValue Of(double number, string? written = null) => new(Text(number), written);

    /// <summary>A whole number.</summary>
    public static SettingValue Of(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>True or false: words where values are compared, truth values as they are written.</summary>
    public static SettingValue Of(bool truth) => new(truth ? "\"true\"" : "\"false\"", truth ? "true" : "false");

    /// <summary>No value, where that is one: the word that Python has for it where values are compared, null as it is written.</summary>
    public static SettingValue None { get; } = new("\"None\"", "null");

    /// <summary>A word: one of a setting's choices, or a program's.</summary>
    public static SettingValue Of(string word) => new(JsonSerializer.Serialize(word, Plain));

    /// <summary>A list of values that are no lists.</summary>
    public static SettingValue Of(IReadOnlyCollection<SettingValue> values) => new(List(values.Select(v => v.Json)), List(values.Select(v => v.Written)));

    /// <summary>A list of numbers.</summary>
    public static SettingValue Of(IEnumerable<double> numbers) => new(List(numbers.Select(Text)));

    /// <summary>The value that a JSON text stands for, however it is written.</summary>
    /// <exception cref="FormatException">It is not a number, a word, a truth value or a list of them.</exception>
    public static SettingValue Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return From(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"`{json}` is not JSON.", e);
        }
    }

    internal static SettingValue From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetInt64(out var whole) => Of(whole),
        JsonValueKind.Number => Of(element.GetDouble(), element.GetRawText()),
        JsonValueKind.True or JsonValueKind.False => Of(element.GetBoolean()),
        JsonValueKind.String => Of(element.GetString()!),
        JsonValueKind.Null => None,
        JsonValueKind.Array when element.EnumerateArray().All(e => e.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.Null)) =>
            Of([.. element.EnumerateArray().Select(From)]),
        _ => throw new FormatException($"`{element.GetRawText()}` is not a number, a word, a truth value or a list of them."),
    };

    /// <inheritdoc/>
    public bool Equals(SettingValue? other) => Json == other?.Json;

    /// <inheritdoc/>
    public override int GetHashCode() => Json.GetHashCode(StringComparison.Ordinal);

    /// <summary>The JSON text.</summary>
    public override string ToString() => Json;

    private static string List(IEnumerable<string> items) => $"[{string.Join(',', items)}]";

    private static string Text(double number) => (number + 0.0).ToString("R", CultureInfo.InvariantCulture);
}
