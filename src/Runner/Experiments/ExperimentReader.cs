using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Reads an experiment, applies the overrides, and checks what only the whole can show.</summary>
internal static class ExperimentReader
{
    private static readonly string[] Keys =
    [
        "name", "description", "dataset", NetworkSpace.Shape, NetworkSpace.Training, "method", "metric", "variants", "parameters", "exclude",
        "replicates", "keep_weights", "gate",
    ];

    // Words of W&B's sweep files that Goalkeeper will understand one day, or never needs; they deserve another answer than a typing slip.
    private static readonly string[] LaterKeys = ["early_terminate", "command", "run_cap", "program", "project", "entity", "<<"];
    private static readonly string[] LaterMethods = ["random", "bayes"];
    private static readonly string[] LaterMetricKeys = ["target", "impute"];

    private static readonly string[] MetricKeys = ["name", "goal"];
    private static readonly string[] Goals = [MetricDefinition.Maximize, MetricDefinition.Minimize];
    private static readonly string[] Gates = ["gradcheck"];
    private static readonly string[] Retentions = [WeightsKept.All, WeightsKept.Best, WeightsKept.None];

    public static Experiment Read(string text, string path, IEnumerable<string> overrides)
    {
        var problems = new Problems();
        var options = SettingOverride.Read(overrides, Space.Network, ["replicates", "dataset"], problems);
        var root = problems.Try(() => Root(text, path, problems));
        var experiment = root is null ? null : Read(root, text, path, options, problems);
        problems.ThrowIfAny();
        return experiment!;
    }

    private static YamlMap Root(string text, string path, Problems problems)
    {
        var value = YamlReader.Read(text, mark => new SourceLocation(path, mark.Line, mark.Column), problems);
        const string expected = "name, dataset, network and training";
        if (value is null or YamlText { IsNothing: true })
            throw new ExperimentException(new SourceLocation(path), $"the file is empty; expected an experiment: {expected}");
        return value as YamlMap ?? throw value.Unexpected("the experiment", $"a mapping with {expected}");
    }

    /// <summary>Null where something is wrong.</summary>
    private static Experiment? Read(
        YamlMap root, string text, string path, IReadOnlyDictionary<string, SettingOverride> overrides, Problems problems)
    {
        var file = new SourceLocation(path);
        var misplaced = root.Entries.Where(e => Space.Network.Find(e.Key.Text) is not null).Select(e => e.Key).ToList();
        foreach (var key in misplaced)
            problems.Add(new ExperimentException(key.At, $"`{key.Text}` stands at the top; expected it under {Space.Network.Find(key.Text)!.Section}"));
        problems.Try(() => { new YamlMap([.. root.Entries.Where(e => !misplaced.Contains(e.Key))], root.At).WithKeys("", Keys, LaterKeys, Space.Network); });

        var name = problems.Try(() => Name(Given("name") ?? throw Missing("name", "name: my-experiment")));
        var settings = new SettingsReader(root, Space.Network, overrides.Values, problems);
        var dataset = problems.Try(() => DatasetReader.Read(Given("dataset") ?? throw Missing("dataset", "dataset: circles"), path));
        var repeated = problems.Try(() => Given("replicates"));
        var replicates = repeated is null ? 1 : problems.Try(() => Replicates(repeated));
        if (replicates > 1) problems.Try(() => settings.CheckSeeds(replicates, repeated!.At));
        if (root["method"] is { } method) problems.Try(() => Choice("method", method, ["grid"], LaterMethods));
        var description = root["description"] is { } sentence ? problems.Try(() => sentence.AsText("description")) : "";
        var exclude = root["exclude"] is { } excluded ? problems.Try(() => Exclude(excluded)) : [];
        var metric = root["metric"] is { } chosen ? problems.Try(() => Metric(chosen)) : null;
        var kept = root["keep_weights"] is { } keep ? problems.Try(() => Choice("keep_weights", keep, Retentions, [])) : null;
        var gate = root["gate"] is { } gated ? problems.Try(() => Choice("gate", gated, Gates, [])) : null;
        settings.CheckRequired(file, except: misplaced.Select(key => key.Text));
        if (problems.Any) return null;
        return new Experiment
        {
            Name = name!,
            Description = description!,
            FilePath = path,
            Text = text,
            Objective = new NetworkDescription
            {
                Dataset = dataset!,
                Settings = settings.Settings,
                WeightsKept = kept,
                ChecksGradients = gate is not null,
            },
            Parameters = settings.Parameters,
            Variants = settings.Variants,
            Exclude = exclude!,
            Replicates = replicates,
            Metric = metric,
        };

        YamlValue? Given(string key) => overrides.GetValueOrDefault(key)?.Single ?? root[key];

        ExperimentException Missing(string key, string example) => new(file, $"{key} is missing; expected a line such as `{example}`");
    }

    private static string Name(YamlValue value)
    {
        const string expected = "letters, digits, - and _, a letter or digit first: it names a folder";
        if (value is YamlText { IsNothing: false, Text.Length: > 0 } text
            && char.IsAsciiLetterOrDigit(text.Text[0])
            && text.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return text.Text.Length <= 100 ? text.Text : throw new ExperimentException(text.At, "name is longer than 100 characters");
        }
        throw value.Unexpected("name", expected);
    }

    private static List<Located<string>> Exclude(YamlValue value)
    {
        const string expected = "an SQL expression such as lambda > 0 and keep_prob < 1, or a list of them";
        return value is YamlList { Items.Count: > 0 } list ? [.. list.Items.Select(Expression)] : [Expression(value)];

        static Located<string> Expression(YamlValue value) =>
            value is YamlText { IsNothing: false } text && !string.IsNullOrWhiteSpace(text.Text)
                ? new Located<string>(text.Text, text.At)
                : throw value.Unexpected("exclude", expected);
    }

    private static Located<MetricGoal> Metric(YamlValue value)
    {
        if (value is YamlText { IsNothing: false }) return new(MetricGoal.Of(Choice("metric", value, MetricGoal.Names, [])), value.At);
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
}
