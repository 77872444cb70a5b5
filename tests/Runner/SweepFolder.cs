using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Runner;

/// <summary>A folder with a store of its own, and sweeps run into it.</summary>
internal sealed class SweepFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goalkeeper-sweep-").FullName;

    public string StorePath => Path.Combine(_folder, "goalkeeper.db");

    public SweepStore Open() => SweepStore.Open(StorePath);

    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs an experiment, given as YAML.</summary>
    public SweepOutcome Run(
        string yaml, int workers = 2, Train? train = null, ISweepObserver? observer = null, bool forceNew = false, CancellationToken cancellation = default)
    {
        var experiment = ExperimentFile.Parse(yaml, "test.yaml");
        var dataset = DatasetLoader.Load(experiment.Network.Dataset, Environment.GetEnvironmentVariable("GOALKEEPER_DATA") ?? "");
        var plan = ExperimentPlan.Expand(experiment, dataset.ComputeSha256(), [.. dataset.Splits.Select(s => s.Name)]);
        var circumstances = new Circumstances("goalkeeper run test.yaml", DateTimeOffset.UnixEpoch, "c0ffee", true, """{"os":"Minix"}""", """{"goalkeeper":"9.9"}""");
        using var store = Open();
        return new SweepSession(store, observer ?? new Silence()).Run(PlannedSweep.Of(plan, dataset, circumstances, train), new(workers), forceNew, cancellation);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal class Silence : ISweepObserver
    {
        public virtual void SweepStarted(SweepStart start)
        {
        }

        public virtual void TrialStarted(PlannedTrial trial)
        {
        }

        public virtual void TrialEnded(PlannedTrial trial, TrialResult result)
        {
        }

        public virtual void OthersEnded(IReadOnlyDictionary<string, long> counts)
        {
        }

        public virtual void SweepEnded()
        {
        }
    }
}
