using System.Runtime.ExceptionServices;

namespace Goalkeeper.Store;

/// <summary>
/// This process at work on a sweep: hands out trials to its threads and stores what comes of them. One thread with a connection of its own
/// does all of it, and commits whatever has come in meanwhile in one transaction, so that a slow disk costs one wait for many trials. Any
/// number of processes may be at work on a sweep; each trial is in the hands of one. Its methods may be called from any thread.
/// </summary>
/// <remarks>
/// What is reported is stored when its transaction is, soon after the call and at the latest in <see cref="Complete"/>. Threads wait when
/// too much is waiting to be stored, so that memory stays flat. After an error nothing more is stored: the next call throws it, and so does
/// Complete. What SQLite has in memory hides a file that another program has written over; so Complete reads the file back.
/// </remarks>
public sealed class SweepWorker : IDisposable
{
    /// <summary>For how long a process may be silent before its trials are taken by others.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    // A trial that is shorter than this is worth taking before a thread is free for it.
    private const double ShortMs = 50;

    private readonly object _gate = new();
    private readonly SweepStore _store;
    private readonly SweepRecord _sweep;
    private readonly Claims _claims;
    private readonly TrialCommit _commit;
    private readonly FileStream? _name;
    private readonly TimeSpan _lease;
    private readonly int _capacity;
    private readonly Thread _thread;
    private readonly CancellationTokenSource _stop = new();

    private readonly Queue<Action> _reports = [];
    private readonly Queue<Claim> _ready = [];
    private int _waiting; // threads
    private int _short; // short trials that ended in the last transaction
    private AttemptRows _ended; // in the last transaction
    private AttemptRows _stored; // in all
    private bool _isOver; // no trial is open any more
    private bool _isLeaving;
    private bool _foundNone; // in the last look for trials
    private long _renewedAt;
    private ExceptionDispatchInfo? _error;
    private volatile IReadOnlyDictionary<string, long>? _endedByOthers;

    /// <summary>Joins a sweep.</summary>
    /// <param name="path">The store's file.</param>
    /// <param name="sweep">The sweep.</param>
    public SweepWorker(string path, SweepRecord sweep)
        : this(SweepStore.Open(path), sweep, Lease, capacity: 256)
    {
    }

    internal SweepWorker(SweepStore store, SweepRecord sweep, TimeSpan lease, int capacity)
    {
        _store = store;
        _sweep = sweep;
        _capacity = capacity;
        _lease = lease;
        _claims = new Claims(store.Connection, sweep, store.Clock, lease);
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
            _name?.Dispose();
            store.Dispose();
            throw;
        }
        _renewedAt = store.Clock.GetTimestamp();
        _thread = new Thread(Run) { IsBackground = true, Name = "store" };
        _thread.Start();
    }

    /// <summary>Trials that a lost worker had left, when this one joined.</summary>
    public int Retaken { get; }

    /// <summary>Results that came too late: another worker had their trial by then.</summary>
    public int Refused { get; private set; }

    /// <summary>Transactions committed so far.</summary>
    public int Commits { get; private set; }

    /// <summary>How many trials have ended, by state, but for those that this worker ended: a quarter of a lease ago, or at the end; null before.</summary>
    public IReadOnlyDictionary<string, long>? EndedByOthers => _endedByOthers;

    /// <summary>Cancelled when somebody has asked this worker to end.</summary>
    public CancellationToken StopAsked => _stop.Token;

    /// <summary>A trial to run, or null when all trials of the sweep have ended. Waits while the last ones are in others' hands.</summary>
    /// <param name="cancellation">Ends the wait; null then too.</param>
    public Claim? Take(CancellationToken cancellation)
    {
        using var wake = cancellation.Register(Wake);
        lock (_gate)
        {
            _waiting++;
            Monitor.PulseAll(_gate);
            try
            {
                while (true)
                {
                    _error?.Throw();
                    if (cancellation.IsCancellationRequested || _isLeaving) return null;
                    if (_ready.TryDequeue(out var claim)) return claim;
                    if (_isOver) return null;
                    Monitor.Wait(_gate);
                }
            }
            finally
            {
                _waiting--;
            }
        }
    }

    /// <summary>Part of the trace of a trial that is under way.</summary>
    public void Report(Claim claim, IReadOnlyList<Trace> traces) => Add(() => _commit.Append(claim, traces));

    /// <summary>A trial has ended.</summary>
    /// <param name="claim">Whose it is.</param>
    /// <param name="result">Everything about it.</param>
    public void End(Claim claim, TrialResult result) => Add(() =>
    {
        if (_commit.End(claim, result)) _ended += AttemptRows.Of(_store.Connection, claim);
        else Refused++;
        if (result.DurationMs < ShortMs) _short++;
    });

    /// <summary>Returns when everything that was reported is stored, and what was taken and not ended is queued again.</summary>
    /// <exception cref="StoreException">Also where the file no longer holds it.</exception>
    public void Complete()
    {
        Dispose();
        _error?.Throw();
        CheckItIsStored();
    }

    /// <summary>As <see cref="Complete"/>, but without telling of an error.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isLeaving = true;
            Monitor.PulseAll(_gate);
        }
        if (_thread.IsAlive) _thread.Join();
        _stop.Dispose();
    }

    private void Wake()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }

    private void Add(Action report)
    {
        lock (_gate)
        {
            while (_reports.Count >= _capacity && _error is null) Monitor.Wait(_gate);
            _error?.Throw();
            _reports.Enqueue(report);
            Monitor.PulseAll(_gate);
        }
    }

    private void Run()
    {
        using (_name)
        using (_store)
        {
            var isLast = false;
            while (!isLast)
            {
                List<Action> reports;
                int wanted;
                lock (_gate)
                {
                    if (_reports.Count == 0 && !_isLeaving && !IsWanted) Monitor.Wait(_gate, _waiting > 0 ? _lease / 20 : _lease / 4);
                    isLast = _isLeaving;
                    reports = [.. _reports];
                    _reports.Clear();
                    wanted = isLast || _isOver ? 0 : Math.Clamp(_waiting + (2 * _short) - _ready.Count, 0, _capacity);
                    Monitor.PulseAll(_gate);
                }
                // After an error the queue is still emptied, so that no thread waits for ever.
                if (_error is null) Try(() => Work(reports, wanted));
                if (isLast) Try(Leave);
            }
        }
    }

    // Where the last look found nothing, only a report or time can change that.
    private bool IsWanted => _waiting > _ready.Count && !_isOver && !_foundNone;

    private void Work(List<Action> reports, int wanted)
    {
        try
        {
            Commit(reports, wanted);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException && reports.Count > 1)
        {
            // One report is wrong in itself; the others should not be lost with it.
            foreach (var report in reports) Try(() => Commit([report], wanted: 0));
        }
    }

    private void Commit(List<Action> reports, int wanted)
    {
        var isDue = _store.Clock.GetElapsedTime(_renewedAt) >= _lease / 4;
        var isAsked = false;
        var isOver = false;
        var taken = _store.Connection.Write(() =>
        {
            (_short, _ended) = (0, default);
            foreach (var report in reports) report();
            // Who takes is there again: after a machine has slept, others may have taken it for lost though it was never late by its own count.
            if (isDue || wanted > 0) isAsked = _claims.Renew();
            if (wanted == 0) return [];
            var claims = _claims.Take(wanted);
            if (claims.Count < wanted && _claims.Retake() > 0) claims = [.. claims, .. _claims.Take(wanted - claims.Count)];
            isOver = claims.Count == 0 && !_claims.AreOpen();
            return claims;
        });
        Commits++;
        _stored += _ended;
        if (isDue) _renewedAt = _store.Clock.GetTimestamp();
        if (isDue || isOver) _endedByOthers = _claims.CountEndedByOthers();
        lock (_gate)
        {
            foreach (var claim in taken) _ready.Enqueue(claim);
            _foundNone = wanted > 0 && taken.Count == 0;
            _isOver |= isOver;
            Monitor.PulseAll(_gate);
        }
        if (isAsked) _stop.Cancel();
    }

    private void Leave()
    {
        Claim[] unused;
        lock (_gate) unused = [.. _ready];
        _store.Connection.Write(() =>
        {
            _claims.GiveBack(unused);
            _claims.Leave();
        });
    }

    // By a connection of its own, which has nothing in memory yet.
    private void CheckItIsStored()
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
        throw _store.Connection.File.Damaged(reason);
    }

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception error)
        {
            var told = StoreErrors.IsDamage(error) ? _store.Connection.File.Damaged(error) : error;
            lock (_gate)
            {
                _error ??= ExceptionDispatchInfo.Capture(told);
                Monitor.PulseAll(_gate);
            }
        }
    }
}
