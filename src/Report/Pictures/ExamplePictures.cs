using Goalkeeper.Store;

namespace Goalkeeper.Report.Pictures;

/// <summary>Draws the examples of a dataset that are pictures: of three axes, rows × columns × 1 (gray) or 3 (red, green, blue).</summary>
internal sealed class ExamplePictures
{
    /// <summary>Larger pictures are made smaller, so that a page of them stays small.</summary>
    private const int LargestSide = 64;

    private readonly (int Rows, int Columns, int Channels) _shape;
    private readonly double _white;

    private ExamplePictures(StoredDataset dataset)
    {
        _shape = (dataset.Shape[0], dataset.Shape[1], dataset.Shape[2]);
        // Bytes as they are, or scaled to 0…1.
        _white = dataset.Splits.Any(s => s.Features.Any(f => f > 1)) ? byte.MaxValue : 1;
    }

    /// <summary>Null where the examples are no pictures.</summary>
    public static ExamplePictures? Of(StoredDataset dataset) => dataset.Shape is [_, _, 1 or 3] ? new ExamplePictures(dataset) : null;

    /// <summary>One example; where it is large, every pixel is the mean of a square of its own.</summary>
    public RgbImage Draw(StoredSplit split, int example)
    {
        var (rows, columns, channels) = _shape;
        var features = split.Features.AsSpan(example * rows * columns * channels, rows * columns * channels);
        var side = (Math.Max(rows, columns) + LargestSide - 1) / LargestSide;
        var (height, width) = ((rows + side - 1) / side, (columns + side - 1) / side);
        var bytes = new byte[3 * width * height];
        for (var i = 0; i < bytes.Length; i++)
        {
            var (top, left, channel) = (i / 3 / width * side, i / 3 % width * side, channels == 1 ? 0 : i % 3);
            var (sum, count) = (0.0, 0);
            for (var y = top; y < Math.Min(top + side, rows); y++)
            {
                for (var x = left; x < Math.Min(left + side, columns); x++, count++) sum += features[(y * columns + x) * channels + channel];
            }
            bytes[i] = (byte)Math.Round(Math.Clamp(sum / count / _white, 0, 1) * byte.MaxValue);
        }
        return new RgbImage(width, height, bytes);
    }
}
