using System.Globalization;
using System.Text.RegularExpressions;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Reads what an experiment file says of the program that its trials run.</summary>
internal sealed partial class ProgramReader : ObjectiveReader
{
    /// <summary>The keys that only an experiment of programs has.</summary>
    public static readonly IReadOnlyList<string> OwnKeys =
        ["command", "working_directory", "metrics", "timeout", "retries", "env", "fail_fast", "resources"];

    private static readonly string[] FileKeys =
        ["name", "description", "tags", .. OwnKeys, "method", .. SearchReader.Keys, "metric", "variants", "parameters", "zip", "only_when", "exclude", "baseline", "replicates"];

    private static readonly Dictionary<string, string> OfNetworks = new()
    {
        ["dataset"] = "a program finds its own data",
        ["network"] = "a program's values stand under parameters",
        ["training"] = "a program's values stand under parameters",
        ["keep_weights"] = "a program keeps what it likes in $GOALKEEPER_TRIAL_DIR",
        ["gate"] = "only the gradients of built-in networks can be checked",
    };

    private static readonly string[] DeclarationKeys = ["goal", "format", "of", "summary"];
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(40);

    private readonly YamlMap _root;
    private readonly string _path;
    private readonly Problems _problems;
    private readonly WandbSweep? _wandb;
    private readonly IReadOnlyList<Located<string>> _command;
    private readonly IReadOnlyList<PlanMetric> _metrics;
    private readonly Located<MetricGoal>? _metric;

    public ProgramReader(YamlMap root, string path, Problems problems, WandbSweep? wandb = null)
    {
        (_root, _path, _problems, _wandb) = (root, path, problems, wandb);
        _command = problems.Try(() => Command(root["command"]!)) ?? [];
        _metrics = root["metrics"] is { } metrics ? problems.Try(() => Metrics(metrics)) ?? [] : [];
        _metric = problems.Try(ReadMetric);
    }

    public override ObjectiveSpace Space => _wandb is null ? ObjectiveSpace.Program : ObjectiveSpace.AnyProgram;

    public override IReadOnlyList<string> Keys => FileKeys;

    public override IReadOnlyList<string> Named =>
        [.. Written().Select(name => name.Text).Concat(_command.SelectMany(word => Macros.Names(word.Value)).Except(ProgramSpace.OwnWords)).Distinct()];

    public override IReadOnlyList<string> Settable => [.. Named, .. SettableKeys.Except(Named)];

    public override IEnumerable<YamlText> Secrets =>
        _root["env"] is YamlMap map ? map.Entries.Select(e => e.Value).OfType<YamlText>() : [];

    public override void CheckKeys()
    {
        foreach (var (key, _) in _root.Entries.Where(e => OfNetworks.ContainsKey(e.Key.Text)))
            _problems.Add(new ExperimentException(key.At, $"`{key.Text}` is for networks, and a command stands here: {OfNetworks[key.Text]}"));
        _problems.Try(() => { new YamlMap([.. _root.Except(OfNetworks.Keys)], _root.At).WithKeys("", Keys, []); });
    }

    public override Located<MetricGoal>? Metric() => _metric;

    public override ObjectiveDescription Read(SettingsReader settings, IReadOnlyDictionary<string, SettingOverride> overrides)
    {
        var removed = overrides.Values.Where(o => o.IsRemoval).Select(o => o.Key).ToList();
        var added = overrides.Values.Where(o => !o.IsRemoval && !SettableKeys.Except(Named).Contains(o.Key)).Select(o => new YamlText(o.Key, IsPlain: true, o.At));
        CheckNames([.. Written().Where(name => !removed.Contains(name.Text)), .. added]);
        var folder = Path.GetDirectoryName(Path.GetFullPath(_path)) ?? ".";
        var working = _root["working_directory"] is { } written
            ? _problems.Try(() => new Located<string>(written.AsText("working_directory"), written.At))
            : null;
        return new ProgramDescription
        {
            Command = _command,
            WorkingDirectory = working,
            Groups = _wandb?.Groups ?? [],
            Folder = working is null ? _wandb?.Folder ?? folder : _problems.Try(() => Folder(working, folder)) ?? folder,
            Metrics = Declared(),
            Timeout = _root["timeout"] is { } timeout ? _problems.Try(() => Timeout(timeout)) : null,
            Retries = _root["retries"] is { } retries ? _problems.Try(() => retries.AsWhole("retries", 0, 1000)) : 0,
            Environment = _root["env"] is { } variables ? Environment(variables) : new Dictionary<string, string>(),
            FailFast = _root["fail_fast"] is { } fast ? _problems.Try(() => FailFast(fast)) : PlanProgram.UsualFailFast,
            Gpus = _root["resources"] is { } resources ? _problems.Try(() => Gpus(resources)) ?? [] : [],
        };
    }

    private Located<MetricGoal> ReadMetric()
    {
        const string expected = "a line such as `metric: {name: val_loss, goal: minimize}`";
        var value = _root["metric"] ?? throw new ExperimentException(new SourceLocation(_path), $"metric is missing; expected {expected}");
        if (value is YamlText { IsNothing: false } word) return new(new MetricGoal(Name(word), Goal(word, null)), word.At);
        if (value is not YamlMap map) throw value.Unexpected("metric", expected);
        map.WithKeys(" of metric", MetricKeys, []);
        var name = map["name"] ?? throw new ExperimentException(map.At, "metric has no name");
        return new(new MetricGoal(Name(name), Goal(name, map["goal"])), map.At);

        string Goal(YamlValue name, YamlValue? given)
        {
            var declared = _metrics.FirstOrDefault(m => m.Name == Name(name))?.Goal;
            var goal = given?.AsChoice("goal", Goals) ?? declared
                ?? throw new ExperimentException(name.At, $"metric has no goal; expected {{name: {Name(name)}, goal: minimize}}, or maximize");
            return declared is null || declared == goal
                ? goal
                : throw new ExperimentException(given!.At, $"goal is `{goal}`, and `{declared}` under metrics; expected one of them");
        }
    }

    /// <summary>The metric that decides is declared too.</summary>
    private IReadOnlyList<PlanMetric> Declared()
    {
        if (_metric?.Value is not { } metric) return _metrics;
        var others = _metrics.Where(m => m.Name != metric.Name);
        return [(_metrics.FirstOrDefault(m => m.Name == metric.Name) ?? new PlanMetric(metric.Name, null)) with { Goal = metric.Goal }, .. others];
    }

    /// <summary>The parameters' names, where the file has them.</summary>
    private IEnumerable<YamlText> Written() =>
    [
        .. _root["parameters"] is YamlMap parameters ? parameters.Entries.Select(e => e.Key) : [],
        .. _root["variants"] is YamlList variants
            ? variants.Items.OfType<YamlMap>().SelectMany(v => v.Except(SettingsReader.OfVariant)).Select(e => e.Key)
            : [],
    ];

    /// <summary>Refuses macros of no parameter, and parameters that a program or a table could not tell apart.</summary>
    private void CheckNames(IReadOnlyList<YamlText> names)
    {
        var known = names.Select(n => n.Text).Concat(ProgramSpace.OwnWords).Distinct().ToDictionary(name => name, _ => "");
        foreach (var word in _command.Where(word => WordMacros.NameOf(word.Value) is null))
        {
            _problems.Try(() =>
            {
                try
                {
                    Macros.Expand(word.Value, known);
                }
                catch (UserErrorException e)
                {
                    throw new ExperimentException(word.At, e.Message, e);
                }
            });
        }
        foreach (var same in names.DistinctBy(n => n.Text).GroupBy(n => ProgramEnvironment.VariableOf(n.Text).ToUpperInvariant()).Where(g => g.Count() > 1))
        {
            var (first, second) = (same.First(), same.ElementAt(1));
            var isCase = first.Text.Equals(second.Text, StringComparison.OrdinalIgnoreCase);
            _problems.Add(new ExperimentException(second.At, $"{second.Quoted} and {first.Quoted} would both be "
                + (isCase ? "one column of a table" : $"{ProgramEnvironment.VariableOf(first.Text)} in the program's environment") + "; rename one"));
        }
    }

    private static List<Located<string>> Command(YamlValue value)
    {
        const string example = "[python3, train.py, --lr, \"${lr}\"]";
        if (value is YamlText { IsNothing: false } text)
        {
            var words = text.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Contains("${", StringComparison.Ordinal) ? $"\"{w}\"" : w);
            throw new ExperimentException(text.At, $"command is one text; expected a list of its words, [{string.Join(", ", words)}], or [sh, -c, \"…\"] where a shell is meant");
        }
        if (value is not YamlList { Items.Count: > 0 } list) throw value.Unexpected("command", $"a program and its arguments, such as {example}");
        return
        [
            .. list.Items.Select(item => item is YamlText { IsNothing: false } word && !word.Text.Contains('\0', StringComparison.Ordinal)
                ? new Located<string>(word.Text, word.At)
                : throw item.Unexpected("a word of command", "a text (an empty one is \"\")")),
        ];
    }

    private static string Name(YamlValue value)
    {
        var name = value.AsText("a metric's name");
        if (name == MetricLine.StepName || ProgramSpace.OwnWords.Contains(name))
            throw new ExperimentException(value.At, $"a metric cannot be called `{name}`: that is told beside every metric; rename it");
        return MetricGoal.IsName(name) ? name : throw new ExperimentException(value.At, "a metric's name has a line break or tab; expected one line");
    }

    private List<PlanMetric> Metrics(YamlValue value)
    {
        const string expected = "a mapping such as {val_loss: minimize, accuracy: {goal: maximize, of: 200}}";
        if (value is not YamlMap { Entries.Count: > 0 } map) throw value.Unexpected("metrics", expected);
        var metrics = new List<PlanMetric>();
        foreach (var (key, item) in map.Entries) _problems.Try(() => metrics.Add(Declaration(Name(key), item)));
        return metrics;
    }

    private static PlanMetric Declaration(string name, YamlValue value)
    {
        if (value is YamlText { IsNothing: true }) return new PlanMetric(name, null);
        if (value is YamlText) return new PlanMetric(name, value.AsChoice(name, Goals));
        if (value is not YamlMap map) throw value.Unexpected(name, "a goal, or a mapping such as {goal: maximize, format: percent, of: 200, summary: max}");
        map.WithKeys($" of {name}", DeclarationKeys, []);
        var examples = map["of"]?.AsWhole("of", 1, int.MaxValue) ?? 0;
        return new PlanMetric(name, map["goal"]?.AsChoice("goal", Goals))
        {
            Format = map["format"] is { } format ? format.AsWord<MetricFormat>("format") : examples > 0 ? MetricFormat.Percent : MetricFormat.Number,
            Examples = examples,
            Summary = map["summary"]?.AsWord<MetricSummary>("summary") ?? MetricSummary.Last,
        };
    }

    private static TimeSpan Timeout(YamlValue value)
    {
        const string expected = "a time such as 90s, 10m, 1h30m or 2d, at most 40d";
        if (value is not YamlText text || Duration().Match(text.Text) is not { Success: true } match) throw value.Unexpected("timeout", expected);
        var seconds = Part("d") * 86400 + Part("h") * 3600 + Part("m") * 60 + Part("s");
        return seconds > 0 && seconds <= LongestTimeout.TotalSeconds ? TimeSpan.FromSeconds(seconds) : throw value.Unexpected("timeout", expected);

        double Part(string unit) => match.Groups[unit] is { Success: true, Value: var digits } ? double.Parse(digits, CultureInfo.InvariantCulture) : 0;
    }

    // No message has a value: it may be secret.
    private Dictionary<string, string> Environment(YamlValue value)
    {
        var variables = new Dictionary<string, string>();
        if (value is not YamlMap map)
        {
            _problems.Add(new ExperimentException(value.At, "env is no mapping; expected one such as {API_KEY: abc}"));
            return variables;
        }
        foreach (var (key, item) in map.Entries)
        {
            _problems.Try(() =>
            {
                if (item is not YamlText { IsNothing: false } text)
                    throw new ExperimentException(item.At, $"env: the value of {key.Quoted} is no text; expected one (an empty one is \"\")");
                try
                {
                    ProgramEnvironment.CheckAdditions(new Dictionary<string, string> { [key.Text] = text.Text });
                }
                catch (UserErrorException e)
                {
                    throw new ExperimentException(key.At, e.Message, e);
                }
                variables.Add(key.Text, text.Text);
            });
        }
        return variables;
    }

    private static List<int> Gpus(YamlValue value)
    {
        const string expected = "{gpus: [0, 1]}";
        if (value is not YamlMap map) throw value.Unexpected("resources", expected);
        map.WithKeys(" of resources", ["gpus"], []);
        if (map["gpus"] is not YamlList { Items.Count: > 0 } list) throw (map["gpus"] ?? map).Unexpected("resources", expected);
        var gpus = new List<int>();
        foreach (var item in list.Items)
        {
            var gpu = item.AsWhole("an item of gpus", 0, 1023);
            if (gpus.Contains(gpu)) throw new ExperimentException(item.At, FormattableString.Invariant($"gpus has {gpu} twice"));
            gpus.Add(gpu);
        }
        return gpus;
    }

    private static int FailFast(YamlValue value) => value switch
    {
        YamlText { Number: not null } => value.AsWhole("fail_fast", 1, 1_000_000),
        YamlText { IsPlain: true, Text: "true" or "True" or "TRUE" } => 1,
        YamlText { IsPlain: true, Text: "false" or "False" or "FALSE" } => 0,
        _ => throw value.Unexpected("fail_fast", "how many trials in a row, true (one) or false (none stop the sweep)"),
    };

    private static string Folder(Located<string> written, string from) => written.Value.Contains('\0', StringComparison.Ordinal)
        ? throw new ExperimentException(written.At, "working_directory has a NUL character; expected a path")
        : Path.GetFullPath(written.Value, from);

    [GeneratedRegex(@"^(?=.)((?<d>[0-9]{1,6})d)?((?<h>[0-9]{1,6})h)?((?<m>[0-9]{1,6})m)?((?<s>[0-9]{1,9}(\.[0-9]{1,3})?)s)?\z")]
    private static partial Regex Duration();
}
