using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>A trial's network with its final weights, read back from the store.</summary>
public sealed class StoredNetwork
{
    private readonly Parameters _parameters;
    private readonly Activation _activation;
    private readonly Preparation _preparation;

    private StoredNetwork(StoredWeights weights, Activation activation, Preparation preparation, NewExamples examples)
    {
        (_parameters, _activation) = (new Parameters(weights.Layers, weights.Values), activation);
        _preparation = preparation;
        Examples = examples;
    }

    /// <summary>Reads what the network can be applied to.</summary>
    public NewExamples Examples { get; }

    /// <summary>Reads a trial's network.</summary>
    /// <exception cref="UserErrorException">The trial has no stored weights; the message says why and what to do.</exception>
    public static StoredNetwork Read(SweepStore store, SweepRecord sweep, TrialRecord trial)
    {
        var weights = store.Weights(trial) ?? throw new UserErrorException(WhyNone(store, sweep, trial));
        var plan = SweepPlan.Of(sweep);
        var examples = new NewExamples(
            store.Dataset(sweep.DatasetSha256), Scale.Of(plan), DatasetSource.PreprocessingOf(plan).FillsMissing);
        return new StoredNetwork(
            weights, new TrialSettings(plan).Of(trial.ToPlanned()).Activation, StoredData.Of(store.Preparation(sweep)), examples);
    }

    /// <summary>The probability of label 1 for each example, as training would have given it: the same rows give the same bits.</summary>
    /// <param name="examples">As they were read.</param>
    /// <exception cref="ArgumentException">The examples have another number of features than the network has inputs.</exception>
    public double[] Predict(Examples examples)
    {
        var propagation = new Propagation(_parameters.Layers, _activation, _preparation.Of(examples));
        propagation.Forward(_parameters);
        return propagation.Probabilities.ToArray();
    }

    private static string WhyNone(SweepStore store, SweepRecord sweep, TrialRecord trial)
    {
        var name = new TrialReference(sweep.Reference, trial.Number);
        var best = store.Best(sweep) is { } b && b.Number != trial.Number ? new TrialReference(sweep.Reference, b.Number) : null;
        return $"trial {name} has no stored weights: " + (trial.State, sweep.WeightsKept) switch
        {
            (TrialState.Queued or TrialState.Running or TrialState.Interrupted, _) =>
                $"it is {trial.State}; `goalkeeper run {sweep.ExperimentFile}` carries on with its sweep",
            (TrialState.Failed or TrialState.Diverged, _) => $"it {trial.State}: {trial.Reason}; expected a finished trial{Such(best)}",
            (_, WeightsKept.None) =>
                "its sweep keeps none; `keep_weights: best` or `all` in the experiment file, and `goalkeeper run --new`, make one that does",
            _ => $"its sweep keeps those of its best trial alone; expected that one{Such(best)}, "
                + "or `keep_weights: all` in the experiment file, and `goalkeeper run --new`",
        };
    }

    private static string Such(TrialReference? best) => best is null ? "" : $", {best}";
}
