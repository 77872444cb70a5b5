namespace Goalkeeper.Runner;

/// <summary>One <c>--set key=value[,value…]</c>, read as YAML.</summary>
internal sealed record SettingOverride(string Key, IReadOnlyList<YamlValue> Values, SourceLocation At)
{
    /// <summary>The overrides of a command line; no key stands twice.</summary>
    /// <param name="texts">The options.</param>
    /// <param name="space">What may be set, besides <paramref name="others"/>.</param>
    /// <param name="others">Keys of the file that may be set too.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static IReadOnlyDictionary<string, SettingOverride> Read(
        IEnumerable<string> texts, Space space, IEnumerable<string> others, Problems problems)
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

    /// <summary>Its only value, for a key that is not varied.</summary>
    public YamlValue Single => Values.Count == 1
        ? Values[0]
        : throw new ExperimentException(At, $"{Key} has {Values.Count} values; expected one");

    private static SettingOverride Read(string text, Space space, List<string> keys)
    {
        var at = new SourceLocation($"--set {text}");
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1) throw new ExperimentException(at, "no value; expected key=value, such as --set lambda=0.7 or --set lambda=0,0.7");
        var key = OtherNames.Canonical(text[..equals].Trim());
        if (space.WhyNone(key) is { } why) throw new ExperimentException(at, $"`{key}` is not supported: {why}");
        if (!keys.Contains(key))
            throw new ExperimentException(at, $"unknown key `{key}`; expected one of {string.Join(", ", keys)}{space.Hint(key, keys)}");

        // The values are a YAML list without its brackets: `hidden=[20,3]` is one value, `hidden=20,3` two.
        var problems = new Problems();
        var values = YamlReader.Read($"[{text[(equals + 1)..]}]", _ => at, problems);
        problems.ThrowIfAny();
        if (values is not YamlList { Items.Count: > 0 } list)
            throw new ExperimentException(at, $"no value; expected --set {key}=value or --set {key}=value,value");
        return new SettingOverride(key, list.Items, at);
    }
}
