using System.Globalization;
using System.Text;
using Goalkeeper.Report;

namespace Goalkeeper.Cli.Output;

/// <summary>A value as text for people; <see cref="CsvRows.Text"/> is for programs.</summary>
internal static class Cell
{
    /// <summary>What fits a table: six significant digits, one line, bytes by their number.</summary>
    public static string Short(object? value) => value switch
    {
        byte[] bytes => string.Create(CultureInfo.InvariantCulture, $"<{bytes.Length} bytes>"),
        double number when double.IsFinite(number) => Short(number),
        string text => OneLine(text),
        _ => CsvRows.Text(value),
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
