using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Bench;

/// <summary>A sweep, run as <c>goalkeeper run</c> does, and watched by nobody.</summary>
internal sealed class Sweep : ISweepObserver
{
    /// <summary>Plans, runs and commits an experiment's trials.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="storePath">A store, which is made.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="train">What takes the place of training, or null.</param>
    public static void Run(Experiment experiment, string storePath, int workers, Train? train = null)
    {
        var dataset = DatasetLoader.Load(experiment.Network.Dataset, "");
        var plan = ExperimentPlan.Expand(experiment, dataset.ComputeSha256(), [.. dataset.Splits.Select(s => s.Name)]);
        var circumstances = new Circumstances($"goalkeeper run {experiment.FilePath}", DateTimeOffset.UnixEpoch, null, null, "{}", "{}");
        using var store = SweepStore.Open(storePath);
        new SweepSession(store, new Sweep()).Run(PlannedSweep.Of(plan, dataset, circumstances, train), new SessionOptions(workers), forceNew: false, default);
    }

    /// <inheritdoc/>
    public void SweepStarted(SweepStart start)
    {
    }

    /// <inheritdoc/>
    public void TrialStarted(PlannedTrial trial)
    {
    }

    /// <inheritdoc/>
    public void TrialEnded(PlannedTrial trial, TrialResult result)
    {
    }

    /// <inheritdoc/>
    public void SweepEnded()
    {
    }

    public void OthersEnded(IReadOnlyDictionary<string, long> counts)
    {
    }
}
