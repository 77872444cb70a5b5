using Goalkeeper.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Goalkeeper.Tests.Numerics;

public class TriangularMatrixTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(37)]
    public void A_factor_its_inverse_and_its_products_are_those_of_MathNet(int size)
    {
        var random = new MathNet.Numerics.Random.MersenneTwister(5);
        var root = Matrix<double>.Build.Dense(size, size, (_, _) => random.NextDouble() - 0.5);
        var matrix = root * root.Transpose() + Matrix<double>.Build.DenseIdentity(size);
        var triangle = new TriangularMatrix(size);
        for (var i = 0; i < size; i++) for (var j = 0; j <= i; j++) triangle.Row(i)[j] = matrix[i, j];
        Assert.True(triangle.Factorize());
        AssertLower(matrix.Cholesky().Factor, triangle);
        var inverse = triangle.Inverse();
        AssertLower(matrix.Cholesky().Factor.Inverse(), inverse);
        var square = new TriangularMatrix(size);
        inverse.Square(square);
        AssertLower(matrix.Inverse(), square);

        var x = Vector<double>.Build.Dense(size, _ => random.NextDouble());
        var product = new double[size];
        triangle.Multiply(x.AsArray(), product);
        AssertNear(matrix.Cholesky().Factor * x, product);
        triangle.MultiplyTransposed(x.AsArray(), product);
        AssertNear(matrix.Cholesky().Factor.Transpose() * x, product);
    }

    // What a search proposes hangs on the last bit: four rows at a time are added as one after the other, and what was there before is no part.
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(42)]
    public void Rows_are_added_as_one_after_the_other_to_the_last_bit(int size)
    {
        var random = new Random(size);
        TriangularMatrix triangle = new(size), inverse = new(size), square = new(size), slowInverse = new(size), slowSquare = new(size);
        foreach (var matrix in (TriangularMatrix[])[triangle, inverse, square]) for (var i = 0; i < matrix.Numbers.Length; i++) matrix.Numbers[i] = random.NextDouble() + 0.1;
        triangle.Invert(inverse);
        inverse.Square(square);
        for (var i = 0; i < size; i++)
        {
            var reciprocal = 1 / triangle.Row(i)[i];
            for (var k = 0; k < i; k++) LinearAlgebra.AddScaled(slowInverse.Row(i)[..(k + 1)], -reciprocal * triangle.Row(i)[k], slowInverse.Row(k));
            slowInverse.Row(i)[i] = reciprocal;
        }
        for (var i = 0; i < size; i++) for (var k = i; k < size; k++) LinearAlgebra.AddScaled(slowSquare.Row(i), slowInverse.Row(k)[i], slowInverse.Row(k));
        Assert.Equal(slowInverse.Numbers, inverse.Numbers);
        Assert.Equal(slowSquare.Numbers, square.Numbers);

        var (x, squares, atOnce) = (triangle.Numbers, new double[size], inverse.Numbers[..size]);
        var slow = (double[])atOnce.Clone();
        LinearAlgebra.Squares(squares, 0.3, x);
        LinearAlgebra.AddScaled(slow, 0.7, squares);
        LinearAlgebra.AddScaledSquares(atOnce, 0.7, 0.3, x);
        Assert.Equal(slow, atOnce);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_has_no_factor()
    {
        var triangle = new TriangularMatrix(2);
        (triangle.Row(0)[0], triangle.Row(1)[0], triangle.Row(1)[1]) = (1, 2, 3);
        Assert.False(triangle.Factorize());
        (triangle.Row(0)[0], triangle.Row(1)[0], triangle.Row(1)[1]) = (1, double.NaN, 3);
        Assert.False(triangle.Factorize());
    }

    [Fact]
    public void Any_number_of_exponentials_are_those_of_numbers_alone()
    {
        for (var count = 0; count < 40; count++)
        {
            var x = Enumerable.Range(0, count).Select(i => 0.37 * i - 5).ToArray();
            var expected = x.Select(VectorMath.Exp).ToArray();
            VectorMath.Exp(x);
            Assert.Equal(expected, x);
        }
    }

    private static void AssertLower(Matrix<double> expected, TriangularMatrix actual)
    {
        for (var i = 0; i < actual.Size; i++) AssertNear(expected.Row(i).SubVector(0, i + 1), actual.Row(i).ToArray());
    }

    private static void AssertNear(Vector<double> expected, double[] actual)
    {
        for (var i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 1e-11);
    }
}
