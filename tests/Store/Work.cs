using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

/// <summary>A trial that a worker has taken.</summary>
internal sealed record TrialStart(long Number, DateTimeOffset StartedAt);

/// <summary>What a worker does to a sweep, in one transaction.</summary>
internal static class Work
{
    /// <summary>Has a process that is gone by now take some trials, and take and end others.</summary>
    public static void Commit(this SweepStore store, SweepRecord sweep, IReadOnlyList<TrialStart> started, IReadOnlyList<TrialResult> ended) =>
        store.Connection.Write(() =>
        {
            var claims = store.Join(sweep, Gone, TimeSpan.Zero);
            claims.Take([.. started.Select(start => store.IdOf(sweep, start.Number))]);
            foreach (var result in ended) Assert.True(new TrialCommit(store.Connection, sweep).End(claims.Take([store.IdOf(sweep, result.Number)]).Single(), result));
        });

    /// <summary>A worker that has joined a sweep.</summary>
    public static Claims Join(this SweepStore store, SweepRecord sweep, WorkerIdentity identity, TimeSpan lease)
    {
        var claims = new Claims(store.Connection, sweep, store.Clock, lease);
        claims.Join(identity);
        return claims;
    }

    /// <summary>The trials that nobody has taken.</summary>
    public static IReadOnlyList<PlannedTrial> QueuedTrials(this SweepStore store, SweepRecord sweep) =>
        [.. store.Trials(sweep).Where(t => t.State == TrialState.Queued).Select(t => t.ToPlanned())];

    private static readonly WorkerIdentity Gone = new(WorkerIdentity.Here.Host, 0, 0, Job: null);

    private static long IdOf(this SweepStore store, SweepRecord sweep, long number)
    {
        var trial = store.Trial(sweep, number);
        return trial.State == TrialState.Queued ? trial.Id : throw new InvalidOperationException($"Trial {number} is {trial.State}.");
    }
}
