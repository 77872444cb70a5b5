using System.IO.Compression;

namespace Goalkeeper.Store;

/// <summary>
/// A dataset's numbers as one compressed blob: zlib of float64 little endian; train, dev, test, those there are;
/// of each the features row-major, then the labels.
/// </summary>
internal static class DatasetContent
{
    public static readonly IReadOnlyList<string> SplitNames = ["train", "dev", "test"];

    /// <exception cref="ArgumentException">A split of another name, twice, out of order, empty, or of the wrong shape.</exception>
    public static byte[] Compress(StoredDataset dataset)
    {
        using var bytes = new MemoryStream();
        using (var zlib = new ZLibStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            var previous = -1;
            foreach (var split in dataset.Splits)
            {
                var place = SplitNames.ToList().IndexOf(split.Name);
                if (place <= previous || split.Labels.Length == 0)
                {
                    throw new ArgumentException(
                        $"Dataset {dataset.Name}: the splits must be train, dev, test, in this order, each once and none empty; " +
                        $"found {split.Name}.",
                        nameof(dataset));
                }
                if (split.Features.Length != split.Labels.Length * dataset.FeatureNames.Count)
                {
                    throw new ArgumentException(
                        $"Dataset {dataset.Name}, {split.Name}: there must be as many features as labels × feature names.",
                        nameof(dataset));
                }
                previous = place;
                zlib.Write(LittleEndian.Bytes(split.Features));
                zlib.Write(LittleEndian.Bytes(split.Labels));
            }
        }
        return bytes.ToArray();
    }

    /// <param name="content">What <see cref="Compress"/> made.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="counts">Examples of train, dev and test; 0 where there is no such split.</param>
    public static List<StoredSplit> Decompress(byte[] content, int features, IReadOnlyList<long> counts)
    {
        using var zlib = new ZLibStream(new MemoryStream(content), CompressionMode.Decompress);
        var splits = new List<StoredSplit>();
        foreach (var (name, count) in SplitNames.Zip(counts).Where(s => s.Second > 0))
        {
            var x = new byte[count * features * sizeof(double)];
            zlib.ReadExactly(x);
            var y = new byte[count * sizeof(double)];
            zlib.ReadExactly(y);
            splits.Add(new StoredSplit(name, LittleEndian.Doubles(x), LittleEndian.Doubles(y)));
        }
        return splits;
    }
}
