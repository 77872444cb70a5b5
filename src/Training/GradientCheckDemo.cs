namespace Goalkeeper.Training;

/// <summary>The mistakes that the course plants in its exercise's back-propagation.</summary>
[Flags]
internal enum PlantedBugs
{
    /// <summary>None: the formulas are right.</summary>
    None = 0,

    /// <summary>dW2 is twice what it should be.</summary>
    DoubledW2 = 1,

    /// <summary>db1 has 4/m in place of 1/m.</summary>
    QuadrupledB1 = 2,
}

/// <summary>The one-dimensional case: J = θx, whose slope is x.</summary>
/// <param name="X">x.</param>
/// <param name="Gradient">dJ/dθ = x.</param>
/// <param name="Approximation">[J(θ+ε) − J(θ−ε)] / 2ε.</param>
/// <param name="Difference">|g − a| / (|g| + |a|).</param>
internal sealed record LineCheck(double X, double Gradient, double Approximation, double Difference);

/// <summary>
/// The course's exercise in gradient checking: a relu network of 4-5-3-1 units over three examples, drawn with RandomState(1), and J = θx.
/// </summary>
internal static class GradientCheckDemo
{
    /// <summary>θ of the one-dimensional case.</summary>
    public const double Theta = 4;

    private static readonly int[] Layers = [4, 5, 3, 1];

    /// <summary>The three examples, and the network's 47 numbers, drawn after them; biases are drawn too.</summary>
    public static (Examples Examples, NetworkWeights NetworkWeights) Draw()
    {
        var random = new RandomState(1);
        double[] labels = [1, 1, 0];
        var features = new double[Layers[0] * labels.Length];
        for (var feature = 0; feature < Layers[0]; feature++)
        {
            // The course has one column an example; examples here are rows.
            for (var example = 0; example < labels.Length; example++) features[example * Layers[0] + feature] = random.Gaussian();
        }
        var network = new NetworkWeights(Layers);
        foreach (ref var value in network.Values.AsSpan()) value = random.Gaussian();
        return (new Examples(features, labels), network);
    }

    /// <summary>Checks the network's gradient with mistakes planted in it.</summary>
    /// <param name="bugs">Which.</param>
    /// <param name="options">How, or null for every entry at the course's ε.</param>
    public static GradientCheckResult CheckNetwork(PlantedBugs bugs, GradientCheckOptions? options = null)
    {
        var (examples, network) = Draw();
        var propagation = new Propagation(Layers, Activation.Relu, examples);
        var gradient = new NetworkWeights(Layers);
        propagation.Forward(network);
        propagation.Backward(network, 0, gradient);
        if (bugs.HasFlag(PlantedBugs.DoubledW2)) Multiply(gradient.Weights(1), 2);
        if (bugs.HasFlag(PlantedBugs.QuadrupledB1)) Multiply(gradient.Biases(0), 4);
        return GradientCheck.Compare(network, gradient, Cost, options);

        double Cost(NetworkWeights at)
        {
            propagation.Forward(at);
            return propagation.CrossEntropy();
        }
    }

    /// <summary>Checks the slope of J = θx at θ = 4.</summary>
    /// <param name="x">x.</param>
    /// <param name="epsilon">The step, above 0.</param>
    public static LineCheck CheckLine(double x, double epsilon)
    {
        var approximation = ((Theta + epsilon) * x - (Theta - epsilon) * x) / (2 * epsilon);
        return new LineCheck(x, x, approximation, GradientCheck.RelativeDifference(x, approximation));
    }

    private static void Multiply(Span<double> values, double factor)
    {
        foreach (ref var value in values) value *= factor;
    }
}
