using System.Globalization;

namespace Goalkeeper.Report.Plots;

/// <summary>Numbers as plots write them: short, and the same in every culture.</summary>
internal static class PlotNumber
{
    private const string Percent = "\u00a0%";

    /// <summary>A tick's label: its shortest form. A value outside 0.001 … 10⁶ is written with an exponent, unless told.</summary>
    public static string Tick(double value, NumberStyle style, bool? exponent = null)
    {
        if (style == NumberStyle.Percent)
        {
            return Shortest(value * 100, exponent) + Percent;
        }

        return Shortest(value, exponent);
    }

    /// <summary>A measured value: percents to one decimal, other numbers to four significant digits.</summary>
    public static string Value(double value, NumberStyle style, bool unit = true)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
        }

        return style == NumberStyle.Percent && Math.Abs(value) < 1e6
            ? (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + (unit ? Percent : "")
            : Shortest(double.Parse(value.ToString("E3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), null);
    }

    /// <summary>Whether the labels of one axis need exponents; all of them or none, so that they compare at a glance.</summary>
    public static bool NeedsExponent(double largest) => largest != 0 && (largest < 1e-3 || largest >= 1e6);

    /// <summary>A coordinate in pixels, to a tenth.</summary>
    public static string Coordinate(double pixels) => Tenths(ToTenths(pixels));

    public static long ToTenths(double pixels) => (long)Math.Round(Math.Clamp(pixels, -1e5, 1e5) * 10, MidpointRounding.AwayFromZero);

    /// <summary>Tenths of a pixel as SVG's shortest number: 15 is 1.5, −5 is -.5, 20 is 2.</summary>
    public static string Tenths(long tenths)
    {
        var whole = Math.Abs(tenths) / 10;
        var rest = Math.Abs(tenths) % 10;
        var digits = whole == 0 && rest != 0 ? "" : whole.ToString(CultureInfo.InvariantCulture);
        return (tenths < 0 ? "-" : "") + digits + (rest == 0 ? "" : "." + rest.ToString(CultureInfo.InvariantCulture));
    }

    private static string Shortest(double value, bool? exponent)
    {
        // Percents are products: 0.948 * 100 is 94.8 only after rounding. decimal's conversion keeps 15 digits.
        var needsExponent = exponent ?? NeedsExponent(Math.Abs(value));
        return value == 0 ? "0"
            : needsExponent || Math.Abs(value) is >= 1e15 or < 1e-15 ? value.ToString("0.#########e0", CultureInfo.InvariantCulture)
            : ((decimal)value).ToString("0.###############", CultureInfo.InvariantCulture);
    }
}
