namespace Goalkeeper.Runner;

/// <summary>Reads what an experiment says of its settings: the two sections, the variants, the parameters, and what overrides them.</summary>
internal sealed class SettingsReader
{
    /// <summary>What a variant says besides its settings.</summary>
    public static readonly IReadOnlyList<string> OfVariant = ["name", "note"];
    private static readonly string[] ParameterKeys = ["value", "values", "probabilities", .. DistributionReader.AllKeys];
    private static readonly string[] LaterParameterKeys = ["parameters"];
    private static readonly string[] ListKeys = ["values", "probabilities", "distribution"];

    private readonly YamlMap _root;
    private readonly ObjectiveSpace _space;
    private readonly string[] _names;
    private readonly Problems _problems;
    private readonly Dictionary<string, Located<SettingValue>> _settings = [];
    private readonly List<Parameter> _parameters = [];
    private readonly List<Variant> _variants = [];

    // What stands somewhere and could not be read: that it is missing would be no news.
    private readonly HashSet<string> _unread = [];

    public SettingsReader(YamlMap root, ObjectiveSpace space, IEnumerable<SettingOverride> overrides, Problems problems)
    {
        (_root, _space, _problems) = (root, space, problems);
        _names = [.. space.Settings.Select(s => s.Name)];
        foreach (var section in space.Settings.Select(s => s.Section!).Distinct()) ReadSection(section);
        ReadVariants();
        ReadParameters();
        foreach (var each in overrides)
            if (space.Find(each.Key) is { } setting && each.Key != "replicates") Attempt(setting.Name, () => Apply(each, setting));
    }

    public IReadOnlyDictionary<string, Located<SettingValue>> Settings => _settings;

    public IReadOnlyList<Parameter> Parameters => _parameters;

    public IReadOnlyList<Variant> Variants => _variants;

    /// <summary>Asks for the settings that nothing gives a value.</summary>
    /// <param name="file">The file, where there is not even a section to point to.</param>
    /// <param name="except">Settings that stand in a wrong place.</param>
    public void CheckRequired(SourceLocation file, IEnumerable<string> except)
    {
        foreach (var setting in _space.Settings.Where(s => s.IsRequired).ExceptBy(_unread.Union(except), s => s.Name))
        {
            if (_settings.ContainsKey(setting.Name) || _parameters.Any(p => p.Name == setting.Name)) continue;
            if (_variants.Count > 0 && _variants.All(v => v.Settings.ContainsKey(setting.Name))) continue;
            _problems.Add(new ExperimentException(
                _root[setting.Section!]?.At ?? file,
                $"{setting.Name} is missing; expected {setting.Expected} under {setting.Section} or parameters, or in every variant"));
        }
    }

    /// <summary>Refuses replicates of points that differ in their seed, and seeds that would become too large.</summary>
    public void CheckSeeds(int replicates, SourceLocation at)
    {
        if (_parameters.Any(p => p.Name == "seed"))
        {
            throw new ExperimentException(
                at, "replicates vary the seed, which stands under parameters too; expected one of them");
        }
        foreach (var seed in _variants.Select(v => v.Settings.GetValueOrDefault("seed")).Append(_settings.GetValueOrDefault("seed")))
        {
            if (seed?.Value.Number + replicates - 1 > uint.MaxValue)
                throw new ExperimentException(seed!.At, $"seed + replicates - 1 is above {uint.MaxValue}; expected a smaller seed");
        }
    }

    private void ReadSection(string section)
    {
        if (_root[section] is not { } value) return;
        var known = _space.Settings.Where(s => s.Section == section).Select(s => s.Name).ToList();
        if (value is not YamlMap map)
        {
            _problems.Add(value.Unexpected(section, "a mapping of settings"));
            _unread.UnionWith(known);
            return;
        }
        RefuseOthers(map, $" under {section}", known);
        foreach (var (setting, key, item) in SettingsOf(map))
        {
            Attempt(setting.Name, () =>
            {
                if (setting.Section != section)
                    throw new ExperimentException(key.At, $"`{key.Text}` stands under {section}; expected it under {setting.Section}");
                _settings.Add(setting.Name, new Located<SettingValue>(setting.Read(item), item.At));
            });
        }
    }

    private void ReadVariants()
    {
        if (_root["variants"] is not { } value) return;
        const string expected = "a list such as [{name: without}, {name: with L2, lambda: 0.7}]";
        if (value is not YamlList { Items.Count: > 0 } list)
        {
            _problems.Add(value.Unexpected("variants", expected));
            _unread.UnionWith(_names);
            return;
        }
        var names = new HashSet<string>();
        foreach (var item in list.Items)
        {
            if (_problems.IsFull) return;
            _problems.Try(() => _variants.Add(ReadVariant(item, names)));
        }
    }

    private Variant ReadVariant(YamlValue item, HashSet<string> names)
    {
        if (item is not YamlMap map) throw item.Unexpected("a variant", "a mapping such as {name: with L2, lambda: 0.7}");
        RefuseOthers(map, " of a variant", [.. OfVariant, .. _names]);
        var settings = new Dictionary<string, Located<SettingValue>>();
        foreach (var (setting, _, each) in SettingsOf(map, OfVariant))
            Attempt(setting.Name, () => settings.Add(setting.Name, new Located<SettingValue>(setting.Read(each), each.At)));
        var note = map["note"] is { } text ? _problems.Try(() => text.AsText("a variant's note")) : null;
        return new Variant(_problems.Try(() => VariantName(map, names)) ?? "", note, settings);
    }

    private static string VariantName(YamlMap map, HashSet<string> names)
    {
        var given = map["name"] ?? throw new ExperimentException(map.At, "a variant has no name");
        var name = given.AsText("a variant's name");
        if (name.Any(char.IsControl))
            throw new ExperimentException(given.At, "a variant's name has a line break or tab; expected one line");
        return names.Add(name) ? name : throw new ExperimentException(given.At, $"two variants are called `{name}`");
    }

    private void ReadParameters()
    {
        if (_root["parameters"] is not { } value) return;
        if (value is not YamlMap { Entries.Count: > 0 } map)
        {
            _problems.Add(value.Unexpected("parameters", "a mapping such as {lambda: [0, 0.7]}, or no parameters at all"));
            _unread.UnionWith(_names);
            return;
        }
        RefuseOthers(map, " under parameters", _names);
        foreach (var (setting, key, item) in SettingsOf(map))
        {
            Attempt(setting.Name, () =>
            {
                if (_settings.ContainsKey(setting.Name))
                    throw Twice($"under {setting.Section}");
                if (_variants.FirstOrDefault(v => v.Settings.ContainsKey(setting.Name)) is { } variant)
                    throw Twice($"in the variant `{variant.Name}`");
                _parameters.Add(ReadParameter(setting, item, key.At));

                ExperimentException Twice(string elsewhere) =>
                    new(key.At, $"`{key.Text}` stands under parameters and {elsewhere}; expected it in one place");
            });
        }
    }

    private Parameter ReadParameter(Setting setting, YamlValue item, SourceLocation at)
    {
        const string lists = "a list of values, {value: …}, {values: […]} or {min: …, max: …}";
        var expected = setting.Section is { } section ? $"{lists}; a setting that does not vary stands under {section}" : lists;
        if (item is not YamlMap map) return Listed(setting, Items(item), at);
        map.WithKeys($" of {setting.Name}", ParameterKeys, LaterParameterKeys);
        if (map["value"] is { } only) return map.Entries.Count == 1 ? Listed(setting, [only], at) : throw item.Unexpected(setting.Name, expected);
        if (map["values"] is not { } list) return new Parameter(setting.Name, []) { Distribution = DistributionReader.Read(setting, map), At = at };
        if (map.Except(ListKeys).Select(e => e.Key).FirstOrDefault() is { } other)
            throw new ExperimentException(other.At, $"{setting.Name} has values and `{other.Text}`; expected one of them");
        map["distribution"]?.AsChoice($"distribution of {setting.Name}", ["categorical"]);
        var values = Items(list);
        return Listed(setting, values, at, map["probabilities"] is { } shares ? Probabilities(setting, shares, values.Count) : null);

        IReadOnlyList<YamlValue> Items(YamlValue value) =>
            value is YamlList { Items: { Count: > 0 } values } ? values : throw value.Unexpected(setting.Name, expected);
    }

    private static List<double> Probabilities(Setting setting, YamlValue value, int count)
    {
        if (value is not YamlList list || list.Items.Count != count)
            throw value.Unexpected($"probabilities of {setting.Name}", FormattableString.Invariant($"a list of {count}, one for each value"));
        var all = list.Items.Select(item => item is YamlText { Number: >= 0 and <= 1 and { } number }
            ? number
            : throw item.Unexpected($"a probability of {setting.Name}", "a number from 0 to 1")).ToList();
        // Three thirds are written as 0.33 and 0.34.
        return Math.Abs(all.Sum() - 1) <= 1e-6
            ? all.ConvertAll(p => p / all.Sum())
            : throw new ExperimentException(value.At, FormattableString.Invariant($"the probabilities of {setting.Name} add up to {all.Sum():G6}; expected 1"));
    }

    private Parameter Listed(Setting setting, IEnumerable<YamlValue> items, SourceLocation at, IReadOnlyList<double>? probabilities = null)
    {
        var values = new List<Located<SettingValue>>();
        var seen = new HashSet<SettingValue>();
        foreach (var item in items)
        {
            if (_problems.IsFull) break;
            _problems.Try(() =>
            {
                var value = setting.Read(item);
                if (!seen.Add(value)) throw new ExperimentException(item.At, $"{setting.Name} has the value {value} twice");
                values.Add(new Located<SettingValue>(value, item.At));
            });
        }
        return new Parameter(setting.Name, values) { Probabilities = probabilities, At = at };
    }

    private void Apply(SettingOverride each, Setting setting)
    {
        if (_variants.FirstOrDefault(v => v.Settings.ContainsKey(setting.Name)) is { } variant)
        {
            throw new ExperimentException(
                each.At,
                $"the variant `{variant.Name}` sets {setting.Name}, and its name would no longer be true; change the file instead");
        }
        var place = _parameters.FindIndex(p => p.Name == setting.Name);
        if (place >= 0) _parameters.RemoveAt(place);
        if (!_settings.Remove(setting.Name) && place < 0 && each.IsRemoval)
            throw new ExperimentException(each.At, $"the file does not set {setting.Name}; expected a setting that it has");
        if (each.IsRemoval) return;
        if (each.Values.Count == 1 && setting.Section is not null) _settings.Add(setting.Name, new Located<SettingValue>(setting.Read(each.Single), each.At));
        else _parameters.Insert(place >= 0 ? place : _parameters.Count, Listed(setting, each.Values, each.At));
    }

    private IEnumerable<(Setting Setting, YamlText Key, YamlValue Value)> SettingsOf(YamlMap map, params IReadOnlyCollection<string> except) =>
        map.Except(except).Where(e => _space.Find(e.Key.Text) is not null).Select(e => (_space.Find(e.Key.Text)!, e.Key, e.Value));

    private void Attempt(string setting, Action read)
    {
        if (!_problems.Try(read)) _unread.Add(setting);
    }

    private void RefuseOthers(YamlMap map, string where, IReadOnlyCollection<string> known)
    {
        var others = new YamlMap([.. map.Entries.Where(e => _space.Find(e.Key.Text) is null)], map.At);
        if (_problems.Try(() => { others.WithKeys(where, known, [], _space); })) return;
        _unread.UnionWith(others.Except(known).Take(Problems.Most).Select(e => OtherNames.Meant(e.Key.Text, known) ?? ""));
    }
}
