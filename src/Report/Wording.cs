using System.Globalization;
using System.Text.RegularExpressions;
using Goalkeeper.Report.Plots;

namespace Goalkeeper.Report;

/// <summary>How names and numbers read in a report, in every culture the same.</summary>
internal static partial class Wording
{
    /// <summary>Between a number and its percent sign.</summary>
    private const string NoBreakSpace = "\u00a0";

    private const string PlusMinus = $"{NoBreakSpace}±{NoBreakSpace}";

    public static bool IsAccuracy(string metric) => metric.EndsWith("_accuracy", StringComparison.Ordinal);

    /// <summary>dev_accuracy is "dev accuracy".</summary>
    public static string Metric(string name) => name.Replace('_', ' ');

    /// <summary>A setting as the notes write it: λ; the others by their names.</summary>
    public static string Setting(string name) => name == "lambda" ? "λ" : name;

    /// <summary>What a point is called: its variant and its parameters' values, those there are.</summary>
    public static string Point(string? variant, IEnumerable<KeyValuePair<string, object>> parameters) =>
        string.Join(", ", parameters.Select(p => $"{Setting(p.Key)} = {Value(p.Value)}").Prepend(variant).Where(text => text is not null));

    /// <summary>A parameter's value: a stored long, double or text.</summary>
    public static string Value(object? value) => value switch
    {
        null => "",
        double number => Number(number),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>The shortest text that reads back as the same number, 1e-5 and not 1E-05; ∞ and "not a number" by their signs.</summary>
    public static string Number(double value) => double.IsFinite(value)
        ? Exponent().Replace(value.ToString("R", CultureInfo.InvariantCulture), "e$1")
        : double.IsNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";

    /// <summary>0.948 is "94.8 %".</summary>
    public static string Percent(double share) => Points(share) + NoBreakSpace + "%";

    /// <summary>0.948 is "94.8": percent, or percentage points of a difference, to one decimal.</summary>
    public static string Points(double share) => (100 * share).ToString("0.0;−0.0;0.0", CultureInfo.InvariantCulture);

    /// <summary>A metric's value: accuracies in percent to one decimal, others to four significant digits.</summary>
    public static string Measured(string metric, double value) =>
        !double.IsFinite(value) ? Number(value) : IsAccuracy(metric) ? Percent(value) : Rounded(value, 4);

    /// <summary>Mean ± standard deviation, or the value alone where there is only one.</summary>
    public static string Measured(string metric, Statistic statistic)
    {
        if (statistic.Count == 0) return "–";
        if (statistic.Count == 1 || !double.IsFinite(statistic.StandardDeviation)) return Measured(metric, statistic.Mean);
        return IsAccuracy(metric)
            ? $"{Points(statistic.Mean)}{PlusMinus}{Points(statistic.StandardDeviation)}{NoBreakSpace}%"
            : $"{Rounded(statistic.Mean, 4)}{PlusMinus}{Rounded(statistic.StandardDeviation, 2)}";
    }

    private static string Rounded(double value, int digits)
    {
        var rounded = double.Parse(value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return PlotNumber.Tick(rounded, NumberStyle.Plain);
    }

    [GeneratedRegex(@"E(?:\+|(-))0*")]
    private static partial Regex Exponent();

    /// <summary>"a, b and c".</summary>
    public static string List(IReadOnlyList<string> items) =>
        items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.SkipLast(1))} and {items[^1]}";

    /// <summary>"1 trial", "2 trials".</summary>
    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>"λ = 0.7".</summary>
    public static string Assignment(string label, double value) => $"{label} = {Number(value)}";
}
