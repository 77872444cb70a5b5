using System.Globalization;
using Goalkeeper.Report.Text;

namespace Goalkeeper.Report.Charts;

/// <summary>Numbers as charts write them: short, and the same in every culture.</summary>
internal static class ChartNumber
{
    private const string Percent = "\u00a0%";

    /// <summary>A tick's label: its shortest form. A value outside 0.001 … 10⁶ is written with an exponent, unless told.</summary>
    public static string Tick(double value, NumberStyle style, bool? exponent = null) =>
        style == NumberStyle.Percent ? Shortest(value * 100, exponent) + Percent : Shortest(value, exponent);

    /// <summary>A measured value: percents to one decimal, other numbers to four significant digits.</summary>
    public static string Value(double value, NumberStyle style, bool unit = true) =>
        double.IsNaN(value) ? "–"
        : style == NumberStyle.Percent && Math.Abs(value) < 1e6 ? NumberText.Fixed(value * 100, 1) + (unit ? Percent : "")
        : NumberText.Rounded(value, 4);

    /// <summary>Whether the labels of one axis need exponents; all of them or none, so that they compare at a glance.</summary>
    public static bool NeedsExponent(double largest) => largest != 0 && (largest < 1e-3 || largest >= 1e6);

    private static string Shortest(double value, bool? exponent)
    {
        // Percents are products: 0.948 * 100 is 94.8 only after rounding. decimal's conversion keeps 15 digits.
        var needsExponent = exponent ?? NeedsExponent(Math.Abs(value));
        return value == 0 ? "0"
            : needsExponent || Math.Abs(value) is >= 1e15 or < 1e-15 ? value.ToString("0.#########e0", CultureInfo.InvariantCulture)
            : ((decimal)value).ToString("0.###############", CultureInfo.InvariantCulture);
    }
}
