using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Reads an experiment's sections, applies the overrides, and checks what only the whole can show.</summary>
internal sealed class ExperimentReader
{
    private static readonly string[] Keys =
    [
        "name", "description", "dataset", Setting.Network, Setting.Training, "method", "metric", "variants", "parameters", "exclude",
        "replicates", "keep_weights", "gate",
    ];

    // Words of W&B's sweep files that Goalkeeper will understand one day, or never needs; they deserve another answer than a typing slip.
    private static readonly string[] LaterKeys = ["early_terminate", "command", "run_cap", "program", "project", "entity", "<<"];
    private static readonly string[] LaterMethods = ["random", "bayes"];
    private static readonly string[] LaterMetricKeys = ["target", "impute"];
    private static readonly string[] LaterParameterKeys =
        ["distribution", "min", "max", "q", "mu", "sigma", "probabilities", "parameters"];

    private static readonly string[] MetricKeys = ["name", "goal"];
    private static readonly string[] Goals = [MetricDefinition.Maximize, MetricDefinition.Minimize];
    private static readonly string[] ParameterKeys = ["value", "values"];
    private static readonly string[] Gates = ["gradcheck"];
    private static readonly string[] Retentions = [WeightsKept.All, WeightsKept.Best, WeightsKept.None];

    private readonly string _path;
    private readonly YamlMap _root;
    private readonly Dictionary<string, Located<SettingValue>> _settings = [];
    private readonly List<Parameter> _parameters = [];
    private readonly List<Variant> _variants = [];

    private ExperimentReader(YamlMap root, string path) => (_root, _path) = (root, path);

    public static Experiment Read(string text, string path, IReadOnlyList<SettingOverride> overrides)
    {
        var value = YamlReader.Read(text, mark => new SourceLocation(path, mark.Line, mark.Column));
        const string expected = "name, dataset, network and training";
        if (value is null or YamlText { IsNothing: true })
            throw new ExperimentException(new SourceLocation(path), $"the file is empty; expected an experiment: {expected}");
        if (value is not YamlMap root) throw value.Unexpected("the experiment", $"a mapping with {expected}");
        foreach (var (key, _) in root.Entries)
        {
            if (Setting.Find(key.Text) is { } setting)
                throw new ExperimentException(key.At, $"`{key.Text}` stands at the top; expected it under {setting.Section}");
        }
        return new ExperimentReader(root.WithKeys("", Keys, LaterKeys), path).Read(text, overrides);
    }

    private Experiment Read(string text, IReadOnlyList<SettingOverride> overrides)
    {
        var name = Name();
        ReadSection(Setting.Network);
        ReadSection(Setting.Training);
        ReadVariants();
        ReadParameters();
        foreach (var each in overrides.Where(o => Setting.Find(o.Key) is not null)) Apply(each, Setting.Find(each.Key)!);
        var replicates = overrides.FirstOrDefault(o => o.Key == "replicates")?.Single ?? _root["replicates"];
        var dataset = overrides.FirstOrDefault(o => o.Key == "dataset")?.Single ?? _root["dataset"]
            ?? throw Missing("dataset", "dataset: circles");
        if (_root["method"] is { } method) Choice("method", method, ["grid"], LaterMethods);
        var experiment = new Experiment
        {
            Name = name,
            Description = _root["description"] is { } description ? Text("description", description) : "",
            FilePath = _path,
            Text = text,
            Dataset = DatasetReader.Read(dataset, _path),
            Settings = _settings,
            Parameters = _parameters,
            Variants = _variants,
            Exclude = Exclude(),
            Replicates = replicates is null ? 1 : Replicates(replicates),
            Metric = Metric(),
            WeightsKept = _root["keep_weights"] is { } kept ? Choice("keep_weights", kept, Retentions, []) : null,
            ChecksGradients = _root["gate"] is { } gate && Choice("gate", gate, Gates, []) == Gates[0],
        };
        CheckRequired();
        CheckSeeds(experiment, replicates?.At);
        return experiment;
    }

    private string Name()
    {
        const string expected = "letters, digits, - and _, a letter or digit first: it names a folder";
        var value = _root["name"] ?? throw Missing("name", "name: my-experiment");
        if (value is YamlText { IsNothing: false } text
            && char.IsAsciiLetterOrDigit(text.Text[0])
            && text.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return text.Text.Length <= 100 ? text.Text : throw new ExperimentException(text.At, "name is longer than 100 characters");
        }
        throw value.Unexpected("name", expected);
    }

    private void ReadSection(string section)
    {
        if (_root[section] is not { } value) return;
        if (value is not YamlMap map) throw value.Unexpected(section, "a mapping of settings");
        foreach (var (key, _) in map.Entries)
        {
            if (Setting.Find(key.Text) is { } elsewhere && elsewhere.Section != section)
                throw new ExperimentException(key.At, $"`{key.Text}` stands under {section}; expected it under {elsewhere.Section}");
        }
        map.WithKeys($" under {section}", [.. Setting.All.Where(s => s.Section == section).Select(s => s.Name)], ["<<"]);
        foreach (var (key, item) in map.Entries)
            _settings.Add(key.Text, new Located<SettingValue>(Setting.Find(key.Text)!.Read(item), item.At));
    }

    private void ReadVariants()
    {
        if (_root["variants"] is not { } value) return;
        const string expected = "a list such as [{name: without}, {name: with L2, lambda: 0.7}]";
        if (value is not YamlList { Items.Count: > 0 } list) throw value.Unexpected("variants", expected);
        foreach (var item in list.Items)
        {
            if (item is not YamlMap map) throw item.Unexpected("a variant", "a mapping such as {name: with L2, lambda: 0.7}");
            var settings = Settings(map, " of a variant", ["name", "note"])
                .ToDictionary(s => s.Setting.Name, s => new Located<SettingValue>(s.Setting.Read(s.Value), s.Value.At));
            var given = map["name"] ?? throw new ExperimentException(map.At, "a variant has no name");
            var name = Text("a variant's name", given);
            if (name.Any(char.IsControl))
                throw new ExperimentException(given.At, "a variant's name has a line break or tab; expected one line");
            if (_variants.Any(v => v.Name == name)) throw new ExperimentException(given.At, $"two variants are called `{name}`");
            _variants.Add(new Variant(name, map["note"] is { } note ? Text("a variant's note", note) : null, settings));
        }
    }

    private void ReadParameters()
    {
        if (_root["parameters"] is not { } value) return;
        if (value is not YamlMap { Entries.Count: > 0 } map)
            throw value.Unexpected("parameters", "a mapping such as {lambda: [0, 0.7]}, or no parameters at all");
        foreach (var (key, setting, item) in Settings(map, " under parameters", []))
        {
            if (_settings.ContainsKey(setting.Name))
            {
                throw new ExperimentException(
                    key.At, $"`{key.Text}` stands under parameters and under {setting.Section}; expected it in one place");
            }
            if (_variants.FirstOrDefault(v => v.Settings.ContainsKey(setting.Name)) is { } variant)
            {
                throw new ExperimentException(
                    key.At, $"`{key.Text}` stands under parameters and in the variant `{variant.Name}`; expected it in one place");
            }
            _parameters.Add(ReadParameter(setting, ParameterValues(setting, item)));
        }
    }

    private static IReadOnlyList<YamlValue> ParameterValues(Setting setting, YamlValue item)
    {
        var expected = $"a list of values, {{value: …}} or {{values: […]}}; a setting that does not vary stands under {setting.Section}";
        if (item is YamlMap map)
        {
            map.WithKeys($" of {setting.Name}", ParameterKeys, LaterParameterKeys);
            if (map.Entries.Count != 1) throw item.Unexpected(setting.Name, expected);
            if (map["value"] is { } only) return [only];
            item = map["values"]!;
        }
        return item is YamlList { Items: { Count: > 0 } values } ? values : throw item.Unexpected(setting.Name, expected);
    }

    private static Parameter ReadParameter(Setting setting, IEnumerable<YamlValue> items)
    {
        var values = new List<Located<SettingValue>>();
        var seen = new HashSet<SettingValue>();
        foreach (var item in items)
        {
            var value = setting.Read(item);
            if (!seen.Add(value)) throw new ExperimentException(item.At, $"{setting.Name} has the value {value} twice");
            values.Add(new Located<SettingValue>(value, item.At));
        }
        return new Parameter(setting.Name, values);
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
        _settings.Remove(setting.Name);
        if (each.Values.Count == 1) _settings.Add(setting.Name, new Located<SettingValue>(setting.Read(each.Single), each.At));
        else _parameters.Insert(place >= 0 ? place : _parameters.Count, ReadParameter(setting, each.Values));
    }

    private IReadOnlyList<Located<string>> Exclude()
    {
        const string expected = "an SQL expression such as lambda > 0 and keep_prob < 1, or a list of them";
        return _root["exclude"] switch
        {
            null => [],
            YamlList { Items.Count: > 0 } list => [.. list.Items.Select(Expression)],
            var value => [Expression(value)],
        };

        static Located<string> Expression(YamlValue value) =>
            value is YamlText { IsNothing: false } text && !string.IsNullOrWhiteSpace(text.Text)
                ? new Located<string>(text.Text, text.At)
                : throw value.Unexpected("exclude", expected);
    }

    private Located<MetricGoal>? Metric()
    {
        if (_root["metric"] is not { } value) return null;
        if (value is YamlText { IsNothing: false }) return new Located<MetricGoal>(MetricGoal.Of(Choice("metric", value, MetricGoal.Names, [])), value.At);
        if (value is not YamlMap map) throw value.Unexpected("metric", "a name such as dev_accuracy, or {name: dev_accuracy, goal: maximize}");
        map.WithKeys(" of metric", MetricKeys, LaterMetricKeys);
        var metric = MetricGoal.Of(
            Choice("metric", map["name"] ?? throw new ExperimentException(map.At, "metric has no name"), MetricGoal.Names, []));
        if (map["goal"] is { } goal) metric = metric with { Goal = Choice("goal", goal, Goals, []) };
        return new Located<MetricGoal>(metric, map.At);
    }

    private static int Replicates(YamlValue value) => value is YamlText { Number: >= 1 and <= int.MaxValue and { } n } && n == Math.Floor(n)
        ? (int)n
        : throw value.Unexpected("replicates", FormattableString.Invariant($"a whole number from 1 to {int.MaxValue}"));

    private void CheckRequired()
    {
        foreach (var setting in Setting.All.Where(s => s.IsRequired))
        {
            if (_settings.ContainsKey(setting.Name) || _parameters.Any(p => p.Name == setting.Name)) continue;
            if (_variants.Count > 0 && _variants.All(v => v.Settings.ContainsKey(setting.Name))) continue;
            throw new ExperimentException(
                _root[setting.Section]?.At ?? new SourceLocation(_path),
                $"{setting.Name} is missing; expected {setting.Expected} under {setting.Section} or parameters, or in every variant");
        }
    }

    private void CheckSeeds(Experiment experiment, SourceLocation? replicatesAt)
    {
        if (experiment.Replicates == 1) return;
        if (_parameters.Any(p => p.Name == "seed"))
        {
            throw new ExperimentException(
                replicatesAt!, "replicates vary the seed, which stands under parameters too; expected one of them");
        }
        foreach (var seed in _variants.Select(v => v.Settings.GetValueOrDefault("seed")).Append(_settings.GetValueOrDefault("seed")))
        {
            if (seed?.Value.Number + experiment.Replicates - 1 > uint.MaxValue)
                throw new ExperimentException(seed!.At, $"seed + replicates - 1 is above {uint.MaxValue}; expected a smaller seed");
        }
    }

    // The settings of a mapping; its other keys are read elsewhere.
    private static IEnumerable<(YamlText Key, Setting Setting, YamlValue Value)> Settings(
        YamlMap map, string where, IReadOnlyList<string> others)
    {
        map.WithKeys(where, [.. others, .. Setting.All.Select(s => s.Name)], ["<<"]);
        return map.Entries.Where(e => !others.Contains(e.Key.Text)).Select(e => (e.Key, Setting.Find(e.Key.Text)!, e.Value));
    }

    private static string Text(string subject, YamlValue value) =>
        value is YamlText { IsNothing: false, Text.Length: > 0 } text ? text.Text : throw value.Unexpected(subject, "a text");

    private static string Choice(string subject, YamlValue value, IReadOnlyList<string> words, IReadOnlyList<string> later)
    {
        if (value is YamlText text)
        {
            if (words.Contains(text.Text)) return text.Text;
            if (later.Contains(text.Text))
                throw new ExperimentException(text.At, $"{subject} `{text.Text}` is not supported yet; expected {words[0]}");
            throw text.Unexpected(subject, OneOf(words), Spelling.Hint(text.Text, words));
        }
        throw value.Unexpected(subject, OneOf(words));

        static string OneOf(IReadOnlyList<string> words) =>
            words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
    }

    private ExperimentException Missing(string key, string example) =>
        new(new SourceLocation(_path), $"{key} is missing; expected a line such as `{example}`");
}
