using System.Globalization;
using System.Text.RegularExpressions;

namespace Goalkeeper.Runner;

/// <summary>
/// The numbers of one table, with a decimal point or with a decimal comma. Never with both, and never where a comma may as well part
/// thousands: a table that was read wrongly looks like a table.
/// </summary>
internal sealed partial class CsvNumbers
{
    private (string Text, string Where)? _point;
    private (string Text, string Where)? _comma;
    private (string Text, string Where)? _commaOrThousands;

    /// <summary>Reads a number; false: the text is none.</summary>
    /// <param name="text">Without blanks around it.</param>
    /// <param name="where">Its place, for errors.</param>
    /// <param name="number">The number; it may be infinite.</param>
    public bool TryRead(string text, Func<string> where, out double number)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            if (text.Contains('.', StringComparison.Ordinal)) _point ??= (text, where());
            return true;
        }
        if (!DecimalComma().IsMatch(text)) return false;
        if (Thousands().IsMatch(text)) _commaOrThousands ??= (text, where());
        else _comma ??= (text, where());
        return double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Whether a text is a number to a person, but not in a form that is read: <c>1,234.5</c>, <c>12 %</c>, <c>$5</c>, <c>(5)</c>, <c>0x1f</c>, <c>５</c>.</summary>
    public static bool IsFormatted(string text) => Formatted().IsMatch(text);

    /// <summary>What is wrong with the numbers that were read, all together; null: nothing.</summary>
    public string? Fault()
    {
        if (_comma is { } comma && _point is { } point)
        {
            return $"the numbers have decimal commas and decimal points: `{comma.Text}` in {comma.Where}, `{point.Text}` in {point.Where}; "
                + "expected the same in all, and nothing between thousands";
        }
        return _comma is null && _commaOrThousands is { } either
            ? $"`{either.Text}` in {either.Where} may be {either.Text.Replace(',', '.')} or {either.Text.Replace(",", "", StringComparison.Ordinal)}; "
            + "expected numbers with a decimal point, and nothing between thousands"
            : null;
    }

    [GeneratedRegex(@"^[+-]?([0-9]+,[0-9]*|,[0-9]+)([eE][+-]?[0-9]+)?\z")]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^[+-]?[1-9][0-9]{0,2},[0-9]{3}\z")]
    private static partial Regex Thousands();

    // \d: the digits of any script.
    [GeneratedRegex(
        @"^(?<open>\()?([+\-−＋－]?\p{Sc}?[ \u00A0]?[+\-−＋－]?\d+([.,．，'’_ \u00A0\u202F]\d+)*[.,．，]?([ \u00A0\u202F]?[%‰％\p{Sc}])?|[+\-−]?0[xX][0-9a-fA-F]+)(?(open)\))\z")]
    private static partial Regex Formatted();
}
