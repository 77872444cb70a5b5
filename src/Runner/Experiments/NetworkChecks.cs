using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What only the points of a plan and the splits of its data can show to be wrong with an experiment of networks.</summary>
internal static class NetworkChecks
{
    /// <summary>The metric that the experiment names, or the one that the data allow.</summary>
    /// <exception cref="ExperimentException">The data do not have the split that it is measured on.</exception>
    public static MetricGoal ChooseMetric(Experiment experiment, IReadOnlyCollection<string> splits)
    {
        if (experiment.Metric is not { } metric) return MetricGoal.Of(splits.Contains("dev") ? "dev_accuracy" : "train_accuracy");
        var definition = MetricDefinition.Of(metric.Value.Name);
        if (definition.Split is { } split && !splits.Contains(split))
        {
            throw new ExperimentException(
                metric.At,
                $"{metric.Value.Name} needs a {split} set, and {experiment.Network.Dataset.Name} has none; "
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

    /// <exception cref="ExperimentException">A point's settings do not fit each other, or the metric.</exception>
    public static void Check(Experiment experiment, IReadOnlyList<Point> points)
    {
        foreach (var point in points) CheckKeepProb(point);
        CheckInitializationScale(points);
        CheckEvalCost(experiment, points);
        CheckTraced(experiment);
    }

    private static void CheckTraced(Experiment experiment)
    {
        if (experiment is not { Search.EarlyTerminate: not null, Metric: { } metric } || MetricDefinition.Of(metric.Value.Name).IsTraced) return;
        throw new ExperimentException(
            metric.At, $"{metric.Value.Name} is known when training has ended, and early_terminate needs it earlier; expected an accuracy, cost or eval_cost");
    }

    private static void CheckKeepProb(Point point)
    {
        if (point.Located.GetValueOrDefault("keep_prob") is not { Value.IsList: true } keepProb) return;
        var hidden = point.Located["hidden"].Value;
        var (given, expected) = (keepProb.Value.Numbers.Count, hidden.Numbers.Count);
        if (given == expected) return;
        throw new ExperimentException(
            keepProb.At,
            FormattableString.Invariant($"keep_prob has {given} values, and hidden {hidden} has {expected}; ")
            + "expected one value, or one per hidden layer (`exclude` leaves out what does not fit)");
    }

    private static void CheckEvalCost(Experiment experiment, IReadOnlyList<Point> points)
    {
        if (experiment.Metric is not { Value.Name: "eval_cost" } metric) return;
        var without = points.Count(p => !ObjectiveSpace.Network.Resolve(p.Values).HasDropout);
        if (without == 0) return;
        throw new ExperimentException(
            metric.At,
            FormattableString.Invariant($"eval_cost is measured with dropout alone, and {without} of {points.Count} points have none; ")
            + "expected keep_prob below 1 at every point, or the metric cost");
    }

    private static void CheckInitializationScale(IReadOnlyList<Point> points)
    {
        const string scale = "initialization_scale";
        var given = points.Select(p => p.Located.GetValueOrDefault(scale)).FirstOrDefault(v => v is not null);
        var random = SettingValue.Of("random");
        if (given is null || points.Any(p => p.Located.GetValueOrDefault("initialization")?.Value == random)) return;
        throw new ExperimentException(
            given.At, $"{scale} is for `initialization: random` only, and no trial has that; expected no {scale}, or that initialization");
    }
}
