using System.Runtime.InteropServices;

namespace Goalkeeper.Training;

/// <summary>
/// Rows of doubles, one row a unit, one column an example, aligned and padded with zeros to whole pairs of vectors, so that
/// kernels need no loose ends.
/// </summary>
internal sealed unsafe class PaddedMatrix
{
    /// <summary>Two vectors: what the kernels take at a time.</summary>
    private const int Block = 2 * VectorMath.Lanes;

    private const int Alignment = 64;

    private readonly double[] storage;
    private readonly int offset;

    public PaddedMatrix(int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
        Stride = (columns + Block - 1) / Block * Block;

        // Pinned for life, so that a pointer stays good and nothing has to be freed.
        storage = GC.AllocateArray<double>(rows * Stride + Alignment / sizeof(double), pinned: true);
        var address = (long)Marshal.UnsafeAddrOfPinnedArrayElement(storage, 0);
        offset = (int)((Alignment - address % Alignment) % Alignment / sizeof(double));
    }

    /// <summary>The features of some examples, one row a feature.</summary>
    public static PaddedMatrix FromFeatures(Examples examples)
    {
        var matrix = new PaddedMatrix(examples.FeatureCount, examples.Count);
        for (var f = 0; f < matrix.Rows; f++)
        {
            var row = matrix.Row(f);
            for (var e = 0; e < examples.Count; e++) row[e] = examples.Features[e * matrix.Rows + f];
        }
        return matrix;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Doubles from one row to the next, a multiple of two vectors.</summary>
    public int Stride { get; }

    /// <summary>Doubles in all rows, padding included.</summary>
    public nint Length => Rows * (nint)Stride;

    /// <summary>The first row. Good for as long as this object is reachable.</summary>
    public double* Data => (double*)Marshal.UnsafeAddrOfPinnedArrayElement(storage, offset);

    /// <summary>A row without its padding.</summary>
    public Span<double> Row(int row) => storage.AsSpan(offset + row * Stride, Columns);
}
