using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>One <c>--set key=value[,value…]</c>, read as YAML, or <c>--set ~key</c>, which takes a setting out of the file.</summary>
internal sealed record SettingOverride(string Key, IReadOnlyList<YamlValue> Values, SourceLocation At)
{
    /// <summary>The overrides of a command line; no key stands twice.</summary>
    /// <param name="texts">The options.</param>
    /// <param name="reader">What may be set, and what else stands in the file.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static IReadOnlyDictionary<string, SettingOverride> Read(
        IEnumerable<string> texts, ObjectiveReader reader, Problems problems)
    {
        var overrides = new Dictionary<string, SettingOverride>();
        List<string> keys = [.. reader.Space.Settings.Select(s => s.Name), .. reader.Settable];
        foreach (var text in texts)
        {
            problems.Try(() =>
            {
                var each = Read(text, reader, keys);
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

    private static SettingOverride Read(string text, ObjectiveReader reader, List<string> keys)
    {
        var at = new SourceLocation($"--set {text}");
        var isRemoval = text.StartsWith('~');
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (isRemoval && equals >= 0) throw new ExperimentException(at, $"what is left out has no value; expected --set {text[..equals]}");
        if (!isRemoval && equals < 1) throw new ExperimentException(at, "no value; expected key=value, such as --set lambda=0.7 or --set lambda=0,0.7");
        var key = reader.Space.Canonical((isRemoval ? text[1..] : text[..equals]).Trim());
        if (reader.Space.WhyNone(key) is { } why) throw new ExperimentException(at, $"`{key}` is not supported: {why}");
        if (!keys.Contains(key))
        {
            var what = reader.Keys.Contains(key) ? $"`{key}` is set in the file alone" : $"unknown key `{key}`";
            throw new ExperimentException(at, $"{what}; expected one of {ShortList.Of(keys)}{reader.Space.Hint(key, keys)}");
        }
        return new SettingOverride(key, isRemoval ? [] : OptionValues.Read(key, text[(equals + 1)..], at), at);
    }
}
