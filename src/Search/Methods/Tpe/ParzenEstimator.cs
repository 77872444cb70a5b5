using Goalkeeper.Numerics;

namespace Goalkeeper.Search;

/// <summary>
/// A density over a space: a mixture of one kernel for each of some points, each a product over the dimensions, and of what is likely before
/// anything is known. Where a dimension does not exist at a kernel's point the kernel knows nothing about it; where it does not exist at the
/// point whose density is asked for, it has no part in the product. So points of all branches of a tree make one density.
/// </summary>
internal sealed class ParzenEstimator
{
    // The weights of older points, but of the newest, rise from almost nothing: what was found early was found by knowing less.
    private const int Newest = 25;

    private readonly IReadOnlyList<Kernels> _kernels;
    private readonly double[] _weights;
    private readonly double[] _logWeights;
    private readonly double[] _logs;

    /// <param name="space">The space.</param>
    /// <param name="points">Points in it, in the order of their numbers.</param>
    public ParzenEstimator(SearchSpace space, IReadOnlyList<IReadOnlyList<double>> points)
    {
        _kernels = [.. space.Dimensions.Select((dimension, i) => Kernels.Of(dimension.Domain, [.. points.Select(point => point[i])]))];
        // The last kernel is the prior, with the weight of a new point.
        var weights = Enumerable.Range(0, points.Count).Select(i => Weight(i, points.Count)).Append(1).ToArray();
        var sum = weights.Sum();
        _weights = [.. weights.Select(w => w / sum)];
        _logWeights = [.. _weights.Select(VectorMath.Log)];
        _logs = new double[_weights.Length];
    }

    /// <summary>A place in the unit cube.</summary>
    public double[] Draw(RandomNumbers random)
    {
        var (kernel, rest) = (0, random.Uniform());
        while (kernel < _weights.Length - 1 && rest >= _weights[kernel]) rest -= _weights[kernel++];
        return [.. _kernels.Select(dimension => dimension.Draw(kernel, random))];
    }

    /// <summary>The logarithm of the density at a point.</summary>
    public double LogDensity(IReadOnlyList<double> point)
    {
        _logWeights.CopyTo(_logs, 0);
        for (var i = 0; i < _kernels.Count; i++)
        {
            if (!double.IsNaN(point[i])) _kernels[i].AddLogDensities(point[i], _logs);
        }
        // From the largest, so that nothing underflows.
        var largest = double.NegativeInfinity;
        foreach (var log in _logs) largest = Math.Max(largest, log);
        var sum = 0.0;
        foreach (var log in _logs) sum += VectorMath.Exp(log - largest);
        return largest + VectorMath.Log(sum);
    }

    private static double Weight(int index, int count)
    {
        var old = count - Newest;
        if (index >= old) return 1;
        return old == 1 ? 1.0 / count : 1.0 / count + (1 - 1.0 / count) * index / (old - 1);
    }
}
