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
    private readonly double[][] _squares;
    private readonly double[] _slopes;

    /// <param name="places">How far apart points are.</param>
    /// <param name="points">The points' places.</param>
    /// <param name="warping">Their values.</param>
    public MarginalLikelihood(Places places, IReadOnlyList<double[]> points, OutputWarping warping)
    {
        (_count, _dimensions, _warping) = (points.Count, places.Dimensions, warping);
        _squares = new double[_dimensions][];
        for (var d = 0; d < _dimensions; d++)
        {
            var squares = new TriangularMatrix(_count);
            for (var i = 0; i < _count; i++)
            {
                var row = squares.Row(i);
                for (var j = 0; j < i; j++) row[j] = places.SquaredDistance(d, points[i][d], points[j][d]);
            }
            _squares[d] = squares.Numbers;
        }
        _slopes = new double[_count * (_count + 1) / 2];
    }

    /// <summary>−ln of the density, and its gradient; infinity where the kernel's matrix is singular to the last digit.</summary>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        gradient.Clear();
        var scale = VectorMath.Exp(parameters[_dimensions]);
        var noise = VectorMath.Exp(parameters[_dimensions + 1]);
        var (z, warpingSlopes, logVolume, logVolumeSlope) = _warping.At(parameters[_dimensions + 2]);

        var kernel = new TriangularMatrix(_count);
        for (var d = 0; d < _dimensions; d++) LinearAlgebra.AddScaled(kernel.Numbers, Hyperparameters.Weight(parameters[d]), _squares[d]);
        Matern.Evaluate(kernel.Numbers, scale, _slopes);
        var covariances = (double[])kernel.Numbers.Clone();
        for (var i = 0; i < _count; i++) kernel.Row(i)[i] += noise;
        if (!kernel.Factorize()) return double.PositiveInfinity;

        var inverse = kernel.Inverse();
        var (half, alpha) = (new double[_count], new double[_count]);
        inverse.Multiply(z, half);
        inverse.MultiplyTransposed(half, alpha);
        var value = 0.5 * LinearAlgebra.Dot(half, half) - logVolume;
        for (var i = 0; i < _count; i++) value += VectorMath.Log(kernel.Row(i)[i]);

        // ½ tr((K⁻¹ − αα') dK), each number off the diagonal standing for two.
        var outer = inverse.Square();
        var noiseSlope = 0.0;
        for (var i = 0; i < _count; i++)
        {
            var row = outer.Row(i);
            LinearAlgebra.AddScaled(row, -alpha[i], alpha);
            row[i] *= 0.5;
            noiseSlope += row[i];
        }
        gradient[_dimensions] = LinearAlgebra.Dot(outer.Numbers, covariances);
        gradient[_dimensions + 1] = noise * noiseSlope;
        gradient[_dimensions + 2] = LinearAlgebra.Dot(alpha, warpingSlopes) - logVolumeSlope;
        for (var i = 0; i < _slopes.Length; i++) _slopes[i] *= outer.Numbers[i];
        for (var d = 0; d < _dimensions; d++) gradient[d] = -2 * Hyperparameters.Weight(parameters[d]) * LinearAlgebra.Dot(_slopes, _squares[d]);
        return value + Hyperparameters.Penalty(parameters, gradient);
    }
}
