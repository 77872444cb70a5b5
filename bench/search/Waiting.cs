using System.Globalization;
using Goalkeeper.Search;

namespace Goalkeeper.Bench.Search;

/// <summary>
/// What waiting costs: workers that run the points of a search that learns, where point k starts only when points 1 … k − parallelism have ended.
/// Time is counted, not measured, so the table is the same on every machine.
/// </summary>
internal static class Waiting
{
    private const int Points = 10_000;

    /// <summary>Prints which share of the workers' time is spent waiting.</summary>
    public static void Print(TextWriter output)
    {
        output.WriteLine("| workers | parallelism | durations alike | up to 3 times as long | up to 10 times |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var workers in (int[])[1, 4, 16])
        {
            foreach (var times in workers == 1 ? (int[])[1] : [1, 2, 4])
            {
                var idle = ((double[])[1, 3, 10]).Select(ratio => Idle(workers, workers * times, ratio).ToString("P0", CultureInfo.InvariantCulture).Replace(" ", " ", StringComparison.Ordinal));
                output.WriteLine($"| {workers} | {workers * times} | {string.Join(" | ", idle)} |");
            }
        }
    }

    /// <summary>The share of idle time.</summary>
    /// <param name="workers">How many points are run at once.</param>
    /// <param name="parallelism">How many may be under way.</param>
    /// <param name="ratio">The longest duration in the shortest; logarithms between are as likely.</param>
    private static double Idle(int workers, int parallelism, double ratio)
    {
        var random = new RandomNumbers(1, Purpose.Random, 1);
        var free = new PriorityQueue<int, double>(Enumerable.Range(0, workers).Select(worker => (worker, 0.0)));
        var (ends, ended) = (new double[Points], 0.0); // ended: when all points have ended that the next one waits for
        var work = 0.0;
        for (var k = 0; k < Points; k++)
        {
            if (k >= parallelism) ended = Math.Max(ended, ends[k - parallelism]);
            free.TryDequeue(out var worker, out var from);
            var duration = Math.Pow(ratio, random.Uniform());
            ends[k] = Math.Max(from, ended) + duration;
            work += duration;
            free.Enqueue(worker, ends[k]);
        }
        return 1 - (work / (workers * ends.Max()));
    }
}
