using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Brings the sweeps of one store into another. The first is only read, and not trusted.</summary>
/// <param name="target">Where they go.</param>
/// <param name="source">Where they are.</param>
internal sealed class StoreMerge(SweepStore target, SweepStore source)
{
    /// <summary>Brings one, whole or not at all, unless it is here already.</summary>
    /// <param name="sweep">A sweep of the source.</param>
    /// <returns>The sweep here, and whether it was brought.</returns>
    /// <exception cref="UserErrorException">It is being run there, has gone on there, or is damaged.</exception>
    public (SweepRecord Sweep, bool IsNew) Bring(SweepRecord sweep)
    {
        if (source.Workers(sweep).FirstOrDefault(w => w.IsAlive) is { } worker)
        {
            throw new UserErrorException(string.Create(
                CultureInfo.InvariantCulture,
                $"{sweep.Reference} is being run in '{source.Path}' (process {worker.ProcessId} on {worker.Host}); merge it when that has ended, or `goalkeeper stop` it there"));
        }
        if (target.FindUid(sweep.Uid) is { } known)
        {
            CheckAllIsHere(sweep, known);
            return (known, IsNew: false);
        }
        // Data are kept once, by their hash: what is not what its hash says would be taken for the data of others.
        if (sweep.DatasetSha256 is not null) StoredObjective.Dataset(source, sweep);
        return (target.Copy(source, sweep), IsNew: true);
    }

    private void CheckAllIsHere(SweepRecord sweep, SweepRecord known)
    {
        var (there, here) = (Ended(source, sweep), Ended(target, known));
        var lacking = there.Except(here).Count();
        if (lacking == 0) return;
        var advice = here.IsSubsetOf(there)
            ? $"all that is here is there too: `goalkeeper delete '{known.Reference}'` here, and merge again"
            : $"each has what the other lacks; to have both, `goalkeeper export` one of them and keep it in a store of its own";
        throw new UserErrorException(string.Create(
            CultureInfo.InvariantCulture,
            $"{sweep.Reference} has gone on in '{source.Path}' since it was copied: {lacking} of its {there.Count} trials and attempts are not in {known.Reference} here; {advice}"));
    }

    /// <summary>Its trials, and what has ended of them.</summary>
    private static HashSet<(long Trial, long Attempt, string State, DateTimeOffset? At)> Ended(SweepStore store, SweepRecord sweep)
    {
        var ended = new HashSet<(long, long, string, DateTimeOffset?)>();
        foreach (var trial in store.Trials(sweep))
        {
            ended.Add((trial.Number, 0, "", null));
            ended.UnionWith(store.Attempts(trial).Where(a => TrialState.IsEnded(a.State)).Select(a => (trial.Number, a.Number, a.State, a.StartedAt)));
        }
        return ended;
    }
}
