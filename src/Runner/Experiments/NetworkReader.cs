using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Reads what an experiment file says of its networks.</summary>
internal sealed class NetworkReader(YamlMap root, string path, Problems problems) : ObjectiveReader
{
    private static readonly string[] FileKeys =
    [
        "name", "description", "tags", "dataset", NetworkSpace.Shape, NetworkSpace.Training, "method", .. SearchReader.Keys, "metric", "variants",
        "parameters", "zip", "only_when", "exclude", "baseline", "replicates", "keep_weights", "gate",
    ];

    private static readonly string[] Gates = ["gradcheck"];
    private static readonly string[] Retentions = [WeightsKept.All, WeightsKept.Best, WeightsKept.None];

    private readonly List<YamlText> _misplaced = [.. root.Entries.Where(e => ObjectiveSpace.Network.Find(e.Key.Text) is not null).Select(e => e.Key)];

    public override ObjectiveSpace Space => ObjectiveSpace.Network;

    public override IReadOnlyList<string> Keys => FileKeys;

    public override IReadOnlyList<string> Settable => [.. SettableKeys, "dataset"];

    public override void CheckKeys()
    {
        foreach (var key in _misplaced)
            problems.Add(new ExperimentException(key.At, $"`{key.Text}` stands at the top; expected it under {Space.Find(key.Text)!.Section}"));
        foreach (var (key, _) in root.Entries.Where(e => ProgramReader.OwnKeys.Contains(e.Key.Text)))
            problems.Add(new ExperimentException(key.At, $"`{key.Text}` is for programs; expected it beside a command, such as `command: [python3, train.py]`"));
        var others = root.Entries.Where(e => !_misplaced.Contains(e.Key) && !ProgramReader.OwnKeys.Contains(e.Key.Text));
        problems.Try(() => { new YamlMap([.. others], root.At).WithKeys("", Keys, [], Space); });
    }

    public override Located<MetricGoal>? Metric()
    {
        if (root["metric"] is not { } value) return null;
        if (value is YamlText { IsNothing: false }) return new(MetricGoal.Of(value.AsChoice("metric", MetricGoal.Names)), value.At);
        if (value is not YamlMap map) throw value.Unexpected("metric", "a name such as dev_accuracy, or {name: dev_accuracy, goal: maximize}");
        map.WithKeys(" of metric", MetricKeys, []);
        var name = map["name"] ?? throw new ExperimentException(map.At, "metric has no name");
        var metric = MetricGoal.Of(name.AsChoice("metric", MetricGoal.Names));
        if (map["goal"] is { } goal) metric = metric with { Goal = goal.AsChoice("goal", Goals) };
        return new Located<MetricGoal>(metric, map.At);
    }

    public override ObjectiveDescription Read(SettingsReader settings, IReadOnlyDictionary<string, SettingOverride> overrides)
    {
        var file = new SourceLocation(path);
        settings.CheckRequired(file, except: _misplaced.Select(key => key.Text));
        var dataset = problems.Try(() => DatasetReader.Read(
            overrides.GetValueOrDefault("dataset")?.Single ?? root["dataset"]
                ?? throw new ExperimentException(file, "dataset is missing; expected a line such as `dataset: circles`, or `command: [python3, train.py]`"),
            path));
        return new NetworkDescription
        {
            Dataset = dataset!,
            Settings = settings.Settings,
            WeightsKept = root["keep_weights"] is { } keep ? problems.Try(() => keep.AsChoice("keep_weights", Retentions)) : null,
            ChecksGradients = root["gate"] is { } gate && problems.Try(() => gate.AsChoice("gate", Gates)) is not null,
        };
    }
}
