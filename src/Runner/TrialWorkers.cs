using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Runs trials in parallel, one thread each.</summary>
internal sealed class TrialWorkers(TrialExecutor executor, TrialSettings settings)
{
    /// <summary>Returns when all trials have ended, or when it was asked to stop; a trial in hand then has no result.</summary>
    /// <param name="trials">What to run, in this order.</param>
    /// <param name="workers">Threads, at least 1.</param>
    /// <param name="started">Called by the thread that took a trial.</param>
    /// <param name="ended">Called by the thread that ran it. What either throws ends all, and is thrown.</param>
    /// <param name="cancellation">The wish to stop.</param>
    public void Run(
        IEnumerable<PlannedTrial> trials,
        int workers,
        Action<PlannedTrial> started,
        Action<PlannedTrial, TrialResult> ended,
        CancellationToken cancellation)
    {
        var queue = new ConcurrentQueue<PlannedTrial>(trials);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var failures = new ConcurrentQueue<Exception>();
        var threads = Enumerable.Range(1, Math.Min(workers, queue.Count))
            .Select(n => new Thread(Work) { Name = $"worker {n}", IsBackground = true })
            .ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        if (failures.TryPeek(out var failure)) ExceptionDispatchInfo.Throw(failure);

        void Work()
        {
            try
            {
                while (!stop.IsCancellationRequested && queue.TryDequeue(out var trial))
                {
                    started(trial);
                    if (executor.Execute(trial, settings.Of(trial), stop.Token) is not { } result) return;
                    ended(trial, result);
                }
            }
            catch (Exception e)
            {
                failures.Enqueue(e); // the results can go nowhere: no worker goes on
                stop.Cancel();
            }
        }
    }
}
