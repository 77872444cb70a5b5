namespace Goalkeeper.Numerics;

/// <summary>The lower triangle of a matrix, row after row.</summary>
internal sealed class TriangularMatrix(int size)
{
    /// <summary>Rows, and columns.</summary>
    public int Size { get; } = size;

    /// <summary>All numbers, row after row.</summary>
    public double[] Numbers { get; } = new double[size * (size + 1) / 2];

    /// <summary>A row up to the diagonal.</summary>
    public Span<double> Row(int row) => Numbers.AsSpan(row * (row + 1) / 2, row + 1);

    /// <summary>Takes the place of a symmetric matrix A: L with L·Lᵀ = A (Cholesky).</summary>
    /// <returns>Whether there is one; if not, the numbers are of no use.</returns>
    public bool Factorize()
    {
        for (var i = 0; i < Size; i++)
        {
            var row = Row(i);
            for (var j = 0; j < i; j++)
            {
                var other = Row(j);
                row[j] = (row[j] - LinearAlgebra.Dot(row[..j], other)) / other[j];
            }
            var square = row[i] - LinearAlgebra.Dot(row[..i], row);
            if (!(square > 0)) return false;
            row[i] = Math.Sqrt(square);
        }
        return true;
    }

    /// <summary>L⁻¹.</summary>
    public TriangularMatrix Inverse()
    {
        var inverse = new TriangularMatrix(Size);
        Invert(inverse);
        return inverse;
    }

    /// <summary>L⁻¹.</summary>
    /// <param name="inverse">Takes it; its numbers are overwritten.</param>
    public void Invert(TriangularMatrix inverse)
    {
        Span<double> scales = stackalloc double[4];
        Array.Clear(inverse.Numbers);
        for (var i = 0; i < Size; i++)
        {
            var row = Row(i);
            var target = inverse.Row(i);
            var reciprocal = 1 / row[i];
            var k = 0;
            for (; k <= i - 4; k += 4)
            {
                for (var n = 0; n < 4; n++) scales[n] = -reciprocal * row[k + n];
                LinearAlgebra.AddScaled(target[..(k + 1)], scales, inverse.Row(k), inverse.Row(k + 1), inverse.Row(k + 2), inverse.Row(k + 3));
                for (var n = 1; n < 4; n++) LinearAlgebra.AddScaled(target[(k + 1)..(k + n + 1)], scales[n], inverse.Row(k + n)[(k + 1)..]);
            }
            for (; k < i; k++) LinearAlgebra.AddScaled(target[..(k + 1)], -reciprocal * row[k], inverse.Row(k));
            target[i] = reciprocal;
        }
    }

    /// <summary>MᵀM, which is A⁻¹ where M is L⁻¹.</summary>
    /// <param name="square">Takes it; its numbers are overwritten.</param>
    public void Square(TriangularMatrix square)
    {
        Span<double> scales = stackalloc double[4];
        Array.Clear(square.Numbers);
        for (var i = 0; i < Size; i++)
        {
            var target = square.Row(i);
            var k = i;
            for (; k <= Size - 4; k += 4)
            {
                for (var n = 0; n < 4; n++) scales[n] = Row(k + n)[i];
                LinearAlgebra.AddScaled(target, scales, Row(k), Row(k + 1), Row(k + 2), Row(k + 3));
            }
            for (; k < Size; k++) LinearAlgebra.AddScaled(target, Row(k)[i], Row(k));
        }
    }

    /// <summary>M·x.</summary>
    public void Multiply(ReadOnlySpan<double> x, Span<double> result)
    {
        for (var i = 0; i < Size; i++) result[i] = LinearAlgebra.Dot(Row(i), x);
    }

    /// <summary>Mᵀ·x.</summary>
    public void MultiplyTransposed(ReadOnlySpan<double> x, Span<double> result)
    {
        result[..Size].Clear();
        for (var i = 0; i < Size; i++) LinearAlgebra.AddScaled(result[..(i + 1)], x[i], Row(i));
    }
}
