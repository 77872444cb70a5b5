using System.Globalization;
using System.Text.RegularExpressions;

namespace Goalkeeper.Runner;

/// <summary>
/// The values of a <c>--set</c>: a YAML list without its brackets, or one of Hydra's words, <c>range(1,8)</c>, <c>logspace(0.001,1,4)</c>,
/// <c>choice(a,b)</c>.
/// </summary>
internal static partial class OptionValues
{
    private const int Most = 100_000;
    private const double Largest = 1e15;

    // logspace's digits: more than any two C libraries differ in.
    private const string Digits = "G12";

    private static readonly string[] Later = ["interval", "glob", "sort", "shuffle", "tag"];

    /// <summary>At least one value.</summary>
    public static IReadOnlyList<YamlValue> Read(string key, string text, SourceLocation at)
    {
        if (Word().Match(text) is { Success: true } call)
        {
            var (word, inner) = (call.Groups["word"].Value, call.Groups["inner"].Value);
            if (Later.Contains(word)) throw new ExperimentException(at, $"{word}(…) is not supported; expected values, range(…), logspace(…) or choice(…)");
            if (word == "choice") return List(key, inner, at);
            var numbers = List(key, inner, at).Select(value => Number(value, word, at)).ToList();
            return [.. (word == "range" ? Range(numbers, at) : Logspace(numbers, at)).Select(number => new YamlText(number, IsPlain: true, at))];
        }
        if (Begun().Match(text) is { Success: true } begun)
            throw new ExperimentException(at, $"{begun.Groups["word"].Value}(…) stands alone; expected no values beside it");
        return List(key, text, at);
    }

    // `hidden=[20,3]` is one value, `hidden=20,3` two.
    private static IReadOnlyList<YamlValue> List(string key, string text, SourceLocation at)
    {
        var problems = new Problems();
        var values = YamlReader.Read($"[{text}]", _ => at, problems);
        problems.ThrowIfAny();
        return values is YamlList { Items: { Count: > 0 } items }
            ? items
            : throw new ExperimentException(at, $"no value; expected --set {key}=value or --set {key}=value,value");
    }

    private static double Number(YamlValue value, string word, SourceLocation at) => value is YamlText { Number: >= -Largest and <= Largest and { } number }
        ? number
        : throw new ExperimentException(at, $"{word}(…) has {value.Description}; expected a number, at most 1e15");

    // Decimal, so that range(0,1,0.1) has 0.3 and not 0.30000000000000004.
    private static IEnumerable<string> Range(List<double> numbers, SourceLocation at)
    {
        (decimal start, decimal stop, decimal step) = numbers.ConvertAll(n => (decimal)n) switch
        {
            [var only] => (0, only, 1),
            [var from, var to] => (from, to, 1),
            [var from, var to, var by] when by != 0 => (from, to, by),
            _ => throw new ExperimentException(at, "range has other numbers; expected range(start, stop) or range(start, stop, step), the stop left out"),
        };
        var count = Math.Ceiling((double)(stop - start) / (double)step);
        if (count is not (> 0 and <= Most))
            throw new ExperimentException(at, FormattableString.Invariant($"range has {Math.Max(0, count):N0} values; expected 1 to {Most:N0}"));
        return Enumerable.Range(0, (int)count).Select(i => start + (i * step)).Where(n => step > 0 ? n < stop : n > stop)
            .Select(n => n.ToString(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<string> Logspace(List<double> numbers, SourceLocation at)
    {
        if (numbers is not [> 0 and var first, > 0 and var last, >= 2 and <= Most and var count] || count != Math.Floor(count))
            throw new ExperimentException(at, "logspace has other numbers; expected logspace(first, last, how many), such as logspace(0.001, 1, 4)");
        var ratio = Math.Log10(last / first) / (count - 1);
        return Enumerable.Range(0, (int)count).Select(i => (first * Math.Pow(10, ratio * i)).ToString(Digits, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^\s*(?<word>range|logspace|choice|interval|glob|sort|shuffle|tag)\((?<inner>.*)\)\s*\z", RegexOptions.Singleline)]
    private static partial Regex Word();

    [GeneratedRegex(@"(^|,)\s*(?<word>range|logspace|choice)\(")]
    private static partial Regex Begun();
}
