using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Tests.Store;
using Goalkeeper.Training;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Runner;

public sealed class SweepVerifierTests : IDisposable
{
    private const string Grid = """
        name: grid
        dataset: pitch
        network: { hidden: [5] }
        training: { learning_rate: 0.3, iterations: 40, record_every: 10 }
        parameters: { lambda: [0, 0.7], keep_prob: [0.8, 1] }
        keep_weights: best
        """;

    private readonly SweepFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Trials_that_are_run_again_are_identical_and_the_store_stays_as_it_is(int workers)
    {
        _folder.Run(Grid);
        var before = File.ReadAllBytes(_folder.StorePath);
        var verification = Verify(workers: workers);
        Assert.True(verification.Identical);
        Assert.Equal([1, 2, 3, 4], verification.Verified.Select(t => t.Trial.Number));
        Assert.All(verification.Verified, t => Assert.True(t.HasFingerprint));
        Assert.Equal((0, false), (verification.NotVerified.Count, verification.Stopped));
        Assert.Equal(before, File.ReadAllBytes(_folder.StorePath));
    }

    [Fact]
    public void A_diverged_trial_is_compared_and_a_failed_one_is_not()
    {
        // With α λ / m = 0.3 · 3000 / 211 = 4.3, each step multiplies the weights by −3.3.
        var sweep = Grid.Replace("[0, 0.7]", "[0.1, 3000]", StringComparison.Ordinal);
        _folder.Run(sweep.Replace("iterations: 40", "iterations: 5000", StringComparison.Ordinal), train: (settings, data, _, stop) => settings is { Lambda: 0.1, KeepProb: [1] }
            ? throw new InvalidOperationException("no such thing")
            : Trainer.Train(settings, data, stop));
        var verification = Verify();
        Assert.True(verification.Identical);
        Assert.Equal(TrialState.Failed, Assert.Single(verification.NotVerified).State);
        Assert.Contains(TrialState.Diverged, verification.Verified.Select(t => t.Trial.State));
    }

    [Fact]
    public void The_first_difference_is_in_the_order_of_training()
    {
        _folder.Run(Grid);
        var cost = Expected(r => r.Traces[0].Values[2]);
        Assert.Equal(
            new Difference("trace cost at iteration 20", cost, Math.BitIncrement(cost)),
            FirstDifference(r => WithTrace(r with { Metrics = new Dictionary<string, double>() }, "cost", 2, Math.BitIncrement)));
        var accuracy = Expected(r => r.Traces.Single(t => t.Metric == "train_accuracy").Values[1]);
        Assert.Equal(
            new Difference("trace train_accuracy at iteration 10", accuracy, 2.0),
            FirstDifference(r => WithTrace(WithTrace(r, "train_accuracy", 1, _ => 2), "cost", 2, Math.BitIncrement)));
        Assert.Equal(
            new Difference("trace cost at iteration 39", Expected(r => r.Traces[0].Values[^1]), null),
            FirstDifference(r => r with
            {
                Traces = [new("cost", [0, 10, 20, 30], [.. r.Traces[0].Values.SkipLast(1)]), .. r.Traces.Skip(1)],
            }));
        Assert.Equal(
            new Difference("trace late at iteration 0", null, 1.0),
            FirstDifference(r => r with { Traces = [.. r.Traces, new("late", [0], [1])] }));
    }

    [Fact]
    public void Metrics_predictions_and_weights_are_looked_at_too()
    {
        _folder.Run(Grid);
        var accuracy = Expected(r => r.Metrics["dev_accuracy"]);
        Assert.Equal(
            new Difference("metric dev_accuracy", accuracy, null),
            FirstDifference(r => r with { Metrics = r.Metrics.Where(m => m.Key != "dev_accuracy").ToDictionary() }));

        var probability = (float)Expected(r => r.Predictions[1].Probabilities[4]);
        Assert.Equal(
            new Difference("probability of dev example 5", probability, 0.75f),
            FirstDifference(r => WithPrediction(r, 1, 4, 0.75)));
        Assert.Equal(
            new Difference("number of test predictions", 200L, null),
            FirstDifference(r => r with { Predictions = [.. r.Predictions.SkipLast(1)] }));

        // 2-5-1: two weights and a bias for each of five units, then five weights and a bias.
        Assert.Equal("weight W1[2, 1]", FirstDifference(r => WithWeight(r, 2))!.What);
        Assert.Equal("bias b1[5]", FirstDifference(r => WithWeight(r, 14))!.What);
        Assert.Equal("bias b2[1]", FirstDifference(r => WithWeight(r, 20))!.What);
        Assert.Equal(1UL, FirstDifference(r => WithWeight(r, 20))!.Ulps);
    }

    [Fact]
    public void What_the_store_keeps_only_rounded_shows_in_the_fingerprint()
    {
        _folder.Run(Grid);
        var difference = FirstDifference(r => WithPrediction(r, 0, 0, Math.BitIncrement(r.Predictions[0].Probabilities[0])))!;
        Assert.StartsWith("result's SHA-256", difference.What, StringComparison.Ordinal);
        Assert.Null(difference.Ulps);
        // The weights of all but the best trial are gone.
        Assert.StartsWith("result's SHA-256", FirstDifference(r => WithWeight(r, 0), best: false)!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_that_ends_otherwise_now_differs()
    {
        _folder.Run(Grid);
        Assert.Equal(
            new Difference("state", "finished", "failed: InvalidOperationException: no such thing"),
            FirstDifference(_ => throw new InvalidOperationException("no such thing")));
        Assert.Equal(new Difference("state", "finished", "diverged"), FirstDifference(r => r with { DivergedAt = 40 }));
    }

    [Fact]
    public void Other_initial_weights_are_told_apart_from_other_training()
    {
        _folder.Run(Grid);
        Alter("UPDATE fingerprint SET initial_weights = zeroblob(32)");
        var verification = Verify();
        Assert.All(verification.Verified, t => Assert.True(t.StartsElsewhere));
        Assert.Equal(new string('0', 64), verification.Verified[0].Difference!.Stored);
    }

    [Fact]
    public void Generated_data_that_differ_are_told_and_the_trials_run_on_the_stored_ones()
    {
        // A sweep on what a machine with another C library would have generated.
        var circles = GeneratedDatasets.Circles();
        circles.Train.Features[5] = Math.BitDecrement(circles.Train.Features[5]);
        var experiment = ExperimentFile.Parse(Grid.Replace("pitch", "circles", StringComparison.Ordinal), "x");
        var plan = ExperimentPlan.Expand(experiment, circles.ComputeSha256(), ["train", "test"]);
        using (var store = _folder.Open())
        {
            var there = new Circumstances("goalkeeper run x", DateTimeOffset.UnixEpoch, null, null, "{}", "{}");
            new SweepSession(store, new SweepFolder.Silence()).Run(PlannedSweep.Of(plan, circles, there), new(Workers: 1), forceNew: false, default);
        }
        var verification = Verify();
        Assert.Equal("x2 of train example 3", verification.Dataset!.What);
        Assert.Equal(1UL, verification.Dataset.Ulps);
        Assert.All(verification.Verified, t => Assert.Null(t.Difference));
        Assert.False(verification.Identical);
    }

    [Fact]
    public void Data_of_a_file_that_is_called_as_generated_ones_are_not_compared_with_those()
    {
        var file = _folder.Write("circles", "x1,x2,y\n0,1,0\n1,0,1\n");
        _folder.Run(Grid.Replace("dataset: pitch", $"dataset: {{csv: {file}, features: [x1, x2], label: y}}", StringComparison.Ordinal));
        Assert.True(Verify().Identical);
    }

    [Fact]
    public void Altered_data_are_refused()
    {
        _folder.Run(Grid);
        Alter("UPDATE dataset SET sha256 = '00ff'");
        var error = Assert.Throws<UserErrorException>(() => Verify());
        Assert.Contains("not those that their SHA-256 00ff names", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_cannot_be_read_at_all_are_refused_too()
    {
        _folder.Run(Grid);
        Alter("UPDATE dataset SET content = zeroblob(length(content))");
        Assert.Contains("Restore the store from a copy", Assert.Throws<UserErrorException>(() => Verify()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DROP TRIGGER weights_update; UPDATE weights SET layers = '[2,4,1,1]'", "layers")]
    [InlineData("DROP TRIGGER weights_update; UPDATE weights SET content = substr(content, 9)", "number of weights")]
    [InlineData("DROP TRIGGER prediction_update; UPDATE prediction SET labels = ''", "number of train labels")]
    public void Damage_is_a_difference(string sql, string what)
    {
        _folder.Run(Grid);
        Alter(sql);
        Assert.Contains(Verify().Verified, t => t.Difference?.What == what);
    }

    [Fact]
    public void A_sweep_says_that_another_program_launched_it()
    {
        _folder.Run(Grid);
        Assert.Equal("9.9", Circumstances.OtherProgram(Verify().Sweep)); // as SweepFolder has it
        Alter($"UPDATE sweep SET versions = json_object('goalkeeper', '{Circumstances.Goalkeeper}')");
        Assert.Null(Circumstances.OtherProgram(Verify().Sweep));
    }

    [Fact]
    public void Trials_of_a_store_without_fingerprints_are_compared_by_what_is_there()
    {
        VersionOne.Write(_folder.StorePath, today =>
        {
            using var made = new SweepFolder();
            made.Run(Grid);
            using var store = made.Open(); // the log goes into the file when the last one closes it
            store.Dispose();
            File.Copy(made.StorePath, today);
        });
        var verification = Verify();
        Assert.True(verification.Identical);
        Assert.Equal(4, verification.Verified.Count(t => !t.HasFingerprint));
        Assert.Equal("trace cost at iteration 20", FirstDifference(r => WithTrace(r, "cost", 2, Math.BitIncrement))!.What);
    }

    [Fact]
    public void An_observer_that_throws_and_a_wish_to_stop_leave_what_was_compared()
    {
        _folder.Run(Grid);
        using var stop = new CancellationTokenSource();
        var trained = 0;
        using var store = SweepStore.OpenReadOnly(_folder.StorePath);
        var sweep = store.Find(new("grid"));
        var verification = new SweepVerifier(store, new Thrower(), (settings, data, _, cancellation) =>
        {
            if (++trained == 3) stop.Cancel();
            return Trainer.Train(settings, data, cancellation);
        }).Verify(sweep, store.Trials(sweep), workers: 1, stop.Token);
        Assert.True(verification.Stopped);
        Assert.Equal([1, 2], verification.Verified.Select(t => t.Trial.Number));
    }

    [Theory]
    [InlineData(1.0, 1.0000000000000002, 1UL)]
    [InlineData(-1.0, -1.0000000000000002, 1UL)]
    [InlineData(double.Epsilon, -double.Epsilon, 2UL)]
    [InlineData(1.0, 2.0, 1UL << 52)]
    [InlineData(double.MinValue, double.MaxValue, 0xffdffffffffffffeUL)]
    public void A_distance_counts_the_numbers_between(double stored, double now, ulong ulps)
    {
        Assert.Equal(ulps, new Difference("x", stored, now).Ulps);
        Assert.Equal(ulps, new Difference("x", now, stored).Ulps);
    }

    [Fact]
    public void Only_finite_numbers_have_a_distance()
    {
        Assert.Equal(1UL, new Difference("x", 1f, MathF.BitIncrement(1f)).Ulps);
        Assert.Null(new Difference("x", 1.0, double.PositiveInfinity).Ulps);
        Assert.Null(new Difference("x", double.NaN, 1.0).Ulps);
        Assert.Null(new Difference("x", 1.0, null).Ulps);
    }

    private SweepVerification Verify(Train? train = null, int workers = 2)
    {
        using var store = SweepStore.OpenReadOnly(_folder.StorePath);
        var sweep = store.Find(new("grid"));
        return new SweepVerifier(store, new SweepFolder.Silence(), train).Verify(sweep, store.Trials(sweep), workers, default);
    }

    /// <summary>The difference of one trial, the best or another, whose training gives something else now.</summary>
    private Difference? FirstDifference(Func<TrainingResult, TrainingResult> change, bool best = true)
    {
        using var store = SweepStore.OpenReadOnly(_folder.StorePath);
        var sweep = store.Find(new("grid"));
        var trial = store.Trials(sweep).First(t => (t.Number == store.Best(sweep)!.Number) == best);
        TrainingResult Changed(TrainingSettings settings, Dataset data, TrainingWatch? watch, CancellationToken stop) => change(Trainer.Train(settings, data, stop));
        var verifier = new SweepVerifier(store, new SweepFolder.Silence(), Changed);
        return Assert.Single(verifier.Verify(sweep, [trial], workers: 1, default).Verified).Difference;
    }

    private double Expected(Func<TrainingResult, double> number)
    {
        var value = double.NaN;
        Assert.Null(FirstDifference(r =>
        {
            value = number(r);
            return r;
        }));
        return value;
    }

    private static TrainingResult WithTrace(TrainingResult result, string metric, int point, Func<double, double> change) => result with
    {
        Traces =
        [
            .. result.Traces.Select(t => t.Metric == metric
                ? t with { Values = [.. t.Values.Select((value, i) => i == point ? change(value) : value)] }
                : t),
        ],
    };

    private static TrainingResult WithPrediction(TrainingResult result, int split, int example, double probability)
    {
        result.Predictions[split].Probabilities[example] = probability;
        return result;
    }

    private static TrainingResult WithWeight(TrainingResult result, int place)
    {
        result.Weights.Values[place] = Math.BitIncrement(result.Weights.Values[place]);
        return result;
    }

    /// <summary>Does to the file what the store itself would refuse.</summary>
    private void Alter(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.StorePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"DROP TRIGGER fingerprint_update; {sql}";
        command.ExecuteNonQuery();
    }

    private sealed class Thrower : SweepFolder.Silence
    {
        public override void TrialStarted(PlannedTrial trial) => throw new IOException("broken pipe");
    }
}
