using System.Globalization;

namespace Goalkeeper.Runner;

/// <summary>Numbers as programs write them, those too that JSON has no word for.</summary>
internal static class MetricNumber
{
    /// <summary>Reads a number: <c>0.31</c>, <c>1e-3</c>, and what is not finite as Python, JavaScript, Julia, R, C and older C spell it.</summary>
    public static bool TryParse(string text, out double number)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return TryParseNotFinite(text, out number) || (text.Length > 0 && char.IsAsciiDigit(text[^1]) | text[^1] == '.'
            && double.TryParse(text, style, CultureInfo.InvariantCulture, out number));
    }

    /// <summary>Reads NaN, ∞ and −∞ alone.</summary>
    public static bool TryParseNotFinite(string text, out double number)
    {
        var word = text.TrimStart('+', '-').ToLowerInvariant();
        var sign = text.StartsWith('-') ? -1 : 1;
        (var isKnown, number) = text.Length - word.Length > 1 ? (false, 0) : word switch
        {
            "nan" or "1.#qnan" or "1.#snan" or "1.#ind" => (true, double.NaN),
            "inf" or "infinity" or "1.#inf" => (true, sign * double.PositiveInfinity),
            _ when word.StartsWith("nan(", StringComparison.Ordinal) && word.EndsWith(')') => (true, double.NaN),
            _ => (false, 0),
        };
        return isKnown;
    }
}
