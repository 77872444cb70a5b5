using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>The trials of an experiment: variants × grid, minus what is excluded, × replicates.</summary>
public sealed record ExperimentPlan
{
    /// <summary>A grid with more trials than this needs an explicit yes.</summary>
    public const long LargeGrid = 100_000;

    // Trials are planned in memory before they are stored.
    private const long LargestGrid = 10_000_000;

    /// <summary>What was expanded.</summary>
    public required Experiment Experiment { get; init; }

    /// <summary>What trials are compared by.</summary>
    public required MetricGoal Metric { get; init; }

    /// <summary>Identity of the data.</summary>
    public required string DatasetSha256 { get; init; }

    /// <summary>The trials, numbered from 1: variants change slowest, then the first parameter; replicates change fastest.</summary>
    public required IReadOnlyList<PlannedTrial> Trials { get; init; }

    /// <summary>Lower-case hex SHA-256 of what the plan means, whatever the order of its trials: data, metric, and each trial's variant,
    /// replicate and settings.</summary>
    public required string Hash { get; init; }

    /// <summary>The plan as it is stored: <see cref="TrialSettings"/> makes every trial's settings from it again.</summary>
    public SweepPlan ToSweepPlan()
    {
        var network = Experiment.Network;
        var values = network.Settings.ToDictionary(s => s.Key, s => s.Value.Value);
        return new SweepPlan
        {
            DatasetName = network.Dataset.Name,
            DatasetSha256 = DatasetSha256,
            DatasetSettings = network.Dataset.ToPlan(),
            MetricName = Metric.Name,
            MetricGoal = Metric.Goal,
            IsMetricNamed = Experiment.Metric is not null,
            Network = Shared(NetworkSpace.Shape),
            Training = Shared(NetworkSpace.Training),
            Variants = [.. Experiment.Variants.Select(v => new PlanVariant(v.Name, v.Note, Named(name => v.Settings.GetValueOrDefault(name)?.Value)))],
            Parameters = new OrderedDictionary<string, string>(Experiment.Parameters.Select(
                p => KeyValuePair.Create(p.Name, $"[{string.Join(',', p.Values.Select(v => v.Value.Json))}]"))),
            Exclude = [.. Experiment.Exclude.Select(e => e.Value)],
            Replicates = Experiment.Replicates,
            WeightsKept = network.WeightsKept,
            Trials = Trials.Count,
        };

        // Left out: a parameter, a required setting that every variant sets, and record_every where it follows varying iterations.
        OrderedDictionary<string, string> Shared(string section) => Named(name =>
        {
            var setting = Space.Network.Find(name)!;
            if (setting.Section != section || Experiment.Parameters.Any(p => p.Name == name)) return null;
            var follows = name == "record_every" && values.ContainsKey("iterations") && !Experiment.Varying.Contains("iterations");
            return values.GetValueOrDefault(name) ?? setting.Default ?? (follows ? NetworkSpace.RecordEvery(values["iterations"]) : null);
        });

        static OrderedDictionary<string, string> Named(Func<string, SettingValue?> value) => new(Space.Network.Settings
            .Select(s => (s.Name, Value: value(s.Name)))
            .Where(s => s.Value is not null)
            .Select(s => KeyValuePair.Create(s.Name, s.Value!.Json)));
    }

    /// <summary>The same as readable, canonical JSON.</summary>
    public string ToJson() => ToSweepPlan().ToJson();

    /// <summary>Expands an experiment into its trials.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="datasetSha256">Identity of its data.</param>
    /// <param name="splits">The names of the splits that the data have.</param>
    /// <param name="allowLarge">Whether more than <see cref="LargeGrid"/> trials are welcome.</param>
    /// <exception cref="LargeGridException">The grid is too large.</exception>
    /// <exception cref="ExperimentException">No trial is left, or what is asked for does not fit the data or the network.</exception>
    public static ExperimentPlan Expand(
        Experiment experiment, string datasetSha256, IReadOnlyCollection<string> splits, bool allowLarge = false)
    {
        CheckSize(experiment, allowLarge);
        var metric = NetworkChecks.ChooseMetric(experiment, splits);
        var points = Grid.Points(experiment);
        NetworkChecks.Check(experiment, points);
        var identity = PlanIdentity.OfNetworks(datasetSha256, experiment.Network.Dataset.PreprocessingSettings, metric);
        var trials = Number(experiment, points, identity);
        return new ExperimentPlan
        {
            Experiment = experiment,
            Metric = metric,
            DatasetSha256 = datasetSha256,
            Trials = trials,
            Hash = identity.ToSha256(),
        };
    }

    private static List<PlannedTrial> Number(Experiment experiment, IReadOnlyList<Point> points, PlanIdentity identity)
    {
        var (varying, space) = (experiment.Varying, experiment.Objective.Space);
        var trials = new List<PlannedTrial>(points.Count * experiment.Replicates);
        foreach (var (p, point) in points.Index())
        {
            var settings = space.Complete(point.Values).ToDictionary();
            var seed = (long)settings["seed"].Number;
            for (var replicate = 1; replicate <= experiment.Replicates; replicate++, seed++)
            {
                settings["seed"] = SettingValue.Of(seed);
                var parameters = varying.ToDictionary(name => name, name => settings[name].Json);
                var trial = new PlannedTrial(trials.Count + 1, p + 1, point.Variant?.Name, replicate, seed, parameters);
                trials.Add(trial);
                identity.Add(trial, settings.ToDictionary(s => s.Key, s => s.Value.Json), name => space.Find(name)!.Default?.Json);
            }
        }
        return trials;
    }

    private static void CheckSize(Experiment experiment, bool allowLarge)
    {
        var size = experiment.GridSize;
        if (size <= LargeGrid || (allowLarge && size <= LargestGrid)) return;
        var count = size == long.MaxValue ? "more than 9e18" : Text(size);
        throw new LargeGridException($"{experiment.FilePath}: the grid has {count} trials, more than " + (allowLarge
            ? $"the {Text(LargestGrid)} that fit one sweep; narrow it"
            : $"{Text(LargeGrid)}; narrow it, or run it all the same with --yes"));

        static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
    }
}
