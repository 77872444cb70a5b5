using System.Globalization;
using CsvHelper;

namespace Goalkeeper.Report;

/// <summary>Rows as CSV with a header (RFC 4180, but lines end with \n), for trials.csv and whatever else programs read.</summary>
internal static class CsvRows
{
    /// <summary>Writes rows as they come.</summary>
    /// <param name="writer">Where they go; left open.</param>
    /// <param name="columns">The header; where it is empty, nothing is written.</param>
    /// <param name="rows">As many values as columns in each: long, double, string, byte[] or null.</param>
    /// <param name="opensInSpreadsheets">
    /// Whether somebody will open it in a spreadsheet, which takes a text that starts with =, +, - or @ for a formula: such a text gets an apostrophe before it.
    /// </param>
    public static void Write(
        TextWriter writer, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, bool opensInSpreadsheets = false)
    {
        if (columns.Count == 0) return;
        using var csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        foreach (var column in columns) csv.WriteField(Inert(column));
        csv.EndRecord();
        foreach (var row in rows)
        {
            foreach (var value in row) csv.WriteField(value is string text ? Inert(text) : Text(value));
            csv.EndRecord();
        }

        string Inert(string text) => opensInSpreadsheets && text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? $"'{text}" : text;
    }

    /// <summary>Everything that there is: shortest round-trip numbers, inf and -inf, base64 for bytes, nothing for null and NaN.</summary>
    public static string Text(object? value) => value switch
    {
        null or double.NaN => "",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
