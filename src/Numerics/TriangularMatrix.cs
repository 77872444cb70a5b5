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
        for (var i = 0; i < Size; i++)
        {
            var row = Row(i);
            var target = inverse.Row(i);
            var reciprocal = 1 / row[i];
            for (var k = 0; k < i; k++) LinearAlgebra.AddScaled(target[..(k + 1)], -reciprocal * row[k], inverse.Row(k));
            target[i] = reciprocal;
        }
        return inverse;
    }

    /// <summary>MᵀM, which is A⁻¹ where M is L⁻¹.</summary>
    public TriangularMatrix Square()
    {
        var square = new TriangularMatrix(Size);
        for (var k = 0; k < Size; k++)
        {
            var row = Row(k);
            for (var i = 0; i <= k; i++) LinearAlgebra.AddScaled(square.Row(i), row[i], row);
        }
        return square;
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
