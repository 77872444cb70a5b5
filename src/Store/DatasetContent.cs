using System.IO.Compression;

namespace Goalkeeper.Store;

/// <summary>
/// A dataset's numbers as one compressed blob: zlib of train, dev, test, those there are; of each the features row-major, then the labels,
/// as float64 little endian. Features of few distinct values, as pictures' are, are kept as one byte each, their places in a palette:
/// the course's cats take 2.9 MB and 0.3 s to compress instead of 4.3 MB and 2.5 s, and no bit is lost.
/// </summary>
internal static class DatasetContent
{
    public static readonly List<string> SplitNames = ["train", "dev", "test"];

    /// <returns>The palette, float64 little endian, or null where there are too many values; and the blob.</returns>
    /// <exception cref="ArgumentException">A split of another name, twice, out of order, empty, or of the wrong shape.</exception>
    public static (byte[]? Palette, byte[] Content) Compress(StoredDataset dataset)
    {
        Check(dataset);
        var palette = Palette(dataset.Splits);
        using var bytes = new MemoryStream();
        using (var zlib = new ZLibStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (var split in dataset.Splits)
            {
                zlib.Write(palette is null ? LittleEndian.Bytes(split.Features) : Places(split.Features, palette));
                zlib.Write(LittleEndian.Bytes(split.Labels));
            }
        }
        return (palette is null ? null : LittleEndian.Bytes([.. palette.Keys.Select(BitConverter.Int64BitsToDouble)]), bytes.ToArray());
    }

    /// <param name="palette">The palette, or null.</param>
    /// <param name="content">What <see cref="Compress"/> made.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="counts">Examples of train, dev and test; 0 where there is no such split.</param>
    public static List<StoredSplit> Decompress(byte[]? palette, byte[] content, int features, IReadOnlyList<long> counts)
    {
        var values = palette is null ? null : LittleEndian.Doubles(palette);
        using var zlib = new ZLibStream(new MemoryStream(content), CompressionMode.Decompress);
        var splits = new List<StoredSplit>();
        foreach (var (name, count) in SplitNames.Zip(counts).Where(s => s.Second > 0))
        {
            var x = new byte[count * features * (values is null ? sizeof(double) : 1)];
            zlib.ReadExactly(x);
            var y = new byte[count * sizeof(double)];
            zlib.ReadExactly(y);
            splits.Add(new StoredSplit(
                name, values is null ? LittleEndian.Doubles(x) : Array.ConvertAll(x, place => values[place]), LittleEndian.Doubles(y)));
        }
        return splits;
    }

    private static void Check(StoredDataset dataset)
    {
        var features = dataset.Shape.Aggregate(1, (product, axis) => product * axis);
        if (dataset.FeatureNames.Count > 0 && dataset.FeatureNames.Count != features)
        {
            throw new ArgumentException(
                $"Dataset {dataset.Name}: there must be as many feature names as features, or none.", nameof(dataset));
        }
        var previous = -1;
        foreach (var split in dataset.Splits)
        {
            var place = SplitNames.IndexOf(split.Name);
            if (place <= previous || split.Labels.Length == 0)
            {
                throw new ArgumentException(
                    $"Dataset {dataset.Name}: the splits must be train, dev, test, in this order, each once and none empty; " +
                    $"found {split.Name}.",
                    nameof(dataset));
            }
            if (split.Features.Length != split.Labels.Length * features)
            {
                throw new ArgumentException(
                    $"Dataset {dataset.Name}, {split.Name}: there must be as many features as labels × the product of the shape's axes.",
                    nameof(dataset));
            }
            previous = place;
        }
    }

    /// <summary>The features' distinct values, as their bits, each with its place; null where a palette does not pay.</summary>
    private static OrderedDictionary<long, byte>? Palette(IReadOnlyList<StoredSplit> splits)
    {
        var palette = new OrderedDictionary<long, byte>();
        foreach (var bits in splits.SelectMany(s => s.Features).Select(BitConverter.DoubleToInt64Bits))
        {
            if (palette.ContainsKey(bits)) continue;
            if (palette.Count > byte.MaxValue) return null;
            palette.Add(bits, (byte)palette.Count);
        }
        return palette.Count * sizeof(double) < splits.Sum(s => s.Features.Length) ? palette : null;
    }

    private static byte[] Places(double[] features, OrderedDictionary<long, byte> palette) =>
        Array.ConvertAll(features, value => palette[BitConverter.DoubleToInt64Bits(value)]);
}
