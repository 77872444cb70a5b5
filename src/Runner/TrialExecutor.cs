using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>Trains one network.</summary>
/// <exception cref="OperationCanceledException">Asked to stop.</exception>
public delegate TrainingResult Train(TrainingSettings settings, Dataset dataset, CancellationToken cancellation);

/// <summary>Runs one trial: settings in, a result to be stored out. A trial that throws is a failed trial, not a failed sweep.</summary>
internal sealed class TrialExecutor(Dataset dataset, Train train, TimeProvider clock)
{
    /// <summary>Runs it; null where it was asked to stop, and the trial has no result.</summary>
    public TrialResult? Execute(PlannedTrial trial, TrainingSettings settings, CancellationToken cancellation)
    {
        var startedAt = clock.GetUtcNow();
        var start = clock.GetTimestamp();
        var result = new TrialResult { Number = trial.Number, State = TrialState.Finished, StartedAt = startedAt, DurationMs = 0 };
        try
        {
            var training = train(settings, dataset, cancellation);
            result = Describe(result, training) with { DurationMs = clock.GetElapsedTime(start).TotalMilliseconds };
            result = result with { InitialWeightsSha256 = InitialWeights(settings) };
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        // A time-out is an OperationCanceledException too, and nobody's wish to stop.
        catch (Exception e)
        {
            result = result with { State = TrialState.Failed, Reason = Reason(e), DurationMs = clock.GetElapsedTime(start).TotalMilliseconds };
        }
        return result;
    }

    private static string Reason(Exception e) => e switch
    {
        OutOfMemoryException => "not enough memory for this network beside those that other workers trained; a smaller one needs less",
        OverflowException => "the network is too large for so many examples: units × examples, and inputs × units, must stay below 2³¹ in every layer",
        _ => $"{e.GetType().Name}: {e.Message}",
    };

    /// <summary>Drawn once more: they are a function of the settings, and training has long overwritten them.</summary>
    private string InitialWeights(TrainingSettings settings)
    {
        var initial = Parameters.Initialize(settings, dataset.Train.FeatureCount);
        return Fingerprint.Of(new StoredWeights(initial.Layers, initial.Values));
    }

    private static TrialResult Describe(TrialResult result, TrainingResult training) => result with
    {
        State = training.DivergedAt is null ? TrialState.Finished : TrialState.Diverged,
        Reason = training.DivergedAt is { } iteration
            ? FormattableString.Invariant($"the weights were not finite at iteration {iteration}; a smaller learning_rate or lambda may help")
            : null,
        Metrics = training.Metrics,
        Traces = [.. training.Traces.Select(t => new Trace(t.Metric, t.Iterations, t.Values))],
        Predictions = [.. training.Predictions.Select(p => new Prediction(p.Split, p.Probabilities))],
        Weights = training.DivergedAt is null ? new StoredWeights(training.Parameters.Layers, training.Parameters.Values) : null,
    };
}
