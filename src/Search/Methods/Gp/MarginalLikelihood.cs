using Goalkeeper.Numerics;

namespace Goalkeeper.Search;

/// <summary>
/// How well hyperparameters explain values: −ln of their posterior density, less a constant, with its gradient (Rasmussen and Williams
/// 2006, 5.8 and 5.9).
/// </summary>
internal sealed class MarginalLikelihood
{
    private readonly int _count, _dimensions;
    private readonly OutputWarping _warping;
    private readonly double[]?[] _columns; // of plain dimensions: their squares of distances are sooner computed again than fetched
    private readonly TriangularMatrix?[] _squares; // of the others
    private readonly TriangularMatrix _computed, _kernel, _inverse, _outer; // kept from one evaluation to the next: to fetch new memory takes longer than to fill it
    private readonly double[] _covariances, _slopes;

    /// <param name="places">How far apart points are.</param>
    /// <param name="points">The points' places.</param>
    /// <param name="warping">Their values.</param>
    public MarginalLikelihood(Places places, IReadOnlyList<double[]> points, OutputWarping warping)
    {
        (_count, _dimensions, _warping) = (points.Count, places.Dimensions, warping);
        (_columns, _squares) = (new double[_dimensions][], new TriangularMatrix[_dimensions]);
        for (var d = 0; d < _dimensions; d++)
        {
            if (places.IsPlain(d))
            {
                _columns[d] = Places.Along(d, points);
                continue;
            }
            var squares = new TriangularMatrix(_count);
            for (var i = 0; i < _count; i++)
            {
                var row = squares.Row(i);
                for (var j = 0; j < i; j++) row[j] = places.SquaredDistance(d, points[i][d], points[j][d]);
            }
            _squares[d] = squares;
        }
        (_computed, _kernel, _inverse, _outer) = (new(_count), new(_count), new(_count), new(_count));
        (_covariances, _slopes) = (new double[_kernel.Numbers.Length], new double[_kernel.Numbers.Length]);
    }

    /// <summary>−ln of the density, and its gradient; infinity where the kernel's matrix is singular to the last digit.</summary>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        gradient.Clear();
        var scale = VectorMath.Exp(parameters[_dimensions]);
        var noise = VectorMath.Exp(parameters[_dimensions + 1]);
        var (z, warpingSlopes, logVolume, logVolumeSlope) = _warping.At(parameters[_dimensions + 2]);

        Array.Clear(_kernel.Numbers);
        var weights = new double[_dimensions];
        for (var d = 0; d < _dimensions; d++) weights[d] = Hyperparameters.Weight(parameters[d]);
        for (var i = 0; i < _count; i++)
        {
            var row = _kernel.Row(i);
            for (var d = 0; d < _dimensions; d++)
            {
                if (_columns[d] is { } column) LinearAlgebra.AddScaledSquares(row, weights[d], column[i], column);
                else LinearAlgebra.AddScaled(row, weights[d], _squares[d]!.Row(i));
            }
        }
        Matern.Evaluate(_kernel.Numbers, scale, _slopes);
        _kernel.Numbers.CopyTo(_covariances, 0);
        for (var i = 0; i < _count; i++) _kernel.Row(i)[i] += noise;
        if (!_kernel.Factorize()) return double.PositiveInfinity;

        _kernel.Invert(_inverse);
        var (half, alpha) = (new double[_count], new double[_count]);
        _inverse.Multiply(z, half);
        _inverse.MultiplyTransposed(half, alpha);
        var value = 0.5 * LinearAlgebra.Dot(half, half) - logVolume;
        for (var i = 0; i < _count; i++) value += VectorMath.Log(_kernel.Row(i)[i]);

        // ½ tr((K⁻¹ − αα') dK), each number off the diagonal standing for two.
        _inverse.Square(_outer);
        var noiseSlope = 0.0;
        for (var i = 0; i < _count; i++)
        {
            var row = _outer.Row(i);
            LinearAlgebra.AddScaled(row, -alpha[i], alpha);
            row[i] *= 0.5;
            noiseSlope += row[i];
        }
        gradient[_dimensions] = LinearAlgebra.Dot(_outer.Numbers, _covariances);
        gradient[_dimensions + 1] = noise * noiseSlope;
        gradient[_dimensions + 2] = LinearAlgebra.Dot(alpha, warpingSlopes) - logVolumeSlope;
        for (var i = 0; i < _slopes.Length; i++) _slopes[i] *= _outer.Numbers[i];
        for (var d = 0; d < _dimensions; d++) gradient[d] = -2 * weights[d] * LinearAlgebra.Dot(_slopes, Squares(d));
        return value + Hyperparameters.Penalty(parameters, gradient);
    }

    /// <summary>The squares of distances along a dimension, until it is asked for another.</summary>
    private double[] Squares(int dimension)
    {
        if (_squares[dimension] is { } squares) return squares.Numbers;
        var column = _columns[dimension]!;
        for (var i = 0; i < _count; i++) LinearAlgebra.Squares(_computed.Row(i), column[i], column);
        return _computed.Numbers;
    }
}
