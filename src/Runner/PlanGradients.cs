using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>A network of a plan: the trial that trains it, and how.</summary>
internal sealed record PlannedNetwork(PlannedTrial Trial, TrainingSettings Settings);

/// <summary>Checks a network's first gradient.</summary>
internal delegate GradientCheckResult CheckGradient(TrainingSettings settings, Examples train, GradientCheckOptions options);

/// <summary>
/// The networks of a plan whose gradients are worth a check: those that differ in more than how they are trained or in their seed.
/// </summary>
/// <param name="Networks">The first trial of each, in the plan's order.</param>
/// <param name="LeftOut">How many more there are.</param>
internal sealed record PlanGradients(IReadOnlyList<PlannedNetwork> Networks, int LeftOut)
{
    /// <summary>A larger plan's networks are checked at so many, spread evenly over the plan.</summary>
    public const int Most = 20;

    /// <summary>Of a block with more entries than this, so many seeded ones are checked, unless all are asked for.</summary>
    public const int MostEntries = 200;

    // What the gradient at the initial weights does not depend on, and the seed, which makes no other network.
    private static readonly string[] Indifferent = ["learning_rate", "iterations", "record_every", "seed"];

    /// <summary>Finds them.</summary>
    public static PlanGradients Of(ExperimentPlan plan)
    {
        var varying = plan.Experiment.Varying.Except(Indifferent).ToList();
        var settings = new TrialSettings(plan.ToSweepPlan());
        var distinct = plan.Trials.DistinctBy(trial => string.Join('\n', varying.Select(name => trial.Parameters[name])))
            .Select(trial => new PlannedNetwork(trial, settings.Of(trial))).ToList();
        if (distinct.Count <= Most) return new PlanGradients(distinct, 0);
        var spread = Enumerable.Range(0, Most).Select(i => distinct[i * (distinct.Count - 1) / (Most - 1)]);
        return new PlanGradients([.. spread], distinct.Count - Most);
    }

    /// <summary>Checks them one by one, as the results are asked for.</summary>
    /// <param name="train">The train examples.</param>
    /// <param name="options">How.</param>
    /// <param name="check">How a gradient is checked, or null for the real thing.</param>
    public IEnumerable<(PlannedNetwork Network, GradientCheckResult Result)> Check(
        Examples train, GradientCheckOptions options, CheckGradient? check = null) =>
        Networks.Select(network => (network, (check ?? GradientCheck.Run)(network.Settings, train, options)));
}
