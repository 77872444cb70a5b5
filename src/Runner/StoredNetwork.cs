using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>A trial's network with its final weights, read back from the store.</summary>
internal sealed class StoredNetwork
{
    private readonly NetworkWeights _network;
    private readonly Activation _activation;
    private readonly Preparation _preparation;

    private StoredNetwork(
        StoredWeights weights, Activation activation, Preparation preparation, NewExamples examples, IReadOnlyList<string> classNames)
    {
        (_network, _activation) = (new NetworkWeights(weights.Layers, weights.Values), activation);
        _preparation = preparation;
        (Examples, ClassNames) = (examples, classNames);
    }

    /// <summary>Reads what the network can be applied to.</summary>
    public NewExamples Examples { get; }

    /// <summary>What the labels 0 and 1 stand for.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Reads a trial's network.</summary>
    /// <exception cref="UserErrorException">
    /// The trial has no stored weights, or not those that it was stored with; the message says why and what to do.
    /// </exception>
    public static StoredNetwork Read(SweepStore store, SweepRecord sweep, TrialRecord trial)
    {
        var weights = store.WholeWeights(trial) ?? throw new UserErrorException(WhyNone(store, sweep, trial));
        var plan = SweepPlan.Of(sweep);
        var dataset = store.Dataset(sweep);
        var network = new StoredNetwork(
            weights,
            new TrialSettings(plan).Of(trial.ToPlanned()).Activation,
            StoredData.Of(store.Preparation(sweep)),
            new NewExamples(dataset, Scale.Of(plan), DatasetSource.PreprocessingOf(plan).FillsMissing),
            dataset.ClassNames);
        return store.Fingerprint(trial) is not { } stored || network.ResultOf(store, trial, dataset) == stored.Result
            ? network
            : throw new UserErrorException(
                $"trial {new TrialReference(sweep.Reference, trial.Number)} in '{store.Path}' does not give the predictions of its fingerprint: "
                + "its weights, or what is done to features before them, were altered or damaged; restore the store from a copy");
    }

    /// <summary>The probability of label 1 for each example, as training would have given it: the same rows give the same bits.</summary>
    /// <param name="examples">As they were read.</param>
    /// <exception cref="ArgumentException">The examples have another number of features than the network has inputs.</exception>
    public double[] Predict(Examples examples)
    {
        var propagation = new Propagation(_network.Layers, _activation, _preparation.Of(examples));
        propagation.Forward(_network);
        return propagation.Probabilities.ToArray();
    }

    /// <summary>The fingerprint's hash of what the trial measured, with the predictions that the network gives now.</summary>
    private string ResultOf(SweepStore store, TrialRecord trial, StoredDataset dataset) => Fingerprint.Of(new TrialResult
    {
        Number = trial.Number,
        State = trial.State,
        StartedAt = default,
        DurationMs = 0,
        Metrics = trial.Metrics,
        Traces = store.Traces(trial),
        Predictions = [.. dataset.Splits.Select(s => new Prediction(s.Name, Predict(new Examples(s.Features, s.Labels))))],
        Weights = new StoredWeights(_network.Layers, _network.Values),
    })!.Result;

    private static string WhyNone(SweepStore store, SweepRecord sweep, TrialRecord trial)
    {
        var name = new TrialReference(sweep.Reference, trial.Number);
        var best = store.Best(sweep) is { } b && b.Number != trial.Number ? new TrialReference(sweep.Reference, b.Number) : null;
        return $"trial {name} has no stored weights: " + (trial.State, sweep.WeightsKept) switch
        {
            (TrialState.Queued or TrialState.Running or TrialState.Lost or TrialState.Interrupted, _) =>
                $"it is {trial.State}; `goalkeeper work '{sweep.Reference}'` carries on with its sweep",
            (TrialState.Failed or TrialState.Diverged, _) => $"it {trial.State}: {trial.Reason}; expected a finished trial{Such(best)}",
            (_, WeightsKept.None) =>
                "its sweep keeps none; `keep_weights: best` or `all` in the experiment file, and `goalkeeper run --new`, make one that does",
            _ => $"its sweep keeps those of its best trial alone; expected that one{Such(best)}, "
                + "or `keep_weights: all` in the experiment file, and `goalkeeper run --new`",
        };
    }

    private static string Such(TrialReference? best) => best is null ? "" : $", {best}";
}
