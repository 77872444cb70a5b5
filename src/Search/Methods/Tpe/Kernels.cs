namespace Goalkeeper.Search;

/// <summary>The part of a <see cref="ParzenEstimator"/>'s kernels that is of one dimension: one for each point, and the prior as the last.</summary>
internal abstract class Kernels
{
    /// <summary>The kernels at values.</summary>
    /// <param name="domain">The dimension's.</param>
    /// <param name="values">Of each point; NaN where the dimension does not exist.</param>
    public static Kernels Of(Domain domain, double[] values) =>
        domain.IsOrdered ? new NumberKernels(domain, values) : new CategoryKernels(domain, values);

    /// <summary>A place in the unit interval, by a kernel.</summary>
    public abstract double Draw(int kernel, RandomNumbers random);

    /// <summary>Adds each kernel's logarithm of the density at a value.</summary>
    public abstract void AddLogDensities(double value, Span<double> logs);
}
