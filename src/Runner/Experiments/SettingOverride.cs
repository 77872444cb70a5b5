using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>One <c>--set key=value[,value…]</c>, read as YAML.</summary>
internal sealed record SettingOverride(string Key, IReadOnlyList<YamlValue> Values, SourceLocation At)
{
    private static readonly string[] Keys = [.. Setting.All.Select(s => s.Name), "replicates", "dataset"];

    /// <summary>The overrides of a command line; no key stands twice.</summary>
    public static IReadOnlyList<SettingOverride> Read(IEnumerable<string> texts)
    {
        var overrides = new List<SettingOverride>();
        foreach (var each in texts.Select(Read))
        {
            if (overrides.Any(o => o.Key == each.Key))
                throw new ExperimentException(each.At, $"`{each.Key}` is set twice; several values are written --set {each.Key}=a,b");
            overrides.Add(each);
        }
        return overrides;
    }

    /// <summary>Its only value, for a key that is not varied.</summary>
    public YamlValue Single => Values.Count == 1
        ? Values[0]
        : throw new ExperimentException(At, $"{Key} has {Values.Count} values; expected one");

    private static SettingOverride Read(string text)
    {
        var at = new SourceLocation($"--set {text}");
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1) throw new ExperimentException(at, "no value; expected key=value, such as --set lambda=0.7 or --set lambda=0,0.7");
        var key = text[..equals].Trim();
        if (!Keys.Contains(key))
            throw new ExperimentException(at, $"unknown key `{key}`; expected one of {string.Join(", ", Keys)}{Spelling.Hint(key, Keys)}");

        // The values are a YAML list without its brackets: `hidden=[20,3]` is one value, `hidden=20,3` two.
        if (YamlReader.Read($"[{text[(equals + 1)..]}]", _ => at) is not YamlList list || list.Items.Count == 0)
            throw new ExperimentException(at, $"no value; expected --set {key}=value or --set {key}=value,value");
        return new SettingOverride(key, list.Items, at);
    }
}
