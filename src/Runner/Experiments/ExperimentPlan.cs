using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>The trials of an experiment: variants × grid, minus what is excluded, × replicates.</summary>
internal sealed record ExperimentPlan
{
    /// <summary>A grid with more trials than this needs an explicit yes.</summary>
    public const long LargeGrid = 100_000;

    // Trials are planned in memory before they are stored.
    private const long LargestGrid = 10_000_000;

    private readonly PlanIdentity _identity;
    private long? _mostTrials; // of a search whose trials are not all known

    private ExperimentPlan(PlanIdentity identity) => _identity = identity;

    /// <summary>What was expanded.</summary>
    public required Experiment Experiment { get; init; }

    /// <summary>What trials are compared by.</summary>
    public required MetricGoal Metric { get; init; }

    /// <summary>Identity of the data; null where a program finds its own.</summary>
    public string? DatasetSha256 { get; init; }

    /// <summary>How many trials it has, those included that a search has yet to propose.</summary>
    public long Size => _mostTrials ?? Trials.Count;

    /// <summary>Who proposes points, for people; null: nobody.</summary>
    internal string? Method { get; private init; }

    /// <summary>The trials, numbered from 1, but for those that a search proposes when others have ended: variants change slowest, then the first parameter; replicates change fastest.</summary>
    public required IReadOnlyList<PlannedTrial> Trials { get; init; }

    /// <summary>Lower-case hex SHA-256 of what the plan means, whatever the order of its trials: data, metric, and each trial's variant,
    /// replicate and settings.</summary>
    public required string Hash { get; init; }

    /// <summary>What <see cref="Hash"/> would be if the plan had some of its trials alone, which are given by their numbers.</summary>
    internal string HashOf(IEnumerable<long> numbers) => _identity.ToSha256(numbers);

    /// <summary>The plan as it is stored: <see cref="TrialSettings"/> makes the settings of every network from it again.</summary>
    public SweepPlan ToSweepPlan()
    {
        var shared = new SweepPlan
        {
            MetricName = Metric.Name,
            MetricGoal = Metric.Goal,
            IsMetricNamed = Experiment.Metric is not null,
            Variants = [.. Experiment.Variants.Select(v => new PlanVariant(v.Name, v.Note, InOrder(v.Settings)))],
            Parameters = new OrderedDictionary<string, string>(Experiment.Parameters.Select(
                p => KeyValuePair.Create(p.Name, p.ToJson()))),
            Zip = Experiment.Zip,
            OnlyWhen = new OrderedDictionary<string, string>(Experiment.OnlyWhen.Select(c => KeyValuePair.Create(c.Name, Json(c)))),
            Exclude = [.. Experiment.Exclude.Select(e => e.Value)],
            Search = Experiment.Search,
            Baseline = Experiment.Baseline?.Value,
            Replicates = Experiment.Replicates,
            Trials = Size,
        };
        if (Experiment.Objective is ProgramDescription program) return shared with { Program = program.ToPlan() };
        if (Experiment.Objective is DelegateDescription called) return shared with { Delegate = new PlanDelegate(called.Version, called.IsExcluded is not null) };
        var network = Experiment.Network;
        var values = network.Settings.ToDictionary(s => s.Key, s => s.Value.Value);
        return shared with
        {
            DatasetName = network.Dataset.Name,
            DatasetSha256 = DatasetSha256!,
            DatasetSettings = network.Dataset.ToPlan(),
            Network = Shared(NetworkSpace.Shape),
            Training = Shared(NetworkSpace.Training),
            WeightsKept = network.WeightsKept,
        };

        // Left out: a parameter, a required setting that every variant sets, and record_every where it follows varying iterations.
        OrderedDictionary<string, string> Shared(string section) => Named(setting =>
        {
            var name = setting.Name;
            if (setting.Section != section || Experiment.Parameters.Any(p => p.Name == name)) return null;
            var follows = name == "record_every" && values.ContainsKey("iterations") && !Experiment.Varying.Contains("iterations");
            return values.GetValueOrDefault(name) ?? setting.Default ?? (follows ? NetworkSpace.RecordEvery(values["iterations"]) : null);
        });

        static OrderedDictionary<string, string> Named(Func<Setting, SettingValue?> value) => new(ObjectiveSpace.Network.Settings
            .Select(s => (s.Name, Value: value(s)))
            .Where(s => s.Value is not null)
            .Select(s => KeyValuePair.Create(s.Name, s.Value!.Json)));

        static string Json(OnlyWhen condition) =>
            $"{{{string.Join(',', condition.When.Select(w => $"{SettingValue.Of(w.Key)}:[{string.Join(',', w.Value)}]"))}}}";

        // As the space has them; where any name will do, as they are written.
        OrderedDictionary<string, string> InOrder(IReadOnlyDictionary<string, Located<SettingValue>> settings) => new(settings
            .OrderBy(s => Experiment.Objective.Space.Settings.ToList().FindIndex(known => known.Name == s.Key))
            .Select(s => KeyValuePair.Create(s.Key, s.Value.Value.Written)));
    }

    /// <summary>The same as readable, canonical JSON.</summary>
    public string ToJson() => ToSweepPlan().ToJson();

    /// <summary>The command of a trial with its values filled in.</summary>
    /// <param name="trial">A trial of a program.</param>
    public IReadOnlyList<string> WordsOf(PlannedTrial trial)
    {
        var values = new WrittenValues(ToSweepPlan()).Of(trial);
        return Experiment.Program.ToCommand().WordsOf(new ProgramTrial(Experiment.Name, trial.Number, trial.Seed, values, new TrialFolder("$GOALKEEPER_TRIAL_DIR")));
    }

    /// <summary>Expands an experiment of networks into its trials.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="datasetSha256">Identity of its data.</param>
    /// <param name="splits">The names of the splits that the data have.</param>
    /// <param name="allowLarge">Whether more than <see cref="LargeGrid"/> trials are welcome.</param>
    /// <param name="start">What its search knows before its first point, by the plan without; null: nothing.</param>
    /// <exception cref="LargeGridException">The grid is too large.</exception>
    /// <exception cref="ExperimentException">No trial is left, or what is asked for does not fit the data or the network.</exception>
    public static ExperimentPlan Expand(
        Experiment experiment, string datasetSha256, IReadOnlyCollection<string> splits, bool allowLarge = false, Func<ExperimentPlan, PlanStart?>? start = null)
    {
        CheckSize(experiment, allowLarge);
        var metric = NetworkChecks.ChooseMetric(experiment, splits);
        var identity = PlanIdentity.OfNetworks(datasetSha256, experiment.Network.Dataset.PreprocessingSettings, metric);
        var plan = new ExperimentPlan(identity) { Experiment = experiment, Metric = metric, DatasetSha256 = datasetSha256, Trials = [], Hash = "" };
        return plan.WithTrials(points => NetworkChecks.Check(experiment, points), start);
    }

    /// <summary>Expands an experiment of programs or of a function's calls into its trials.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="allowLarge">Whether more than <see cref="LargeGrid"/> trials are welcome.</param>
    /// <param name="start">What its search knows before its first point, by the plan without; null: nothing.</param>
    /// <exception cref="LargeGridException">The grid is too large.</exception>
    /// <exception cref="ExperimentException">No trial is left, or its command needs what a point does not have.</exception>
    public static ExperimentPlan Expand(Experiment experiment, bool allowLarge = false, Func<ExperimentPlan, PlanStart?>? start = null)
    {
        CheckSize(experiment, allowLarge);
        var metric = experiment.Metric!.Value;
        var called = experiment.Objective as DelegateDescription;
        var identity = called is null ? PlanIdentity.OfPrograms(experiment.Program, metric) : PlanIdentity.OfDelegates(called.Version, metric);
        var plan = new ExperimentPlan(identity) { Experiment = experiment, Metric = metric, Trials = [], Hash = "" };
        return plan.WithTrials(points =>
        {
            if (called is null) CheckCommand(experiment.Program, points);
        }, start);
    }

    /// <summary>The same with its trials.</summary>
    private ExperimentPlan WithTrials(Action<IReadOnlyList<Point>> check, Func<ExperimentPlan, PlanStart?>? start)
    {
        if (Experiment.Search is { } search)
        {
            if (search.Method != PlanSearch.Grid)
            {
                Grid.CheckExclude(Experiment);
                return (start?.Invoke(this) is { } known ? StartingFrom(known) : this).Searching(check);
            }
            var all = Grid.Points(Experiment);
            check(all);
            return (this with { Experiment = Experiment with { Search = search with { RunCap = Math.Min(search.RunCap, all.Count) } } }).Searching(_ => { });
        }
        var points = Grid.Points(Experiment);
        if (Experiment.Objective is DelegateDescription called) points = called.Varied.Keep(points);
        check(points);
        var trials = Number(Experiment, points, _identity);
        if (Experiment.Baseline is { } baseline && !trials.Exists(t => baseline.Value.Is(t.Variant, t.Parameters)))
            throw new ExperimentException(baseline.At, "baseline is no point of this grid; expected one of those that `goalkeeper plan` lists");
        return this with { Trials = trials, Hash = _identity.ToSha256() };
    }

    /// <summary>What <see cref="Hash"/> is of a search that knows these points before its first.</summary>
    internal string HashStartingFrom(PlanStart start) => HashOf(StartingFrom(start).ToSweepPlan());

    private ExperimentPlan StartingFrom(PlanStart start) => this with { Experiment = Experiment with { Search = Experiment.Search! with { Start = start } } };

    private string HashOf(SweepPlan search) => _identity.ToSha256(search, name => Experiment.Objective.Space.Find(name)!.Default?.Json);

    // With the trials that need no results.
    private ExperimentPlan Searching(Action<IReadOnlyList<Point>> check)
    {
        var plan = ToSweepPlan();
        var called = Experiment.Objective as DelegateDescription;
        using var search = new PlannedSearch(plan, called?.IsExcluded);
        CheckFirst(search, plan.Search!.First);
        var trials = search.Beginning().SelectMany((point, i) => search.Trials(i + 1, point)).ToList();
        if (trials.Count == 0)
        {
            throw Experiment.Search!.Start is { } start
                ? new UserErrorException($"{start.Sweep} has all points of this space; expected a larger one")
                : called is not null ? new InvalidOperationException("Exclude leaves nothing to run: no point was found of which it is not true.")
                : new ExperimentException(Experiment.Exclude[0].At, "exclude leaves nothing to run: no point was found of which it is not true");
        }
        check([.. trials.Where(t => t.Replicate == 1).Select(PointOf)]);
        var most = Experiment.Search!.Waits ? search.MostPoints * Experiment.Replicates : (long?)null;
        return this with { Trials = trials, _mostTrials = most, Method = search.Method, Hash = HashOf(plan) };
    }

    private void CheckFirst(PlannedSearch search, IReadOnlyList<IReadOnlyDictionary<string, string>> first)
    {
        var seen = new HashSet<string>();
        foreach (var (i, point) in first.Index())
        {
            var values = point.ToDictionary(p => p.Key, p => SettingValue.Parse(p.Value));
            if (search.WhyNone(values) is { } why) throw Wrong(i, $"{why} in point {i + 1} of first");
            if (!seen.Add(string.Join('\n', search.Written(values)))) throw Wrong(i, $"point {i + 1} of first is an earlier one again, without what does not exist there; expected each once");
            if (search.WhyExcluded(values) is { } excluded) throw Wrong(i, $"point {i + 1} of first is left out of the search, since {excluded}; expected points that are in it");
        }

        ExperimentException Wrong(int point, FormattableString what) => new(Experiment.FirstAt[point], FormattableString.Invariant(what));
    }

    private Point PointOf(PlannedTrial trial)
    {
        var values = ((Experiment.Objective as NetworkDescription)?.Settings ?? new Dictionary<string, Located<SettingValue>>()).ToDictionary();
        var variant = Experiment.Variants.FirstOrDefault(v => v.Name == trial.Variant);
        foreach (var (name, json) in trial.Parameters)
        {
            var at = Experiment.Parameters.FirstOrDefault(p => p.Name == name)?.At ?? variant?.Settings.GetValueOrDefault(name)?.At ?? new SourceLocation(Experiment.FilePath);
            values[name] = new Located<SettingValue>(SettingValue.Parse(json), at);
        }
        return new Point(variant, values);
    }

    private static void CheckCommand(ProgramDescription program, IReadOnlyList<Point> points)
    {
        var problems = new Problems();
        foreach (var word in program.Command)
        {
            foreach (var name in Macros.Names(word.Value).Except(ProgramSpace.OwnWords))
            {
                var without = points.FirstOrDefault(p => !p.Located.ContainsKey(name));
                if (without is null) continue;
                problems.Add(new ExperimentException(
                    word.At,
                    $"command needs `{name}`, which some points do not have, such as {without}; expected a value at every point, or a program that "
                    + $"reads it itself: from ${ProgramEnvironment.VariableOf(name)}, or from the file $GOALKEEPER_PARAMS"));
            }
        }
        problems.ThrowIfAny();
    }

    private static List<PlannedTrial> Number(Experiment experiment, IReadOnlyList<Point> points, PlanIdentity identity)
    {
        var (varying, space) = (experiment.Varying, experiment.Objective.Space);
        var trials = new List<PlannedTrial>(points.Count * experiment.Replicates);
        foreach (var (p, point) in points.Index())
        {
            var settings = space.Complete(point.Values).ToDictionary();
            var isSetting = settings.TryGetValue("seed", out var first);
            var seed = isSetting ? (long)first!.Number : 1;
            for (var replicate = 1; replicate <= experiment.Replicates; replicate++, seed++)
            {
                if (isSetting) settings["seed"] = SettingValue.Of(seed);
                var parameters = varying.Where(settings.ContainsKey).ToDictionary(name => name, name => settings[name].Json);
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
        throw new LargeGridException($"{(experiment.FilePath.Length > 0 ? experiment.FilePath : experiment.Name)}: the grid has {count} trials, more than " + (allowLarge
            ? $"the {Text(LargestGrid)} that fit one sweep; narrow it"
            : $"{Text(LargeGrid)}; narrow it, or run it all the same with --yes"));

        static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
    }
}
