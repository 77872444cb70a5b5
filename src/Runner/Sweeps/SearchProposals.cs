using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>The points of a search as its sweep runs.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="plan">Its plan.</param>
/// <param name="isExcluded">Whether the point of a trial is left out, besides those that the plan says; null: none is.</param>
internal sealed class SearchProposals(SweepRecord sweep, SweepPlan plan, Func<PlannedTrial, bool>? isExcluded) : IDisposable
{
    // Points that need no results are stored some at a time.
    private const int MostAtOnce = 256;

    private readonly ProposalRule _rule = new(sweep, plan, isExcluded);

    /// <summary>Those of a sweep; null where all its trials are planned.</summary>
    public static SearchProposals? Of(SweepRecord sweep, SweepPlan plan, Func<PlannedTrial, bool>? isExcluded) =>
        plan.Search is null ? null : new SearchProposals(sweep, plan, isExcluded);

    /// <summary>How many trials can be under way at once.</summary>
    public int MostTrialsAtOnce => plan.Search is { Waits: true, Parallelism: var parallelism } ? (int)Math.Min((long)parallelism * plan.Replicates, int.MaxValue) : int.MaxValue;

    /// <summary>Adds to the store what can be proposed now.</summary>
    /// <returns>How many points that is.</returns>
    public int Grow(SweepStore store) => store.Propose(sweep, trials => Next(store, trials));

    /// <summary>The first point that reached the metric's target, and its mean; null: none has, or there is no target.</summary>
    public (long Point, double Mean)? Reached(SweepStore store) => plan.Search?.Target is null ? null : _rule.Reached(SeenTrial.ByPoint(store.SeenTrials(sweep)));

    /// <inheritdoc/>
    public void Dispose() => _rule.Dispose();

    private List<NewPoint> Next(SweepStore store, IReadOnlyList<SeenTrial> trials)
    {
        var points = SeenTrial.ByPoint(trials);
        var places = points.ConvertAll(_rule.PlaceOf);
        var ended = points.TakeWhile(point => point.All(t => TrialState.IsEnded(t.State))).ToList();
        var added = new List<NewPoint>();
        while (added.Count < MostAtOnce && _rule.Seen(places.Count + 1) is var count && count <= ended.Count)
        {
            var seen = ended[..count];
            if (_rule.Reached(seen) is not null || _rule.Next(seen, places) is not { } point) break;
            places.Add(point);
            added.Add(new NewPoint([.. _rule.Search.Trials(places.Count, point)], _rule.Record(store, places.Count, seen)));
        }
        return added;
    }
}
