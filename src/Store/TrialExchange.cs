namespace Goalkeeper.Store;

/// <summary>What a worker has to say of a trial in its hands.</summary>
/// <param name="Claim">The trial.</param>
/// <param name="Traces">More of its trace.</param>
/// <param name="Result">How it ended; null while it has not.</param>
internal sealed record TrialReport(Claim Claim, IReadOnlyList<Trace> Traces, TrialResult? Result = null);

/// <summary>What a worker and the store exchange, a transaction at a time: results for claims. For one thread at a time.</summary>
internal sealed class TrialExchange : IDisposable
{
    private readonly SweepStore _store;
    private readonly SweepRecord _sweep;
    private readonly TimeSpan _lease;
    private readonly Func<SweepStore, int>? _grow;
    private readonly Claims _claims;
    private readonly TrialCommit _commit;
    private readonly FileStream? _name;
    private AttemptRows _stored; // of all that this worker has ended
    private long _renewedAt;
    private volatile IReadOnlyDictionary<string, long>? _endedByOthers;

    /// <summary>Joins a sweep.</summary>
    /// <param name="store">The store, which goes with the exchange.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="lease">For how long the worker may be silent.</param>
    /// <param name="grow">Adds trials to the sweep, as many as it can now, and says how many; null: it has all.</param>
    /// <param name="gpus">Of which each trial has one for itself; null: trials need none.</param>
    public TrialExchange(SweepStore store, SweepRecord sweep, TimeSpan lease, Func<SweepStore, int>? grow = null, IReadOnlyList<int>? gpus = null)
    {
        _store = store;
        _sweep = sweep;
        _lease = lease;
        _grow = grow;
        _claims = new Claims(store.Connection, sweep, store.Clock, lease, gpus);
        _commit = new TrialCommit(store.Connection, sweep);
        try
        {
            _name = StoreNames.Hold(store.Connection.File);
            Retaken = store.Connection.Write(() =>
            {
                _claims.Join(WorkerIdentity.Here);
                return _claims.Retake();
            });
        }
        catch
        {
            Dispose();
            throw;
        }
        _renewedAt = store.Clock.GetTimestamp();
    }

    /// <summary>The file.</summary>
    public StoreFile File => _store.Connection.File;

    /// <summary>Trials that a lost worker had left, when this one joined.</summary>
    public int Retaken { get; }

    /// <summary>Results that came too late: another worker had their trial by then.</summary>
    public int Refused { get; private set; }

    /// <summary>Transactions so far.</summary>
    public int Commits { get; private set; }

    /// <summary>Whether somebody has asked this worker to end.</summary>
    public bool IsAskedToStop { get; private set; }

    /// <summary>Whether no other worker was at work on the store, when this one last renewed its lease.</summary>
    public bool IsAlone { get; private set; }

    /// <summary>Whether no trial of the sweep was open any more, in the last look for one.</summary>
    public bool IsOver { get; private set; }

    /// <summary>How many trials have ended, by state, but for those of this worker: a quarter of a lease ago, or when it was over; null before.</summary>
    public IReadOnlyDictionary<string, long>? EndedByOthers => _endedByOthers;

    /// <summary>Stores what is reported, and claims what is to be run next: all or nothing.</summary>
    /// <param name="reports">What is reported.</param>
    /// <param name="wanted">How many trials to claim.</param>
    /// <returns>Those there were.</returns>
    public IReadOnlyList<Claim> Exchange(IReadOnlyList<TrialReport> reports, int wanted)
    {
        var isDue = _store.Clock.GetElapsedTime(_renewedAt) >= _lease / 4;
        var (ended, refused) = (default(AttemptRows), 0);
        var claims = _store.Connection.Write(() =>
        {
            (ended, refused) = Commit(reports);
            // Who claims is there again: after a machine has slept, others may have taken it for lost though it was never late by its own count.
            if (isDue || wanted > 0) Renew();
            return wanted > 0 ? Take(wanted) : [];
        });
        // Not in the transaction: to propose takes time, and others wait for the store.
        if (claims.Count < wanted && _grow?.Invoke(_store) > 0) claims = [.. claims, .. _store.Connection.Write(() => Take(wanted - claims.Count))];
        Commits++;
        Refused += refused;
        _stored += ended;
        if (isDue) _renewedAt = _store.Clock.GetTimestamp();
        if (isDue || IsOver) _endedByOthers = _claims.CountEndedByOthers();
        return claims;
    }

    /// <summary>Gives back what was not begun, and leaves; what was begun is queued again.</summary>
    public void Leave(IEnumerable<Claim> unused) => _store.Connection.Write(() =>
    {
        _claims.GiveBack(unused);
        _claims.Leave();
    });

    /// <summary>Reads the file back, by a connection of its own, which has nothing in memory yet.</summary>
    /// <exception cref="StoreException">It does not hold all that was stored.</exception>
    public void CheckItIsStored()
    {
        Exception? reason = null;
        try
        {
            using var file = StoreConnection.Open(_store.Path, StoreAccess.Read, StoreConnection.DefaultBusyTimeout);
            if (AttemptRows.Of(file, _sweep, _claims.Worker) == _stored) return;
        }
        catch (Exception error) when (error is UserErrorException or StoreException)
        {
            reason = error;
        }
        throw File.Damaged(reason);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _name?.Dispose();
        _store.Dispose();
    }

    private void Renew()
    {
        var (isAskedToStop, isAlone) = _claims.Renew();
        IsAskedToStop |= isAskedToStop;
        IsAlone = isAlone;
    }

    private (AttemptRows Ended, int Refused) Commit(IReadOnlyList<TrialReport> reports)
    {
        var ended = new List<long>();
        var refused = 0;
        foreach (var (claim, traces, result) in reports)
        {
            if (result is null) _commit.Append(claim, traces);
            else if (_commit.End(claim, result)) ended.Add(claim.AttemptId);
            else refused++;
        }
        return (AttemptRows.Of(_store.Connection, ended), refused);
    }

    private IReadOnlyList<Claim> Take(int wanted)
    {
        var claims = _claims.Take(wanted);
        if (claims.Count < wanted && _claims.Retake() > 0) claims = [.. claims, .. _claims.Take(wanted - claims.Count)];
        IsOver = claims.Count == 0 && !_claims.AreOpen();
        return claims;
    }
}
