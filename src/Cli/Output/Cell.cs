using System.Globalization;
using System.Text;
using Goalkeeper.Report;

namespace Goalkeeper.Cli.Output;

/// <summary>A value as text for people; <see cref="CsvRows.Text"/> is for programs.</summary>
internal static class Cell
{
    private const int MeasuredDigits = 6;

    /// <summary>What fits a table: one line, numbers as they are, bytes by their number.</summary>
    public static string Text(object? value) => value switch
    {
        byte[] bytes => string.Create(CultureInfo.InvariantCulture, $"<{bytes.Length} bytes>"),
        string text => OneLine(text),
        _ => NumberText.Parameter(value),
    };

    /// <summary>The same, but a number was measured, and is rounded.</summary>
    public static string Measured(object? value) => value is double number ? NumberText.Rounded(number, MeasuredDigits) : Text(value);

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
