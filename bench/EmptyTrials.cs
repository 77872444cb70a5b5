using System.Diagnostics;
using System.Globalization;
using Goalkeeper.Runner;
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
        var program = Path.Combine(AppContext.BaseDirectory, "Goalkeeper.Bench.dll");
        var words = Command.Run("dotnet", program, Word, storePath, trials.ToString(CultureInfo.InvariantCulture)).Split(' ');
        var numbers = Array.ConvertAll(words, w => double.Parse(w, CultureInfo.InvariantCulture));
        return new TrackerCost(numbers[0], numbers[1], numbers[2]);
    }

    /// <summary>That process.</summary>
    /// <param name="storePath">The store, which is not there yet.</param>
    /// <param name="trials">How many; a multiple of a hundred.</param>
    public static void FillHere(string storePath, int trials)
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
        Sweep.Run(experiment, storePath, Environment.ProcessorCount, (settings, _, _) =>
        {
            if (Interlocked.Increment(ref taken) == trials / 10) early = PeakMegabytes();
            return Train(settings);
        });
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{trials / seconds} {early} {PeakMegabytes()}"));
    }

    // Numbers with all their digits, as real ones have: they are what fills a store.
    private static TrainingResult Train(TrainingSettings settings)
    {
        var cost = new double[TracePoints];
        for (var i = 0; i < cost.Length; i++) cost[i] = 0.7 / (1 + i * settings.LearningRate + settings.Lambda + settings.Seed / 7.0);
        var accuracy = 0.9 + 0.1 * cost[^1];
        return new TrainingResult(
            new Parameters([2, 1]),
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
