using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Where a running sweep stands: what a progress display needs. For one thread at a time, as observers are called.</summary>
/// <param name="start">How the sweep started.</param>
/// <param name="clock">The time.</param>
internal sealed class SweepProgress(SweepStart start, TimeProvider clock)
{
    private readonly long _planned = start.Counts.Values.Sum();
    private readonly long _startedAt = clock.GetTimestamp();
    private readonly Dictionary<long, PlannedTrial> _trials = [];
    private readonly Dictionary<string, long> _ended = []; // here and now
    private IReadOnlyDictionary<string, long> _others = start.Counts;
    private readonly HashSet<(string Path, string Sha256)> _versions = [];

    /// <summary>The sweep's plan.</summary>
    public SweepPlan Plan { get; } = SweepPlan.Of(start.Sweep);

    /// <summary>All trials of the sweep that are known of: one that is extended while it runs has more.</summary>
    public long Total => Math.Max(_planned, Done + Running);

    /// <summary>Ended trials of whatever kind, those of earlier runs and of other processes included.</summary>
    public long Done => Sum(_others) + Sum(_ended);

    /// <summary>Trials in a worker's hands.</summary>
    public int Running { get; private set; }

    /// <summary>Failed trials, those of earlier runs and of other processes included.</summary>
    public long Failed => Count(TrialState.Failed);

    /// <summary>Diverged trials, those of earlier runs and of other processes included.</summary>
    public long Diverged => Count(TrialState.Diverged);

    /// <summary>Whether other processes have ended trials, of which <see cref="Best"/> knows nothing.</summary>
    public bool HasOthers => Sum(_others) > Sum(start.Counts);

    /// <summary>The metric that decides.</summary>
    public string Metric => start.Sweep.MetricName;

    /// <summary>How it is shown.</summary>
    public MetricFormat Format => start.Sweep.MetricFormat;

    /// <summary>The best point so far, earlier runs included, other processes not; or null.</summary>
    public PointResult? Best => start.Points.Best;

    /// <summary>A trial of that point that ended now, or null where none has.</summary>
    public PlannedTrial? TrialOfBest => Best is { } best ? _trials.GetValueOrDefault(best.Point) : null;

    /// <summary>The point that was best before anything ran now, or null.</summary>
    public BestPoint? BestBefore => start.Best;

    /// <summary>Whether all trials have ended, and are stored.</summary>
    public bool IsComplete { get; private set; } = start.Counts.Keys.All(TrialState.IsEnded);

    /// <summary>Time since this run started.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_startedAt);

    /// <summary>Time left at this run's pace so far, or null before its first trial has ended.</summary>
    public TimeSpan? Left => (Done - Sum(start.Counts)) is > 0 and var now ? Elapsed * ((double)(Total - Done) / now) : null;

    /// <summary>Files of the program that were others when the trial that ended last began than for the trials of this run before; null: none.</summary>
    public IReadOnlyList<string>? ChangedFiles { get; private set; }

    /// <summary>A worker took a trial.</summary>
    public void Started() => Running++;

    /// <summary>A trial ended.</summary>
    public void Ended(PlannedTrial trial, TrialResult result)
    {
        Running--;
        ChangedFiles = result.Process?.Files is { } files ? NewVersion(files) : null;
        if (result.IsToBeTriedAgain) return;
        _ended[result.State] = _ended.GetValueOrDefault(result.State) + 1;
        if (result.State != TrialState.Finished || !result.Metrics.TryGetValue(Metric, out var value)) return;
        start.Points.Finish(trial.Point, value, Plan.Replicates);
        _trials.TryAdd(trial.Point, trial);
    }

    /// <summary>This process has stored all that it ran.</summary>
    public void SweepEnded() => IsComplete = Done == Total;

    /// <summary>Trials have ended by state, those apart that ended here and now.</summary>
    /// <returns>Whether that is news.</returns>
    public bool OthersEnded(IReadOnlyDictionary<string, long> counts)
    {
        var isNew = Sum(counts) != Sum(_others);
        _others = counts;
        return isNew;
    }

    private List<string>? NewVersion(IReadOnlyDictionary<string, string> files)
    {
        var isFirst = _versions.Count == 0;
        var news = files.Where(f => _versions.Add((f.Key, f.Value))).Select(f => f.Key).ToList();
        return isFirst || news.Count == 0 ? null : news;
    }

    private long Count(string state) => _others.GetValueOrDefault(state) + _ended.GetValueOrDefault(state);

    private static long Sum(IReadOnlyDictionary<string, long> counts) => counts.Where(c => TrialState.IsEnded(c.Key)).Sum(c => c.Value);
}
