using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>How a session goes about a sweep.</summary>
/// <param name="Workers">Threads, at least 1.</param>
internal sealed record SessionOptions(int Workers)
{
    /// <summary>What is added to the sweep first; null: nothing.</summary>
    public SweepExtension? Extension { get; init; }

    /// <summary>Which failed or diverged trials are tried again; null: none.</summary>
    public Func<TrialRecord, bool>? Retry { get; init; }

    /// <summary>Whether what is left is run though the program's files have changed since its last trial.</summary>
    public bool GoesOn { get; init; }
}

/// <summary>How a session ended.</summary>
/// <param name="Sweep">The stored sweep.</param>
/// <param name="Stopped">Whether it was asked to stop before all trials had ended.</param>
/// <param name="Counts">The sweep's trials by state; where it was stopped, those that a search has yet to propose are queued.</param>
internal sealed record SweepOutcome(SweepRecord Sweep, bool Stopped, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>How many trials have failed in a row, where that stopped it; 0 else.</summary>
    public int FailedInARow { get; init; }

    /// <summary>The first point that reached the target of the sweep's metric, and its mean; null: none has.</summary>
    public (long Point, double Mean)? Reached { get; init; }
}

/// <summary>
/// One process at work on a sweep: takes trials that nobody has, runs them in parallel, one thread each, and stores what comes of them, until
/// all have ended. Any number of sessions may be at work on a sweep.
/// </summary>
/// <param name="store">Where the sweep is kept.</param>
/// <param name="observer">Who is told; null: nobody.</param>
/// <param name="clock">The time.</param>
internal sealed class SweepSession(SweepStore store, ISweepObserver? observer = null, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly QuietObserver _observer = new(observer);

    /// <summary>Stores a sweep, or finds it there by its plan, and runs what is left of it.</summary>
    /// <param name="planned">The sweep.</param>
    /// <param name="options">How.</param>
    /// <param name="forceNew">Start a new sweep though one with this plan is there.</param>
    /// <param name="cancellation">Stops it cleanly: ended trials are kept, the others are queued again.</param>
    /// <exception cref="UserErrorException">The program's files have changed.</exception>
    /// <exception cref="StoreException">The store could not take a result; what it had taken before is kept.</exception>
    public SweepOutcome Run(PlannedSweep planned, SessionOptions options, bool forceNew, CancellationToken cancellation)
    {
        if (options.Extension is { } extension)
        {
            CheckFiles(extension.Sweep, options);
            store.Extend(extension.Sweep, planned.Sweep, extension.Added);
        }
        var newest = store.SweepsNamed(planned.Sweep.Name) is [var first, ..] ? first : null;
        var (sweep, resumed) = store.FindOrCreate(planned.Sweep, planned.Trials, forceNew);
        var previous = resumed || newest?.PlanHash == sweep.PlanHash ? null : newest;
        return Work(sweep, planned.Objective, resumed, previous, options, cancellation, planned.IsExcluded);
    }

    /// <summary>Runs what is left of a stored sweep.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="objective">What a trial of it does.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops it cleanly.</param>
    /// <exception cref="UserErrorException">The program's files have changed.</exception>
    /// <exception cref="StoreException">The store could not take a result; what it had taken before is kept.</exception>
    public SweepOutcome Join(SweepRecord sweep, IObjective objective, SessionOptions options, CancellationToken cancellation) =>
        Work(sweep, objective, resumed: true, previous: null, options, cancellation);

    private SweepOutcome Work(
        SweepRecord sweep,
        IObjective objective,
        bool resumed,
        SweepRecord? previous,
        SessionOptions options,
        CancellationToken cancellation,
        Func<PlannedTrial, bool>? isExcluded = null)
    {
        var (retried, changed) = Queue(sweep, options);
        var plan = SweepPlan.Of(sweep);
        using var proposals = SearchProposals.Of(sweep, plan, isExcluded);
        using var worker = new SweepWorker(store.Path, sweep, proposals is null ? null : proposals.Grow, objective.Gpus);
        using var failed = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, worker.StopAsked, failed.Token);
        var failures = new FailureRow(objective.FailFast);
        var counts = Planned(sweep, plan, proposals);
        var most = objective.Gpus.Count > 0 ? Math.Min(options.Workers, objective.Gpus.Count) : options.Workers;
        var wanted = (int)Math.Min(most, counts.Where(c => !TrialState.IsEnded(c.Key)).Sum(c => c.Value));
        var threads = Math.Min(wanted, proposals?.MostTrialsAtOnce ?? int.MaxValue);
        _observer.SweepStarted(new SweepStart(
            sweep,
            resumed,
            counts,
            worker.Retaken,
            threads,
            store.Workers(sweep).Count(w => w.IsAlive) - 1,
            previous?.Reference,
            previous is null ? [] : PlanDifference.Describe(SweepPlan.Of(previous), plan),
            store.Ranking(sweep),
            resumed ? store.BestPoint(sweep) : null,
            retried,
            options.Extension?.Added.Count ?? 0,
            wanted - threads,
            changed));

        var executor = new TrialExecutor(objective, _clock);
        var rule = EarlyTermination.Of(plan);
        using (new Watch(Look))
        {
            TrialThreads.Run(threads, RunNext, stop.Token);
            worker.Complete();
        }
        _observer.SweepEnded();
        var stoppedAt = stop.IsCancellationRequested ? Planned(sweep, plan, proposals) : store.StateCounts(sweep);
        return new SweepOutcome(sweep, stop.IsCancellationRequested && stoppedAt.Keys.Any(state => !TrialState.IsEnded(state)), stoppedAt)
        {
            FailedInARow = failed.IsCancellationRequested ? objective.FailFast : 0,
            Reached = proposals?.Reached(store),
        };

        void Look()
        {
            if (worker.EndedByOthers is { } counts) _observer.OthersEnded(counts);
        }

        bool RunNext(CancellationToken cancellation)
        {
            if (worker.Take(cancellation) is not { } claim) return false;
            failures.Started(claim.Trial.Number);
            _observer.TrialStarted(claim.Trial);
            var context = new TrialContext(sweep.Reference, claim.Trial, claim.Attempt, store.Folder(sweep, claim), traces => worker.Report(claim, traces), TrialStopping.Of(plan, rule, claim.Thresholds)) { Gpu = claim.Gpu };
            if (executor.Execute(context, cancellation) is not { } result) return false;
            worker.End(claim, result);
            _observer.TrialEnded(claim.Trial, result);
            if (result.State == TrialState.Failed && !result.IsToBeTriedAgain && failures.Failed(claim.Trial.Number)) failed.Cancel();
            return true;
        }
    }

    /// <summary>The sweep's trials by state; those that a search has yet to propose are queued.</summary>
    private IReadOnlyDictionary<string, long> Planned(SweepRecord sweep, SweepPlan plan, SearchProposals? proposals)
    {
        var counts = store.StateCounts(sweep);
        if (proposals is null || plan.Trials - counts.Values.Sum() is not (> 0 and var left)) return counts;
        // Where all have ended, it may be that nothing is left to propose.
        if (counts.Keys.All(TrialState.IsEnded) && proposals.Grow(store) == 0) return counts;
        return new Dictionary<string, long>(counts) { [TrialState.Queued] = counts.GetValueOrDefault(TrialState.Queued) + left };
    }

    /// <summary>Queues what is to be tried again, unless all that is left would be another program's result.</summary>
    /// <returns>How many trials that is, and what has changed of the program.</returns>
    private (int Retried, string? Changed) Queue(SweepRecord sweep, SessionOptions options)
    {
        List<long> again = options.Retry is { } retry ? [.. store.Trials(sweep).Where(retry).Select(t => t.Number)] : [];
        var isOver = again.Count == 0 && store.StateCounts(sweep).Keys.All(TrialState.IsEnded);
        var changed = isOver ? null : CheckFiles(sweep, options);
        return (store.Retry(sweep, again), changed);
    }

    /// <summary>Refuses to mix results of two programs.</summary>
    /// <returns>What has changed of the program since trials that had no result; null: nothing, or nothing is to be said of it.</returns>
    private string? CheckFiles(SweepRecord sweep, SessionOptions options)
    {
        if (options.GoesOn || ChangedFiles.Of(store, sweep) is not { } changed) return null;
        return !changed.HasResults ? changed.Change : throw new UserErrorException(
            $"{changed.Change}: what is left would be another program's result; --go-on runs it all the same, and `goalkeeper run --new` starts afresh");
    }
}
