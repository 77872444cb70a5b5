using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// What is known of one name that an experiment may give a value: where it stands, what it may be, what it is when it is not written.
/// </summary>
internal sealed class Setting
{
    private readonly Func<YamlValue, SettingValue?> _read;

    internal Setting(
        string name,
        string? section,
        string expected,
        SettingValue? byDefault,
        Func<YamlValue, SettingValue?> read,
        IReadOnlyList<string>? words = null)
    {
        (Name, Section, Expected, Default, Words) = (name, section, expected, byDefault, words ?? []);
        _read = read;
    }

    /// <summary>The name in the experiment file, the database and the tables.</summary>
    public string Name { get; }

    /// <summary>The section of the experiment file where it stands when it does not vary; null: it always stands under parameters.</summary>
    public string? Section { get; }

    /// <summary>What it may be, for "expected …".</summary>
    public string Expected { get; }

    /// <summary>What is expected in place of a text that would do but for one thing; null: as of any other.</summary>
    public Func<YamlText, string?> ExpectedOf { get; internal init; } = _ => null;

    /// <summary>Its value when none is written; null when it is required, or follows from others.</summary>
    public SettingValue? Default { get; }

    /// <summary>Whether an experiment must say it.</summary>
    public bool IsRequired { get; internal init; }

    /// <summary>The words it may be, or empty where it is not one of a few.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Whether a number that a distribution gives is one that it may be.</summary>
    internal bool Takes(SettingValue number) => _read(new YamlText(number.Json, IsPlain: true, new SourceLocation(""))) is not null;

    internal SettingValue Read(YamlValue value)
    {
        if (_read(value) is { } good) return good;
        // The first offending item of a list is a better place to point to than the list.
        var offender = (value as YamlList)?.Items.FirstOrDefault(item => item is not YamlText || _read(item) is null) ?? value;
        var subject = ReferenceEquals(offender, value) ? Name : $"an item of {Name}";
        throw offender is YamlText text
            ? text.Unexpected(subject, ExpectedOf(text) ?? Expected, Spelling.Hint(text.Text, Words))
            : offender.Unexpected(subject, Expected);
    }
}
