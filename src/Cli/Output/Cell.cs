using System.Globalization;
using System.Text;

namespace Goalkeeper.Cli.Output;

/// <summary>A value as text: exact for programs, short for people.</summary>
internal static class Cell
{
    /// <summary>Everything that there is: shortest round-trip numbers, inf and -inf, base64 for bytes, nothing for null and NaN.</summary>
    public static string Exact(object? value) => value switch
    {
        null or double.NaN => "",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>What fits a table: six significant digits, one line, bytes by their number.</summary>
    public static string Short(object? value) => value switch
    {
        byte[] bytes => string.Create(CultureInfo.InvariantCulture, $"<{bytes.Length} bytes>"),
        double number when double.IsFinite(number) => Short(number),
        string text => OneLine(text),
        _ => Exact(value),
    };

    private static string Short(double number)
    {
        if (number == Math.Floor(number) && Math.Abs(number) < 1e15) return number.ToString("F0", CultureInfo.InvariantCulture);
        var text = number.ToString("G6", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? number.ToString("0.#####e0", CultureInfo.InvariantCulture) : text;
    }

    // Line breaks would break the table; other control characters could do worse to a terminal.
    private static string OneLine(string text)
    {
        if (!text.Any(char.IsControl)) return text;
        var line = new StringBuilder();
        foreach (var c in text)
        {
            _ = c switch
            {
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                '\t' => line.Append("\\t"),
                _ when char.IsControl(c) => line.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => line.Append(c),
            };
        }
        return line.ToString();
    }
}
