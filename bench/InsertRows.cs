using System.Diagnostics;
using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Bench;

/// <summary>
/// How fast trace points are stored: ours against the sqlite3 shell's own <c>.import</c> of a CSV file. Both write the same rows into the
/// same store (schema, triggers, foreign keys, write-ahead log), in one transaction with <c>synchronous=FULL</c>, and close it.
/// </summary>
internal static class InsertRows
{
    private const double Goal = 1;

    private const int PointsPerTrial = 1000;

    private const string Name = "inserts";

    /// <summary>Why the peer may be missing.</summary>
    public const string Missing = "no sqlite3 shell (Debian: sqlite3)";

    /// <summary>Measures the row.</summary>
    /// <param name="effort">How much.</param>
    /// <param name="folder">For the stores.</param>
    public static IEnumerable<Row> Measure(Effort effort, string folder)
    {
        var what = $"{effort.InsertedPoints.ToString("N0", CultureInfo.InvariantCulture)} trace points stored, against the sqlite3 shell's .import";
        if (!Command.Succeeds("sqlite3", "-version"))
        {
            yield return Row.Skipped(what, Missing);
            yield break;
        }
        var template = Path.Combine(folder, "template.db");
        var csv = Path.Combine(folder, "points.csv");
        var results = Results(effort.InsertedPoints / PointsPerTrial);
        Queue(template, results.Count);
        File.WriteAllLines(csv, results.SelectMany(Lines));

        var (ours, shell) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var round = 0; round < effort.FewRounds; round++)
        {
            ours = Math.Min(ours, Seconds(template, store => Commit(store, results)));
            shell = Math.Min(shell, Seconds(template, store => Import(store, csv)));
        }
        var (oursRate, shellRate) = (effort.InsertedPoints / ours, effort.InsertedPoints / shell);
        yield return Row.AtLeast(what, $"{Row.Number(oursRate)} points/s", $"{Row.Number(shellRate)} points/s", oursRate / shellRate, Goal);
    }

    private static double Seconds(string template, Action<string> insert)
    {
        var store = $"{template}.copy";
        File.Copy(template, store, overwrite: true);
        var start = Stopwatch.GetTimestamp();
        insert(store);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Commit(string path, IReadOnlyList<TrialResult> results)
    {
        using var store = SweepStore.Open(path);
        using var worker = new SweepWorker(path, store.Find(new SweepReference(Name, 1)));
        foreach (var result in results) worker.End(worker.Take(CancellationToken.None)!, result);
        worker.Complete();
    }

    // A shell's insert into an ended attempt is refused, so the attempts end last, as ours do.
    private static void Import(string path, string csv) => Command.Run(
        "sqlite3",
        path,
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; INSERT INTO attempt (id, trial_id, number, state) SELECT id, id, 1, 'running' FROM trial",
        $".import --csv {csv} trace",
        "UPDATE attempt SET state = 'finished'; UPDATE trial SET state = 'finished', attempt_id = id; COMMIT");

    private static List<TrialResult> Results(int trials)
    {
        long[] iterations = [.. Enumerable.Range(0, PointsPerTrial)];
        return [.. Enumerable.Range(1, trials).Select(number => new TrialResult
        {
            Number = number,
            State = TrialState.Finished,
            StartedAt = DateTimeOffset.UnixEpoch,
            DurationMs = 0,
            Traces = [new Store.Trace("cost", iterations, [.. iterations.Select(i => 0.7 / (1 + i + number / 7.0))])],
        })];
    }

    // In a new store the trials' ids are their numbers.
    private static IEnumerable<string> Lines(TrialResult result) => result.Traces[0].Iterations.Zip(
        result.Traces[0].Values, (iteration, value) => string.Create(CultureInfo.InvariantCulture, $"{result.Number},cost,{iteration},{iteration},{value:R},"));

    private static void Queue(string path, int trials)
    {
        using var store = SweepStore.Open(path);
        store.FindOrCreate(
            new NewSweep
            {
                Name = Name,
                Description = "",
                ExperimentFile = "",
                ExperimentText = "",
                Plan = "{}",
                PlanHash = "",
                MetricName = "cost",
                MetricGoal = "minimize",
                WeightsKept = WeightsKept.None,
                Command = "",
                GitCommit = null,
                GitDirty = null,
                Machine = "{}",
                Versions = "{}",
                CreatedAt = DateTimeOffset.UnixEpoch,
                Dataset = new StoredDataset("", "", [], []),
            },
            [.. Enumerable.Range(1, trials).Select(n => new PlannedTrial(n, n, null, 1, n, new Dictionary<string, string>()))]);
    }
}
