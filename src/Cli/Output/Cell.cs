using System.Globalization;
using Goalkeeper.Report;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Output;

/// <summary>A value as text for people; <see cref="CsvRows.Text"/> is for programs.</summary>
internal static class Cell
{
    private const int MeasuredDigits = 6;

    /// <summary>What fits a table: one line, numbers as they are, bytes by their number.</summary>
    public static string Text(object? value) => value switch
    {
        byte[] bytes => string.Create(CultureInfo.InvariantCulture, $"<{bytes.Length} bytes>"),
        string text => Printable.Line(text),
        _ => NumberText.Parameter(value),
    };

    /// <summary>The same, but a number was measured, and is rounded.</summary>
    public static string Measured(object? value) => value is double number ? NumberText.Rounded(number, MeasuredDigits) : Text(value);
}
