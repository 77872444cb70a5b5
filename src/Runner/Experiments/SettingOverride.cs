namespace Goalkeeper.Runner;

/// <summary>One <c>--set key=value[,value…]</c>, read as YAML, or <c>--set ~key</c>, which takes a setting out of the file.</summary>
internal sealed record SettingOverride(string Key, IReadOnlyList<YamlValue> Values, SourceLocation At)
{
    /// <summary>The overrides of a command line; no key stands twice.</summary>
    /// <param name="texts">The options.</param>
    /// <param name="space">What may be set, besides <paramref name="others"/>.</param>
    /// <param name="others">Keys of the file that may be set too.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static IReadOnlyDictionary<string, SettingOverride> Read(
        IEnumerable<string> texts, ObjectiveSpace space, IEnumerable<string> others, Problems problems)
    {
        var overrides = new Dictionary<string, SettingOverride>();
        List<string> keys = [.. space.Settings.Select(s => s.Name), .. others];
        foreach (var text in texts)
        {
            problems.Try(() =>
            {
                var each = Read(text, space, keys);
                if (!overrides.TryAdd(each.Key, each))
                    throw new ExperimentException(each.At, $"`{each.Key}` is set twice; several values are written --set {each.Key}=a,b");
            });
        }
        return overrides;
    }

    /// <summary>Whether it takes the setting out of the file.</summary>
    public bool IsRemoval => Values.Count == 0;

    /// <summary>Its only value, for a key that is not varied.</summary>
    public YamlValue Single => Values.Count == 1
        ? Values[0]
        : throw new ExperimentException(At, IsRemoval ? $"{Key} cannot be left out; expected --set {Key}=value" : $"{Key} has {Values.Count} values; expected one");

    private static SettingOverride Read(string text, ObjectiveSpace space, List<string> keys)
    {
        var at = new SourceLocation($"--set {text}");
        var isRemoval = text.StartsWith('~');
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (isRemoval && equals >= 0) throw new ExperimentException(at, $"what is left out has no value; expected --set {text[..equals]}");
        if (!isRemoval && equals < 1) throw new ExperimentException(at, "no value; expected key=value, such as --set lambda=0.7 or --set lambda=0,0.7");
        var key = OtherNames.Canonical((isRemoval ? text[1..] : text[..equals]).Trim());
        if (space.WhyNone(key) is { } why) throw new ExperimentException(at, $"`{key}` is not supported: {why}");
        if (!keys.Contains(key))
            throw new ExperimentException(at, $"unknown key `{key}`; expected one of {string.Join(", ", keys)}{space.Hint(key, keys)}");
        return new SettingOverride(key, isRemoval ? [] : OptionValues.Read(key, text[(equals + 1)..], at), at);
    }
}
