using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// Watches a sweep. Calls come one at a time. What an observer does cannot harm the sweep: if it throws, it is not called again.
/// </summary>
internal interface ISweepObserver
{
    /// <summary>The sweep is stored and about to run.</summary>
    void SweepStarted(SweepStart start);

    /// <summary>A worker took a trial.</summary>
    void TrialStarted(PlannedTrial trial);

    /// <summary>A trial ended; its result is on its way to the store.</summary>
    void TrialEnded(PlannedTrial trial, TrialResult result);

    /// <summary>How far the sweep is beside this process. Told now and then, and at the end.</summary>
    /// <param name="counts">How many trials have ended, by state, but for those that this process ended.</param>
    void OthersEnded(IReadOnlyDictionary<string, long> counts);

    /// <summary>All that this process has run is stored, and it runs no more: until then, an end is not to be told.</summary>
    void SweepEnded();
}

/// <summary>How a sweep starts.</summary>
/// <param name="Sweep">The stored sweep.</param>
/// <param name="Resumed">Whether it was there already.</param>
/// <param name="Counts">Its trials by state, before any runs now; interrupted ones are queued again.</param>
/// <param name="Interrupted">Trials that were running when the sweep was last stopped.</param>
/// <param name="Workers">Threads that will run trials.</param>
/// <param name="Others">Other processes that are at work on the sweep.</param>
/// <param name="Previous">The newest sweep of the same name with another plan, if this one is new because of it.</param>
/// <param name="Changes">What differs from the previous plan, a line each.</param>
/// <param name="Points">All its points with what earlier runs brought.</param>
/// <param name="Best">The best of them, or null.</param>
/// <param name="Retried">Trials that had failed or diverged and are tried again.</param>
/// <param name="Added">Trials that the sweep was extended by.</param>
/// <param name="Idle">Workers that were asked for and have nothing to do, since no more points of the search may be under way at once.</param>
/// <param name="Changed">Which files of the program have changed since trials that had no result; null: none.</param>
internal sealed record SweepStart(
    SweepRecord Sweep,
    bool Resumed,
    IReadOnlyDictionary<string, long> Counts,
    int Interrupted,
    int Workers,
    int Others,
    SweepReference? Previous,
    IReadOnlyList<string> Changes,
    PointRanking Points,
    BestPoint? Best = null,
    int Retried = 0,
    int Added = 0,
    int Idle = 0,
    string? Changed = null)
{
    /// <summary>Trials of the sweep in a state.</summary>
    public long Count(string state) => Counts.GetValueOrDefault(state);
}
