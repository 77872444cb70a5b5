using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Calls a function a trial.</summary>
/// <param name="space">What varies.</param>
/// <param name="function">Gives the metric that decides.</param>
/// <param name="metric">What that is called.</param>
/// <param name="retries">How often a trial that fails is tried again.</param>
internal sealed class DelegateObjective(Space space, Func<Trial, CancellationToken, Task<double>> function, string metric, int retries) : IObjective
{
    /// <inheritdoc/>
    public int Retries => retries;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <inheritdoc/>
    public async Task<Outcome> Run(TrialContext context, CancellationToken cancellation)
    {
        var trial = new Trial(context, space.PointOf(context.Trial), TimeProvider.System, cancellation);
        try
        {
            var value = await function(trial, cancellation).ConfigureAwait(false);
            // It may have returned half-way because it was asked to stop: that would be a result for ever.
            cancellation.ThrowIfCancellationRequested();
            if (!trial.MayGoOn) return Pruned(context, trial);
            var (state, reason) = Outcome.StateOf(metric, value);
            return new Outcome
            {
                State = state,
                Reason = reason,
                Metrics = new Dictionary<string, double>(trial.Metrics) { [metric] = value },
                Traces = trial.RestOfTrace,
            };
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Log(context, e);
            // Whether it returns or throws once it may not go on is its own way to end.
            if (!trial.MayGoOn) return Pruned(context, trial);
            return Outcome.Failed(e) with { Metrics = trial.Metrics, Traces = trial.RestOfTrace };
        }
    }

    private static Outcome Pruned(TrialContext context, Trial trial) =>
        new() { State = TrialState.Pruned, Reason = context.StopReason, Metrics = trial.Metrics, Traces = trial.RestOfTrace };

    // With its stack, which is no part of the reason. A log that cannot be written harms no trial.
    private static void Log(TrialContext context, Exception exception)
    {
        try
        {
            Directory.CreateDirectory(context.Folder!);
            File.WriteAllText(new TrialFolder(context.Folder!).Output, $"{exception}\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
