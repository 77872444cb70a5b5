using CsCheck;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Runner;

public sealed class ArrayDataTests : IDisposable
{
    // Made by h5py 3.7, with libver latest and earliest; beside the arrays of Small and of every type, links that go in circles.
    private static readonly string Hdf5 = Path.Combine(Experiments.Root, "tests", "Runner", "Files", "small.h5");
    private static readonly string OldHdf5 = Path.Combine(Experiments.Root, "tests", "Runner", "Files", "small-old.h5");

    private readonly string _folder = Directory.CreateTempSubdirectory("goalkeeper-npy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Two examples of 1 × 2 × 3: pixel by pixel, channel by channel.
    private static Dictionary<string, byte[]> Small => new()
    {
        ["train_x"] = Npy.UInt8("2, 1, 2, 3", 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255),
        ["train_y"] = Npy.Int64("2,", 0, 1),
        ["test_x"] = Npy.UInt8("1, 1, 2, 3", 9, 8, 7, 6, 5, 4),
        ["test_y"] = Npy.Int64("1,", 1),
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pictures_are_flattened_row_column_channel_and_divided_exactly_as_NumPy_divides(bool compressed)
    {
        var data = Load(Small, ", test: { x: test_x, y: test_y }, scale: 1/255", compressed);
        Assert.Equal([.. new[] { 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255 }.Select(b => b / 255.0)], data.Train.Features);
        Assert.Equal([0, 1], data.Train.Labels);
        Assert.Equal([1, 2, 3], data.Shape);
        Assert.Empty(data.FeatureNames);
        Assert.Equal(9 / 255.0, data.Test!.Features[0]);
        Assert.Null(data.Dev);
        Assert.Equal("small.npz", data.Name);
        Assert.Equal(["0", "1"], data.ClassNames);
    }

    [Fact]
    public void Nothing_is_scaled_unless_the_file_says_so_and_a_number_multiplies()
    {
        Assert.Equal(255, Load(Small).Train.Features[^1]);
        Assert.Equal(255 * 0.1, Load(Small, ", scale: 0.1").Train.Features[^1]);
        Assert.Equal(255 * 2.0 / 3, Load(Small, ", scale: 2/3").Train.Features[^1]);
    }

    [Fact]
    public void Every_type_and_version_reads_the_same()
    {
        double[] expected = [0, 1, 2, 3];
        foreach (var version in new byte[] { 1, 2, 3 })
        {
            var bytes = Npy.Bytes("<f8", "2, 2", [.. expected.SelectMany(BitConverter.GetBytes)], version: version);
            Assert.Equal(expected, Features(bytes));
        }
        Assert.Equal(expected, Features(Npy.Float32("2, 2", 0, 1, 2, 3)));
        Assert.Equal(expected, Features(Npy.Int64("2, 2", 0, 1, 2, 3)));
        Assert.Equal(expected, Features(Npy.UInt8("2, 2", 0, 1, 2, 3)));
        Assert.Equal(["x1", "x2"], Load(With("train_x", Npy.UInt8("2, 2", 0, 1, 2, 3))).FeatureNames);
    }

    [Fact]
    public void Fortran_order_reads_as_C_order()
    {
        // numpy.asfortranarray(numpy.arange(12).reshape(2, 3, 2)).tobytes("A")
        byte[] fortran = [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11];
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (double)i), Features(Npy.Bytes("|u1", "2, 3, 2", fortran, fortran: true)));
    }

    [Fact]
    public void Labels_may_be_a_row_or_a_column()
    {
        foreach (var shape in new[] { "1, 2", "2, 1" }) Assert.Equal([1, 0], Load(With("train_y", Npy.Float64(shape, 1, 0))).Train.Labels);
    }

    [Fact]
    public void Class_names_are_bytes_or_characters()
    {
        byte[] characters = [.. System.Text.Encoding.UTF32.GetBytes("négatcat\0\0")];
        var arrays = Small;
        arrays["bytes"] = Npy.Bytes("|S7", "2,", "non-catcat\0\0\0\0"u8.ToArray());
        arrays["texts"] = Npy.Bytes("<U5", "2,", characters);
        Assert.Equal(["non-cat", "cat"], Load(arrays, ", classes: bytes").ClassNames);
        Assert.Equal(["négat", "cat"], Load(arrays, ", classes: texts").ClassNames);
        arrays["same"] = Npy.Bytes("|S3", "2,", "catcat"u8.ToArray());
        Fails(arrays, ", classes: same", "array `same`: both of its texts are `cat`; expected two names, what 0 and 1 stand for");
        Fails(arrays, ", classes: train_y", "array `train_y`: its dtype is <i8, its shape (2,); expected two texts (dtype S or U), what 0 and 1 stand for");
    }

    [Fact]
    public void An_array_that_an_archive_has_twice_is_refused()
    {
        var file = Path.Combine(_folder, "twice.npz");
        File.WriteAllBytes(file, Npy.Zip([.. Small.Select(a => (a.Key, a.Value)), ("train_x", Small["train_x"])]));
        var error = Assert.Throws<UserErrorException>(() => DatasetLoader.Load(Source(file, ""), ""));
        Assert.Equal($"{file}: array `train_x`: the file has 2 of that name; expected one", error.Message);
    }

    [Fact]
    public void A_folder_of_npy_files_is_read_as_an_npz_file_is()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "arrays")).FullName;
        foreach (var (name, bytes) in Small) File.WriteAllBytes(Path.Combine(folder, name + ".npy"), bytes);
        var data = DatasetLoader.Load(Source(folder, ""), "");
        Assert.Equal(Load(Small).Train.Features, data.Train.Features);
        Assert.Equal("arrays", data.Name);
    }

    [Fact]
    public void The_shape_is_part_of_a_dataset_s_identity() => Assert.NotEqual(
        Load(Small).ComputeSha256(), Load(With("train_x", Npy.UInt8("2, 6", 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255))).ComputeSha256());

    public static TheoryData<string, byte[], string> BadArrays => new()
    {
        {
            "train_x", Npy.Bytes("|O", "2,", [0x80, 4, (byte)'.']),
            "array `train_x`: holds pickled Python objects, which are never read; expected an array of numbers"
        },
        {
            "train_x", Npy.Bytes("<c16", "2, 1", new byte[32]),
            "array `train_x`: its dtype is <c16; expected uint8, int64, float32 or float64; in Python"
        },
        { "train_x", Npy.Bytes("<i4", "2, 1", new byte[8]), "array `train_x`: its dtype is <i4; expected uint8" },
        { "train_x", Npy.UInt8("2,", 1, 2), "array `train_x`: its shape is (2,); expected at least two axes, examples first" },
        { "train_x", Npy.UInt8("2, 0"), "array `train_x`: its shape is (2, 0); expected at least one example" },
        {
            "train_x", Npy.UInt8("3, 2", 1, 2, 3, 4, 5),
            "array `train_x`: truncated: shape (3, 2) and dtype |u1 need 6 bytes, and there are 5"
        },
        { "train_x", Npy.UInt8("1, 2", 1, 2, 3), "array `train_x`: shape (1, 2) and dtype |u1 need 2 bytes, and there are 3" },
        {
            "train_x", Npy.UInt8("99999999, 99999999, 99999999", 1),
            "array `train_x`: its shape is (99999999, 99999999, 99999999); expected at most"
        },
        { "train_x", [0x93, .. "NUMPY"u8, 1, 0, 200, 0, (byte)'{'], "array `train_x`: truncated: it ends within its header" },
        { "train_x", [.. "hello, world"u8], "array `train_x`: not a NumPy array" },
        { "train_x", Npy.Bytes("<f8", "2, 2", [], version: 4), "array `train_x`: version 4 of the .npy format; expected 1, 2 or 3" },
        { "train_x", Npy.Float32("2, 2", 1, float.NaN, 3, 4), "array `train_x`: NaN at [0, 1]; expected finite numbers" },
        {
            "train_x", Npy.Float64("2, 1, 2", 1, 2, 3, double.PositiveInfinity),
            "array `train_x`: Infinity at [1, 0, 1]; expected finite numbers"
        },
        { "train_y", Npy.Int64("3,", 0, 1, 1), "array `train_y`: 3 labels, and `train_x` has 2 examples; expected as many" },
        { "train_y", Npy.Int64("2,", 0, 2), "array `train_y`: the label at index 1 is 2; expected 0 or 1" },
        { "train_y", Npy.Float64("2,", double.NaN, 1), "array `train_y`: the label at index 0 is NaN; expected 0 or 1" },
        { "train_y", Npy.Int64("2, 2", 0, 1, 1, 0), "array `train_y`: its shape is (2, 2); expected one label an example: (2,)" },
        {
            "test_x", Npy.UInt8("1, 2, 1, 3", 9, 8, 7, 6, 5, 4),
            "array `test_x`: an example has the shape (2, 1, 3), and one of `train_x` (1, 2, 3); expected the same"
        },
    };

    [Theory]
    [MemberData(nameof(BadArrays))]
    public void A_bad_array_is_told_by_file_and_array(string name, byte[] array, string expected) =>
        Fails(With(name, array), ", test: { x: test_x, y: test_y }", expected);

    [Fact]
    public void A_missing_array_is_told_with_those_there_are() =>
        Fails(
            Small,
            ", test: { x: text_x, y: test_y }",
            "no array `text_x`; the arrays there are: test_x, test_y, train_x, train_y; did you mean `test_x`?");

    [Fact]
    public void A_truncated_file_and_one_that_is_no_zip_are_told_apart()
    {
        var whole = Npy.Zip(Small.Select(a => (a.Key, a.Value)));
        Fails(whole[..(whole.Length / 2)], "truncated: the end of the zip file is missing; save or copy it again");
        Fails([0x80, 4, (byte)'.'], "not a zip file; expected an .npz that np.savez or np.savez_compressed wrote, or a folder of .npy files");
        Fails([], "not a zip file");
    }

    [Fact]
    public void A_file_whose_bytes_are_not_those_of_its_checksum_is_told()
    {
        var file = Npy.Zip(Small.Select(a => (a.Key, a.Value)));
        // The checksum of the first entry, in its own header and in the zip's directory.
        var checksum = file.AsSpan(14, 4).ToArray();
        for (var at = file.AsSpan().IndexOf(checksum); at >= 0; at = file.AsSpan().IndexOf(checksum)) file[at] ^= 1;
        var error = Assert.ThrowsAny<UserErrorException>(() => Load(file, ""));
        Assert.Contains("damaged: Its checksum is not that of its bytes.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_told_by_its_place_in_the_experiment()
    {
        var error = Assert.ThrowsAny<UserErrorException>(() => DatasetLoader.Load(Source(Path.Combine(_folder, "none.npz"), ""), ""));
        Assert.StartsWith("x.yaml:2:17: no such file: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("none.npz; expected an .npz file, a folder of .npy files or an .h5 file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_that_does_not_fit_or_is_too_much_is_refused_before_it_is_unpacked()
    {
        // 75 kB in the file.
        var arrays = With("train_x", Npy.UInt8("8125, 8000", new byte[65_000_000]));
        Refuses("array `train_y`: 2 labels, and `train_x` has 8125 examples; expected as many");
        arrays["train_y"] = Npy.UInt8("8125,", new byte[8125]);
        Refuses("array `train_x`: its shape is (8125, 8000), 65,000,000 numbers; expected at most 64,000,000");

        void Refuses(string expected)
        {
            var file = Npy.Zip(arrays.Select(a => (a.Key, a.Value)));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Fails(file, expected);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        }
    }

    [Fact]
    public void HDF5_files_read_as_npz_files_do_with_the_same_hash()
    {
        var arrays = Small;
        arrays["classes"] = Npy.Bytes("|S7", "2,", "non-catcat\0\0\0\0"u8.ToArray());
        var npz = Load(arrays, ", test: { x: test_x, y: test_y }, classes: classes, scale: 1/255");
        var hdf5 = LoadHdf5($"'{Hdf5}'", ", test: { x: test_x, y: test_y }, classes: classes, scale: 1/255");
        Assert.Equal("small.h5", hdf5.Name);
        Assert.Equal((hdf5 with { Name = npz.Name }).ComputeSha256(), npz.ComputeSha256());
        Assert.Equal(npz.Train.Features, hdf5.Train.Features);
        Assert.Equal(["non-cat", "cat"], hdf5.ClassNames);
        Assert.Equal(["négat", "cat"], LoadHdf5($"'{Hdf5}'", ", classes: words").ClassNames);
    }

    [Fact]
    public void Each_split_may_have_its_own_file()
    {
        var data = LoadHdf5($"{{ train: '{OldHdf5}', test: '{Hdf5}' }}", ", test: { x: test_x, y: test_y }");
        Assert.Equal("small-old.h5", data.Name);
        Assert.Equal([0, 1], data.Train.Labels);
        Assert.Equal([9, 8, 7, 6, 5, 4], data.Test!.Features);
        var error = Assert.ThrowsAny<UserErrorException>(() => LoadHdf5($"{{ train: '{Hdf5}' }}", ", test: { x: test_x, y: test_y }"));
        Assert.Contains("dataset has no test; expected {hdf5: {test: path}}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "packed")]
    public void Every_type_of_HDF5_reads_the_same(params string[] types) => Assert.All(
        types, type => Assert.Equal([0, 1, 2, 3], LoadHdf5($"'{Hdf5}'", "", $"x: types/{type}, y: types/bool").Train.Features));

    [Theory]
    [InlineData("x: train_xx, y: train_y", "no array `train_xx`; the arrays there are: ")]
    [InlineData("x: huge, y: train_y", "array `train_y`: 2 labels, and `huge` has 30000 examples")]
    [InlineData("x: classes, y: train_y", "array `classes`: its shape is (2,); expected at least two axes")]
    [InlineData("x: types/complex, y: train_y", "array `types/complex`: its dtype is Compound; expected whole numbers of up to 8 bytes, float16")]
    [InlineData("x: types/big_endian, y: train_y", "array `types/big_endian`: cannot be read: Byte order conversion")]
    [InlineData("x: types/lzf, y: train_y", "array `types/lzf`: cannot be read: Could not find filter 'lzf")]
    [InlineData("x: types/empty, y: train_y", "array `types/empty`: has no axes")]
    [InlineData("x: types/scalar, y: train_y", "array `types/scalar`: its shape is (); expected at least two axes")]
    [InlineData("x: types, y: train_y", "no array `types`")]
    [InlineData("x: nowhere, y: train_y", "no array `nowhere`")]
    [InlineData("x: train_x, y: circle", "no array `circle`")]
    [InlineData("x: circle, y: train_y", "no array `circle`")]
    public void A_bad_array_of_an_HDF5_file_is_told(string train, string expected)
    {
        foreach (var file in train.Contains("circle", StringComparison.Ordinal) ? new[] { Hdf5, OldHdf5 } : [Hdf5])
        {
            var error = Assert.ThrowsAny<UserErrorException>(() => LoadHdf5($"'{file}'", "", train));
            Assert.StartsWith($"{file}: {expected}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_HDF5_file_is_told_whatever_is_damaged()
    {
        foreach (var file in (string[])[Hdf5, OldHdf5])
        {
            var whole = File.ReadAllBytes(file);
            Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Bool).Sample(
                damage =>
                {
                    var (at, value, cuts) = damage;
                    var bytes = cuts ? whole[..at] : [.. whole[..at], value, .. whole[(at + 1)..]];
                    var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.h5");
                    File.WriteAllBytes(path, bytes);
                    try
                    {
                        LoadHdf5($"'{path}'", "");
                    }
                    catch (UserErrorException error)
                    {
                        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
                    }
                },
                iter: 300);
        }
    }

    [Theory]
    [InlineData("npz: a.npz", "x.yaml:2:10: dataset has no train; expected {npz: path, train: {x: train_x, y: train_y}, scale: 1/255}")]
    [InlineData("npz: a.npz, train: a", "x.yaml:2:30: train is `a`; expected names of two arrays, such as {x: train_x, y: train_y}")]
    [InlineData("npz: a.npz, train: {x: a}", "x.yaml:2:30: dataset has no y; expected {npz: path")]
    [InlineData("npz: a.npz, train: {x: a, z: b}", "x.yaml:2:37: unknown key `z` of train; expected one of x, y")]
    [InlineData("npz: a.npz, trian: {x: a, y: b}",
        "x.yaml:2:23: unknown key `trian` of dataset; expected one of npz, train, dev, test, classes, scale, standardize; did you mean `train`?")]
    [InlineData("npz: a.npz, train: {x: a, y: b}, scale: 1/0",
        "x.yaml:2:51: scale is `1/0`; expected a number or a fraction, such as 1/255, not 0")]
    [InlineData("npz: a.npz, train: {x: a, y: b}, scale: half", "x.yaml:2:51: scale is `half`; expected a number or a fraction")]
    public void A_dataset_that_is_written_wrongly_is_told_with_its_place(string dataset, string expected)
    {
        var error = Assert.ThrowsAny<UserErrorException>(() => ExperimentFile.Parse(
            $"name: small\ndataset: {{{dataset}}}\nnetwork: {{ hidden: [] }}\ntraining: {{ learning_rate: 0.1, iterations: 1 }}\n", "x.yaml"));
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, byte[]> With(string name, byte[] array)
    {
        var arrays = Small;
        arrays[name] = array;
        return arrays;
    }

    private double[] Features(byte[] array) => Load(With("train_x", array)).Train.Features;

    private Dataset Load(Dictionary<string, byte[]> arrays, string more = "", bool compressed = true) =>
        Load(Npy.Zip(arrays.Select(a => (a.Key, a.Value)), compressed), more);

    private Dataset Load(byte[] file, string more)
    {
        var path = Path.Combine(_folder, "small.npz");
        File.WriteAllBytes(path, file);
        return DatasetLoader.Load(Source(path, more), "");
    }

    private void Fails(Dictionary<string, byte[]> arrays, string more, string expected) =>
        Fails(Npy.Zip(arrays.Select(a => (a.Key, a.Value))), expected, more);

    private void Fails(byte[] file, string expected, string more = "")
    {
        var error = Assert.ThrowsAny<UserErrorException>(() => Load(file, more));
        Assert.StartsWith(Path.Combine(_folder, "small.npz") + ": " + expected, error.Message, StringComparison.Ordinal);
    }

    private static Dataset LoadHdf5(string file, string more, string train = "x: train_x, y: train_y") =>
        DatasetLoader.Load(Source($"hdf5: {file}", more, train), "");

    private static DatasetSource Source(string path, string more) => Source($"npz: '{path}'", more, "x: train_x, y: train_y");

    private static DatasetSource Source(string file, string more, string train) => ExperimentFile.Parse(
        $$"""
        name: small
        dataset: { {{file}}, train: { {{train}} }{{more}} }
        network: { hidden: [] }
        training: { learning_rate: 0.1, iterations: 1 }
        """,
        "x.yaml").Network.Dataset;
}
