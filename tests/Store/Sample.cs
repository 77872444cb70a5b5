using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

/// <summary>Small sweeps and results for tests, and a store file of their own that goes with them.</summary>
internal sealed class Sample : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goalkeeper-store-").FullName;

    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A store file that does not exist yet.</summary>
    public string Path => System.IO.Path.Combine(_folder, "goalkeeper.db");

    public string File(string name) => System.IO.Path.Combine(_folder, name);

    public static StoredDataset Dataset => new(
        "ab12",
        "pitch",
        ["x1", "x2"],
        [new StoredSplit("train", [0.1, -2, 3, 4], [0, 1]), new StoredSplit("test", [5, 6.5], [1])]);

    public static NewSweep Sweep(string name = "football", string plan = "plan-1") => new()
    {
        Name = name,
        Description = "Three models.",
        ExperimentFile = "experiments/football.yaml",
        ExperimentText = "name: football # λ\n",
        Plan = new SweepPlan
        {
            MetricName = "dev_accuracy",
            MetricGoal = MetricDefinition.Maximize,
            Parameters = new Dictionary<string, string> { ["lambda"] = "[0,0.7]" },
            Trials = 1, // at least: tests queue as many as they need
        }.ToJson(),
        PlanHash = plan,
        MetricName = "dev_accuracy",
        MetricGoal = "maximize",
        MetricFormat = MetricFormat.Percent,
        WeightsKept = WeightsKept.All,
        Command = "goalkeeper run experiments/football.yaml",
        GitCommit = "c0ffee",
        GitDirty = true,
        Machine = """{"cores":2}""",
        Versions = """{"goalkeeper":"0.1.0"}""",
        CreatedAt = Noon,
        Dataset = Dataset,
    };

    /// <summary>λ = 0, 0.1, 0.2, … with two replicates each.</summary>
    public static List<PlannedTrial> Trials(int count) =>
        [.. Enumerable.Range(1, count).Select(n => new PlannedTrial(
            n,
            (n + 1) / 2,
            null,
            ((n - 1) % 2) + 1,
            3 + ((n - 1) % 2),
            new Dictionary<string, string> { ["lambda"] = n <= 2 ? "0" : $"0.{(n - 1) / 2}", ["activation"] = "\"relu\"" }))];

    public static TrialResult Result(long number, double dev = 0.9, string state = TrialState.Finished) => new()
    {
        Number = number,
        State = state,
        Reason = state == TrialState.Finished ? null : "because",
        StartedAt = Noon.AddSeconds(number),
        DurationMs = 12.5,
        Metrics = new Dictionary<string, double>
        {
            ["dev_accuracy"] = dev,
            ["train_accuracy"] = 1,
            ["test_accuracy"] = 0.5,
            ["cost"] = 0.1,
        },
        Traces = [new Trace("cost", [0, 1000], [double.PositiveInfinity, 0.1]), new Trace("dev_accuracy", [0, 1000], [0.5, dev])],
        Predictions = [new Prediction("train", [0.25, 0.75]), new Prediction("test", [0.5])],
        Weights = new StoredWeights([2, 1], [1, 2, number]),
    };

    public static (SweepStore Store, SweepRecord Sweep) Create(string path, int trials, string kept = WeightsKept.All)
    {
        var store = SweepStore.Open(path);
        return (store, store.FindOrCreate(Sweep() with { WeightsKept = kept }, Trials(trials)).Sweep);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
