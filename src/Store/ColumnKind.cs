using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Goalkeeper.Store;

/// <summary>What a column is (numbers, words, texts of lists, or several of them) by some of its values, and what it can therefore not be.</summary>
internal sealed partial class ColumnKind(ConditionColumn column, IReadOnlyList<object?> values)
{
    private static readonly object?[] Numbers =
        [null, 0L, 1L, -1L, 0.5, 1e-300, 1e300, double.PositiveInfinity, double.NegativeInfinity];

    private readonly bool _hasNumbers = values.Any(v => v is long or double);
    private readonly bool _hasTexts = column.Words is not null || values.Any(v => v is string);
    private readonly bool _hasWords = column.Words is not null || values.Any(v => v is string text && !text.StartsWith('['));

    private string Name => column.Name;

    private IReadOnlyCollection<string>? Words => column.Words;

    /// <summary>Whether it can never be a literal.</summary>
    public bool Excludes(object literal) => literal is not string text ? _hasTexts && !_hasNumbers
        : Words is not null ? !Words.Contains(text)
        : _hasTexts ? !_hasWords && !_hasNumbers && Compact(text) != text
        : _hasNumbers;

    /// <summary>Whether a value is of the kind.</summary>
    public bool Has(object? value) => value is null || (value is string ? _hasTexts : _hasNumbers);

    /// <summary>What it can be, as far as literals could tell it apart.</summary>
    public IEnumerable<object?> Values(IReadOnlyList<SqlLiteral> literals)
    {
        if (Words is not null) return [null, .. Words];
        var texts = literals.Select(l => Text(l.Value)).ToList();
        var digits = texts.ConvertAll(text => Digits().Matches(text).Select(match => match.Value).ToList());
        var numbers = digits.SelectMany(d => d).Select(SqlLiteral.Number).OfType<object>().ToList();
        object?[] possible =
        [
            .. _hasNumbers ? [.. Numbers, .. numbers, .. numbers.Select(n => Convert.ToDouble(n, CultureInfo.InvariantCulture))] : (object?[])[null],
            .. values,
            .. _hasWords ? texts : [],
            .. _hasTexts && !_hasWords ? [.. texts.Where(text => Compact(text) == text), .. Lists()] : (object?[])[],
        ];
        return possible.Distinct();

        // Of every length, and of what the literals have, one by one and together.
        IEnumerable<string> Lists() => Enumerable.Range(0, 9).Select(n => Enumerable.Repeat("1", n))
            .Concat(digits)
            .Concat(digits.SelectMany(d => d).SelectMany(n => (string[][])[[n], [n, n]]))
            .Select(list => $"[{string.Join(',', list)}]");
    }

    /// <summary>Why it can not be a literal, and what to write instead.</summary>
    public string Fault(object literal)
    {
        if (literal is not string text)
            return _hasWords ? $"{Name} is a word, and {Text(literal)} is a number" : $"{Name} is the text of a list; write '[{Text(literal)}]'";
        var isNumber = SqlLiteral.Number(text) is not null;
        if (!_hasTexts)
        {
            return $"{Name} is a number, and '{text}' is a text"
                + (isNumber ? $"; write {text}, without quotes" : Plain(text) is { } plain ? $"; write {plain}" : "");
        }
        if (Words is { Count: 0 }) return $"there is no {Name}";
        if (Words is not null)
            return $"{Name} is never '{text}'; expected {ShortList.Of(Words.Select(w => $"'{w}'"))}{Spelling.Hint(text, Words)}";
        var canonical = Compact(isNumber ? $"[{text}]" : text);
        return $"{Name} is the text of a list without blanks{(canonical is null ? ", such as '[20,3]'" : $"; write '{canonical}'")}";
    }

    private static string Text(object literal) => string.Create(CultureInfo.InvariantCulture, $"{literal}");

    // '[1]' of a column of numbers is 1.
    private static string? Plain(string text) => Compact(text) is { } list && !list.Contains(',', StringComparison.Ordinal) ? list[1..^1] : null;

    // A list of numbers as a plan writes it; null where it is none.
    private static string? Compact(string text)
    {
        try
        {
            var value = JsonElement.Parse(text);
            return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Number)
                ? $"[{string.Join(',', value.EnumerateArray().Select(e => e.GetDouble().ToString("R", CultureInfo.InvariantCulture)))}]"
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
