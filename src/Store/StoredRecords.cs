namespace Goalkeeper.Store;

/// <summary>A stored sweep: <see cref="NewSweep"/> with its identity, without its data.</summary>
internal sealed record SweepRecord
{
    /// <summary>The row's id.</summary>
    public required long Id { get; init; }

    /// <summary>32 hexadecimal digits, drawn when it was planned: the same in every copy of it.</summary>
    public required string Uid { get; init; }

    /// <inheritdoc cref="NewSweep.Kind"/>
    public required string Kind { get; init; }

    /// <inheritdoc cref="NewSweep.Name"/>
    public required string Name { get; init; }

    /// <summary>1, 2, … within the name.</summary>
    public required long Number { get; init; }

    /// <inheritdoc cref="NewSweep.Description"/>
    public required string Description { get; init; }

    /// <inheritdoc cref="NewSweep.ExperimentFile"/>
    public required string ExperimentFile { get; init; }

    /// <inheritdoc cref="NewSweep.ExperimentText"/>
    public required string ExperimentText { get; init; }

    /// <inheritdoc cref="NewSweep.Plan"/>
    public required string Plan { get; init; }

    /// <inheritdoc cref="NewSweep.PlanHash"/>
    public required string PlanHash { get; init; }

    /// <inheritdoc cref="NewSweep.MetricName"/>
    public required string MetricName { get; init; }

    /// <inheritdoc cref="NewSweep.MetricGoal"/>
    public required string MetricGoal { get; init; }

    /// <inheritdoc cref="NewSweep.WeightsKept"/>
    public required string WeightsKept { get; init; }

    /// <inheritdoc cref="NewSweep.Command"/>
    public required string Command { get; init; }

    /// <inheritdoc cref="NewSweep.GitCommit"/>
    public required string? GitCommit { get; init; }

    /// <inheritdoc cref="NewSweep.GitDirty"/>
    public required bool? GitDirty { get; init; }

    /// <inheritdoc cref="NewSweep.Machine"/>
    public required string Machine { get; init; }

    /// <inheritdoc cref="NewSweep.Versions"/>
    public required string Versions { get; init; }

    /// <summary>When it was launched, UTC, to the millisecond.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Identity of the data, which <see cref="SweepStore.Dataset(SweepRecord)"/> reads; null where they are not known here.</summary>
    public required string? DatasetSha256 { get; init; }

    /// <summary>How many examples each split has.</summary>
    public required SplitCounts Examples { get; init; }

    /// <inheritdoc cref="NewSweep.MetricExamples"/>
    public required long MetricExamples { get; init; }

    /// <inheritdoc cref="NewSweep.MetricFormat"/>
    public required MetricFormat MetricFormat { get; init; }

    /// <summary>What a person wrote about it afterwards, or null.</summary>
    public string? Note { get; init; }

    /// <summary>What its points are compared by.</summary>
    public Metric Metric => new(MetricName, MetricGoal, MetricExamples);

    /// <summary>"name#2".</summary>
    public SweepReference Reference => new(Name, Number);
}

/// <summary>How many examples the splits of a dataset have; 0: there is no such split.</summary>
/// <param name="Train">For learning.</param>
/// <param name="Dev">For choosing.</param>
/// <param name="Test">For the last word.</param>
internal readonly record struct SplitCounts(long Train, long Dev, long Test);

/// <summary>What <see cref="SweepStore.FindOrCreate"/> found or made.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Resumed">True when it was there already.</param>
internal sealed record FoundSweep(SweepRecord Sweep, bool Resumed);

/// <summary>One line of the list of sweeps.</summary>
/// <param name="Sweep">The experiment's name.</param>
/// <param name="SweepNumber">The sweep's number within the name.</param>
/// <param name="Trials">All its trials; the six states add up to it.</param>
/// <param name="Queued">Not started.</param>
/// <param name="Running">Claimed by a worker of the process that runs the sweep.</param>
/// <param name="Interrupted">Claimed, but no process runs the sweep any more.</param>
/// <param name="Finished">Ended with metrics.</param>
/// <param name="Failed">Ended by an error.</param>
/// <param name="Diverged">Ended without numbers.</param>
/// <param name="Metric">The metric that decides.</param>
/// <param name="Goal">maximize or minimize.</param>
/// <param name="BestValue">The best point's mean, or null.</param>
/// <param name="BestTrial">The first trial that it is over, or null.</param>
/// <param name="CreatedAt">UTC, ISO 8601.</param>
/// <param name="BestPoint">That point's number, or null.</param>
/// <param name="BestCount">How many trials the mean is over, or null.</param>
/// <param name="Pruned">Ended early.</param>
/// <param name="Format">How the metric is shown.</param>
internal sealed record SweepOverview(
    string Sweep,
    long SweepNumber,
    long Trials,
    long Queued,
    long Running,
    long Interrupted,
    long Finished,
    long Failed,
    long Diverged,
    string Metric,
    string Goal,
    double? BestValue,
    long? BestTrial,
    string CreatedAt,
    long? BestPoint,
    long? BestCount,
    long Pruned,
    MetricFormat Format)
{
    /// <summary>What people call it by: values by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>A stored trial.</summary>
internal sealed record TrialRecord
{
    /// <summary>The row's id.</summary>
    public required long Id { get; init; }

    /// <inheritdoc cref="PlannedTrial.Number"/>
    public required long Number { get; init; }

    /// <inheritdoc cref="PlannedTrial.Point"/>
    public required long Point { get; init; }

    /// <inheritdoc cref="PlannedTrial.Variant"/>
    public required string? Variant { get; init; }

    /// <inheritdoc cref="PlannedTrial.Replicate"/>
    public required long Replicate { get; init; }

    /// <inheritdoc cref="PlannedTrial.Seed"/>
    public required long Seed { get; init; }

    /// <summary>One of <see cref="TrialState"/>.</summary>
    public required string State { get; init; }

    /// <summary>The attempt that counts; null while it is queued.</summary>
    public required long? AttemptId { get; init; }

    /// <inheritdoc cref="Outcome.Reason"/>
    public required string? Reason { get; init; }

    /// <summary>When a worker took it, UTC, to the millisecond; null while queued.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>Training time in milliseconds; null until it has ended.</summary>
    public required double? DurationMs { get; init; }

    /// <summary>Every varying setting: a long, a double or a string; a list is its JSON text. Sorted by name.</summary>
    public required IReadOnlyDictionary<string, object> Parameters { get; init; }

    /// <summary>Every metric that was measured, NaN and infinities included. Sorted by name.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The trial as it was planned, its parameters as JSON again.</summary>
    public PlannedTrial ToPlanned() => new(
        Number,
        Point,
        Variant,
        Replicate,
        Seed,
        new SortedDictionary<string, string>(
            Parameters.ToDictionary(p => p.Key, p => ParameterValue.ToJson(p.Value)), StringComparer.Ordinal));
}

/// <summary>One try of a trial by one worker.</summary>
/// <param name="Number">1, 2, … within the trial.</param>
/// <param name="State">One of <see cref="TrialState"/>, or "stopped": it was given back before it ended.</param>
/// <param name="Reason">Why it did not finish; null when it did.</param>
/// <param name="StartedAt">When a worker took it, UTC, to the millisecond.</param>
/// <param name="DurationMs">How long it took, in milliseconds; null where it has no result.</param>
/// <param name="Counts">Whether it is the trial's result.</param>
internal sealed record AttemptRecord(long Number, string State, string? Reason, DateTimeOffset? StartedAt, double? DurationMs, bool Counts)
{
    /// <summary>What the operating system says of it; null where it was no program, or has not ended.</summary>
    public ProcessRecord? Process { get; init; }
}

/// <summary>The trial that a sweep's metric chooses.</summary>
/// <param name="Number">Its number within the sweep.</param>
/// <param name="Value">The metric's value.</param>
internal sealed record BestTrial(long Number, double Value);

/// <summary>One trace of one trial of a sweep.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Trace">Its points.</param>
internal sealed record TrialTrace(long Trial, Trace Trace);

/// <summary>Stored predictions of one split.</summary>
/// <param name="Split">train, dev or test.</param>
/// <param name="Labels">One per example: 1 where the probability, before it was rounded to single precision, was above 0.5; else 0.</param>
/// <param name="Probabilities">One per example, in single precision.</param>
internal sealed record StoredPrediction(string Split, IReadOnlyList<int> Labels, float[] Probabilities);
