using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Runs one trial: an attempt in, a result to be stored out. A trial that throws is a failed trial, not a failed sweep.</summary>
internal sealed class TrialExecutor(IObjective objective, TimeProvider clock)
{
    /// <summary>Runs it; null where it was asked to stop, and the trial has no result.</summary>
    public TrialResult? Execute(TrialContext trial, CancellationToken cancellation)
    {
        var startedAt = clock.GetUtcNow();
        var start = clock.GetTimestamp();
        Outcome outcome;
        try
        {
            outcome = objective.Run(trial, cancellation).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        // A time-out is an OperationCanceledException too, and nobody's wish to stop.
        catch (Exception e)
        {
            outcome = Outcome.Failed(e);
        }
        return new TrialResult(outcome)
        {
            Number = trial.Trial.Number,
            StartedAt = startedAt,
            DurationMs = clock.GetElapsedTime(start).TotalMilliseconds,
            IsToBeTriedAgain = outcome.State == TrialState.Failed && trial.Attempt <= objective.Retries,
        };
    }
}
