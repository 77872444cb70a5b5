using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A value of a YAML text, with the place where it is written.</summary>
internal abstract record YamlValue(SourceLocation At)
{
    /// <summary>What it is, for "x is …".</summary>
    public abstract string Description { get; }

    public ExperimentException Unexpected(string subject, string expected, string hint = "") =>
        new(At, $"{subject} is {Description}; expected {expected}{hint}");
}

/// <summary>A scalar; <paramref name="IsPlain"/> when it is written without quotes, so that it may mean a number or nothing.</summary>
internal sealed record YamlText(string Text, bool IsPlain, SourceLocation At) : YamlValue(At)
{
    public override string Description => IsNothing ? "empty" : IsPlain ? $"`{Text}`" : $"the text `{Text}`";

    public bool IsNothing => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

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
    public override string Description => Entries.Count == 0 ? "an empty mapping" : "a mapping";

    public YamlValue? this[string key] => Entries.FirstOrDefault(e => e.Key.Text == key).Value;

    /// <summary>Refuses a key that is none of <paramref name="known"/>; those of <paramref name="later"/> as not supported yet.</summary>
    public YamlMap WithKeys(string where, IReadOnlyCollection<string> known, IReadOnlyCollection<string> later)
    {
        foreach (var (key, _) in Entries.Where(e => !known.Contains(e.Key.Text)))
        {
            if (later.Contains(key.Text)) throw new ExperimentException(key.At, $"`{key.Text}`{where} is not supported yet");
            throw new ExperimentException(
                key.At, $"unknown key `{key.Text}`{where}; expected one of {string.Join(", ", known)}{Spelling.Hint(key.Text, known)}");
        }
        return this;
    }
}
