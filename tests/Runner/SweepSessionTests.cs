using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Runner;

public class SweepSessionTests
{
    private const string Grid = """
        name: grid
        dataset: pitch
        network: { hidden: [5] }
        training: { learning_rate: 0.3, iterations: 40 }
        parameters: { lambda: [0, 0.1, 0.7], keep_prob: [0.8, 1] }
        replicates: 2
        """;

    [Fact]
    public void Numbers_are_the_same_bit_for_bit_for_any_number_of_workers()
    {
        var hashes = new[] { 1, 2, 7 }.Select(workers =>
        {
            using var folder = new SweepFolder();
            using var store = folder.Open();
            return HashOfNumbers(store, folder.Run(Grid, workers).Sweep);
        });
        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public void A_finished_sweep_is_not_run_again()
    {
        using var folder = new SweepFolder();
        var sweep = folder.Run(Grid).Sweep;
        var again = folder.Run(Grid, train: (_, _, _, _) => throw new InvalidOperationException("ran again"));
        Assert.Equal((sweep.Reference, false), (again.Sweep.Reference, again.Stopped));
        using var store = folder.Open();
        Assert.Equal(12, store.StateCounts(sweep)[TrialState.Finished]);
    }

    [Fact]
    public void A_failed_trial_is_stored_with_its_reason_and_the_others_go_on()
    {
        using var folder = new SweepFolder();
        var sweep = folder.Run(Grid, train: (settings, data, _, stop) =>
            settings.Lambda == 0.1 ? throw new InvalidOperationException("no such thing") : Trainer.Train(settings, data, stop)).Sweep;
        using var store = folder.Open();
        Assert.Equal(8, store.StateCounts(sweep)[TrialState.Finished]);
        var failed = store.Trials(sweep).Where(t => t.State == TrialState.Failed).ToList();
        Assert.Equal(4, failed.Count);
        Assert.All(failed, t => Assert.Equal("InvalidOperationException: no such thing", t.Reason));
    }

    [Fact]
    public void A_trial_that_times_out_has_failed_and_stops_nobody()
    {
        using var folder = new SweepFolder();
        var outcome = folder.Run(Grid, train: (settings, data, _, stop) => settings.Lambda switch
        {
            0 => throw new TaskCanceledException("no answer in time"),
            0.1 => throw new OperationCanceledException("gave up"),
            _ => Trainer.Train(settings, data, stop),
        });
        using var store = folder.Open();
        Assert.False(outcome.Stopped);
        Assert.Equal((4, 8), (store.StateCounts(outcome.Sweep)[TrialState.Finished], store.StateCounts(outcome.Sweep)[TrialState.Failed]));
        Assert.Equal("TaskCanceledException: no answer in time", store.Trials(outcome.Sweep)[0].Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void No_worker_goes_on_after_a_result_could_not_be_kept_and_the_failure_says_where_it_began(int workers)
    {
        using var failed = new ManualResetEventSlim();
        var (started, ended) = (0, 0);
        bool RunNext(CancellationToken stop)
        {
            // The others wait until the first has failed; they are asked to stop by then, or soon.
            if (Interlocked.Increment(ref started) > 1) Assert.True(failed.Wait(TimeSpan.FromMinutes(1), CancellationToken.None) && stop.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)));
            DiskIsFull();
            return true;
        }
        var error = Assert.Throws<StoreException>(() => TrialThreads.Run(workers, RunNext, CancellationToken.None));
        Assert.Contains(nameof(DiskIsFull), error.StackTrace, StringComparison.Ordinal);
        Assert.InRange(started, 1, workers);

        void DiskIsFull()
        {
            failed.Set();
            if (Interlocked.Increment(ref ended) == 1) throw new StoreException("the disk is full");
        }
    }

    [Fact]
    public void A_trial_that_runs_out_of_memory_says_so_and_advises_nothing_that_does_not_help()
    {
        using var folder = new SweepFolder();
        var sweep = folder.Run(Grid, train: (_, _, _, _) => throw new InsufficientMemoryException()).Sweep;
        using var store = folder.Open();
        Assert.Equal("not enough memory for this network beside those that other workers trained; a smaller one needs less", store.Trials(sweep)[0].Reason);
    }

    [Fact]
    public void A_diverged_trial_keeps_its_trace_and_says_when()
    {
        using var folder = new SweepFolder();

        // With α λ / m = 0.3 · 3000 / 211 = 4.3, each step multiplies the weights by −3.3.
        var sweep = folder.Run("""
            name: diverging
            dataset: pitch
            network: { hidden: [5] }
            training: { learning_rate: 0.3, iterations: 5000, record_every: 100, lambda: 3000 }
            """).Sweep;
        using var store = folder.Open();
        var trial = Assert.Single(store.Trials(sweep));
        Assert.Equal(TrialState.Diverged, trial.State);
        Assert.Contains("not finite at iteration", trial.Reason, StringComparison.Ordinal);
        Assert.True(double.IsNaN(trial.Metrics["cost"]));
        Assert.DoesNotContain("train_accuracy", trial.Metrics.Keys);
        Assert.NotEmpty(store.Traces(trial).Single(t => t.Metric == "cost").Values);
        Assert.Null(store.Weights(trial));
    }

    [Fact]
    public void A_stopped_sweep_keeps_ended_trials_and_carries_on_where_it_was()
    {
        using var folder = new SweepFolder();
        using var stop = new CancellationTokenSource();
        var runs = new ConcurrentBag<(double, double, uint)>();
        TrainingResult Count(TrainingSettings settings, Dataset data, TrainingWatch? watch, CancellationToken cancellation)
        {
            // The fifth trial is in hand when the sweep is stopped.
            if (runs.Count == 4) stop.Cancel();
            var result = Trainer.Train(settings, data, cancellation);
            runs.Add((settings.Lambda, settings.KeepProb[0], settings.Seed));
            return result;
        }

        var stopped = folder.Run(Grid, workers: 1, train: Count, cancellation: stop.Token);
        Assert.True(stopped.Stopped);
        using (var store = folder.Open())
        {
            var counts = store.StateCounts(stopped.Sweep);
            Assert.Equal((4, 8), (counts[TrialState.Finished], counts[TrialState.Queued]));
            Assert.Equal(0, counts.GetValueOrDefault(TrialState.Running));
        }

        var resumed = folder.Run(Grid, train: (settings, data, _, cancellation) =>
        {
            runs.Add((settings.Lambda, settings.KeepProb[0], settings.Seed));
            return Trainer.Train(settings, data, cancellation);
        });
        Assert.False(resumed.Stopped);
        Assert.Equal(stopped.Sweep.Id, resumed.Sweep.Id);
        Assert.Equal(12, runs.Count);
        Assert.Equal(12, runs.Distinct().Count());
    }

    [Fact]
    public void A_changed_plan_is_a_new_sweep_and_says_what_changed()
    {
        using var folder = new SweepFolder();
        folder.Run(Grid);
        var starts = new Starts();
        var changed = folder.Run(Grid.Replace("0.7", "0.5", StringComparison.Ordinal), observer: starts);
        Assert.Equal("grid#2", changed.Sweep.Reference.ToString());
        var start = Assert.Single(starts.All);
        Assert.False(start.Resumed);
        Assert.Equal("grid#1", start.Previous?.ToString());
        Assert.Contains(start.Changes, line => line.Contains("lambda", StringComparison.Ordinal) && line.Contains("0.5", StringComparison.Ordinal));

        // A comment changes nothing, and the first plan is found again, behind the newer sweep.
        Assert.Equal("grid#1", folder.Run(Grid + "\n# a comment\n", observer: starts).Sweep.Reference.ToString());
        Assert.True(starts.All[^1].Resumed);
        Assert.Empty(starts.All[^1].Changes);
    }

    [Fact]
    public void A_new_sweep_on_request_leaves_the_old_one_alone()
    {
        using var folder = new SweepFolder();
        folder.Run(Grid);
        var starts = new Starts();
        Assert.Equal("grid#2", folder.Run(Grid, forceNew: true, observer: starts).Sweep.Reference.ToString());
        Assert.Null(starts.All.Single().Previous);
    }

    [Fact]
    public void An_observer_that_throws_does_no_harm()
    {
        using var folder = new SweepFolder();
        var sweep = folder.Run(Grid, observer: new Thrower()).Sweep;
        using var store = folder.Open();
        Assert.Equal(12, store.StateCounts(sweep)[TrialState.Finished]);
    }

    [Fact]
    public void Large_networks_keep_the_best_trials_weights_and_small_ones_all()
    {
        const string large = """
            name: large
            dataset: pitch
            network: { hidden: [100, 100] }
            training: { learning_rate: 0.1, iterations: 2 }
            parameters: { lambda: [0, 1, 2] }
            """;
        using var folder = new SweepFolder();
        Assert.Equal(1, Weights(folder.Run(large).Sweep));
        Assert.Equal(3, Weights(folder.Run(large.Replace("[100, 100]", "[5]", StringComparison.Ordinal)).Sweep));
        Assert.Equal(0, Weights(folder.Run(large + "\nkeep_weights: none\n", forceNew: true).Sweep));

        int Weights(SweepRecord sweep)
        {
            using var store = folder.Open();
            return store.Trials(sweep).Count(t => store.Weights(t) is not null);
        }
    }

    /// <summary>Every number of a sweep that is not a time.</summary>
    internal static string HashOfNumbers(SweepStore store, SweepRecord sweep)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var trial in store.Trials(sweep))
        {
            Add($"{trial.Number} {trial.Seed} {trial.State} {JsonSerializer.Serialize(trial.Parameters)}");
            foreach (var (name, value) in trial.Metrics) Add($"{name} {BitConverter.DoubleToInt64Bits(value)}");
            foreach (var trace in store.Traces(trial)) Add($"{trace.Metric} {string.Join(' ', trace.Iterations)} {string.Join(' ', trace.Values.Select(BitConverter.DoubleToInt64Bits))}");
            foreach (var prediction in store.Predictions(trial)) Add($"{prediction.Split} {string.Join(' ', prediction.Probabilities.Select(BitConverter.SingleToInt32Bits))}");
            if (store.Weights(trial) is { } weights) Add(string.Join(' ', weights.Values.Select(BitConverter.DoubleToInt64Bits)));
        }
        return Convert.ToHexString(hash.GetHashAndReset());

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
    }

    private sealed class Starts : SweepFolder.Silence
    {
        public List<SweepStart> All { get; } = [];

        public override void SweepStarted(SweepStart start) => All.Add(start);
    }

    private sealed class Thrower : SweepFolder.Silence
    {
        public override void TrialStarted(PlannedTrial trial) => throw new IOException("broken pipe");
    }
}
