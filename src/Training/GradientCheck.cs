namespace Goalkeeper.Training;

/// <summary>How one block of parameters (W1, b1, …) compared.</summary>
/// <param name="Name">W1, b1, W2, ….</param>
/// <param name="Difference">‖g − a‖ / (‖g‖ + ‖a‖), 0 when both are zero; g by back-propagation, a by central differences.</param>
/// <param name="WorstEntry">Where |g − a| is largest: an index into the block, row-major.</param>
/// <param name="WorstGradient">g there.</param>
/// <param name="WorstApproximation">a there.</param>
/// <param name="Kinks">
/// Entries at a kink of relu, where the slope to the left is not the slope to the right. A slope between the two, or as near to them as
/// they are to each other, can be right there, so a is the one of those nearest to g.
/// </param>
/// <param name="Passed">Whether ‖g − a‖ is within the threshold plus the rounding floor.</param>
public sealed record GradientBlock(
    string Name, double Difference, int WorstEntry, double WorstGradient, double WorstApproximation, int Kinks, bool Passed);

/// <summary>How a gradient compared with central differences of the cost.</summary>
/// <param name="Cost">The cost where the gradient was taken.</param>
/// <param name="Difference">‖g − a‖ / (‖g‖ + ‖a‖) over all parameters.</param>
/// <param name="Blocks">Block by block; empty when the cost is not finite, where a gradient cannot be checked.</param>
public sealed record GradientCheckResult(double Cost, double Difference, IReadOnlyList<GradientBlock> Blocks)
{
    /// <summary>False where the cost, there or a step beside it, is not finite: then the gradient cannot be checked here.</summary>
    public bool CanBeChecked => Blocks.Count > 0;

    /// <summary>Whether every block passed.</summary>
    public bool Passed => CanBeChecked && Blocks.All(block => block.Passed);
}

/// <summary>
/// Gradient checking by central differences, [J(θ+ε) − J(θ−ε)] / 2ε against back-propagation. A mistake in a formula shows as a difference
/// of 1e-2 or more; a right one is left with rounding, 1.2e-7 on the course's network at ε = 1e-7.
/// </summary>
public static class GradientCheck
{
    /// <summary>The step ε that the course uses.</summary>
    public const double DefaultEpsilon = 1e-7;

    /// <summary>The course's 1e-7 would reject its own correct network, at 1.19e-7.</summary>
    public const double DefaultThreshold = 2e-7;

    /// <summary>
    /// A cost is rounded to about this part of itself, which a central difference divides by ε. A few ulp and no less: 1 − a loses digits
    /// where a is near 1, and b1 of the course's correct network needs 3e-15.
    /// </summary>
    private const double CostRounding = 5e-15;

    /// <summary>Checks the first gradient of a training run: initial weights, all train examples, λ, and with dropout the masks of iteration 0, held.</summary>
    public static GradientCheckResult Run(
        TrainingSettings settings, Examples examples, double epsilon = DefaultEpsilon, double threshold = DefaultThreshold)
    {
        var parameters = Parameters.Initialize(settings, examples.FeatureCount);
        var propagation = new Propagation(parameters.Layers, settings.Activation, examples);
        var dropout = settings.HasDropout ? new DropoutMasks(settings, examples.Count) : null;
        var gradient = new Parameters(parameters.Layers);
        propagation.Forward(parameters, dropout);
        propagation.Backward(parameters, settings.Lambda, dropout, gradient);
        return Compare(parameters, gradient, Cost, epsilon, threshold);

        double Cost(Parameters at)
        {
            propagation.Forward(at, dropout);
            return propagation.CrossEntropy() + at.Penalty(settings.Lambda, examples.Count);
        }
    }

    /// <summary>Compares any gradient with central differences of any cost.</summary>
    /// <param name="parameters">θ; each entry is moved by ±ε in turn and put back.</param>
    /// <param name="gradient">g, as back-propagation gave it.</param>
    /// <param name="cost">J(θ).</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="threshold">The relative difference that a block may have.</param>
    public static GradientCheckResult Compare(
        Parameters parameters, Parameters gradient, Func<Parameters, double> cost, double epsilon = DefaultEpsilon, double threshold = DefaultThreshold)
    {
        var here = cost(parameters);
        var floor = CostRounding * Math.Abs(here) / epsilon;
        var approximation = new Parameters(parameters.Layers);
        var kinks = new Parameters(parameters.Layers);
        for (var i = 0; i < parameters.Values.Length; i++)
            (approximation.Values[i], kinks.Values[i]) = Approximate(i);
        if (!double.IsFinite(here) || !approximation.AllFinite()) return new GradientCheckResult(here, double.NaN, []);

        var blocks = new List<GradientBlock>();
        for (var l = 0; l < parameters.Depth; l++)
        {
            blocks.Add(Block($"W{l + 1}", gradient.Weights(l), approximation.Weights(l), kinks.Weights(l)));
            blocks.Add(Block($"b{l + 1}", gradient.Biases(l), approximation.Biases(l), kinks.Biases(l)));
        }
        return new GradientCheckResult(here, RelativeDifference(gradient.Values, approximation.Values), blocks);

        (double Slope, double Kink) Approximate(int entry)
        {
            var value = parameters.Values[entry];
            parameters.Values[entry] = value + epsilon;
            var above = cost(parameters);
            parameters.Values[entry] = value - epsilon;
            var below = cost(parameters);
            parameters.Values[entry] = value;

            // Curvature may pass for a kink, and that is harmless: then both slopes are near the right one. Several kinks within ε on both
            // sides can put the slope between them outside left and right, by about their distance.
            double right = (above - here) / epsilon, left = (here - below) / epsilon, width = Math.Abs(right - left);
            return width > 10 * (threshold * (Math.Abs(right) + Math.Abs(left)) + floor)
                ? (Math.Clamp(gradient.Values[entry], Math.Min(left, right) - width, Math.Max(left, right) + width), 1)
                : ((above - below) / (2 * epsilon), 0);
        }

        GradientBlock Block(string name, ReadOnlySpan<double> g, ReadOnlySpan<double> a, ReadOnlySpan<double> atKink)
        {
            var worst = 0;
            for (var i = 1; i < g.Length; i++)
            {
                if (Math.Abs(g[i] - a[i]) > Math.Abs(g[worst] - a[worst])) worst = i;
            }
            var passed = Distance(g, a) <= threshold * (Norm(g) + Norm(a)) + Math.Sqrt(g.Length) * floor;
            return new GradientBlock(name, RelativeDifference(g, a), worst, g[worst], a[worst], atKink.Count(1.0), passed);
        }
    }

    private static double RelativeDifference(ReadOnlySpan<double> g, ReadOnlySpan<double> a)
    {
        var distance = Distance(g, a);
        return distance == 0 ? 0 : distance / (Norm(g) + Norm(a));
    }

    private static double Distance(ReadOnlySpan<double> g, ReadOnlySpan<double> a)
    {
        var sum = 0.0;
        for (var i = 0; i < g.Length; i++) sum += (g[i] - a[i]) * (g[i] - a[i]);
        return Math.Sqrt(sum);
    }

    private static double Norm(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        foreach (var value in x) sum += value * value;
        return Math.Sqrt(sum);
    }
}
