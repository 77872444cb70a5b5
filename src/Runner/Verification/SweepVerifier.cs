using System.Collections.Concurrent;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// Runs stored trials again, from the store alone, and compares: the same plan and data must give the same bits on every machine, with any
/// number of workers. Writes nothing.
/// </summary>
/// <param name="store">Where the sweep is kept; one that was opened to read is enough.</param>
/// <param name="observer">Who is told.</param>
/// <param name="train">How a network is trained; tests put something else here.</param>
/// <param name="clock">The time.</param>
internal sealed class SweepVerifier(SweepStore store, ISweepObserver observer, Train? train = null, TimeProvider? clock = null)
{
    private readonly QuietObserver _observer = new(observer);

    /// <summary>Runs trials of a sweep again.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="trials">All of its trials, or some.</param>
    /// <param name="workers">Threads, at least 1.</param>
    /// <param name="cancellation">Stops it; what was compared until then is returned.</param>
    /// <exception cref="UserErrorException">None of the trials has ended with a result, or the stored data are damaged.</exception>
    public SweepVerification Verify(SweepRecord sweep, IReadOnlyList<TrialRecord> trials, int workers, CancellationToken cancellation)
    {
        var plan = SweepPlan.Of(sweep);
        var proposals = plan.Search is null ? null : new SearchVerifier(store, sweep, plan).Verify(trials.Select(t => t.Point).ToHashSet());
        if (sweep.Kind != SweepKind.Network)
        {
            if (proposals is not null) return new SweepVerification(sweep, "", Dataset: null, [], [], Stopped: false) { Proposals = proposals };
            throw new UserErrorException(
                $"the trials of {sweep.Reference} are {SweepKind.Trials(sweep.Kind)}, whose numbers are its own; expected a sweep of networks, or a search, whose points are proposed again");
        }
        var ended = trials.Where(HasResult).ToDictionary(t => t.Number);
        if (ended.Count == 0) throw NothingToVerify(sweep, trials);
        var dataset = StoredObjective.Dataset(store, sweep);
        var datasetDifference = DatasetComparison.First(dataset);
        var executor = new TrialExecutor(StoredObjective.Of(store, sweep, dataset, train), clock ?? TimeProvider.System);

        var rule = EarlyTermination.Of(plan);
        var thresholds = rule is null ? [] : store.Proposals(sweep).ToDictionary(p => p.Key, p => p.Value.Thresholds);
        var counts = new Dictionary<string, long> { [TrialState.Queued] = ended.Count };
        var points = new PointRanking(sweep.Metric);
        foreach (var trial in ended.Values) points.Plan(trial.Point);
        _observer.SweepStarted(new SweepStart(sweep, Resumed: false, counts, Interrupted: 0, workers, Others: 0, Previous: null, Changes: [], points));
        var verified = new SortedDictionary<long, TrialVerification>();
        var queue = new ConcurrentQueue<PlannedTrial>(ended.Values.Select(t => t.ToPlanned()));
        TrialThreads.Run(Math.Min(workers, queue.Count), RunNext, cancellation);
        _observer.SweepEnded();
        return new SweepVerification(
            sweep,
            dataset.Name,
            datasetDifference,
            [.. verified.Values],
            [.. trials.Where(t => !HasResult(t))],
            Stopped: verified.Count < ended.Count)
        {
            Proposals = proposals,
        };

        bool RunNext(CancellationToken stop)
        {
            if (!queue.TryDequeue(out var planned)) return false;
            _observer.TrialStarted(planned);
            if (executor.Execute(new TrialContext(
                sweep.Reference, planned, attempt: 1, folder: null, report: _ => { }, TrialStopping.Of(plan, rule, thresholds.GetValueOrDefault(planned.Point, []))), stop) is not { } result)
            {
                return false;
            }

            lock (verified) // the store is for one thread at a time
            {
                var comparison = new TrialComparison(store, ended[planned.Number], result);
                verified.Add(planned.Number, new(ended[planned.Number], comparison.First(), comparison.Stored is not null));
            }
            _observer.TrialEnded(planned, result);
            return true;
        }
    }

    private static bool HasResult(TrialRecord trial) => trial.State is TrialState.Finished or TrialState.Diverged or TrialState.Pruned;

    private static UserErrorException NothingToVerify(SweepRecord sweep, IReadOnlyList<TrialRecord> trials)
    {
        var states = trials.CountBy(t => t.State).OrderBy(s => s.Key, StringComparer.Ordinal);
        var what = trials is [var trial]
            ? $"trial {new TrialReference(sweep.Reference, trial.Number)} is {trial.State}"
            : $"no trial of {sweep.Reference} has ended with a result ({string.Join(", ", states.Select(s => $"{s.Value} {s.Key}"))})";
        return new UserErrorException(
            $"there is nothing to verify: {what}; expected finished, diverged or pruned ones. `goalkeeper work '{sweep.Reference}'` runs "
            + "what is left of it, and `goalkeeper retry` tries its failed trials again");
    }
}
