using System.Diagnostics;
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
internal sealed class SweepWorker : IDisposable
{
    /// <summary>For how long a process may be silent before its trials are taken by others.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    // A trial that is shorter than this is worth taking before a thread is free for it.
    private const double ShortMs = 50;

    private readonly object _gate = new();
    private readonly TrialExchange _exchange;
    private readonly TimeSpan _lease;
    private readonly int _capacity;
    private readonly Thread _thread;
    private readonly CancellationTokenSource _stop = new();

    private readonly Queue<TrialReport> _reports = [];
    private readonly Queue<Claim> _ready = [];
    private int _waiting; // threads
    private int _short; // short trials that ended in the last transaction that had reports
    private long _restUntil; // the time of the next transaction
    private bool _isOver; // no trial is open any more
    private bool _isLeaving;
    private bool _foundNone; // in the last look for trials
    private ExceptionDispatchInfo? _error;

    /// <summary>Joins a sweep.</summary>
    /// <param name="path">The store's file.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="grow">Adds trials to a sweep whose trials are proposed one after the other, as many as it can now, and says how many; null: it has all.</param>
    /// <param name="gpus">Of which each trial has one for itself, among all that run on this machine by this store; null: trials need none.</param>
    public SweepWorker(string path, SweepRecord sweep, Func<SweepStore, int>? grow = null, IReadOnlyList<int>? gpus = null)
        : this(SweepStore.Open(path), sweep, Lease, capacity: 256, grow, gpus)
    {
    }

    internal SweepWorker(
        SweepStore store, SweepRecord sweep, TimeSpan lease, int capacity, Func<SweepStore, int>? grow = null, IReadOnlyList<int>? gpus = null)
    {
        _exchange = new TrialExchange(store, sweep, lease, grow, gpus);
        _lease = lease;
        _capacity = capacity;
        _thread = new Thread(Run) { IsBackground = true, Name = "store" };
        _thread.Start();
    }

    /// <summary>Trials that a lost worker had left, when this one joined.</summary>
    public int Retaken => _exchange.Retaken;

    /// <summary>Results that came too late: another worker had their trial by then.</summary>
    public int Refused => _exchange.Refused;

    /// <summary>Transactions committed so far.</summary>
    public int Commits => _exchange.Commits;

    /// <summary>How many trials have ended, by state, but for those that this worker ended: a quarter of a lease ago, or at the end; null before.</summary>
    public IReadOnlyDictionary<string, long>? EndedByOthers => _exchange.EndedByOthers;

    /// <summary>Cancelled when somebody has asked this worker to end.</summary>
    public CancellationToken StopAsked => _stop.Token;

    // Where the last look found nothing, only a report or time can change that.
    private bool IsWanted => _waiting > _ready.Count && !_isOver && !_foundNone;

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
    public void Report(Claim claim, IReadOnlyList<Trace> traces) => Add(new TrialReport(claim, traces));

    /// <summary>A trial has ended.</summary>
    /// <param name="claim">Whose it is.</param>
    /// <param name="result">Everything about it.</param>
    public void End(Claim claim, TrialResult result) => Add(new TrialReport(claim, [], result));

    /// <summary>Returns when everything that was reported is stored, and what was taken and not ended is queued again.</summary>
    /// <exception cref="StoreException">Also where the file no longer holds it.</exception>
    public void Complete()
    {
        Dispose();
        _error?.Throw();
        _exchange.CheckItIsStored();
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

    private void Add(TrialReport report)
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
        using (_exchange)
        {
            var isLast = false;
            while (!isLast)
            {
                List<TrialReport> reports;
                int wanted;
                lock (_gate)
                {
                    Rest();
                    if (_reports.Count == 0 && !_isLeaving && !IsWanted) Monitor.Wait(_gate, _waiting > 0 ? _lease / 20 : _lease / 4);
                    isLast = _isLeaving;
                    reports = [.. _reports];
                    _reports.Clear();
                    wanted = isLast || _isOver ? 0 : Math.Clamp(_waiting + (2 * _short) - _ready.Count, 0, _capacity);
                    Monitor.PulseAll(_gate);
                }
                // After an error the queue is still emptied, so that no thread waits for ever.
                if (_error is null) Work(reports, wanted);
                if (isLast) Try(() => _exchange.Leave([.. _ready]));
            }
        }
    }

    // SQLite wakes nobody who waits for its lock: who looks for it now and then would never find it free if others took it again at once. So each
    // rests for as long as its last transaction took, waiting included, and what has ended meanwhile shares the next. Who is alone rests so much less
    // that one who comes finds the lock at the tenth look, within a second.
    private void Rest()
    {
        while (!_isLeaving && Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _restUntil) is { Ticks: > 0 } left) Monitor.Wait(_gate, left);
    }

    private void Work(List<TrialReport> reports, int wanted)
    {
        var start = Stopwatch.GetTimestamp();
        Try(() =>
        {
            try
            {
                Exchange(reports, wanted);
            }
            catch (Exception error) when (error is InvalidOperationException or ArgumentException && reports.Count > 1)
            {
                // One report is wrong in itself; the others should not be lost with it.
                foreach (var report in reports) Try(() => Exchange([report], wanted: 0));
            }
        });
        var end = Stopwatch.GetTimestamp();
        _restUntil = end + ((end - start) / (_exchange.IsAlone ? 8 : 1));
    }

    private void Exchange(List<TrialReport> reports, int wanted)
    {
        var claims = _exchange.Exchange(reports, wanted);
        lock (_gate)
        {
            foreach (var claim in claims) _ready.Enqueue(claim);
            if (reports.Count > 0) _short = reports.Count(r => r.Result?.DurationMs < ShortMs);
            _foundNone = wanted > 0 && claims.Count == 0;
            _isOver = _exchange.IsOver;
            Monitor.PulseAll(_gate);
        }
        if (_exchange.IsAskedToStop) _stop.Cancel();
    }

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception error)
        {
            var told = StoreErrors.IsDamage(error) ? _exchange.File.Damaged(error) : error;
            lock (_gate)
            {
                _error ??= ExceptionDispatchInfo.Capture(told);
                Monitor.PulseAll(_gate);
            }
        }
    }
}
