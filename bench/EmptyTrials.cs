using System.Diagnostics;
using System.Globalization;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Bench;

/// <summary>What <see cref="EmptyTrials.Fill"/> measured.</summary>
/// <param name="TrialsPerSecond">From reading the experiment to the last commit.</param>
/// <param name="MegabytesEarly">Greatest memory until a tenth of the trials had been taken.</param>
/// <param name="Megabytes">Greatest memory of the process.</param>
internal sealed record TrackerCost(double TrialsPerSecond, double MegabytesEarly, double Megabytes);

/// <summary>
/// A sweep whose training takes no time, so that what is left is the tracker's own cost: reading the experiment, planning, queueing,
/// running, committing. A trial has two varied settings, four metrics and one trace of 30 points; it keeps no predictions and no weights.
/// </summary>
internal static class EmptyTrials
{
    /// <summary>Points of each trial's trace.</summary>
    public const int TracePoints = 30;

    /// <summary>The sweep's name.</summary>
    public const string Name = "empty";

    /// <summary>The word that makes this program such a process.</summary>
    public const string Word = "fill";

    // Of the grid below; the rest are replicates.
    private const int GridPoints = 100;

    private static readonly long[] Iterations = [.. Enumerable.Range(0, TracePoints).Select(i => 1000L * i)];

    /// <summary>Runs a sweep into a new store, in a process of its own, whose memory is then the sweep's.</summary>
    public static TrackerCost Fill(string storePath, int trials)
    {
        var numbers = Start(storePath, trials, Environment.ProcessorCount);
        return new TrackerCost(numbers[0], numbers[1], numbers[2]);
    }

    /// <summary>Runs a sweep into a new store by several processes of one thread each.</summary>
    /// <returns>Trials a second: from the first that any of them begins, while others still start, to the last that ends.</returns>
    public static double Share(string storePath, int trials, int processes)
    {
        Parallel.ForEach(
            Enumerable.Range(0, processes),
            new ParallelOptions { MaxDegreeOfParallelism = processes },
            _ => Start(storePath, trials, threads: 1));
        using var store = SweepStore.OpenReadOnly(storePath);
        using var rates = store.Query(
            """
            SELECT count(DISTINCT trial_id) / (86400 * (max(julianday(started_at) + duration_ms / 86400e3) - min(julianday(started_at))))
            FROM attempt
            WHERE state = 'finished'
            """);
        return (double)rates.Rows().Single()[0]!;
    }

    /// <summary>A process of these.</summary>
    /// <param name="storePath">The store; the first process makes it.</param>
    /// <param name="trials">How many; a multiple of a hundred.</param>
    /// <param name="threads">How many at once.</param>
    public static void FillHere(string storePath, int trials, int threads)
    {
        var start = Stopwatch.GetTimestamp();
        var experiment = ExperimentFile.Parse(
            string.Create(CultureInfo.InvariantCulture, $$"""
                name: {{Name}}
                dataset: pitch
                network: { hidden: [5] }
                training: { iterations: 30000 }
                keep_weights: none
                parameters:
                  learning_rate: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
                  lambda: [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 2, 3, 5]
                replicates: {{trials / GridPoints}}
                """),
            "empty.yaml");
        var early = 0.0;
        var taken = 0;
        Sweep.Run(experiment, storePath, threads, (settings, _, _, _) =>
        {
            if (Interlocked.Increment(ref taken) == trials / 10) early = PeakMegabytes();
            return Train(settings);
        });
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{trials / seconds} {early} {PeakMegabytes()}"));
    }

    private static double[] Start(string storePath, int trials, int threads)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Goalkeeper.Bench.dll");
        var words = Command.Run("dotnet", program, Word, storePath, Text(trials), Text(threads)).Split(' ');
        return Array.ConvertAll(words, w => double.Parse(w, CultureInfo.InvariantCulture));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Numbers with all their digits, as real ones have: they are what fills a store.
    private static TrainingResult Train(TrainingSettings settings)
    {
        var cost = new double[TracePoints];
        for (var i = 0; i < cost.Length; i++) cost[i] = 0.7 / (1 + i * settings.LearningRate + settings.Lambda + settings.Seed / 7.0);
        var accuracy = 0.9 + 0.1 * cost[^1];
        return new TrainingResult(
            new NetworkWeights([2, 1]),
            new Dictionary<string, double>
            {
                ["cost"] = cost[^1],
                ["train_accuracy"] = accuracy,
                ["dev_accuracy"] = accuracy * 0.99,
                ["sum_sq_weights"] = 1 / accuracy,
            },
            [new MetricTrace("cost", Iterations, cost)],
            [],
            null);
    }

    private static double PeakMegabytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1e6;
    }
}
