using Goalkeeper.Numerics;

namespace Goalkeeper.Search;

/// <summary>
/// What a Gaussian process learns beside its values, in logarithms, in one row for the optimizer: a lengthscale for each dimension, the scale
/// σ² of the function, that of the noise τ², and δ of <see cref="OutputWarping"/>. With their priors, all normal in the logarithm.
/// </summary>
internal static class Hyperparameters
{
    /// <summary>Beside the lengthscales.</summary>
    public const int Others = 3;

    // Hvarfner, Hellsten and Nardi 2024, "Vanilla Bayesian optimization performs great in high dimensions": ln ℓ about √2 + ½ ln D with
    // deviation √3; as a density of ℓ, whose mode in ln ℓ is lower by the variance.
    private const double LogLengthDeviation = 1.7320508075688772, LogLengthAtOne = 1.4142135623730951 - 3;

    private const double LogScaleDeviation = 1;

    // From values that are exact to such that are mostly noise.
    private const double LogNoise = -9, LogNoiseDeviation = 4;

    private const double LogDelta = 1, LogDeltaDeviation = 2;

    /// <summary>The priors' modes, but for the noise.</summary>
    public static double[] Typical(int dimensions, double logNoise) =>
        [.. Enumerable.Repeat(LogLengthAtOne + 0.5 * VectorMath.Log(dimensions), dimensions), 0, logNoise, LogDelta];

    /// <summary>The least and the most that an optimizer tries.</summary>
    public static (double[] Low, double[] High) Bounds(int dimensions) =>
        ([.. Enumerable.Repeat(-5.0, dimensions), -5, -18.4, -7], [.. Enumerable.Repeat(7.0, dimensions), 5, 0, 7]);

    /// <summary>1 / ℓ², by which the square of a distance counts.</summary>
    public static double Weight(double logLength) => VectorMath.Exp(-2 * logLength);

    /// <summary>−ln of the priors' density, less a constant; its slopes are added to a gradient.</summary>
    public static double Penalty(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var dimensions = parameters.Length - Others;
        var typical = LogLengthAtOne + 0.5 * VectorMath.Log(dimensions);
        var penalty = 0.0;
        for (var i = 0; i < dimensions; i++) penalty += Normal(parameters[i], typical, LogLengthDeviation, ref gradient[i]);
        return penalty
            + Normal(parameters[dimensions], 0, LogScaleDeviation, ref gradient[dimensions])
            + Normal(parameters[dimensions + 1], LogNoise, LogNoiseDeviation, ref gradient[dimensions + 1])
            + Normal(parameters[dimensions + 2], LogDelta, LogDeltaDeviation, ref gradient[dimensions + 2]);

        static double Normal(double value, double mean, double deviation, ref double slope)
        {
            var standard = (value - mean) / deviation;
            slope += standard / deviation;
            return 0.5 * standard * standard;
        }
    }
}
