using System.Globalization;
using System.Text.RegularExpressions;

namespace Goalkeeper.Runner;

/// <summary>The parameters of a sweep file of W&amp;B: nested ones by dotted names, values as YAML 1.1 has them, ranges of a grid value by value.</summary>
internal sealed partial class WandbParameters
{
    private const int MostValues = 100_000;
    private const double Largest = 1e15;

    private readonly bool _isGrid;
    private readonly Problems _problems;
    private readonly List<string> _groups = [];
    private readonly List<(YamlText Key, YamlValue Value)> _all = [];
    private readonly List<(YamlText Name, string Group)> _names = [];

    public WandbParameters(YamlMap root, Problems problems)
    {
        _problems = problems;
        _isGrid = root["method"] is YamlText { Text: "grid" };
        if (root["parameters"] is not { } parameters) return;
        if (parameters is not YamlMap map)
        {
            Entries = [(new YamlText("parameters", IsPlain: true, parameters.At), parameters)];
            return;
        }
        Add(map, group: null);
        CheckNames();
        Entries = [(new YamlText("parameters", IsPlain: true, map.At), new YamlMap([.. _all.DistinctBy(p => p.Key.Text)], map.At))];
    }

    // `a.b` and `b` in `a` would be one.
    private void CheckNames()
    {
        foreach (var (name, within) in _names)
        {
            if (_groups.Find(group => $"{name.Text}.".StartsWith($"{group}.", StringComparison.Ordinal) && !$"{within}.".StartsWith($"{group}.", StringComparison.Ordinal)) is { } other)
                _problems.Add(new ExperimentException(name.At, $"{name.Quoted} would be one of the parameters in `{other}`; rename one"));
        }
    }

    /// <summary>The parameters in an experiment file's words.</summary>
    public IReadOnlyList<(YamlText Key, YamlValue Value)> Entries { get; } = [];

    /// <summary>The names of nested parameters' groups, the outer before the inner.</summary>
    public IReadOnlyList<string> Groups => _groups;

    private void Add(YamlMap parameters, string? group)
    {
        foreach (var (key, value) in parameters.Entries)
        {
            var name = key with { Text = group is null ? key.Text : $"{group}.{key.Text}" };
            _problems.Try(() =>
            {
                if (Inner(name, value) is not { } inner)
                {
                    _names.Add((name, group ?? ""));
                    _all.Add((name, Parameter(name.Text, value)));
                    return;
                }
                if (_groups.Contains(name.Text)) throw new ExperimentException(key.At, $"{name.Quoted} is the name of two groups; rename one");
                _groups.Add(name.Text);
                Add(inner, name.Text);
            });
        }
    }

    /// <summary>The parameters in a group, or in a constant that is a mapping; null where it is a parameter.</summary>
    private static YamlMap? Inner(YamlText name, YamlValue value)
    {
        if (value is not YamlMap map) return null;
        if (map["value"] is YamlMap { Entries.Count: > 0 } constant)
            return new YamlMap([.. constant.Entries.Select(e => (e.Key, (YamlValue)new YamlMap([(new YamlText("value", IsPlain: true, e.Value.At), e.Value)], e.Value.At)))], constant.At);
        if (map["parameters"] is not { } inner) return null;
        if (map.Except(["parameters"]).Select(e => e.Key).FirstOrDefault() is { } other)
            throw new ExperimentException(other.At, $"{name.Text} has parameters and `{other.Text}`; expected one of them");
        return inner as YamlMap ?? throw inner.Unexpected($"parameters of {name.Text}", "a mapping of parameters");
    }

    private YamlValue Parameter(string name, YamlValue value)
    {
        if (value is not YamlMap map) return Value(value);
        var distribution = (map["distribution"] as YamlText)?.Text;
        if (_isGrid && distribution is "int_uniform" or "q_uniform" or null && map["min"] is not null && map["max"] is not null)
            return Steps(name, map) ?? value;
        return new YamlMap(
            [
                .. map.Entries.Where(e => e.Key.Text != "distribution" || distribution != "constant" || map["value"] is null).Select(e => (e.Key, e.Key.Text switch
                {
                    "value" or "values" => Value(e.Value),
                    "distribution" when distribution == "categorical_w_probabilities" => ((YamlText)e.Value) with { Text = "categorical" },
                    _ => e.Value,
                })),
            ],
            map.At);
    }

    /// <summary>The values of a range whose values can be counted, as W&amp;B's grid has them: q_uniform without its end. Null: some other range.</summary>
    private static YamlMap? Steps(string name, YamlMap map)
    {
        var range = DistributionReader.Read(ObjectiveSpace.AnyProgram.Find(name) ?? throw new ExperimentException(map.At, ObjectiveSpace.AnyProgram.WhyNone(name)!), map);
        if (range.Name is not ("int_uniform" or "q_uniform")) return null;
        var (first, last) = (range.Numbers["min"], range.Numbers["max"]);
        var step = range.Numbers.GetValueOrDefault("q", 1);
        var count = range.Name == "int_uniform" ? last - first + 1 : Math.Ceiling((last - first) / step);
        if (count > MostValues || Math.Max(Math.Abs(first), Math.Abs(last)) > Largest || step < 1 / Largest)
            throw new ExperimentException(map.At, FormattableString.Invariant($"{name} has {count:G6} values; a grid has at most {MostValues} of one parameter"));
        // Decimal, so that 0.1 + 2 × 0.1 is 0.3.
        var values = Enumerable.Range(0, (int)count).Select(i => ((decimal)first + (i * (decimal)step)).ToString(CultureInfo.InvariantCulture));
        return new YamlMap([(new YamlText("values", IsPlain: true, map.At), new YamlList([.. values.Select(v => new YamlText(v, IsPlain: true, map.At))], map.At))], map.At);
    }

    /// <summary>A value as PyYAML reads it, by YAML 1.1. A text that is a list, as arguments need it there, is a list.</summary>
    public static YamlValue Value(YamlValue value) => value switch
    {
        YamlList list => new YamlList([.. list.Items.Select(Value)], list.At),
        YamlText { IsPlain: true, Text: "yes" or "Yes" or "YES" or "on" or "On" or "ON" } text => text with { Text = "true" },
        YamlText { IsPlain: true, Text: "no" or "No" or "NO" or "off" or "Off" or "OFF" } text => text with { Text = "false" },
        YamlText { IsPlain: true } text when NotFinite().IsMatch(text.Text) =>
            text with { Text = text.Text.ToLowerInvariant().Replace(".", "", StringComparison.Ordinal), IsPlain = false },
        YamlText { IsPlain: true } text when OtherNumber().IsMatch(text.Text) => throw new ExperimentException(
            text.At, $"{text.Quoted} is no decimal number to W&B, which reads YAML 1.1; expected one, or '{text.Text}' where a text is meant"),
        YamlText text when text.Text.StartsWith('[') => List(text) ?? value,
        _ => value,
    };

    private static YamlList? List(YamlText text)
    {
        try
        {
            return YamlReader.Read(text.Text, _ => text.At, new Problems()) as YamlList;
        }
        catch (ExperimentException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex NotFinite();

    // Octal, hexadecimal and binary numbers, and those of base 60.
    [GeneratedRegex(@"^[-+]?(0[0-9_]+|0x[0-9a-fA-F_]+|0b[01_]+|[1-9][0-9_]*(:[0-5]?[0-9])+|[0-9][0-9_]*_[0-9_]*)\z")]
    private static partial Regex OtherNumber();
}
