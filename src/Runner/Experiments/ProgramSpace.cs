using System.Globalization;
using System.Text.RegularExpressions;

namespace Goalkeeper.Runner;

/// <summary>The parameters of a program: any name, and any number, word, boolean or list of them.</summary>
internal sealed partial class ProgramSpace : ObjectiveSpace
{
    /// <summary>What a command is told besides its parameters, as <c>${seed}</c> and so on.</summary>
    internal static readonly IReadOnlyList<string> OwnWords = ["seed", "trial", "sweep"];

    private const string Expected = "a number, a word, true or false, or a list of them";

    // Larger whole numbers would be rounded where numbers are compared; they can be texts.
    private const long LargestWhole = 1L << 53;

    private readonly bool _isOpen;

    /// <param name="isOpen">Whether it takes what W&amp;B's sweep files have besides.</param>
    internal ProgramSpace(bool isOpen) => _isOpen = isOpen;

    /// <inheritdoc/>
    public override IReadOnlyList<Setting> Settings => [];

    /// <inheritdoc/>
    public override Setting? Find(string name) => WhyNone(name) is not null ? null
        : name == "seed" ? new Setting(name, section: null, FormattableString.Invariant($"a whole number from 0 to {LargestWhole}"), byDefault: null, Seed)
        : new Setting(name, section: null, Expected, byDefault: null, Read) { ExpectedOf = WhatElse };

    internal override string? WhyNone(string name)
    {
        if (OwnWords.Contains(name) && !(_isOpen && name == "seed"))
            return $"`{name}` is what Goalkeeper tells a program itself" + (name == "seed" ? "; `replicates` runs a point with several seeds" : "");
        return Name().IsMatch(name) ? null : "a parameter is called by letters, digits, _, - and ., a letter or _ first";
    }

    private static SettingValue? Seed(YamlValue value) =>
        value is YamlText { Number: >= 0 and <= LargestWhole and { } number } && number == Math.Floor(number) ? SettingValue.Of((long)number) : null;

    private SettingValue? Read(YamlValue value) => value switch
    {
        YamlText { IsNothing: true } when _isOpen => SettingValue.None,
        YamlText text => Scalar(text),
        YamlList { Items: var items } when (items.Count > 0 || _isOpen) && items.All(item => item is YamlText text && Scalar(text) is not null) =>
            SettingValue.Of([.. items.Select(item => Scalar((YamlText)item)!)]),
        _ => null,
    };

    // A word that begins like a list would come back from a store as one. NUL can be no argument.
    private static SettingValue? Scalar(YamlText text) => text switch
    {
        { IsNothing: true } => null,
        { Number: not null } when IsWhole(text.Text) =>
            long.TryParse(text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && Math.Abs(whole) <= LargestWhole
                ? SettingValue.Of(whole)
                : null,
        { Number: { } number } => SettingValue.Of(number, JsonNumber().IsMatch(text.Text) ? text.Text : null),
        { IsPlain: true, Text: "true" or "True" or "TRUE" } => SettingValue.Of(true),
        { IsPlain: true, Text: "false" or "False" or "FALSE" } => SettingValue.Of(false),
        _ => text.Text.StartsWith('[') || text.Text.Contains('\0', StringComparison.Ordinal) ? null : SettingValue.Of(text.Text),
    };

    private static string? WhatElse(YamlText text) => text switch
    {
        { Number: null } when text.Text.StartsWith('[') => "a list, or a text that does not begin as one",
        { Number: not null } when IsWhole(text.Text) =>
            FormattableString.Invariant($"whole numbers up to 2^53, {LargestWhole}, beyond which they are not told apart, or a text in quotes"),
        _ => null,
    };

    private static bool IsWhole(string text) => text.TrimStart('+', '-').All(char.IsAsciiDigit);

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex JsonNumber();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.\-]*\z")]
    private static partial Regex Name();
}
