using Goalkeeper.Numerics;

namespace Goalkeeper.Search;

/// <summary>
/// Normal kernels over values in their order, within the unit interval and cut off at its ends. A value that has a part of the interval has
/// the mass of the kernel there.
/// </summary>
internal sealed class NumberKernels : Kernels
{
    private const double LogSqrtTwoPi = 0.91893853320467274178;

    // The middle of a part so narrow, in deviations, stands for all of it.
    private const double Narrow = 0.1;

    private readonly Domain _domain;
    private readonly double[] _means; // NaN: uniform
    private readonly double[] _deviations;
    private readonly double[] _logMasses; // within the unit interval

    public NumberKernels(Domain domain, double[] values)
    {
        _domain = domain;
        _means = [.. values.Select(v => double.IsNaN(v) ? v : domain.Unit(v)), double.NaN];
        _deviations = Deviations(_means);
        _logMasses = [.. _means.Select((mean, i) => double.IsNaN(mean) ? 0 : VectorMath.Log(Mass(-mean / _deviations[i], (1 - mean) / _deviations[i])))];
    }

    public override double Draw(int kernel, RandomNumbers random)
    {
        var (u, mean, deviation) = (random.Uniform(), _means[kernel], _deviations[kernel]);
        if (double.IsNaN(mean)) return u;
        var (low, high) = (Normal.Cumulative(-mean / deviation), Normal.Cumulative((1 - mean) / deviation));
        return Math.Clamp(mean + deviation * Normal.Quantile(low + u * (high - low)), double.Epsilon, Math.BitDecrement(1));
    }

    public override void AddLogDensities(double value, Span<double> logs)
    {
        var (low, high) = _domain.Cell(value);
        var (middle, width) = (0.5 * (low + high), high - low);
        var logWidth = width > 0 ? VectorMath.Log(width) : 0;
        for (var i = 0; i < logs.Length; i++)
        {
            var (mean, deviation) = (_means[i], _deviations[i]);
            if (double.IsNaN(mean))
            {
                logs[i] += logWidth;
            }
            else if (width > Narrow * deviation)
            {
                logs[i] += VectorMath.Log(Mass((low - mean) / deviation, (high - mean) / deviation)) - _logMasses[i];
            }
            else
            {
                var z = (middle - mean) / deviation;
                logs[i] += logWidth - 0.5 * z * z - LogSqrtTwoPi - VectorMath.Log(deviation) - _logMasses[i];
            }
        }
    }

    /// <summary>
    /// As far as to the farther neighbour (Bergstra et al. 2011), but not less than a share that falls with the number of kernels, the "magic clip".
    /// Optuna's falls as 1/n, which keeps a search from coming near; 1/n² stays in one basin of Levy's function. n^−1.5 was the worst of the three on
    /// 2 of 23 functions.
    /// </summary>
    private static double[] Deviations(double[] means)
    {
        var order = Enumerable.Range(0, means.Length).Where(i => !double.IsNaN(means[i])).OrderBy(i => means[i]).ToArray();
        var n = order.Length + 2.0;
        var least = 1 / Math.Min(100, n * Math.Sqrt(n));
        var deviations = new double[means.Length];
        for (var k = 0; k < order.Length; k++)
        {
            var mean = means[order[k]];
            // Optuna counts the ends of the interval as neighbours only where there is but one point.
            var left = k > 0 ? mean - means[order[k - 1]] : order.Length == 1 ? mean : 0;
            var right = k < order.Length - 1 ? means[order[k + 1]] - mean : order.Length == 1 ? 1 - mean : 0;
            deviations[order[k]] = Math.Clamp(Math.Max(left, right), least, 1);
        }
        return deviations;
    }

    /// <summary>Φ(b) − Φ(a), from the tail that loses no digits.</summary>
    private static double Mass(double a, double b) => a > 0 ? Normal.Cumulative(-a) - Normal.Cumulative(-b) : Normal.Cumulative(b) - Normal.Cumulative(a);
}
