using System.Runtime.InteropServices;
using Goalkeeper.Numerics;

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

    private readonly double[] _storage;
    private readonly int _offset;

    /// <exception cref="OverflowException">More doubles than an array holds.</exception>
    public PaddedMatrix(int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
        Stride = (columns + Block - 1) / Block * Block;

        // Pinned for life, so that a pointer stays good and nothing has to be freed.
        _storage = GC.AllocateArray<double>(checked(rows * Stride + Alignment / sizeof(double)), pinned: true);
        var address = (long)Marshal.UnsafeAddrOfPinnedArrayElement(_storage, 0);
        _offset = (int)((Alignment - address % Alignment) % Alignment / sizeof(double));
    }

    private PaddedMatrix(double[] storage, int offset, int rows, int columns, int stride)
    {
        _storage = storage;
        _offset = offset;
        Rows = rows;
        Columns = columns;
        Stride = stride;
    }

    /// <summary>The features of some examples, one row a feature.</summary>
    public static PaddedMatrix FromFeatures(Examples examples)
    {
        var matrix = new PaddedMatrix(examples.FeatureCount, examples.Count);
        for (var first = 0; first < matrix.Rows; first += Block)
        {
            // A few features at a time: an example's lie side by side.
            var end = Math.Min(first + Block, matrix.Rows);
            for (var e = 0; e < examples.Count; e++)
                for (var f = first; f < end; f++) matrix._storage[matrix._offset + f * matrix.Stride + e] = examples.Features[e * matrix.Rows + f];
        }
        return matrix;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Doubles from one row to the next, a multiple of two vectors.</summary>
    public int Stride { get; }

    /// <summary>Doubles in all rows, padding included.</summary>
    public nint Length => Rows * (nint)Stride;

    /// <summary>All of them.</summary>
    public Span<double> Values => _storage.AsSpan(_offset, (int)Length);

    /// <summary>The first row. Good for as long as this object is reachable, so whoever calls a kernel holds on to it.</summary>
    public double* Data => (double*)Marshal.UnsafeAddrOfPinnedArrayElement(_storage, _offset);

    /// <summary>A row without its padding.</summary>
    public Span<double> Row(int row) => _storage.AsSpan(_offset + row * Stride, Columns);

    /// <summary>Some rows, not copied.</summary>
    public PaddedMatrix Slice(int first, int rows) => new(_storage, _offset + first * Stride, rows, Columns, Stride);
}
