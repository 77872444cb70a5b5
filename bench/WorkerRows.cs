using System.Diagnostics;
using System.Globalization;
using Goalkeeper.Runner;

namespace Goalkeeper.Bench;

/// <summary>Two workers against one, on a sweep that is planned, run and committed as <c>goalkeeper run</c> does.</summary>
internal static class WorkerRows
{
    private const double Goal = 1.9;

    private const int Trials = 16;

    /// <summary>Measures the row.</summary>
    /// <param name="effort">How much.</param>
    /// <param name="folder">For the stores.</param>
    public static IEnumerable<Row> Measure(Effort effort, string folder)
    {
        const string what = "a sweep of 16 trials, two workers against one";
        if (Environment.ProcessorCount < 2)
        {
            yield return Row.Skipped(what, "this process may use one core only");
            yield break;
        }
        var experiment = ExperimentFile.Parse(
            string.Create(CultureInfo.InvariantCulture, $$"""
                name: workers
                dataset: pitch
                network: { hidden: [20, 3] }
                training: { initialization: xavier, learning_rate: 0.3, iterations: {{effort.Iterations(50_000)}} }
                replicates: {{Trials}}
                """),
            "workers.yaml");
        var (one, two) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var round = 0; round < effort.FewRounds; round++)
        {
            one = Math.Min(one, Seconds(experiment, 1, Path.Combine(folder, $"one{round}.db")));
            two = Math.Min(two, Seconds(experiment, 2, Path.Combine(folder, $"two{round}.db")));
        }
        yield return Row.AtLeast(what, $"{Row.Number(two)} s", $"{Row.Number(one)} s", one / two, Goal);
    }

    private static double Seconds(Experiment experiment, int workers, string storePath)
    {
        var start = Stopwatch.GetTimestamp();
        Sweep.Run(experiment, storePath, workers);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
