using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>How a call of <see cref="SweepRunner.Run"/> ended.</summary>
/// <param name="Sweep">The stored sweep.</param>
/// <param name="Stopped">Whether it was asked to stop before all trials had ended.</param>
public sealed record SweepOutcome(SweepRecord Sweep, bool Stopped);

/// <summary>
/// Plans a sweep into the store, or finds it there, and runs the trials that have not ended: in parallel, one thread each, each with
/// numbers that depend on its settings and data alone.
/// </summary>
/// <param name="store">Where the sweep is kept.</param>
/// <param name="observer">Who is told.</param>
/// <param name="train">How a network is trained; tests put something quick here.</param>
/// <param name="clock">The time.</param>
public sealed class SweepRunner(SweepStore store, ISweepObserver observer, Train? train = null, TimeProvider? clock = null)
{
    /// <summary>Above this number of parameters in any of its networks, a sweep keeps the best trial's weights only, unless its file says otherwise.</summary>
    public const int LargeNetwork = 10_000;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly QuietObserver _observer = new(observer);

    /// <summary>Runs what is left of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="dataset">Its data, as they were read.</param>
    /// <param name="circumstances">What is stored about the launch.</param>
    /// <param name="workers">Threads, at least 1.</param>
    /// <param name="forceNew">Start a new sweep though one with this plan is there.</param>
    /// <param name="cancellation">Stops it cleanly: ended trials are kept, the others are queued again.</param>
    /// <exception cref="UserErrorException">Another process runs this sweep.</exception>
    /// <exception cref="StoreException">The store could not take a result; what it had taken before is kept.</exception>
    public SweepOutcome Run(
        ExperimentPlan plan, Dataset dataset, Circumstances circumstances, int workers, bool forceNew, CancellationToken cancellation)
    {
        var name = plan.Experiment.Name;
        var newest = store.SweepsNamed(name) is [var first, ..] ? first : null;
        var preparation = plan.Experiment.Dataset.Preprocessing.Fit(dataset.Train);
        var (sweep, resumed) = store.FindOrCreate(
            NewSweep(plan, dataset, preparation, circumstances), [.. plan.Entries.Select(e => e.Trial)], forceNew);
        using var hold = SweepLock.Acquire(store, sweep);
        var interrupted = store.Requeue(sweep);

        var previous = resumed || newest?.PlanHash == sweep.PlanHash ? null : newest;
        var changes = previous is null ? [] : PlanDifference.Describe(SweepPlan.Of(previous), SweepPlan.Of(sweep));
        var best = resumed ? store.BestPoint(sweep) : null;
        _observer.SweepStarted(
            new SweepStart(sweep, resumed, store.StateCounts(sweep), interrupted, workers, previous?.Reference, changes, store.Ranking(sweep), best));

        RunQueued(sweep, preparation.Of(dataset), workers, cancellation);
        var stopped = store.Requeue(sweep) > 0 || store.StateCounts(sweep).GetValueOrDefault(TrialState.Queued) > 0;
        return new SweepOutcome(sweep, stopped);
    }

    private void RunQueued(SweepRecord sweep, Dataset dataset, int workers, CancellationToken cancellation)
    {
        using var writer = new TrialWriter(store.Path, sweep);
        var executor = new TrialExecutor(dataset, train ?? Trainer.Train, _clock);
        new TrialWorkers(executor, new TrialSettings(SweepPlan.Of(sweep))).Run(store.QueuedTrials(sweep), workers, Started, Ended, cancellation);
        writer.Complete();

        void Started(PlannedTrial trial)
        {
            writer.Started(trial.Number, _clock.GetUtcNow());
            _observer.TrialStarted(trial);
        }

        void Ended(PlannedTrial trial, TrialResult result)
        {
            writer.Ended(result);
            _observer.TrialEnded(trial, result);
        }
    }

    private static NewSweep NewSweep(ExperimentPlan plan, Dataset dataset, Preparation preparation, Circumstances circumstances) => new()
    {
        Name = plan.Experiment.Name,
        Description = plan.Experiment.Description,
        ExperimentFile = plan.Experiment.FilePath,
        ExperimentText = plan.Experiment.Text,
        Plan = plan.ToJson(),
        PlanHash = plan.Hash,
        MetricName = plan.Metric.Name,
        MetricGoal = plan.Metric.Goal,
        WeightsKept = plan.Experiment.WeightsKept ?? (plan.Entries.Any(e => IsLarge(e.Settings, dataset)) ? WeightsKept.Best : WeightsKept.All),
        Command = circumstances.Command,
        GitCommit = circumstances.GitCommit,
        GitDirty = circumstances.GitDirty,
        Machine = circumstances.Machine,
        Versions = circumstances.Versions,
        CreatedAt = circumstances.At,
        Dataset = StoredData.Of(dataset, plan.DatasetSha256),
        Preparation = StoredData.Of(preparation),
    };

    private static bool IsLarge(TrainingSettings settings, Dataset dataset)
    {
        int[] layers = [dataset.Train.FeatureCount, .. settings.Hidden, 1];
        return layers.Zip(layers.Skip(1), (inputs, outputs) => outputs * (inputs + 1L)).Sum() > LargeNetwork;
    }
}
