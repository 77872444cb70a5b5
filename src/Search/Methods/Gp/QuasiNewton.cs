using Goalkeeper.Numerics;

namespace Goalkeeper.Search;

/// <summary>A function and, by the way, its gradient.</summary>
internal delegate double Differentiable(ReadOnlySpan<double> x, Span<double> gradient);

/// <summary>
/// Minima within bounds by L-BFGS (Nocedal and Wright 2006, algorithm 7.4) on the variables that are free, along a path that is projected
/// onto the bounds (Bertsekas 1982, "Projected Newton methods").
/// </summary>
internal static class QuasiNewton
{
    private const int Memory = 8;

    private const int Halvings = 12;

    // Armijo's constant: the share of the slope's promise that a step must keep.
    private const double Promise = 1e-4;

    /// <summary>A local minimum.</summary>
    /// <param name="function">What to minimize; infinity where it has no value.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="low">The least of each variable.</param>
    /// <param name="high">The most of each variable.</param>
    /// <param name="iterations">Steps at most.</param>
    /// <param name="tolerance">It ends where a step brings less.</param>
    public static (double[] X, double Value) Minimize(
        Differentiable function, ReadOnlySpan<double> start, ReadOnlySpan<double> low, ReadOnlySpan<double> high, int iterations, double tolerance)
    {
        var size = start.Length;
        var x = new double[size];
        Project(start, low, high, x);
        var (gradient, next, nextGradient, direction) = (new double[size], new double[size], new double[size], new double[size]);
        var value = function(x, gradient);
        var steps = new List<(double[] Step, double[] Change, double Curvature)>();
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            Direction(x, gradient, low, high, steps, direction);
            var slope = LinearAlgebra.Dot(direction, gradient);
            if (!(slope < 0)) break;
            // Before anything is known of the curvature, a step of a tenth.
            var length = steps.Count > 0 ? 1 : Math.Min(1, 0.1 / Math.Sqrt(LinearAlgebra.Dot(direction, direction)));
            var nextValue = double.PositiveInfinity;
            for (var halving = 0; halving < Halvings; halving++, length *= 0.4)
            {
                for (var i = 0; i < size; i++) next[i] = x[i] + length * direction[i];
                Project(next, low, high, next);
                nextValue = function(next, nextGradient);
                var promised = 0.0;
                for (var i = 0; i < size; i++) promised += gradient[i] * (next[i] - x[i]);
                if (nextValue <= value + Promise * promised) break;
                nextValue = double.PositiveInfinity;
            }
            if (!(nextValue < value)) break;
            Remember(steps, x, next, gradient, nextGradient);
            var gain = value - nextValue;
            (x, next, gradient, nextGradient, value) = (next, x, nextGradient, gradient, nextValue);
            if (gain < tolerance) break;
        }
        return (x, value);
    }

    private static void Project(ReadOnlySpan<double> x, ReadOnlySpan<double> low, ReadOnlySpan<double> high, double[] projected)
    {
        for (var i = 0; i < projected.Length; i++) projected[i] = Math.Min(Math.Max(x[i], low[i]), high[i]);
    }

    /// <summary>−H·g over the variables that are free; those that would leave the bounds stay where they are.</summary>
    private static void Direction(
        double[] x, double[] gradient, ReadOnlySpan<double> low, ReadOnlySpan<double> high,
        List<(double[] Step, double[] Change, double Curvature)> steps, double[] direction)
    {
        var free = new bool[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            free[i] = !(x[i] <= low[i] && gradient[i] > 0) && !(x[i] >= high[i] && gradient[i] < 0);
            direction[i] = free[i] ? -gradient[i] : 0;
        }
        var shares = new double[steps.Count];
        for (var k = steps.Count - 1; k >= 0; k--)
        {
            shares[k] = LinearAlgebra.Dot(steps[k].Step, direction) / steps[k].Curvature;
            LinearAlgebra.AddScaled(direction, -shares[k], steps[k].Change);
        }
        if (steps.Count > 0)
        {
            var scale = steps[^1].Curvature / LinearAlgebra.Dot(steps[^1].Change, steps[^1].Change);
            for (var i = 0; i < direction.Length; i++) direction[i] *= scale;
        }
        for (var k = 0; k < steps.Count; k++)
        {
            var share = LinearAlgebra.Dot(steps[k].Change, direction) / steps[k].Curvature;
            LinearAlgebra.AddScaled(direction, shares[k] - share, steps[k].Step);
        }
        for (var i = 0; i < direction.Length; i++)
        {
            if (!free[i]) direction[i] = 0;
        }
        if (LinearAlgebra.Dot(direction, gradient) < 0) return;
        // What was remembered of bounded variables can mislead: begin anew along the gradient.
        steps.Clear();
        for (var i = 0; i < direction.Length; i++) direction[i] = free[i] ? -gradient[i] : 0;
    }

    private static void Remember(
        List<(double[] Step, double[] Change, double Curvature)> steps, double[] x, double[] next, double[] gradient, double[] nextGradient)
    {
        var step = new double[x.Length];
        var change = new double[x.Length];
        for (var i = 0; i < x.Length; i++) (step[i], change[i]) = (next[i] - x[i], nextGradient[i] - gradient[i]);
        var curvature = LinearAlgebra.Dot(step, change);
        if (!(curvature > 1e-12 * LinearAlgebra.Dot(change, change))) return;
        if (steps.Count == Memory) steps.RemoveAt(0);
        steps.Add((step, change, curvature));
    }
}
