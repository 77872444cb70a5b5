using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

public sealed class RoundTripTests : IDisposable
{
    private readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void A_sweep_comes_back_as_it_was_stored()
    {
        var (store, created) = Sample.Create(_sample.Path, 4);
        using (store)
        {
            var found = store.Find(SweepReference.Parse("football"));
            var expected = Sample.Sweep();
            Assert.Equal(created, found);
            Assert.Equal(1, found.Number);
            Assert.Equal(expected.ExperimentText, found.ExperimentText);
            Assert.Equal(expected.Plan, found.Plan);
            Assert.Equal(expected.CreatedAt, found.CreatedAt);
            Assert.Equal(expected.GitCommit, found.GitCommit);
            Assert.True(found.GitDirty);
            Assert.Equal((SweepKind.Network, 32), (found.Kind, found.Uid.Length));
        }
    }

    [Fact]
    public void A_sweep_outside_git_has_no_commit_and_no_dirty_flag()
    {
        using var store = SweepStore.Open(_sample.Path);
        var sweep = store.FindOrCreate(Sample.Sweep() with { GitCommit = null, GitDirty = null }, []).Sweep;
        Assert.Null(sweep.GitCommit);
        Assert.Null(sweep.GitDirty);
    }

    [Fact]
    public void A_dataset_comes_back_bit_for_bit_and_is_kept_once()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 1);
        using (store)
        {
            store.FindOrCreate(Sample.Sweep("other"), []);
            var dataset = store.Dataset(sweep);
            Assert.Equal(["x1", "x2"], dataset.FeatureNames);
            Assert.Equal(["train", "test"], dataset.Splits.Select(s => s.Name));
            Assert.Equal([0.1, -2, 3, 4], dataset.Splits[0].Features);
            Assert.Equal([1.0], dataset.Splits[1].Labels);
            using var rows = store.Query("SELECT count(*), sum(train_count), sum(dev_count) FROM dataset");
            Assert.Equal([1L, 2L, 0L], rows.Rows().Single());
        }
    }

    [Fact]
    public void Pictures_come_back_bit_for_bit_with_their_shape_and_classes_and_take_a_byte_a_number()
    {
        using var store = SweepStore.Open(_sample.Path);
        // -0 and 0 are two values: the bits count.
        double[] features = [.. Enumerable.Range(0, 12_000).Select(i => i % 254 == 253 ? -0.0 : i % 254 / 255.0)];
        var dataset = new StoredDataset("cd34", "cats", [], [new StoredSplit("train", features, [.. Enumerable.Repeat(1.0, 10)])])
        {
            Shape = [20, 20, 3],
            ClassNames = ["non-cat", "cat"],
        };
        store.FindOrCreate(Sample.Sweep() with { Dataset = dataset }, []);
        var found = store.Dataset("cd34");
        Assert.Equal(features.Select(BitConverter.DoubleToInt64Bits), found.Splits.Single().Features.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(dataset.Splits[0].Labels, found.Splits[0].Labels);
        Assert.Equal([20, 20, 3], found.Shape);
        Assert.Equal(["non-cat", "cat"], found.ClassNames);
        Assert.Empty(found.FeatureNames);
        using var rows = store.Query("SELECT length(palette) FROM dataset");
        Assert.Equal([254L * 8], rows.Rows().Single());
    }

    [Fact]
    public void Features_of_many_values_have_no_palette()
    {
        using var store = SweepStore.Open(_sample.Path);
        double[] features = [.. Enumerable.Range(0, 3000).Select(i => (double)(i % 257))];
        var dataset = new StoredDataset("ef56", "many", ["x"], [new StoredSplit("train", features, new double[3000])]);
        store.FindOrCreate(Sample.Sweep() with { Dataset = dataset }, []);
        Assert.Equal(features, store.Dataset("ef56").Splits[0].Features);
        using var rows = store.Query("SELECT palette FROM dataset");
        Assert.Null(rows.Rows().Single()[0]);
    }

    [Fact]
    public void A_trial_comes_back_with_everything_it_measured()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 4);
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(3)]);
            var trial = store.Trial(sweep, 3);
            Assert.Equal(TrialState.Finished, trial.State);
            Assert.Null(trial.Reason);
            Assert.Equal(Sample.Noon.AddSeconds(3), trial.StartedAt);
            Assert.Equal(12.5, trial.DurationMs);
            Assert.Equal(0.1, trial.Parameters["lambda"]);
            Assert.Equal("relu", trial.Parameters["activation"]);
            Assert.Equal(0.9, trial.Metrics["dev_accuracy"]);
            Assert.Equal(1.0, trial.Metrics["train_accuracy"]);
            Assert.Equal(["cost", "dev_accuracy"], store.Traces(trial).Select(t => t.Metric));
            Assert.Equal([0L, 1000L], store.Traces(trial)[0].Iterations);
            Assert.Equal([2, 1], store.Weights(trial)!.Layers);
            Assert.Equal([1.0, 2.0, 3.0], store.Weights(trial)!.Values);
            Assert.Equal(["train", "test"], store.Predictions(trial).Select(p => p.Split));
            Assert.Equal([0, 1], store.Predictions(trial)[0].Labels);
            Assert.Equal([0.25f, 0.75f], store.Predictions(trial)[0].Probabilities);
            Assert.Null(store.Weights(store.Trial(sweep, 1)));
        }
    }

    [Fact]
    public void Infinities_and_NaN_come_back_and_NaN_is_not_the_same_as_not_measured()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 1);
        using (store)
        {
            double[] values = [double.PositiveInfinity, double.NegativeInfinity, double.NaN, -0.0, double.Epsilon, double.MaxValue];
            store.Commit(sweep, [], [Sample.Result(1) with
            {
                Metrics = new Dictionary<string, double>
                {
                    ["cost"] = double.NaN,
                    ["up"] = double.PositiveInfinity,
                    ["down"] = double.NegativeInfinity,
                },
                Traces = [new Trace("cost", [0, 1, 2, 3, 4, 5], values)],
            }]);
            var trial = store.Trial(sweep, 1);
            Assert.Equal(double.NaN, trial.Metrics["cost"]);
            Assert.Equal(double.PositiveInfinity, trial.Metrics["up"]);
            Assert.Equal(double.NegativeInfinity, trial.Metrics["down"]);
            Assert.False(trial.Metrics.ContainsKey("dev_accuracy"));
            Assert.Equal(values, store.Traces(trial).Single().Values);
            using var rows = store.Query("SELECT value IS NULL FROM metric WHERE name = 'cost'");
            Assert.Equal(1L, rows.Rows().Single()[0]);
        }
    }

    [Fact]
    public void Labels_come_from_the_double_not_from_the_stored_single()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 1);
        using (store)
        {
            var result = Sample.Result(1) with { Predictions = [new Prediction("dev", [0.5, 0.5 + 1e-12, double.NaN, 1])] };
            store.Commit(sweep, [], [result]);
            var prediction = store.Predictions(store.Trial(sweep, 1)).Single();
            Assert.Equal([0, 1, 0, 1], prediction.Labels);
            Assert.Equal([0.5f, 0.5f, float.NaN, 1f], prediction.Probabilities);
        }
    }

    [Theory]
    [InlineData("0", "integer", "0")]
    [InlineData("0.70", "real", "0.7")]
    [InlineData("1.0", "real", "1.0")]
    [InlineData("1e-7", "real", "1E-07")]
    [InlineData("\"relu\"", "text", "\"relu\"")]
    [InlineData("[20, 7]", "text", "[20,7]")]
    [InlineData("[]", "text", "[]")]
    [InlineData("\"3\"", "text", "\"3\"")]
    public void A_parameter_keeps_its_type_and_comes_back_as_JSON(string json, string type, string back)
    {
        using var store = SweepStore.Open(_sample.Path);
        var trial = new PlannedTrial(1, 1, "a variant", 1, 3, new Dictionary<string, string> { ["setting"] = json });
        var sweep = store.FindOrCreate(Sample.Sweep(), [trial]).Sweep;
        var queued = store.QueuedTrials(sweep).Single();
        Assert.Equal(back, queued.Parameters["setting"]);
        Assert.Equal((1L, 1L, "a variant", 1L, 3L), (queued.Number, queued.Point, queued.Variant, queued.Replicate, queued.Seed));
        using var rows = store.Query("SELECT typeof(value) FROM parameter");
        Assert.Equal(type, rows.Rows().Single()[0]);
    }

    [Fact]
    public void The_traces_of_a_sweep_come_by_metric_and_trial()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 3);
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(3), Sample.Result(1)]);
            var traces = store.Traces(sweep, "cost");
            Assert.Equal([1L, 3L], traces.Select(t => t.Trial));
            Assert.Equal([double.PositiveInfinity, 0.1], traces[1].Trace.Values);
            Assert.Empty(store.Traces(sweep, "eval_cost"));
        }
    }
}
