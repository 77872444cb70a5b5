namespace Goalkeeper.Store;

/// <summary>How a metric's value is shown.</summary>
internal enum MetricFormat
{
    /// <summary>A share of 1, shown in percent.</summary>
    Percent,

    /// <summary>A number.</summary>
    Number,
}

/// <summary>What is known of a metric (<see cref="SweepPlan.Metric"/> says it of each); of a network's by its name, and nothing else looks at how a name ends.</summary>
/// <param name="Name">As it is stored: <c>dev_accuracy</c>.</param>
/// <param name="Split">The split that it is measured on; null for the costs and the weights, which are training's own.</param>
/// <param name="Goal">Which way is better: <see cref="Maximize"/> or <see cref="Minimize"/>.</param>
/// <param name="Format">How it is shown.</param>
/// <param name="CanDecide">Whether trials can be compared by it.</param>
internal sealed record MetricDefinition(string Name, string? Split, string Goal, MetricFormat Format, bool CanDecide = true)
{
    /// <summary>More is better.</summary>
    public const string Maximize = "maximize";

    /// <summary>Less is better.</summary>
    public const string Minimize = "minimize";

    private static readonly Dictionary<string, MetricDefinition> Known = ((MetricDefinition[])
    [
        .. DatasetContent.SplitNames.Select(split => new MetricDefinition($"{split}_accuracy", split, Maximize, MetricFormat.Percent) { CountsExamples = true }),
        new("cost", null, Minimize, MetricFormat.Number),
        new("eval_cost", null, Minimize, MetricFormat.Number),
        new("penalty", null, Minimize, MetricFormat.Number, CanDecide: false),
        new("sum_sq_weights", null, Minimize, MetricFormat.Number, CanDecide: false),
        .. DatasetContent.SplitNames.SelectMany(OfPredictions),
    ]).ToDictionary(metric => metric.Name);

    /// <summary>All of them, the common ones first.</summary>
    public static IReadOnlyCollection<MetricDefinition> All => Known.Values;

    /// <summary>How many examples it is a share of, where the experiment declares it; 0: it is none, or its split has them.</summary>
    public long Examples { get; init; }

    /// <summary>Whether it is a number of right examples divided by the number of examples: then equal means can be told from nearly equal ones.</summary>
    public bool CountsExamples { get; private init; }

    /// <summary>
    /// Whether it says nothing that labels and predictions do not: it is no part of a trial's <see cref="Fingerprint"/>, and older trials
    /// do not have it.
    /// </summary>
    public bool FollowsFromPredictions { get; private init; }

    /// <summary>Whether a network's trace has it, so that it is known before training ends.</summary>
    public bool IsTraced => !FollowsFromPredictions || CountsExamples;

    /// <summary>Whether it is undefined where a split has examples of one class alone.</summary>
    public bool NeedsBothClasses { get; private init; }

    /// <summary>The metric of that name; one that is not known is a number to be minimized.</summary>
    public static MetricDefinition Of(string name) =>
        Known.GetValueOrDefault(name) ?? new MetricDefinition(name, null, Minimize, MetricFormat.Number, CanDecide: false);

    private static IEnumerable<MetricDefinition> OfPredictions(string split)
    {
        yield return new($"{split}_balanced_accuracy", split, Maximize, MetricFormat.Percent) { FollowsFromPredictions = true, NeedsBothClasses = true };
        yield return new($"{split}_f1", split, Maximize, MetricFormat.Number) { FollowsFromPredictions = true };
        yield return new($"{split}_auc", split, Maximize, MetricFormat.Number) { FollowsFromPredictions = true, NeedsBothClasses = true };
        yield return new($"{split}_log_loss", split, Minimize, MetricFormat.Number) { FollowsFromPredictions = true };
    }
}
