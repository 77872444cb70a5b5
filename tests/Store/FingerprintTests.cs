using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

public sealed class FingerprintTests
{
    private static readonly TrialResult Measured =
        Sample.Result(7) with { InitialWeightsSha256 = Fingerprint.Of(new StoredWeights([2, 1], [3, 2, 0])) };

    [Fact]
    public void The_bytes_are_those_that_the_documentation_names()
    {
        var expected = Sha256(
            "finished\n",
            "metric cost\n", 0.1, "metric dev_accuracy\n", 0.9, "metric test_accuracy\n", 0.5, "metric train_accuracy\n", 1.0,
            "trace cost 0 1000\n", double.PositiveInfinity, 0.1, "trace dev_accuracy 0 1000\n", 0.5, 0.9,
            "prediction train 2\n", 0.25, 0.75, "prediction test 1\n", 0.5,
            "weights 2 1\n", 1.0, 2.0, 7.0);
        Assert.Equal(new Fingerprint(Sha256("weights 2 1\n", 3.0, 2.0, 0.0), expected), Fingerprint.Of(Measured));
    }

    [Fact]
    public void It_does_not_depend_on_the_order_in_which_things_were_measured() => Assert.Equal(
        Fingerprint.Of(Measured),
        Fingerprint.Of(Measured with
        {
            Metrics = Measured.Metrics.Reverse().ToDictionary(),
            Traces = [.. Measured.Traces.Reverse()],
            Predictions = [.. Measured.Predictions.Reverse()],
            DurationMs = 99,
            StartedAt = Sample.Noon,
        }));

    [Theory]
    [InlineData("dev_balanced_accuracy")]
    [InlineData("dev_f1")]
    [InlineData("dev_auc")]
    [InlineData("test_log_loss")]
    public void What_follows_from_the_predictions_does_not_count_a_second_time(string metric) => Assert.Equal(
        Fingerprint.Of(Measured),
        Fingerprint.Of(Measured with { Metrics = new Dictionary<string, double>(Measured.Metrics) { [metric] = 0.5 } }));

    [Fact]
    public void All_that_was_measured_counts_to_the_last_bit()
    {
        TrialResult[] others =
        [
            Measured,
            Measured with { State = TrialState.Diverged },
            Measured with { Metrics = new Dictionary<string, double>(Measured.Metrics) { ["cost"] = Math.BitIncrement(0.1) } },
            Measured with { Metrics = new Dictionary<string, double>(Measured.Metrics) { ["cost"] = 0 } },
            Measured with { Metrics = new Dictionary<string, double>(Measured.Metrics) { ["cost"] = -0.0 } },
            Measured with { Traces = [Measured.Traces[0] with { Iterations = [0, 999] }, Measured.Traces[1]] },
            Measured with { Traces = [Measured.Traces[0] with { Values = [1, 0.1] }, Measured.Traces[1]] },
            Measured with { Traces = [Measured.Traces[0]] },
            Measured with { Predictions = [new Prediction("train", [0.25, Math.BitIncrement(0.75)]), new Prediction("test", [0.5])] },
            Measured with { Weights = new StoredWeights([2, 1], [1, 2, Math.BitDecrement(7)]) },
            Measured with { Weights = null },
        ];
        Assert.Equal(others.Length, others.Select(r => Fingerprint.Of(r)!.Result).Distinct().Count());
    }

    [Fact]
    public void Every_NaN_counts_the_same()
    {
        // What 0/0 gives on one processor and another, and one with a payload.
        var results = new[] { 0x7ff8000000000000, unchecked((long)0xfff8000000000000), 0x7ff8000000000abc }
            .Select(bits => Fingerprint.Of(Sample.Result(1, BitConverter.Int64BitsToDouble(bits), TrialState.Diverged))!.Result);
        Assert.Single(results.Distinct());
    }

    [Fact]
    public void Large_weights_are_hashed_in_pieces()
    {
        var values = Enumerable.Range(0, 1025).Select(i => i / 8.0).ToArray();
        Assert.Equal(Sha256(["weights 1024 1\n", .. values.Cast<object>()]), Fingerprint.Of(new StoredWeights([1024, 1], values)));
    }

    [Fact]
    public void It_is_stored_with_its_trial_and_read_as_hex()
    {
        using var sample = new Sample();
        var (store, sweep) = Sample.Create(sample.Path, 4);
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(1), Measured with { Number = 2 }, Sample.Result(3, state: TrialState.Failed)]);
            Assert.Equal(Fingerprint.Of(Measured), store.Fingerprint(store.Trial(sweep, 2)));
            Assert.Null(store.Fingerprint(store.Trial(sweep, 1))!.InitialWeights);
            Assert.Null(store.Fingerprint(store.Trial(sweep, 3)));
            Assert.Null(store.Fingerprint(store.Trial(sweep, 4)));
            using var view = store.Query("SELECT trial, dataset, initial_weights, result FROM trial_fingerprint ORDER BY trial");
            Assert.Equal(
                [
                    [1L, "ab12", null, Fingerprint.Of(Sample.Result(1))!.Result],
                    [2L, "ab12", Measured.InitialWeightsSha256, Fingerprint.Of(Measured)!.Result],
                ],
                view.Rows());
        }
    }

    [Fact]
    public void A_store_of_version_1_is_upgraded_and_its_trials_have_none()
    {
        using var sample = new Sample();
        VersionOne.Write(sample.Path, s =>
        {
            var (store, sweep) = Sample.Create(s, 2);
            store.Commit(sweep, [], [Sample.Result(1)]);
            store.Dispose();
        });
        using var upgraded = SweepStore.OpenReadOnly(sample.Path);
        var sweep = upgraded.Find(new("football"));
        var trial = upgraded.Trial(sweep, 1);
        Assert.Equal(Sample.Result(1).Metrics.OrderBy(m => m.Key), trial.Metrics);
        Assert.Null(upgraded.Fingerprint(trial));
        using var rows = upgraded.Query("SELECT trial, initial_weights, result FROM trial_fingerprint");
        Assert.Equal([[1L, null, null]], rows.Rows());

        using var writable = SweepStore.Open(sample.Path);
        writable.Commit(sweep, [], [Sample.Result(2)]);
        Assert.NotNull(upgraded.Fingerprint(upgraded.Trial(sweep, 2)));
    }

    private static string Sha256(params object[] parts)
    {
        return Convert.ToHexStringLower(SHA256.HashData([.. parts.SelectMany(Bytes)]));

        static byte[] Bytes(object part)
        {
            if (part is string text) return Encoding.ASCII.GetBytes(text);
            var bytes = new byte[8];
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, (double)part);
            return bytes;
        }
    }
}
