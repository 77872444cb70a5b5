using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>Trains one network.</summary>
/// <exception cref="OperationCanceledException">Asked to stop.</exception>
internal delegate TrainingResult Train(TrainingSettings settings, Dataset dataset, TrainingWatch? watch, CancellationToken cancellation);

/// <summary>Trains a network a trial.</summary>
/// <param name="dataset">What to learn from, as networks see it.</param>
/// <param name="settings">The settings of the plan's trials.</param>
/// <param name="train">How a network is trained; null for the real thing.</param>
internal sealed class NetworkObjective(Dataset dataset, TrialSettings settings, Train? train = null) : IObjective
{
    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <inheritdoc/>
    public Task<Outcome> Run(TrialContext trial, CancellationToken cancellation)
    {
        var network = settings.Of(trial.Trial);
        try
        {
            var training = (train ?? Trainer.Train)(network, dataset, (metric, iteration, value) => trial.MayGoOn(metric, iteration, value), cancellation);
            return Task.FromResult(Describe(training, trial.StopReason) with { InitialWeightsSha256 = InitialWeights(network) });
        }
        catch (OutOfMemoryException)
        {
            return Task.FromResult(Outcome.Failed(
                "not enough memory for this network beside those that other workers trained; a smaller one needs less"));
        }
        catch (OverflowException)
        {
            return Task.FromResult(Outcome.Failed(
                "the network is too large for so many examples: units × examples, and inputs × units, must stay below 2³¹ in every layer"));
        }
    }

    /// <summary>Drawn once more: they are a function of the settings, and training has long overwritten them.</summary>
    private string InitialWeights(TrainingSettings network)
    {
        var initial = NetworkWeights.Initialize(network, dataset.Train.FeatureCount);
        return Fingerprint.Of(new StoredWeights(initial.Layers, initial.Values));
    }

    private static Outcome Describe(TrainingResult training, string? stopReason) => new()
    {
        State = training.IsEndedEarly ? TrialState.Pruned : training.DivergedAt is null ? TrialState.Finished : TrialState.Diverged,
        Reason = training.IsEndedEarly ? stopReason
            : training.DivergedAt is { } iteration
            ? FormattableString.Invariant($"the weights were not finite at iteration {iteration}; a smaller learning_rate or lambda may help")
            : null,
        Metrics = training.Metrics,
        Traces = [.. training.Traces.Select(t => new Trace(t.Metric, t.Iterations, t.Values))],
        Predictions = [.. training.Predictions.Select(p => new Prediction(p.Split, p.Probabilities))],
        Weights = training is { DivergedAt: null, IsEndedEarly: false } ? new StoredWeights(training.Weights.Layers, training.Weights.Values) : null,
    };
}
