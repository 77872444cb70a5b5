using Goalkeeper.Cli.Context;
using Goalkeeper.Store;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests.Cli;

/// <summary><c>predict</c> on NumPy's arrays: pictures, scaled as those that the network was trained on.</summary>
public sealed class PredictNumPyTests : IDisposable
{
    // Six pictures of 2 × 2 × 1 bytes.
    private static readonly byte[] Pixels = [0, 10, 200, 30, 250, 90, 7, 61, 13, 77, 128, 99, 255, 254, 3, 4, 90, 100, 110, 120, 45, 0, 0, 45];

    private readonly Session _session = new();

    public PredictNumPyTests()
    {
        Zip("pictures.npz", ("x", Npy.UInt8("6, 2, 2, 1", Pixels)), ("y", Npy.Int64("6,", 0, 1, 0, 1, 1, 0)));
        var file = _session.Write("""
            name: pictures
            dataset: { npz: pictures.npz, train: { x: x, y: y }, scale: 1/255 }
            network: { hidden: [3] }
            training: { learning_rate: 0.5, iterations: 200 }
            """);
        _session.Succeed("run", file, "--no-report");
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_train_pictures_get_the_stored_predictions_bit_for_bit()
    {
        using var store = SweepStore.OpenReadOnly(_session.Store);
        var stored = store.Predictions(store.Trial(store.Find(SweepReference.Parse("pictures")), 1))[0];
        var rows = stored.Probabilities.Zip(stored.Labels).Select((p, i) => FormattableString.Invariant($"{i + 1},{p.First:R},{p.Second}\n"));
        var expected = $"row,probability,label\n{string.Concat(rows)}";
        // The labels' array has another shape, so that the pictures are the only ones that fit.
        Assert.Equal(expected, Predict("pictures.npz"));
        Assert.Equal(expected, Predict("pictures.npz", "--array", "x"));
        File.WriteAllBytes(_session.File("one.npy"), Npy.UInt8("6, 2, 2, 1", Pixels));
        Assert.Equal(expected, Predict("one.npy"));
    }

    [Fact]
    public void One_picture_alone_is_one_row()
    {
        File.WriteAllBytes(_session.File("one.npy"), Npy.UInt8("2, 2, 1", Pixels[4..8]));
        var all = Predict("pictures.npz").Split('\n');
        Assert.Equal($"{all[0]}\n1,{all[2].Split(',', 2)[1]}\n", Predict("one.npy"));
    }

    [Fact]
    public void Several_arrays_that_fit_ask_which()
    {
        Zip("new.npz", ("a", Npy.UInt8("6, 2, 2, 1", Pixels)), ("b", Npy.UInt8("2, 2, 1", Pixels[..4])));
        Assert.Contains("several arrays fit: a, b; say which with --array a", Fail("new.npz"), StringComparison.Ordinal);
        Assert.Equal(3, Predict("new.npz", "--array", "b").Split('\n').Length);
        Assert.Contains("no array `c`", Fail("new.npz", "--array", "c"), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_of_another_size_are_told()
    {
        File.WriteAllBytes(_session.File("large.npy"), Npy.UInt8("2, 3, 2, 1", Pixels[..12]));
        Assert.Contains("its shape is (2, 3, 2, 1); expected (2, 2, 1) for one example", Fail("large.npy"), StringComparison.Ordinal);
        Zip("large.npz", ("x", Npy.UInt8("2, 3, 2, 1", Pixels[..12])));
        Assert.Contains("no array has examples of the shape (2, 2, 1); the arrays there are: x (2, 3, 2, 1)", Fail("large.npz"), StringComparison.Ordinal);
        Assert.Contains("its shape is (2, 3, 2, 1)", Fail("large.npz", "--array", "x"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_hold_no_such_pictures_are_told()
    {
        _session.Write("x1,x2\n1,2\n", "new.csv");
        Assert.Contains("new.csv: expected .npy, .npz or .h5 with examples of the shape (2, 2, 1)", Fail("new.csv"), StringComparison.Ordinal);
        Assert.Contains("--array is for .npz and .h5 files", Fail("new.csv", "--array", "x"), StringComparison.Ordinal);
        _session.Write("diary", "diary.npy");
        Assert.Contains("diary.npy: truncated", Fail("diary.npy"), StringComparison.Ordinal);
        _session.Write("diary", "diary.npz");
        Assert.Contains("diary.npz: not a zip file", Fail("diary.npz"), StringComparison.Ordinal);
        File.WriteAllBytes(_session.File("nan.npy"), Npy.Float32("2, 2, 1", 1, 2, float.NaN, 4));
        Assert.Contains("expected finite numbers", Fail("nan.npy"), StringComparison.Ordinal);
        File.WriteAllBytes(_session.File("none.npy"), Npy.UInt8("0, 2, 2, 1"));
        Assert.Contains("its shape is (0, 2, 2, 1)", Fail("none.npy"), StringComparison.Ordinal);
        Assert.Contains("no such file", Fail("missing.npy"), StringComparison.Ordinal);
    }

    private void Zip(string name, params (string Name, byte[] Array)[] arrays) => File.WriteAllBytes(_session.File(name), Npy.Zip(arrays));

    private string Predict(string data, params string[] more) => _session.Succeed(["predict", "pictures/1", "--data", _session.File(data), .. more]);

    private string Fail(string data, params string[] more) =>
        _session.Fail(ExitCode.UserError, ["predict", "pictures/1", "--data", _session.File(data), .. more]);
}
