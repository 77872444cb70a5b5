using System.Globalization;
using System.Text.RegularExpressions;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Text;

/// <summary>
/// Numbers as people read them, in every culture the same: what somebody set stands exactly as it was written, what was measured is
/// rounded. CSV, which programs read, has every digit.
/// </summary>
internal static partial class NumberText
{
    /// <summary>Between a number and its percent sign.</summary>
    private const string NoBreakSpace = "\u00a0";

    private const string PlusMinus = $"{NoBreakSpace}±{NoBreakSpace}";

    /// <summary>A parameter's value, never rounded: a stored long, double or text (a list is its JSON), or null.</summary>
    public static string Parameter(object? value) => value switch
    {
        null => "",
        double number => Exact(number),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>The shortest text that reads back as the same number, 1e-5 and not 1E-05; ∞, −∞ and NaN by their signs.</summary>
    public static string Exact(double value) => double.IsFinite(value)
        ? Exponent().Replace(value.ToString("R", CultureInfo.InvariantCulture), "e$1")
        : double.IsNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";

    /// <summary>So many significant digits; an exponent below 0.001 and from a million on.</summary>
    public static string Rounded(double value, int digits)
    {
        if (!double.IsFinite(value)) return Exact(value);
        var rounded = double.Parse(value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Math.Abs(rounded) is 0 or (>= 1e-3 and < 1e6)
            ? ((decimal)rounded).ToString("0.###############", CultureInfo.InvariantCulture)
            : rounded.ToString("0.###############e0", CultureInfo.InvariantCulture);
    }

    /// <summary>So many decimals, those that are zero too.</summary>
    public static string Fixed(double value, int decimals) => value.ToString($"F{decimals}", CultureInfo.InvariantCulture);

    /// <summary>So many decimals and an exponent: 2.0e-7.</summary>
    public static string Scientific(double value, int decimals) =>
        value.ToString($"0.{new string('0', decimals)}e0", CultureInfo.InvariantCulture);

    /// <summary>0.948 is "94.8 %".</summary>
    public static string Percent(double share) => Points(share) + NoBreakSpace + "%";

    /// <summary>0.948 is "94.8": percent, or percentage points of a difference, to one decimal.</summary>
    public static string Points(double share) => (100 * share).ToString("0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    /// <summary>How far two shares are apart as they are shown: 94.3 % and 83.3 % by 11.0 points, whatever was rounded off.</summary>
    public static string Gap(double more, double less)
    {
        return Points((Shown(more) - Shown(less)) / 100);

        static double Shown(double share) => double.Parse((100 * share).ToString("0.0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>A metric's value: shares in percent to one decimal, others to four significant digits.</summary>
    public static string Measured(MetricFormat format, double value) =>
        double.IsFinite(value) && format == MetricFormat.Percent ? Percent(value) : Rounded(value, 4);

    /// <summary>Mean ± standard deviation, or the mean alone where there is no deviation.</summary>
    public static string Measured(MetricFormat format, double mean, double deviation) =>
        !double.IsFinite(deviation) ? Measured(format, mean)
        : format == MetricFormat.Percent ? $"{Points(mean)}{PlusMinus}{Points(deviation)}{NoBreakSpace}%"
        : $"{Rounded(mean, 4)}{PlusMinus}{Rounded(deviation, 2)}";

    /// <summary>"p = 0.031", "p &lt; 0.001": as many decimals as tell it from others, and no break before it.</summary>
    public static string P(double p) => p < 0.001
        ? $"p{NoBreakSpace}<{NoBreakSpace}0.001"
        : $"p{NoBreakSpace}={NoBreakSpace}{Fixed(p, p < 0.1 ? 3 : 2)}";

    /// <summary>What something lies between: "91.0–97.3 %".</summary>
    public static string Range(MetricFormat format, double lower, double upper) => format == MetricFormat.Percent
        ? $"{Points(lower)}–{Points(upper)}{NoBreakSpace}%"
        : lower < 0 || upper < 0 ? $"{Rounded(lower, 4)} to {Rounded(upper, 4)}" : $"{Rounded(lower, 4)}–{Rounded(upper, 4)}";

    /// <summary>A difference with its sign: in percentage points, or to three digits.</summary>
    public static string Difference(MetricFormat format, double difference)
    {
        var size = format == MetricFormat.Percent ? Points(Math.Abs(difference)) : Rounded(Math.Abs(difference), 3);
        return (difference < 0 ? "−" : "+") + size;
    }

    /// <summary>"1 trial", "2,000 trials".</summary>
    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    [GeneratedRegex(@"E(?:\+|(-))0*")]
    private static partial Regex Exponent();
}
