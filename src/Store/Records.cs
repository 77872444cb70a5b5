namespace Goalkeeper.Store;

/// <summary>
/// The states of a trial. All but <see cref="Lost"/> and <see cref="Interrupted"/>, which are found out when a store is read, are
/// stored. A trial has the state of its last attempt; an ended attempt never changes.
/// </summary>
public static class TrialState
{
    /// <summary>Planned, not started.</summary>
    public const string Queued = "queued";

    /// <summary>Claimed by a worker.</summary>
    public const string Running = "running";

    /// <summary>Stored as running, but its worker has vanished; others work on its sweep and will take it again.</summary>
    public const string Lost = "lost";

    /// <summary>Stored as running, but no process runs its sweep: it was killed. It is queued again when its sweep resumes.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>Ended with its metrics.</summary>
    public const string Finished = "finished";

    /// <summary>Ended by an error, which is its reason.</summary>
    public const string Failed = "failed";

    /// <summary>
    /// Ended because its weights stopped being numbers, or, where it is a program, with a metric that is no finite number; its trace is kept. A result,
    /// not an error.
    /// </summary>
    public const string Diverged = "diverged";

    /// <summary>Ended early by a stopping rule or a person; its trace up to there is kept.</summary>
    public const string Pruned = "pruned";

    /// <summary>Every state.</summary>
    public static IReadOnlyList<string> All { get; } = [Finished, Failed, Diverged, Pruned, Running, Lost, Interrupted, Queued];

    /// <summary>Whether a trial in that state has ended.</summary>
    public static bool IsEnded(string state) => state is Finished or Failed or Diverged or Pruned;
}

/// <summary>What the trials of a sweep are.</summary>
internal static class SweepKind
{
    /// <summary>Trainings of Goalkeeper's own networks.</summary>
    public const string Network = "network";

    /// <summary>Runs of a program.</summary>
    public const string Program = "program";

    /// <summary>Calls of a function in C#.</summary>
    public const string Delegate = "delegate";

    /// <summary>What a program has logged by itself.</summary>
    public const string Logged = "logged";

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<string> All { get; } = [Network, Program, Delegate, Logged];

    /// <summary>What the trials of a sweep of that kind are, for "its trials are …".</summary>
    public static string Trials(string kind) => kind switch
    {
        Network => "networks",
        Program => "runs of a program",
        Delegate => "calls of a C# function",
        _ => "what a program has logged",
    };
}

/// <summary>Which trials' weights a sweep keeps.</summary>
internal static class WeightsKept
{
    /// <summary>Every trial's.</summary>
    public const string All = "all";

    /// <summary>Those of the trial that is best by the sweep's metric, so far.</summary>
    public const string Best = "best";

    /// <summary>No trial's.</summary>
    public const string None = "none";
}

/// <summary>One split of a stored dataset.</summary>
/// <param name="Name">train, dev or test.</param>
/// <param name="Features">Row-major, Labels.Length × number of features.</param>
/// <param name="Labels">0 or 1 each.</param>
internal sealed record StoredSplit(string Name, double[] Features, double[] Labels);

/// <summary>A column of the table that a dataset was read from.</summary>
/// <param name="Name">Its header.</param>
/// <param name="Categories">Its words, each of them a feature; none: the column is numbers, and one feature.</param>
internal sealed record StoredColumn(string Name, IReadOnlyList<string> Categories);

/// <summary>A dataset as the store keeps it, once, by its hash.</summary>
/// <param name="Sha256">Lower-case hex: the identity.</param>
/// <param name="Name">The name that the experiment file used.</param>
/// <param name="FeatureNames">One name per feature; none where examples have several axes.</param>
/// <param name="Splits">In the order train, dev, test, those there are.</param>
internal sealed record StoredDataset(string Sha256, string Name, IReadOnlyList<string> FeatureNames, IReadOnlyList<StoredSplit> Splits)
{
    /// <summary>Data that are not known here: no splits.</summary>
    public static StoredDataset None { get; } = new("", "", [], []);

    /// <summary>The axes of one example: [features], or of a picture [rows, columns, channels].</summary>
    public IReadOnlyList<int> Shape { get; init; } = [FeatureNames.Count];

    /// <summary>What the labels 0 and 1 stand for.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = ["0", "1"];

    /// <summary>The columns that the features come from, in order; none where they come from no table.</summary>
    public IReadOnlyList<StoredColumn> Columns { get; init; } = [];

    /// <summary>Whether the test examples of another are these, with a column more or less, or prepared otherwise: the same labels in the same order, and a feature that is the same.</summary>
    public bool HasTestOf(StoredDataset other) =>
        Splits.FirstOrDefault(s => s.Name == "test") is { } test && other.Splits.FirstOrDefault(s => s.Name == "test") is { } others
        && test.Labels.AsSpan().SequenceEqual(others.Labels)
        && FeatureNames.Index().Any(f => other.FeatureNames.Index().Any(o => o.Item == f.Item && Feature(test, f.Index).SequenceEqual(other.Feature(others, o.Index))));

    private IEnumerable<double> Feature(StoredSplit split, int index) => Enumerable.Range(0, split.Labels.Length).Select(example => split.Features[example * FeatureNames.Count + index]);
}

/// <summary>
/// What is done to one feature before a network sees it: <paramref name="Fill"/> where it is missing, then (value − mean) / deviation.
/// </summary>
/// <param name="Fill">NaN: nothing is filled.</param>
/// <param name="Mean">0 where nothing is subtracted.</param>
/// <param name="Deviation">1 where nothing is divided.</param>
internal readonly record struct StoredPreparation(double Fill, double Mean, double Deviation);

/// <summary>A sweep to be stored: what was asked for, and the circumstances.</summary>
internal sealed record NewSweep
{
    /// <summary>The experiment's name; sweeps of one name are numbered 1, 2, ….</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="SweepKind"/>.</summary>
    public string Kind { get; init; } = SweepKind.Network;

    /// <summary>The experiment's description, or empty.</summary>
    public required string Description { get; init; }

    /// <summary>Its first tags, values by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Path of the experiment file as it was given.</summary>
    public required string ExperimentFile { get; init; }

    /// <summary>The experiment file's text, verbatim.</summary>
    public required string ExperimentText { get; init; }

    /// <summary>The resolved plan, JSON: every setting with its default, overrides applied.</summary>
    public required string Plan { get; init; }

    /// <summary>Lower-case hex SHA-256 of what the plan means; the sweep's identity.</summary>
    public required string PlanHash { get; init; }

    /// <summary>The metric that decides which trial is best.</summary>
    public required string MetricName { get; init; }

    /// <summary>"maximize" or "minimize".</summary>
    public required string MetricGoal { get; init; }

    /// <summary>One of <see cref="Store.WeightsKept"/>.</summary>
    public required string WeightsKept { get; init; }

    /// <summary>The command line that launched it.</summary>
    public required string Command { get; init; }

    /// <summary>Git commit of the folder of the experiment file, or null.</summary>
    public string? GitCommit { get; init; }

    /// <summary>Whether that work tree had changes (results/ apart), or null without git.</summary>
    public bool? GitDirty { get; init; }

    /// <summary>Machine, as JSON: operating system, processor, cores, memory.</summary>
    public required string Machine { get; init; }

    /// <summary>Versions, as JSON: goalkeeper, .NET, SQLite.</summary>
    public required string Versions { get; init; }

    /// <summary>When it was launched, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How many examples the metric is a share of; 0 where it is none.</summary>
    public long MetricExamples { get; init; }

    /// <summary>How the metric is shown.</summary>
    public MetricFormat MetricFormat { get; init; } = MetricFormat.Number;

    /// <summary>The data that it trains on, or null where they are not known here.</summary>
    public StoredDataset? Dataset { get; init; }

    /// <summary>What is done to each feature before training; none: they go in as they were read.</summary>
    public IReadOnlyList<StoredPreparation> Preparation { get; init; } = [];
}

/// <summary>A planned trial: one point, one seed.</summary>
/// <param name="Number">1, 2, … within the sweep, in plan order.</param>
/// <param name="Point">1, 2, … : replicates of the same point share it.</param>
/// <param name="Variant">The variant's name, or null.</param>
/// <param name="Replicate">1, 2, … within the point.</param>
/// <param name="Seed">NumPy's seed.</param>
/// <param name="Parameters">Value of every setting that varies, as JSON scalars or arrays: a number, a string or a list.</param>
internal sealed record PlannedTrial(long Number, long Point, string? Variant, long Replicate, long Seed, IReadOnlyDictionary<string, string> Parameters);

/// <summary>One metric over iterations.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Iterations">Ascending.</param>
/// <param name="Values">As many values; infinities and NaN are data.</param>
internal sealed record Trace(string Metric, IReadOnlyList<long> Iterations, IReadOnlyList<double> Values);

/// <summary>Predicted probabilities of one split's examples, in their order.</summary>
/// <param name="Split">train, dev or test.</param>
/// <param name="Probabilities">One per example; the label is 1 where it is above 0.5.</param>
internal sealed record Prediction(string Split, double[] Probabilities)
{
    /// <summary>What they are of; null: the examples of the sweep's dataset.</summary>
    public ExampleSet? Examples { get; init; }
}

/// <summary>A network's numbers.</summary>
/// <param name="Layers">Sizes, inputs first, the one output last.</param>
/// <param name="Values">W1 row-major (outputs × inputs), b1, W2, b2, ….</param>
internal sealed record StoredWeights(IReadOnlyList<int> Layers, double[] Values)
{
    // Between two layers a weight for each pair of units, and a bias for each unit of the second.
    internal bool IsWhole => Layers.Zip(Layers.Skip(1), (from, to) => (from + 1L) * to).Sum() == Values.Length;
}

/// <summary>What the operating system says of a program that has ended.</summary>
/// <param name="ExitCode">What it returned; null where a signal ended it.</param>
/// <param name="Signal">The signal that ended it, or null.</param>
/// <param name="CpuMs">Processor time of it and what it started, in milliseconds.</param>
/// <param name="PeakMemory">The most memory that one of them had at once, in bytes; null where that is not known.</param>
/// <param name="Files">Lower-case hex SHA-256 of the files that its command names, by path.</param>
/// <param name="Remark">What else is worth knowing, such as lines that were meant as metrics and are none; null: nothing.</param>
internal sealed record ProcessRecord(
    long? ExitCode, long? Signal, double? CpuMs, long? PeakMemory, IReadOnlyDictionary<string, string> Files, string? Remark);

/// <summary>What came of a trial.</summary>
internal record Outcome
{
    /// <summary>finished, failed, diverged or pruned.</summary>
    public string State { get; init; } = TrialState.Finished;

    /// <summary>Why it did not finish; null when it did.</summary>
    public string? Reason { get; init; }

    /// <summary>Final metrics by name; NaN is "measured, not a number", absence is "not measured".</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Metrics over iterations, where they were not stored while it ran.</summary>
    public IReadOnlyList<Trace> Traces { get; init; } = [];

    /// <summary>Per-example predictions.</summary>
    public IReadOnlyList<Prediction> Predictions { get; init; } = [];

    /// <summary>Final weights, or null where there are none to keep.</summary>
    public StoredWeights? Weights { get; init; }

    /// <summary>Lower-case hex SHA-256 of the weights that training started from (<see cref="Fingerprint.Of(StoredWeights)"/>), or null
    /// where there were none.</summary>
    public string? InitialWeightsSha256 { get; init; }

    /// <summary>What the operating system says of it, where it was a program.</summary>
    public ProcessRecord? Process { get; init; }

    /// <summary>
    /// The state that the metric that decides gives a trial that has ended well, and the reason. A metric that is no finite number says of a program what
    /// weights that are none say of a network.
    /// </summary>
    public static (string State, string? Reason) StateOf(string metric, double value) =>
        double.IsFinite(value) ? (TrialState.Finished, null) : (TrialState.Diverged, $"{metric} is {(double.IsNaN(value) ? "NaN" : "infinite")}");

    /// <summary>A failure.</summary>
    public static Outcome Failed(string reason) => new() { State = TrialState.Failed, Reason = reason };

    /// <summary>A failure by an exception.</summary>
    public static Outcome Failed(Exception exception) => Failed($"{exception.GetType().Name}: {exception.Message}");
}

/// <summary>How an attempt at a trial ended, to be committed whole or not at all.</summary>
internal sealed record TrialResult : Outcome
{
    /// <summary>A result without an outcome yet.</summary>
    public TrialResult()
    {
    }

    /// <summary>The result of a trial with that outcome.</summary>
    public TrialResult(Outcome outcome)
        : base(outcome)
    {
    }

    /// <summary>The trial's number within its sweep.</summary>
    public required long Number { get; init; }

    /// <summary>When a worker took it, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required double DurationMs { get; init; }

    /// <summary>Whether only this attempt has ended so, and its trial is queued again.</summary>
    public bool IsToBeTriedAgain { get; init; }
}
