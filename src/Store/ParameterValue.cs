using System.Globalization;
using System.Text.Json;

namespace Goalkeeper.Store;

/// <summary>A setting's value between JSON, as plans hold it, and SQLite, where people compare and sort it.</summary>
internal static class ParameterValue
{
    /// <summary>A JSON number as long or double, a string as itself, a list as its JSON text.</summary>
    /// <exception cref="ArgumentException">Anything else.</exception>
    public static object FromJson(string json)
    {
        JsonElement value;
        try
        {
            value = JsonElement.Parse(json);
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"The parameter value {json} is not JSON.", nameof(json), error);
        }
        return value.ValueKind switch
        {
            // 1 is an integer, 1.0 and 1e0 are not: what was written is what is kept.
            JsonValueKind.Number when json.AsSpan().IndexOfAny('.', 'e', 'E') < 0 && value.TryGetInt64(out var number) => number,
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Array => JsonSerializer.Serialize(value),
            _ => throw new ArgumentException($"The parameter value {json} is neither a number nor a string nor a list.", nameof(json)),
        };
    }

    /// <summary>The inverse. A text that starts with [ is a list.</summary>
    public static string ToJson(object value) => value switch
    {
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number when double.IsInteger(number) && Math.Abs(number) < 1e15 => number.ToString("F1", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        string text when text.StartsWith('[') => text,
        string text => JsonSerializer.Serialize(text),
        _ => throw new ArgumentException($"A parameter value can not be a {value.GetType()}.", nameof(value)),
    };
}
