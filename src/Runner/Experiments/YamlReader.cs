using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Goalkeeper.Runner;

/// <summary>
/// Reads one YAML document into <see cref="YamlValue"/>s. YamlDotNet's own tree is not used because it loses the place of an unknown
/// anchor and of a repeated key's first use.
/// </summary>
internal sealed class YamlReader
{
    // An experiment file needs five levels; the limit keeps a hostile one from overflowing the stack.
    private const int MaxDepth = 50;

    // Aliases stand for what they repeat: a short text can mean a file of any length.
    private const int MaxValues = 2_000_000;

    private const string OwnTags = "tag:yaml.org,2002:";

    private readonly Parser _parser;
    private readonly Func<Mark, SourceLocation> _locate;
    private readonly Problems _problems;
    private readonly Func<string, string> _nameOf;
    private readonly Dictionary<string, (YamlValue Value, int Count)> _anchors = [];
    private int _count;

    private YamlReader(string text, Func<Mark, SourceLocation> locate, Problems problems, Func<string, string> nameOf)
    {
        _parser = new Parser(new StringReader(text));
        (_locate, _problems, _nameOf) = (locate, problems, nameOf);
    }

    /// <summary>The document of <paramref name="text"/>, or null where it is empty.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="locate">Where a place in the text is.</param>
    /// <param name="problems">Takes what is wrong and still leaves a document to read.</param>
    /// <param name="nameOf">The name that a key stands for; null: its own.</param>
    /// <exception cref="ExperimentException">The text is not YAML, or more than one document.</exception>
    public static YamlValue? Read(string text, Func<Mark, SourceLocation> locate, Problems problems, Func<string, string>? nameOf = null)
    {
        var reader = new YamlReader(text, locate, problems, nameOf ?? (name => name));
        try
        {
            return reader.Document();
        }
        catch (YamlException e)
        {
            throw TabIndent(text, e.Start, e.Message.Contains(" tab", StringComparison.Ordinal)) is { } tab
                ? new ExperimentException(locate(tab), "a tab cannot indent YAML; expected spaces", e)
                : new ExperimentException(locate(e.Start), $"not YAML: {Sentence(e.Message)}{QuoteHint(text, e)}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The parser's other answers: to some unclosed brackets, and to tags (`!<…>`) that are no URIs.
            var at = locate(reader._parser.Current?.Start ?? new Mark(0, 1, 1));
            throw new ExperimentException(at, "not YAML: a bracket, quote or tag is not right from here on", e);
        }
    }

    // The parser's words for a tab are obscure, and its mark is where the mapping starts.
    private static Mark? TabIndent(string text, Mark from, bool isNamed)
    {
        var lines = text.Split('\n');
        var to = isNamed ? lines.Length : Math.Min(lines.Length, from.Line + 2);
        for (var line = Math.Max(0, (int)from.Line - 1); line < to; line++)
        {
            var tab = lines[line].IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0 && string.IsNullOrWhiteSpace(lines[line][..tab])) return new Mark(0, line + 1, tab + 1);
        }
        return null;
    }

    // A command's macros are what people first leave without quotes.
    private static string QuoteHint(string text, YamlException e)
    {
        var line = text.Split('\n').ElementAtOrDefault((int)e.Start.Line - 1) ?? "";
        return e.Message.Contains("flow sequence", StringComparison.Ordinal) && line.Contains("${", StringComparison.Ordinal)
            ? "; between [ and ], ${…} needs quotes"
            : "";
    }

    private static string Sentence(string message) =>
        char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.').Replace("  ", " ", StringComparison.Ordinal);

    private YamlValue? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _)) return null;
        _parser.Consume<DocumentStart>();
        var root = Value(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
            throw new ExperimentException(_locate(_parser.Current!.Start), "a second YAML document; expected one experiment a file");
        return root;
    }

    private YamlValue Value(int depth)
    {
        var start = _parser.Current!;
        var at = _locate(start.Start);
        if (depth > MaxDepth) throw new ExperimentException(at, "lists and mappings are nested too deeply");
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            if (!_anchors.TryGetValue(alias.Value.Value, out var anchored))
                throw new ExperimentException(at, $"`*{alias.Value}` stands for nothing; expected an anchor `&{alias.Value}` before it");
            Count(anchored.Count, at);
            return anchored.Value with { At = at };
        }
        var before = _count;
        Count(1, at);
        YamlValue value;
        if (_parser.TryConsume<Scalar>(out var scalar)) value = Text(scalar, at);
        else if (_parser.TryConsume<SequenceStart>(out var list)) value = List(list, depth, at);
        else value = Map(_parser.Consume<MappingStart>(), depth, at);
        if (start is NodeEvent { Anchor.IsEmpty: false } node) _anchors[node.Anchor.Value] = (value, _count - before);
        return value;
    }

    private void Count(int values, SourceLocation at)
    {
        if (values > MaxValues - _count)
            throw new ExperimentException(at, FormattableString.Invariant($"more than {MaxValues} values; no experiment has so many"));
        _count += values;
    }

    private static YamlText Text(Scalar scalar, SourceLocation at)
    {
        // `!!float 1` is 1.0, and `!!str 1` a text.
        var tag = Tag(scalar, ["str", "float", "int", "bool", "null"], at);
        var isPlain = tag switch
        {
            "str" => false,
            "" => scalar.Style == ScalarStyle.Plain,
            _ => true,
        };
        var text = tag == "float" && scalar.Value.TrimStart('+', '-') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit) ? $"{scalar.Value}.0" : scalar.Value;
        return Fits(tag, scalar.Value)
            ? new(text, isPlain, at) { Span = ((int)scalar.Start.Index, (int)scalar.End.Index) }
            : throw new ExperimentException(at, $"`!!{tag}` stands before `{scalar.Value}`, which is none; expected one, or no tag");
    }

    // W&B's files may have `.inf` and `.nan`, and truth values of YAML 1.1.
    private static bool Fits(string tag, string value) => tag switch
    {
        "int" => value.TrimStart('+', '-') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit),
        "float" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || value.TrimStart('+', '-').ToLowerInvariant() is ".inf" or ".nan",
        "bool" => value.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off",
        _ => true,
    };

    /// <summary>The name of a node's tag among some of YAML's own; empty: it has none.</summary>
    /// <exception cref="ExperimentException">It is another, whose value would be read as what it is not.</exception>
    private static string Tag(NodeEvent node, IReadOnlyList<string> known, SourceLocation at)
    {
        if (node.Tag.IsEmpty || node.Tag.IsNonSpecific) return node.Tag.IsEmpty ? "" : known[0];
        var name = node.Tag.Value.StartsWith(OwnTags, StringComparison.Ordinal) ? node.Tag.Value[OwnTags.Length..] : "";
        if (known.Contains(name)) return name;
        var written = name.Length > 0 ? $"!!{name}" : node.Tag.Value;
        throw new ExperimentException(at, $"the tag `{written}` is not read; expected a value without it{(known.Count > 1 ? $", or one of {string.Join(", ", known.Select(tag => $"!!{tag}"))}" : "")}");
    }

    private YamlList List(SequenceStart start, int depth, SourceLocation at)
    {
        Tag(start, ["seq"], at);
        var items = new List<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(Value(depth + 1));
        return new YamlList(items, at);
    }

    private YamlMap Map(MappingStart start, int depth, SourceLocation at)
    {
        Tag(start, ["map"], at);
        var entries = new List<(YamlText Key, YamlValue Value)>();
        var first = new Dictionary<string, SourceLocation>();
        var merged = new List<(YamlText Key, YamlValue Value)>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Value(depth + 1);
            if (key is not YamlText word) throw key.Unexpected("a key", "a word");
            if (word is { Text: "<<", IsPlain: true } && first.TryAdd(word.Text, word.At))
            {
                merged.AddRange(Merged(Value(depth + 1)));
                continue;
            }
            var entry = (word with { Text = _nameOf(word.Text) }, Value(depth + 1));
            if (first.TryAdd(entry.Item1.Text, word.At)) entries.Add(entry);
            else _problems.Add(new ExperimentException(word.At, $"{word.Quoted} stands twice; the first is at {first[entry.Item1.Text]}"));
        }
        // What the mapping says itself goes first, then what the earlier of two merged ones says.
        return new YamlMap([.. entries, .. merged.Where(e => first.TryAdd(e.Key.Text, e.Key.At))], at);
    }

    /// <summary>The entries of a merge key's mapping, or mappings.</summary>
    private static IEnumerable<(YamlText Key, YamlValue Value)> Merged(YamlValue value)
    {
        const string expected = "a mapping, such as *base, or a list of them";
        IReadOnlyList<YamlValue> maps = value is YamlList { Items: { Count: > 0 } items } ? items : [value];
        return maps.SelectMany(map => map is YamlMap { Entries: var entries } ? entries : throw map.Unexpected("`<<`", expected));
    }
}
