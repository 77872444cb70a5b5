using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Goalkeeper.Store;

/// <summary>
/// Stores what workers report: one thread with a connection of its own takes whatever has come in meanwhile and commits it in one
/// transaction, so that a slow disk costs one wait for many trials. Its methods may be called from any thread.
/// </summary>
/// <remarks>
/// A report is stored when its transaction is, soon after the call and at the latest in <see cref="Complete"/>. Workers wait when the
/// queue is full, so that memory stays flat. After an error nothing more is stored: the next call throws it, and so does Complete.
/// </remarks>
public sealed class TrialWriter : IDisposable
{
    private readonly BlockingCollection<object> _reports;
    private readonly SweepStore _store;
    private readonly SweepRecord _sweep;
    private readonly Thread _thread;
    private volatile ExceptionDispatchInfo? _error;

    /// <summary>Opens a connection of its own to the store's file and starts the thread.</summary>
    /// <param name="path">The store's file.</param>
    /// <param name="sweep">The sweep whose trials report.</param>
    /// <param name="capacity">How many reports may wait, and so the most in one transaction.</param>
    public TrialWriter(string path, SweepRecord sweep, int capacity = 256)
        : this(SweepStore.Open(path), sweep, capacity)
    {
    }

    internal TrialWriter(SweepStore store, SweepRecord sweep, int capacity)
    {
        _store = store;
        _sweep = sweep;
        _reports = new BlockingCollection<object>(capacity);
        _thread = new Thread(Run) { IsBackground = true, Name = "store writer" };
        _thread.Start();
    }

    /// <summary>Transactions committed so far.</summary>
    public int Commits { get; private set; }

    /// <summary>A worker has taken a trial.</summary>
    /// <param name="number">The trial's number.</param>
    /// <param name="startedAt">When, UTC.</param>
    public void Started(long number, DateTimeOffset startedAt) => Add(new TrialStart(number, startedAt));

    /// <summary>A trial has ended.</summary>
    /// <param name="result">Everything about it.</param>
    public void Ended(TrialResult result) => Add(result);

    /// <summary>Returns when everything that was reported is stored. Nothing can be reported afterwards.</summary>
    public void Complete()
    {
        Dispose();
        _error?.Throw();
    }

    /// <summary>As <see cref="Complete"/>, but without telling of an error.</summary>
    public void Dispose()
    {
        if (!_reports.IsAddingCompleted)
        {
            _reports.CompleteAdding();
        }
        _thread.Join();
    }

    private void Add(object report)
    {
        _error?.Throw();
        _reports.Add(report);
        _error?.Throw();
    }

    private void Run()
    {
        using (_store)
        {
            var batch = new List<object>();
            foreach (var first in _reports.GetConsumingEnumerable())
            {
                batch.Clear();
                batch.Add(first);
                while (batch.Count < _reports.BoundedCapacity && _reports.TryTake(out var next))
                {
                    batch.Add(next);
                }
                // After an error the queue is still emptied, so that no worker waits for ever.
                if (_error is null)
                {
                    TryCommit(batch);
                }
            }
        }
    }

    private void TryCommit(List<object> batch)
    {
        try
        {
            Commit(batch);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException && batch.Count > 1)
        {
            // One report is wrong in itself; the others should not be lost with it.
            foreach (var report in batch)
            {
                try
                {
                    Commit([report]);
                }
                catch (Exception single)
                {
                    _error ??= ExceptionDispatchInfo.Capture(single);
                }
            }
        }
        catch (Exception error)
        {
            _error = ExceptionDispatchInfo.Capture(error);
        }
    }

    private void Commit(List<object> batch)
    {
        var ended = batch.OfType<TrialResult>().ToList();
        var endedNumbers = ended.Select(r => r.Number).ToHashSet();
        // A trial that started and ended within one batch need not be stored as running in between.
        var started = batch.OfType<TrialStart>().Where(s => !endedNumbers.Contains(s.Number)).ToList();
        _store.Commit(_sweep, started, ended);
        Commits++;
    }
}
