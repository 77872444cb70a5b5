using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What a trial does: values and a seed in, metrics out.</summary>
internal interface IObjective : IDisposable
{
    /// <summary>How often a trial that fails is tried again by itself.</summary>
    int Retries => 0;

    /// <summary>GPUs of which each trial has one for itself, as CUDA counts them; none: it has those that Goalkeeper has.</summary>
    IReadOnlyList<int> Gpus => [];

    /// <summary>So many trials that fail for good in a row stop the sweep here; 0: none do.</summary>
    int FailFast => 0;

    /// <summary>Runs one trial. What it throws is the trial's failure, not the sweep's.</summary>
    /// <param name="trial">What to run.</param>
    /// <param name="cancellation">The wish to end it; the trial then has no result.</param>
    /// <exception cref="OperationCanceledException">It was ended so.</exception>
    Task<Outcome> Run(TrialContext trial, CancellationToken cancellation);
}
