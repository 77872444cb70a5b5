using Goalkeeper.Numerics;

namespace Goalkeeper.Search;

/// <summary>A Gaussian process that has seen values at some points (Rasmussen and Williams 2006, algorithm 2.1).</summary>
internal sealed class GaussianProcess
{
    // Of the variance before anything is seen: what rounding leaves of it at a point that was seen.
    private const double LeastVariance = 1e-12;

    private const int FitSteps = 40;

    private const double FitTolerance = 1e-3;

    private static readonly double[] LogNoises = [-9, -2];

    private readonly Places _places;
    private readonly double[][] _points;
    private readonly double[]?[] _columns; // of plain dimensions
    private readonly double[] _values, _parameters, _weights, _alpha;
    private readonly double _scale;
    private readonly TriangularMatrix _inverse;
    private readonly double[] _covariances, _slopes, _whitened, _solved;

    /// <param name="places">How far apart points are.</param>
    /// <param name="points">The points' places.</param>
    /// <param name="values">Their values, about 0.</param>
    /// <param name="parameters">As <see cref="Hyperparameters"/> has them.</param>
    public GaussianProcess(Places places, double[][] points, double[] values, double[] parameters)
    {
        (_places, _points, _values, _parameters) = (places, points, values, parameters);
        var (count, dimensions) = (points.Length, places.Dimensions);
        _weights = new double[dimensions];
        _columns = new double[dimensions][];
        for (var d = 0; d < dimensions; d++)
        {
            _weights[d] = Hyperparameters.Weight(parameters[d]);
            if (places.IsPlain(d)) _columns[d] = Places.Along(d, points);
        }
        _scale = VectorMath.Exp(parameters[dimensions]);
        (_covariances, _slopes, _whitened, _solved) = (new double[count], new double[count], new double[count], new double[count]);
        _alpha = new double[count];
        _inverse = Factorize(Noise).Inverse();
        _inverse.Multiply(values, _whitened);
        _inverse.MultiplyTransposed(_whitened, _alpha);
    }

    /// <summary>τ², the variance of the noise.</summary>
    public double Noise => VectorMath.Exp(_parameters[_places.Dimensions + 1]);

    /// <summary>ln ℓ, a lengthscale for each dimension.</summary>
    public ReadOnlySpan<double> LogLengths => _parameters.AsSpan(0, _places.Dimensions);

    /// <summary>The process whose hyperparameters, the warping of values included, are the most likely after what was seen.</summary>
    /// <param name="places">How far apart points are.</param>
    /// <param name="points">The points' places.</param>
    /// <param name="values">What was seen there, the lower the better.</param>
    public static GaussianProcess Fit(Places places, double[][] points, IReadOnlyList<double> values)
    {
        var warping = new OutputWarping(values);
        var likelihood = new MarginalLikelihood(places, points, warping);
        var (low, high) = Hyperparameters.Bounds(places.Dimensions);
        // Two explanations of the same values are often both likely: a rough function, and a smooth one under noise.
        var parameters = LogNoises
            .Select(noise => Hyperparameters.Typical(places.Dimensions, noise))
            .Select(start => QuasiNewton.Minimize(likelihood.Evaluate, start, low, high, FitSteps, FitTolerance))
            .MinBy(fit => fit.Value).X;
        return new GaussianProcess(places, points, warping.At(parameters[^1]).Z, parameters);
    }

    /// <summary>The same with another point that has the value which is expected of it.</summary>
    public GaussianProcess With(double[] point) => new(_places, [.. _points, point], [.. _values, Mean(point)], _parameters);

    /// <summary>The mean at a place.</summary>
    public double Mean(double[] place)
    {
        Covariances(place);
        return LinearAlgebra.Dot(_covariances, _alpha);
    }

    /// <summary>Mean and variance of the function at a place, without noise.</summary>
    public (double Mean, double Variance) At(double[] place)
    {
        Covariances(place);
        _inverse.Multiply(_covariances, _whitened);
        var variance = Math.Max(_scale - LinearAlgebra.Dot(_whitened, _whitened), LeastVariance * _scale);
        return (LinearAlgebra.Dot(_covariances, _alpha), variance);
    }

    /// <summary>Mean and variance with their slopes along dense dimensions; elsewhere slopes are 0.</summary>
    public (double Mean, double Variance) At(double[] place, Span<double> meanSlopes, Span<double> varianceSlopes)
    {
        var result = At(place);
        _inverse.MultiplyTransposed(_whitened, _solved);
        for (var d = 0; d < place.Length; d++)
        {
            (meanSlopes[d], varianceSlopes[d]) = (0, 0);
            if (!_places.IsDense(d) || double.IsNaN(place[d])) continue;
            var (byMean, byVariance, column) = (0.0, 0.0, _columns[d]);
            for (var i = 0; i < _points.Length; i++)
            {
                var slope = _slopes[i] * (column is null ? _places.Slope(d, place[d], _points[i][d]) : 2 * (place[d] - column[i]));
                byMean += _alpha[i] * slope;
                byVariance -= 2 * _solved[i] * slope;
            }
            (meanSlopes[d], varianceSlopes[d]) = (byMean * _weights[d], byVariance * _weights[d]);
        }
        return result;
    }

    private void Covariances(double[] place)
    {
        Array.Clear(_covariances);
        for (var d = 0; d < place.Length; d++)
        {
            if (_columns[d] is { } column) LinearAlgebra.AddSquares(_covariances, _weights[d], place[d], column);
            else for (var i = 0; i < _points.Length; i++) _covariances[i] += _weights[d] * _places.SquaredDistance(d, place[d], _points[i][d]);
        }
        Matern.Evaluate(_covariances, _scale, _slopes);
    }

    // Points that lie together and noise that is small can make the matrix singular to the last digit: then more is added.
    private TriangularMatrix Factorize(double noise)
    {
        while (true)
        {
            var kernel = new TriangularMatrix(_points.Length);
            for (var i = 0; i < _points.Length; i++)
            {
                Covariances(_points[i]);
                _covariances.AsSpan(0, i + 1).CopyTo(kernel.Row(i));
                kernel.Row(i)[i] += noise;
            }
            if (kernel.Factorize()) return kernel;
            noise *= 10;
        }
    }
}
