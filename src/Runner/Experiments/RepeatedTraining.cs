using System.Globalization;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>
/// Trials of a plan that are the same training to the last bit, because they differ in nothing that has an effect. They run all the same:
/// what a plan means is what its file says.
/// </summary>
internal static class RepeatedTraining
{
    private const int MostShown = 5;

    private static readonly Dictionary<string, string> Why = new()
    {
        ["activation"] = "activation has no effect without hidden layers",
        ["initialization_scale"] = "initialization_scale has no effect but with `initialization: random`",
        ["seed"] = "the seed has no effect where weights start at zero and no mask is resampled",
        ["record_every"] = "record_every has no effect from the number of iterations on",
        ["keep_prob"] = "one keep_prob means the same as a list that repeats it, and has no effect without hidden layers",
        ["dropout_mask"] = "dropout_mask has no effect where keep_prob is 1",
    };

    /// <summary>A sentence for each kind of repetition; none for a plan that is larger than people read.</summary>
    public static IReadOnlyList<string> Describe(ExperimentPlan plan)
    {
        if (plan.Trials.Count > ExperimentPlan.LargeGrid) return [];
        var settings = new TrialSettings(plan.ToSweepPlan());
        return
        [
            .. plan.Trials.GroupBy(trial => Key(settings.Of(trial).Effective()))
                .Where(same => same.Count() > 1)
                .Select(same => (Reason: Reason([.. same]), Numbers: Equal([.. same.Select(trial => trial.Number)])))
                .GroupBy(same => same.Reason, same => same.Numbers)
                .Select(kind => Sentence(kind.Key, [.. kind])),
        ];
    }

    private static string Equal(IReadOnlyList<long> numbers) =>
        $"{string.Join(" = ", numbers.Take(MostShown).Select(Text))}{(numbers.Count > MostShown ? $" and {Text(numbers.Count - MostShown)} more" : "")}";

    private static string Sentence(string reason, IReadOnlyList<string> groups)
    {
        var more = groups.Count > MostShown ? $", and {Text(groups.Count - MostShown)} more" : "";
        return $"the same training runs more than once: {reason} (trials {string.Join(", ", groups.Take(MostShown))}{more})";
    }

    private static string Reason(List<PlannedTrial> same)
    {
        var differing = same[0].Parameters.Keys.Where(name => same.Any(t => t.Parameters[name] != same[0].Parameters[name]));
        List<string> reasons = [.. differing.Select(name => Why.GetValueOrDefault(name, $"{name} has no effect here"))];
        return reasons.Count == 0 ? "the variants set the same" : string.Join("; ", reasons);
    }

    private static string Key(TrainingSettings s) => FormattableString.Invariant(
        $"{string.Join(',', s.Hidden)} {s.Activation} {s.Initialization} {s.InitializationScale:R} {s.Seed} {s.LearningRate:R} {s.Iterations} ")
        + FormattableString.Invariant($"{s.RecordEvery} {s.Lambda:R} {string.Join(',', s.KeepProb.Select(p => p.ToString("R", CultureInfo.InvariantCulture)))} {s.DropoutMask}");

    private static string Text(long number) => FormattableString.Invariant($"{number}");
}
