using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>gate: gradcheck</c>: a sweep starts only if the gradients of its networks pass.</summary>
/// <param name="context">Where it says so, and how gradients are checked.</param>
/// <param name="store">Where the sweep would be kept.</param>
internal sealed class GradientGate(CommandContext context, SweepStore store)
{
    /// <summary>Checks what is left to run, if the experiment asks for it, and says what is wrong. Stores nothing.</summary>
    public bool LetsThrough(PlannedExperiment planned, bool forceNew)
    {
        var plan = planned.Plan;
        if (plan.Experiment.Objective is not NetworkDescription { ChecksGradients: true } || (!forceNew && HasEnded(plan))) return true;

        var (gradients, train) = (PlanGradients.Of(plan), planned.Train);
        var output = context.Error;
        output.WriteLine($"gate: checking the gradients of {GradientText.Networks(gradients)}");
        var options = new GradientCheckOptions { MostEntries = PlanGradients.MostEntries };
        var text = new GradientText(context with { Out = output }, options.Threshold);
        var results = gradients.Check(train, options, context.CheckGradient).ToList();
        foreach (var (network, result) in results.Where(r => !r.Result.Passed))
        {
            output.WriteLine(GradientText.Network(network, train.FeatureCount));
            text.WriteBlocks(result, failedOnly: true);
        }
        var failed = results.Count(r => r.Result.Failed);
        if (failed == 0) return true;
        output.WriteLine(
            $"error: the gate is shut: the gradients of {failed} of {results.Count} networks are not those of the cost; nothing is stored. "
            + $"`goalkeeper gradcheck {plan.Experiment.FilePath}` shows all blocks; without `gate: gradcheck` the sweep runs all the same");
        return false;
    }

    /// <summary>Whether run would find the sweep with nothing left to do.</summary>
    private bool HasEnded(ExperimentPlan plan) =>
        store.FindPlan(plan.Experiment.Name, plan.Hash) is { } sweep && store.StateCounts(sweep).Keys.All(TrialState.IsEnded);
}
