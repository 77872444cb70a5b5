using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A value of a YAML text, with the place where it is written.</summary>
internal abstract record YamlValue(SourceLocation At)
{
    /// <summary>What it is, for "x is …".</summary>
    public abstract string Description { get; }

    /// <summary>A text that is not empty.</summary>
    public string AsText(string subject) =>
        this is not YamlText { IsNothing: false } text ? throw Unexpected(subject, "a text")
        : text.Text.Length > 0 ? text.Text
        : throw Unexpected(subject, "some letters");

    /// <summary>One of a few words.</summary>
    /// <param name="subject">What it is the value of.</param>
    /// <param name="words">The words.</param>
    /// <param name="later">Words that are not supported yet.</param>
    public string AsChoice(string subject, IReadOnlyList<string> words, params IReadOnlyList<string> later)
    {
        var expected = words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
        if (this is not YamlText text) throw Unexpected(subject, expected);
        if (words.Contains(text.Text)) return text.Text;
        throw later.Contains(text.Text)
            ? new ExperimentException(At, $"{subject} `{text.Text}` is not supported yet; expected {words[0]}")
            : Unexpected(subject, expected, Spelling.Hint(text.Text, words));
    }

    /// <summary>One of an enumeration's names, in small letters.</summary>
    public T AsWord<T>(string subject)
        where T : struct, Enum =>
        Enum.Parse<T>(AsChoice(subject, [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())]), ignoreCase: true);

    /// <summary>A whole number.</summary>
    public int AsWhole(string subject, int least, int most) =>
        this is YamlText { Number: { } n } && n >= least && n <= most && n == Math.Floor(n)
            ? (int)n
            : throw Unexpected(subject, FormattableString.Invariant($"a whole number from {least} to {most}"));

    /// <summary>true or false.</summary>
    public bool AsFlag(string subject) => this switch
    {
        YamlText { IsPlain: true, Text: "true" or "True" or "TRUE" } => true,
        YamlText { IsPlain: true, Text: "false" or "False" or "FALSE" } => false,
        _ => throw Unexpected(subject, "true or false"),
    };

    public ExperimentException Unexpected(string subject, string expected, string hint = "") =>
        new(At, $"{subject} is {Description}; expected {expected}{hint}{(this is YamlText { IsTooLarge: true } ? "; numbers go up to 1.8e308" : "")}");
}

/// <summary>A scalar; <paramref name="IsPlain"/> when it is written without quotes, so that it may mean a number or nothing.</summary>
internal sealed record YamlText(string Text, bool IsPlain, SourceLocation At) : YamlValue(At)
{
    private const int MostShown = 80;

    /// <summary>Where it begins and ends in the text of the file, as characters.</summary>
    public (int Start, int End) Span { get; init; }

    public override string Description => IsNothing ? "empty" : Text.Length == 0 ? "an empty text" : IsPlain ? Quoted : $"the text {Quoted}";

    /// <summary>The text as errors show it.</summary>
    public string Quoted => Text.Length <= MostShown ? $"`{Text}`" : $"`{Text[..MostShown]}…`";

    public bool IsNothing => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Whether it is written as a number, and is beyond all that there are.</summary>
    public bool IsTooLarge => Number is null && IsPlain && Text.Any(char.IsAsciiDigit) && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    public double? Number =>
        IsPlain && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;
}

/// <summary>A sequence.</summary>
internal sealed record YamlList(IReadOnlyList<YamlValue> Items, SourceLocation At) : YamlValue(At)
{
    public override string Description => Items.Count == 0 ? "an empty list" : "a list";
}

/// <summary>A mapping, in the order of the text; no key stands twice.</summary>
internal sealed record YamlMap(IReadOnlyList<(YamlText Key, YamlValue Value)> Entries, SourceLocation At) : YamlValue(At)
{
    private readonly Dictionary<string, YamlValue> _values = Entries.ToDictionary(e => e.Key.Text, e => e.Value);

    public override string Description => Entries.Count == 0 ? "an empty mapping" : "a mapping";

    public YamlValue? this[string key] => _values.GetValueOrDefault(key);

    /// <summary>The same with another value of a key.</summary>
    public YamlMap With(string key, YamlValue value) => new([.. Except([key]), (new YamlText(key, IsPlain: true, value.At), value)], At);

    /// <summary>The entries whose key is none of <paramref name="known"/>.</summary>
    public IEnumerable<(YamlText Key, YamlValue Value)> Except(IReadOnlyCollection<string> known) =>
        Entries.Where(e => !known.Contains(e.Key.Text));

    /// <summary>
    /// Refuses all keys that are none of <paramref name="known"/>; those of <paramref name="later"/> as not supported yet. A key that
    /// could be a setting's is explained by the <paramref name="space"/>.
    /// </summary>
    public YamlMap WithKeys(string where, IReadOnlyCollection<string> known, IReadOnlyCollection<string> later, ObjectiveSpace? space = null)
    {
        var unknown = Except(known).Take(Problems.Most).Select(e => Unknown(e.Key, where, known, later, space)).ToList();
        return unknown.Count == 0 ? this : throw new ExperimentException(unknown);
    }

    private static ExperimentException Unknown(
        YamlText key, string where, IReadOnlyCollection<string> known, IReadOnlyCollection<string> later, ObjectiveSpace? space)
    {
        if (later.Contains(key.Text)) return new(key.At, $"{key.Quoted}{where} is not supported yet");
        if (space?.WhyNone(key.Text) is { } why) return new(key.At, $"{key.Quoted}{where} is not supported: {why}");
        var hint = space?.Hint(key.Text, known) ?? Spelling.Hint(key.Text, known);
        return new(key.At, $"unknown key {key.Quoted}{where}; expected one of {string.Join(", ", known)}{hint}");
    }
}
