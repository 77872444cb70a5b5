using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Goalkeeper.Runner;

/// <summary>Threads that run trials in parallel, one at a time each.</summary>
internal static class TrialThreads
{
    /// <summary>Returns when no thread goes on. What any of them throws ends all, and is thrown.</summary>
    /// <param name="workers">Threads, at least 1.</param>
    /// <param name="runNext">Takes the next trial and runs it; false where there is none, or it was asked to stop.</param>
    /// <param name="cancellation">The wish to stop.</param>
    public static void Run(int workers, Func<CancellationToken, bool> runNext, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var failures = new ConcurrentQueue<Exception>();
        var threads = Enumerable.Range(1, workers)
            .Select(n => new Thread(Work) { Name = $"worker {n}", IsBackground = true })
            .ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        if (failures.TryPeek(out var failure)) ExceptionDispatchInfo.Throw(failure);

        void Work()
        {
            try
            {
                while (!stop.IsCancellationRequested && runNext(stop.Token))
                {
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
