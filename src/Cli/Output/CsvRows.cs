using CsvHelper;

namespace Goalkeeper.Cli.Output;

/// <summary>Rows as CSV with a header (RFC 4180, but lines end with \n).</summary>
internal static class CsvRows
{
    /// <inheritdoc cref="RowFormat.Write"/>
    public static void Write(TextWriter output, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        if (columns.Count == 0) return;
        using var csv = CsvWriter.Create(output, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        foreach (var column in columns) csv.WriteField(column);
        csv.EndRecord();
        foreach (var row in rows)
        {
            foreach (var value in row) csv.WriteField(Cell.Exact(value));
            csv.EndRecord();
        }
    }
}
