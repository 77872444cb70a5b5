using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// The value of a setting: a number, a word, or a list of them, held as canonical JSON (shortest round-trip numbers, no
/// blanks), so that two values are equal exactly when their texts are.
/// </summary>
public sealed record SettingValue
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private SettingValue(string json) => Json = json;

    /// <summary>The value as JSON: <c>0.7</c>, <c>"relu"</c>, <c>[20,3]</c>.</summary>
    public string Json { get; }

    /// <summary>The number.</summary>
    /// <exception cref="FormatException">It is a word or a list.</exception>
    public double Number => double.Parse(Json, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The word; anything else as its JSON.</summary>
    public string Word => SweepPlan.Text(Json);

    /// <summary>The list; a number is a list of one.</summary>
    public IReadOnlyList<double> Numbers => Json[0] == '['
        ? [.. Json[1..^1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => double.Parse(n, CultureInfo.InvariantCulture))]
        : [Number];

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
    public static SettingValue Of(double number) => new(Text(number));

    /// <summary>A whole number.</summary>
    public static SettingValue Of(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A word: one of a setting's choices, or a program's.</summary>
    public static SettingValue Of(string word) => new(JsonSerializer.Serialize(word, Plain));

    /// <summary>A list of values that are no lists.</summary>
    public static SettingValue Of(IEnumerable<SettingValue> values) => new($"[{string.Join(',', values.Select(v => v.Json))}]");

    /// <summary>A list of numbers.</summary>
    public static SettingValue Of(IEnumerable<double> numbers) => new($"[{string.Join(',', numbers.Select(Text))}]");

    /// <summary>The value that a JSON text stands for, however it is written.</summary>
    /// <exception cref="FormatException">It is not a number, a word or a list of them.</exception>
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
        JsonValueKind.Number => Of(element.GetDouble()),
        JsonValueKind.String => Of(element.GetString()!),
        JsonValueKind.Array when element.EnumerateArray().All(e => e.ValueKind is JsonValueKind.Number or JsonValueKind.String) =>
            Of(element.EnumerateArray().Select(From)),
        _ => throw new FormatException($"`{element.GetRawText()}` is not a number, a word or a list of them."),
    };

    /// <summary>The JSON text.</summary>
    public override string ToString() => Json;

    private static string Text(double number) => (number + 0.0).ToString("R", CultureInfo.InvariantCulture);
}
