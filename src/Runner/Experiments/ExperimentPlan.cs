using System.Globalization;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>A trial as it is planned: its row in the store, and everything that its numbers depend on besides the data.</summary>
public sealed record PlanEntry(PlannedTrial Trial, TrainingSettings Settings);

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
    public required IReadOnlyList<PlanEntry> Entries { get; init; }

    /// <summary>Lower-case hex SHA-256 of what the plan means, whatever the order of its trials: data, metric, and each trial's variant,
    /// replicate and settings.</summary>
    public required string Hash { get; init; }

    /// <summary>The plan as it is stored: <see cref="TrialSettings"/> makes every trial's settings from it again.</summary>
    public SweepPlan ToSweepPlan()
    {
        var values = Experiment.Settings.ToDictionary(s => s.Key, s => s.Value.Value);
        return new SweepPlan
        {
            DatasetName = Experiment.Dataset.Name,
            DatasetSha256 = DatasetSha256,
            DatasetSettings = Experiment.Dataset.ToPlan(),
            MetricName = Metric.Name,
            MetricGoal = Metric.Goal,
            IsMetricNamed = Experiment.Metric is not null,
            Network = Shared(Setting.Network),
            Training = Shared(Setting.Training),
            Variants = [.. Experiment.Variants.Select(v => new PlanVariant(v.Name, v.Note, Named(name => v.Settings.GetValueOrDefault(name)?.Value)))],
            Parameters = new OrderedDictionary<string, string>(Experiment.Parameters.Select(
                p => KeyValuePair.Create(p.Name, $"[{string.Join(',', p.Values.Select(v => v.Value.Json))}]"))),
            Exclude = [.. Experiment.Exclude.Select(e => e.Value)],
            Replicates = Experiment.Replicates,
            WeightsKept = Experiment.WeightsKept,
            Trials = Entries.Count,
        };

        // Left out: a parameter, a required setting that every variant sets, and record_every where it follows varying iterations.
        OrderedDictionary<string, string> Shared(string section) => Named(name =>
        {
            var setting = Setting.Find(name)!;
            if (setting.Section != section || Experiment.Parameters.Any(p => p.Name == name)) return null;
            var follows = name == "record_every" && values.ContainsKey("iterations") && !Experiment.Varying.Contains("iterations");
            return values.GetValueOrDefault(name) ?? setting.Default ?? (follows ? Setting.RecordEvery(values["iterations"]) : null);
        });

        static OrderedDictionary<string, string> Named(Func<string, SettingValue?> value) => new(Setting.All
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
        var metric = ChooseMetric(experiment, splits);
        var points = Exclude(experiment, [.. Points(experiment)]);
        foreach (var point in points) CheckKeepProb(point);
        CheckInitializationScale(experiment, points);
        CheckEvalCost(experiment, points);

        var varying = experiment.Varying;
        var entries = new List<PlanEntry>(points.Count * experiment.Replicates);
        var identity = new PlanIdentity(datasetSha256, experiment.Dataset.PreprocessingSettings, metric);
        for (var p = 0; p < points.Count; p++)
        {
            var settings = Setting.Complete(points[p].Values.ToDictionary(v => v.Key, v => v.Value.Value)).ToDictionary();
            var seed = (long)settings["seed"].Number;
            for (var replicate = 1; replicate <= experiment.Replicates; replicate++, seed++)
            {
                settings["seed"] = SettingValue.Of(seed);
                var parameters = varying.ToDictionary(name => name, name => settings[name].Json);
                var trial = new PlannedTrial(entries.Count + 1, p + 1, points[p].Variant?.Name, replicate, seed, parameters);
                entries.Add(new PlanEntry(trial, Setting.Resolve(settings)));
                identity.Add(trial, settings.ToDictionary(s => s.Key, s => s.Value.Json), name => Setting.Find(name)!.Default?.Json);
            }
        }
        return new ExperimentPlan
        {
            Experiment = experiment,
            Metric = metric,
            DatasetSha256 = datasetSha256,
            Entries = entries,
            Hash = identity.ToSha256(),
        };
    }

    private sealed record Point(Variant? Variant, IReadOnlyDictionary<string, Located<SettingValue>> Values);

    private static IEnumerable<Point> Points(Experiment experiment)
    {
        IEnumerable<(string Name, Located<SettingValue> Value)[]> grid = [[]];
        foreach (var (name, values) in experiment.Parameters)
            grid = grid.SelectMany(_ => values, ((string, Located<SettingValue>)[] (row, value) => [.. row, (name, value)]));
        foreach (var variant in experiment.Variants.DefaultIfEmpty())
        {
            foreach (var row in grid)
            {
                var values = experiment.Settings.ToDictionary();
                foreach (var (name, value) in variant?.Settings ?? new Dictionary<string, Located<SettingValue>>()) values[name] = value;
                foreach (var (name, value) in row) values[name] = value;
                yield return new Point(variant, values);
            }
        }
    }

    private static List<Point> Exclude(Experiment experiment, List<Point> points)
    {
        if (experiment.Exclude.Count == 0) return points;

        // Every setting is a column, so that an expression holds whether `--set` fixes a setting or varies it;
        // a replicate's seed is not yet known.
        string[] settings = [.. Setting.All.Select(s => s.Name).Where(name => name != "seed" || experiment.Replicates == 1)];
        string[] columns = ["number", "variant", .. settings, "λ"];
        var rows = points.Select((point, index) =>
        {
            var values = Setting.Complete(point.Values.ToDictionary(v => v.Key, v => v.Value.Value));
            return (IReadOnlyList<object?>)
                [index + 1L, point.Variant?.Name, .. settings.Select(name => values[name].Cell), values["lambda"].Cell];
        }).ToList();
        var known = columns.Select((name, i) => new ColumnValues(name, rows.Select(row => row[i]), Words(name))).ToList();
        var excluded = new bool[points.Count];
        var problems = new Problems();
        foreach (var expression in experiment.Exclude)
        {
            if (problems.IsFull) break;
            try
            {
                using var filter = new RowFilter(columns, expression.Value);
                if (ColumnValues.Fault(expression.Value, known) is { } fault)
                    problems.Add(new ExperimentException(expression.At, $"exclude compares what is never equal: {fault}"));
                for (var i = 0; i < excluded.Length; i++) excluded[i] |= filter.Matches(rows[i]);
            }
            catch (UserErrorException e)
            {
                problems.Add(new ExperimentException(expression.At, $"exclude cannot be evaluated: {e.Message}", e));
            }
        }
        problems.ThrowIfAny();
        var kept = points.Where((_, i) => !excluded[i]).ToList();
        if (kept.Count > 0) return kept;
        var all = points.Count == 1 ? "the only point" : FormattableString.Invariant($"all {points.Count} points");
        throw new ExperimentException(experiment.Exclude[0].At, $"exclude leaves nothing to run: it is true of {all}");

        IReadOnlyCollection<string>? Words(string column) => column == "variant"
            ? [.. experiment.Variants.Select(v => v.Name)]
            : Setting.Find(column) is { Words: { Count: > 0 } words } ? words : null;
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

    private static MetricGoal ChooseMetric(Experiment experiment, IReadOnlyCollection<string> splits)
    {
        if (experiment.Metric is not { } metric) return MetricGoal.Of(splits.Contains("dev") ? "dev_accuracy" : "train_accuracy");
        var definition = MetricDefinition.Of(metric.Value.Name);
        if (definition.Split is { } split && !splits.Contains(split))
        {
            throw new ExperimentException(
                metric.At,
                $"{metric.Value.Name} needs a {split} set, and {experiment.Dataset.Name} has none; "
                + $"expected {string.Join(" or ", splits.Select(s => $"{s}_accuracy"))}, cost or eval_cost");
        }
        if (definition is { Split: "train", FollowsFromPredictions: true } && splits.Count > 1)
        {
            var heldOut = splits.Skip(1).Select(s => metric.Value.Name.Replace("train", s, StringComparison.Ordinal));
            throw new ExperimentException(
                metric.At, $"{metric.Value.Name} is measured where nothing is held out; expected {string.Join(" or ", heldOut)}");
        }
        return metric.Value;
    }

    private static void CheckKeepProb(Point point)
    {
        if (point.Values.GetValueOrDefault("keep_prob") is not { Value.IsList: true } keepProb) return;
        var hidden = point.Values["hidden"].Value;
        var (given, expected) = (keepProb.Value.Numbers.Count, hidden.Numbers.Count);
        if (given == expected) return;
        throw new ExperimentException(
            keepProb.At,
            FormattableString.Invariant($"keep_prob has {given} values, and hidden {hidden} has {expected}; ")
            + "expected one value, or one per hidden layer (`exclude` leaves out what does not fit)");
    }

    private static void CheckEvalCost(Experiment experiment, List<Point> points)
    {
        if (experiment.Metric is not { Value.Name: "eval_cost" } metric) return;
        var without = points.Count(
            p => !Setting.Resolve(p.Values.ToDictionary(v => v.Key, v => v.Value.Value)).HasDropout);
        if (without == 0) return;
        throw new ExperimentException(
            metric.At,
            FormattableString.Invariant($"eval_cost is measured with dropout alone, and {without} of {points.Count} points have none; ")
            + "expected keep_prob below 1 at every point, or the metric cost");
    }

    private static void CheckInitializationScale(Experiment experiment, List<Point> points)
    {
        const string scale = "initialization_scale";
        var given = experiment.Settings.GetValueOrDefault(scale)
            ?? experiment.Parameters.FirstOrDefault(p => p.Name == scale)?.Values[0]
            ?? experiment.Variants.Select(v => v.Settings.GetValueOrDefault(scale)).FirstOrDefault(v => v is not null);
        var random = SettingValue.Of("random");
        if (given is null || points.Any(p => p.Values.GetValueOrDefault("initialization")?.Value == random)) return;
        throw new ExperimentException(
            given.At, $"{scale} is for `initialization: random` only, and no trial has that; expected no {scale}, or that initialization");
    }
}
