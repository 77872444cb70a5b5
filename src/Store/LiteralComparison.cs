using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Goalkeeper.Store;

/// <summary>
/// A comparison of a column with a literal in a user's SQL. SQLite finds a number and a text never equal and says nothing, so that
/// <c>lambda = '0.1'</c> selects no row. Only what is certain is found: a whole operand each, no sub-select anywhere.
/// </summary>
/// <param name="Column">The column.</param>
/// <param name="Operator">As it is written, in lower case: =, &lt;, in, between, ….</param>
/// <param name="Literal">A number as it is written, or what a text stands for.</param>
/// <param name="IsText">Whether the literal is a text.</param>
internal sealed partial record LiteralComparison(string Column, string Operator, string Literal, bool IsText)
{
    private static readonly string[] s_comparing = ["=", "==", "<", "<=", ">", ">=", "<>", "!=", "is", "is not"];
    private static readonly string[] s_before = ["(", "and", "or", "not", ","];
    private static readonly string[] s_after = [")", "and", "or", ","];

    /// <summary>Whether it asks for the literal itself.</summary>
    public bool IsEquality => Operator is "=" or "==" or "is" or "in";

    /// <summary>The comparisons of an expression.</summary>
    /// <param name="sql">The expression.</param>
    /// <param name="columns">Names that are columns.</param>
    public static IEnumerable<LiteralComparison> In(string sql, IReadOnlyCollection<string> columns)
    {
        if (Read(sql) is not { } tokens) yield break;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (i > 0 && !s_before.Contains(tokens[i - 1].Word)) continue;
            if (Column(i) is { } column)
            {
                var isNegated = Word(i + 1) == "not";
                var (operation, next) = Word(i + 1) == "is" && Word(i + 2) == "not" ? ("is not", i + 3) : (Word(i + 1), i + 2);
                if (s_comparing.Contains(operation) && Literal(next) is { } right && Ends(right.Next))
                    yield return new(column, operation!, right.Text, right.IsText);
                var list = isNegated ? i + 2 : i + 1;
                if (Word(list) == "in" && Word(list + 1) == "(")
                {
                    foreach (var (text, isText) in List(list + 2))
                        yield return new(column, isNegated ? "not in" : "in", text, isText);
                }
                if (Word(list) == "between" && Literal(list + 1) is { } low && Word(low.Next) == "and" && Literal(low.Next + 1) is { } high
                    && Ends(high.Next))
                {
                    yield return new(column, "between", low.Text, low.IsText);
                    yield return new(column, "between", high.Text, high.IsText);
                }
            }
            else if (Literal(i) is { } left && s_comparing.Contains(Word(left.Next)) && Column(left.Next + 1) is { } mirrored
                && Ends(left.Next + 2))
            {
                yield return new(mirrored, Word(left.Next)!, left.Text, left.IsText);
            }
        }

        string? Word(int at) => at < tokens.Count ? tokens[at].Word : null;

        bool Ends(int at) => at >= tokens.Count || s_after.Contains(tokens[at].Word);

        string? Column(int at) => at < tokens.Count && tokens[at].Name is { } name
            ? columns.FirstOrDefault(c => string.Equals(c, name, StringComparison.OrdinalIgnoreCase))
            : null;

        (string Text, bool IsText, int Next)? Literal(int at)
        {
            var sign = Word(at) is "-" or "+" ? Word(at) : "";
            var place = sign!.Length > 0 ? at + 1 : at;
            if (place >= tokens.Count || tokens[place].Literal is not { } literal) return null;
            return tokens[place].IsText && sign.Length > 0 ? null : (sign + literal, tokens[place].IsText, place + 1);
        }

        List<(string Text, bool IsText)> List(int at)
        {
            var items = new List<(string Text, bool IsText)>();
            while (Literal(at) is { } item)
            {
                items.Add((item.Text, item.IsText));
                if (Word(item.Next) == ")") return items;
                if (Word(item.Next) != ",") break;
                at = item.Next + 1;
            }
            return [];
        }
    }

    /// <summary>What is wrong with it, or null.</summary>
    /// <param name="hasNumbers">Whether any row has a number in the column.</param>
    /// <param name="hasTexts">Whether any row has a text.</param>
    /// <param name="hasWords">Whether any row has a text that is no list.</param>
    /// <param name="words">All that the column can be, or null where that is not known.</param>
    public string? Fault(bool hasNumbers, bool hasTexts, bool hasWords, IReadOnlyCollection<string>? words)
    {
        var number = IsText && double.TryParse(Literal, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        if (IsText && !hasTexts && hasNumbers)
        {
            return $"{Column} is a number, and '{Literal}' is a text"
                + (number ? $"; write {Literal}, without quotes" : Plain(Literal) is { } plain ? $"; write {plain}" : "");
        }
        if (!IsText && !hasNumbers && hasTexts)
            return hasWords ? $"{Column} is a word, and {Literal} is a number" : $"{Column} is the text of a list; write '[{Literal}]'";
        if (!IsText || !IsEquality) return null;
        if (words is { Count: 0 }) return $"there is no {Column}";
        if (words is not null && !words.Contains(Literal))
            return $"{Column} is never '{Literal}'; expected {string.Join(", ", words.Select(w => $"'{w}'"))}{Spelling.Hint(Literal, words)}";
        if (hasWords || !hasTexts || IsList(Literal)) return null;
        var canonical = Compact(number ? $"[{Literal}]" : Literal);
        return $"{Column} is the text of a list without blanks{(canonical is null ? ", such as '[20,3]'" : $"; write '{canonical}'")}";
    }

    private static bool IsList(string text) => Compact(text) == text;

    // '[1]' of a column of numbers is 1.
    private static string? Plain(string text) => Compact(text) is { } list && !list.Contains(',', StringComparison.Ordinal) ? list[1..^1] : null;

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

    /// <summary>A token: a word or sign in lower case, a name that may be a column's, or a literal.</summary>
    private sealed record Token(string? Word, string? Name, string? Literal, bool IsText);

    /// <summary>Null where the text is not read with certainty.</summary>
    private static List<Token>? Read(string sql)
    {
        var tokens = new List<Token>();
        for (var match = Tokens().Match(sql); match.Success; match = match.NextMatch())
        {
            var text = match.Value;
            if (match.Groups["blank"].Success) continue;
            if (match.Groups["other"].Success) return null;
            if (match.Groups["text"].Success) tokens.Add(new(null, null, text[1..^1].Replace("''", "'", StringComparison.Ordinal), true));
            else if (match.Groups["number"].Success) tokens.Add(new(null, null, text, false));
            else if (match.Groups["quoted"].Success) tokens.Add(new(null, text[1..^1], null, false));
            else if (match.Groups["word"].Success) tokens.Add(new(text.ToLowerInvariant(), text, null, false));
            else tokens.Add(new(text, null, null, false));
        }
        return tokens.Exists(t => t.Word is "select" or "with" or "values") ? null : tokens;
    }

    [GeneratedRegex(
        """
        (?<blank>\s+|--[^\n]*|/\*[\s\S]*?\*/)|(?<text>'(?:[^']|'')*')|(?<quoted>"[^"]*"|`[^`]*`|\[[^\]]*\])|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_]))|(?<sign><=|>=|<>|!=|==|\|\||<<|>>|->>|->|[=<>(),+*/%&|~;.-])|(?<other>[\s\S])
        """,
        RegexOptions.CultureInvariant)]
    private static partial Regex Tokens();
}
