using System.Collections.Concurrent;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>
/// Runs stored trials again, from the store alone, and compares: the same plan and data must give the same bits on every machine, with any
/// number of workers. Writes nothing.
/// </summary>
/// <param name="store">Where the sweep is kept; one that was opened to read is enough.</param>
/// <param name="observer">Who is told.</param>
/// <param name="train">How a network is trained; tests put something else here.</param>
/// <param name="clock">The time.</param>
public sealed class SweepVerifier(SweepStore store, ISweepObserver observer, Train? train = null, TimeProvider? clock = null)
{
    private readonly QuietObserver _observer = new(observer);

    /// <summary>Runs trials of a sweep again.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="trials">All of its trials, or some.</param>
    /// <param name="workers">Threads, at least 1.</param>
    /// <param name="cancellation">Stops it; what was compared until then is returned.</param>
    /// <exception cref="UserErrorException">None of the trials has finished or diverged, or the stored data are damaged.</exception>
    public SweepVerification Verify(SweepRecord sweep, IReadOnlyList<TrialRecord> trials, int workers, CancellationToken cancellation)
    {
        var ended = trials.Where(HasResult).ToDictionary(t => t.Number);
        if (ended.Count == 0) throw NothingToVerify(sweep, trials);
        var dataset = ReadDataset(sweep);
        var datasetDifference = DatasetComparison.First(dataset);
        var objective = new NetworkObjective(Prepared(sweep, dataset), new TrialSettings(SweepPlan.Of(sweep)), train);
        var executor = new TrialExecutor(objective, clock ?? TimeProvider.System);

        var counts = new Dictionary<string, long> { [TrialState.Queued] = ended.Count };
        var points = new PointRanking(sweep.Metric);
        foreach (var trial in ended.Values) points.Plan(trial.Point);
        _observer.SweepStarted(new SweepStart(sweep, Resumed: false, counts, Interrupted: 0, workers, Others: 0, Previous: null, Changes: [], points));
        var verified = new SortedDictionary<long, TrialVerification>();
        var queue = new ConcurrentQueue<PlannedTrial>(ended.Values.Select(t => t.ToPlanned()));
        TrialWorkers.Run(Math.Min(workers, queue.Count), RunNext, cancellation);
        return new SweepVerification(
            sweep,
            dataset.Name,
            datasetDifference,
            [.. verified.Values],
            [.. trials.Where(t => !HasResult(t))],
            Stopped: verified.Count < ended.Count);

        bool RunNext(CancellationToken stop)
        {
            if (!queue.TryDequeue(out var planned)) return false;
            _observer.TrialStarted(planned);
            if (executor.Execute(new TrialContext(planned, attempt: 1, folder: null, report: _ => { }), stop) is not { } result) return false;
            lock (verified) // the store is for one thread at a time
            {
                var comparison = new TrialComparison(store, ended[planned.Number], result);
                verified.Add(planned.Number, new(ended[planned.Number], comparison.First(), comparison.Stored is not null));
            }
            _observer.TrialEnded(planned, result);
            return true;
        }
    }

    private static bool HasResult(TrialRecord trial) => trial.State is TrialState.Finished or TrialState.Diverged;

    private Dataset ReadDataset(SweepRecord sweep)
    {
        var dataset = StoredData.Of(store.Dataset(sweep));
        return dataset.ComputeSha256() == sweep.DatasetSha256 ? dataset : throw Damaged(sweep);
    }

    private Dataset Prepared(SweepRecord sweep, Dataset dataset)
    {
        var preparation = DatasetSource.PreprocessingOf(SweepPlan.Of(sweep)).Fit(dataset.Train);
        return StoredData.Of(preparation).SequenceEqual(store.Preparation(sweep))
            ? preparation.Of(dataset)
            : throw new UserErrorException(
                $"the means and deviations of {sweep.Reference} in '{store.Path}' are not those of its train examples: the store was altered or "
                + "damaged; restore it from a copy");
    }

    private UserErrorException Damaged(SweepRecord sweep) => new(
        $"the data of {sweep.Reference} in '{store.Path}' are not those that their SHA-256 {sweep.DatasetSha256} names: the store was "
        + "altered or damaged; restore it from a copy");

    private static UserErrorException NothingToVerify(SweepRecord sweep, IReadOnlyList<TrialRecord> trials)
    {
        var states = trials.CountBy(t => t.State).OrderBy(s => s.Key, StringComparer.Ordinal);
        var what = trials is [var trial]
            ? $"trial {new TrialReference(sweep.Reference, trial.Number)} is {trial.State}"
            : $"no trial of {sweep.Reference} has ended with a result ({string.Join(", ", states.Select(s => $"{s.Value} {s.Key}"))})";
        return new UserErrorException(
            $"there is nothing to verify: {what}; expected finished or diverged ones. `goalkeeper run {sweep.ExperimentFile}` runs what "
            + "is left of a sweep, and with --new starts afresh");
    }
}
