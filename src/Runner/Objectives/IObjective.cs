using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What a trial does: values and a seed in, metrics out.</summary>
public interface IObjective
{
    /// <summary>How often a trial that fails is tried again by itself.</summary>
    int Retries { get; }

    /// <summary>Runs one trial. What it throws is the trial's failure, not the sweep's.</summary>
    /// <param name="trial">What to run.</param>
    /// <param name="cancellation">The wish to end it; the trial then has no result.</param>
    /// <exception cref="OperationCanceledException">It was ended so.</exception>
    Task<Outcome> Run(TrialContext trial, CancellationToken cancellation);
}
