using System.Globalization;
using System.Text.RegularExpressions;

namespace Goalkeeper.Store;

/// <summary>A number or a text in a user's SQL.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is as it is written.</param>
/// <param name="Value">A long, a double or a string.</param>
internal sealed partial record SqlLiteral(int Start, int Length, object Value)
{
    /// <summary>All of an expression, as they stand in it.</summary>
    public static IEnumerable<SqlLiteral> In(string sql)
    {
        foreach (Match match in Tokens().Matches(sql))
        {
            object? value = match.Groups["text"].Success ? match.Value[1..^1].Replace("''", "'", StringComparison.Ordinal)
                : match.Groups["number"].Success ? Number(match.Value)
                : null;
            if (value is not null) yield return new(match.Index, match.Length, value);
        }
    }

    /// <summary>A long or a double, or null where the text is no number.</summary>
    public static object? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : null;

    /// <summary>Other values of the same kind, next to one on either side; no longer and no shorter if they are texts.</summary>
    public static IReadOnlyList<object> Neighbours(object value) => value switch
    {
        string { Length: 0 } => [" ", "!"],
        string text => [text[..^1] + (char)(text[^1] + 1), text[..^1] + (char)(text[^1] - 1)],
        long number => [number + 1, number - 1],
        _ => [(double)value + 1, (double)value - 1],
    };

    /// <summary>The SQL with another value in this place.</summary>
    public string Exchange(string sql, object value)
    {
        // Without parentheses, a minus before a minus would begin a comment.
        var written = value is string text
            ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'"
            : string.Create(CultureInfo.InvariantCulture, $"({value})");
        return $"{sql.AsSpan(0, Start)}{written}{sql.AsSpan(Start + Length)}";
    }

    [GeneratedRegex(
        """--[^\n]*|/\*[\s\S]*?(?:\*/|$)|"[^"]*"|`[^`]*`|\[[^\]]*\]|[xX]'[^']*'|(?<text>'(?:[^']|'')*')|[\p{L}_$][\p{L}\p{N}_$]*|(?<number>\.?\p{N}(?:[eE][+-]|[\p{L}\p{N}_.])*)""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Tokens();
}
