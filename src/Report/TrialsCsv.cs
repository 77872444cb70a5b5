using System.Globalization;
using CsvHelper;
using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>trials.csv: one flat row a trial, no times, infinite values as inf and -inf.</summary>
internal static class TrialsCsv
{
    public static void Write(TextWriter writer, TrialTable table)
    {
        using var csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader([.. table.Columns]);
        foreach (var row in table.Rows) csv.WriteRecord([.. row.Select(Text)]);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
