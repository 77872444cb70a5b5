using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Goalkeeper.Runner;

/// <summary>Values as Python writes them.</summary>
internal static class PythonText
{
    /// <summary>Python's <c>str</c>: a text as it is, <c>True</c>, <c>None</c>, <c>[1, 'a']</c>, <c>{'a': 1}</c>; numbers as they are written.</summary>
    public static string Of(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : Literal(value);

    // Python's repr.
    private static string Literal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Quoted(value.GetString()!),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Null => "None",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Literal))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(p => $"{Quoted(p.Name)}: {Literal(p.Value)}"))}}}",
        _ => value.GetRawText(),
    };

    private static string Quoted(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var written = new StringBuilder().Append(quote);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\n' => written.Append("\\n"),
                '\r' => written.Append("\\r"),
                '\t' => written.Append("\\t"),
                '\\' => written.Append("\\\\"),
                _ when letter == quote => written.Append('\\').Append(letter),
                _ when char.IsControl(letter) => written.Append("\\x").Append(((int)letter).ToString("x2", CultureInfo.InvariantCulture)),
                _ => written.Append(letter),
            };
        }
        return written.Append(quote).ToString();
    }
}
