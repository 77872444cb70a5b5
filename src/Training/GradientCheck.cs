namespace Goalkeeper.Training;

/// <summary>
/// Gradient checking by central differences, [J(θ+ε) − J(θ−ε)] / 2ε against back-propagation. A mistake in a formula shows as a difference
/// of 1e-2 or more; a right one is left with rounding, 1.2e-7 on the course's network at ε = 1e-7. Every entry costs two forward passes.
/// </summary>
internal static class GradientCheck
{
    /// <summary>
    /// A cost is rounded to about this part of itself, which a central difference divides by ε. A few ulp and no less: 1 − a loses digits
    /// where a is near 1, and b1 of the course's correct network needs 3e-15.
    /// </summary>
    private const double CostRounding = 5e-15;

    /// <summary>
    /// Checks the first gradient of a training run: initial weights, all train examples, λ, and with dropout the masks of iteration 0, held.
    /// </summary>
    /// <param name="settings">The network and its first weights; what says how it is trained does not matter.</param>
    /// <param name="examples">The train examples.</param>
    /// <param name="options">How, or null for every entry at the course's ε.</param>
    public static GradientCheckResult Run(TrainingSettings settings, Examples examples, GradientCheckOptions? options = null)
    {
        var network = NetworkWeights.Initialize(settings, examples.FeatureCount);
        var propagation = new Propagation(network.Layers, settings.Activation, examples);
        var dropout = settings.HasDropout ? new DropoutMasks(settings, examples.Count) : null;
        var gradient = new NetworkWeights(network.Layers);
        propagation.Forward(network, dropout);
        propagation.Backward(network, settings.Lambda, dropout, gradient);
        return Compare(network, gradient, Cost, options);

        double Cost(NetworkWeights at, int layer)
        {
            propagation.Forward(at, dropout, layer);
            return propagation.CrossEntropy() + at.Penalty(settings.Lambda, examples.Count);
        }
    }

    /// <summary>Compares any gradient with central differences of any cost.</summary>
    /// <param name="network">θ; each checked entry is moved by ±ε in turn and put back.</param>
    /// <param name="gradient">g, as back-propagation gave it.</param>
    /// <param name="cost">J(θ).</param>
    /// <param name="options">How, or null for every entry at the course's ε.</param>
    public static GradientCheckResult Compare(
        NetworkWeights network, NetworkWeights gradient, Func<NetworkWeights, double> cost, GradientCheckOptions? options = null) =>
        Compare(network, gradient, (at, _) => cost(at), options);

    /// <summary>The same for a cost that is told below which layer (1-based) no parameter has changed since it was last asked.</summary>
    private static GradientCheckResult Compare(
        NetworkWeights network, NetworkWeights gradient, Func<NetworkWeights, int, double> cost, GradientCheckOptions? options)
    {
        options ??= new GradientCheckOptions();
        var here = cost(network, 1);
        var cannot = new GradientCheckResult(here, double.NaN, []);
        if (!double.IsFinite(here)) return cannot;

        var floor = CostRounding * Math.Abs(here) / options.Epsilon;
        var random = new RandomState(options.Seed);
        var blocks = new List<GradientBlock>();
        var all = new List<(double Gradient, double Approximation)>();
        var start = 0;
        var layer = 1;
        for (var l = 0; l < network.Depth; l++)
        {
            cost(network, layer); // the last one asked for was beside θ
            layer = l + 1;
            if (!Check($"W{l + 1}", network.Weights(l).Length, network.Layers[l])) return cannot;
            if (!Check($"b{l + 1}", network.Biases(l).Length, null)) return cannot;
        }
        return new GradientCheckResult(here, RelativeDifference(all), blocks);

        bool Check(string name, int size, int? inputs)
        {
            var entries = Choose(size, options.MostEntries, random);
            var pairs = new (double Gradient, double Approximation)[entries.Length];
            var kinks = 0;
            for (var i = 0; i < entries.Length; i++)
            {
                var (slope, isKink) = Approximate(start + entries[i]);
                if (!double.IsFinite(slope)) return false;
                pairs[i] = (gradient.Values[start + entries[i]], slope);
                if (isKink) kinks++;
            }
            var worst = Array.IndexOf(pairs, pairs.MaxBy(pair => Math.Abs(pair.Gradient - pair.Approximation)));
            blocks.Add(new GradientBlock(
                name,
                size,
                entries.Length,
                RelativeDifference(pairs),
                EntryName(name, entries[worst], inputs),
                pairs[worst].Gradient,
                pairs[worst].Approximation,
                kinks,
                Distance(pairs) <= options.Threshold * Norms(pairs) + Math.Sqrt(pairs.Length) * floor));
            all.AddRange(pairs);
            start += size;
            return true;
        }

        (double Slope, bool IsKink) Approximate(int entry)
        {
            var (left, right, central) = Slopes(entry, options.Epsilon);
            var width = Math.Abs(right - left);
            if (width <= 10 * (options.Threshold * (Math.Abs(right) + Math.Abs(left)) + floor)) return (central, false);

            // Curvature parts the slopes too, but half as much at half the step.
            var (nearLeft, nearRight, _) = Slopes(entry, options.Epsilon / 2);
            if (Math.Abs(2 * Math.Abs(nearRight - nearLeft) - width) < 0.05 * width) return (central, false);

            // Several kinks within ε on both sides can put the slope between them outside left and right, by about their distance.
            return (Math.Clamp(gradient.Values[entry], Math.Min(left, right) - width, Math.Max(left, right) + width), true);
        }

        (double Left, double Right, double Central) Slopes(int entry, double step)
        {
            var value = network.Values[entry];
            network.Values[entry] = value + step;
            var above = cost(network, layer);
            network.Values[entry] = value - step;
            var below = cost(network, layer);
            network.Values[entry] = value;
            return ((here - below) / step, (above - here) / step, (above - below) / (2 * step));
        }
    }

    /// <summary>‖g − a‖ / (‖g‖ + ‖a‖) of two numbers.</summary>
    internal static double RelativeDifference(double gradient, double approximation) => RelativeDifference([(gradient, approximation)]);

    private static int[] Choose(int size, int? most, RandomState random)
    {
        if (most is not { } some || size <= some) return [.. Enumerable.Range(0, size)];
        var chosen = random.Permutation(size)[..some];
        Array.Sort(chosen);
        return chosen;
    }

    private static string EntryName(string block, int entry, int? inputs) => inputs is { } columns
        ? FormattableString.Invariant($"{block}[{entry / columns},{entry % columns}]")
        : FormattableString.Invariant($"{block}[{entry}]");

    private static double RelativeDifference(IReadOnlyCollection<(double Gradient, double Approximation)> pairs)
    {
        var distance = Distance(pairs);
        return distance == 0 ? 0 : distance / Norms(pairs);
    }

    private static double Distance(IEnumerable<(double Gradient, double Approximation)> pairs) =>
        Norm(pairs.Select(p => p.Gradient - p.Approximation));

    private static double Norms(IReadOnlyCollection<(double Gradient, double Approximation)> pairs) =>
        Norm(pairs.Select(p => p.Gradient)) + Norm(pairs.Select(p => p.Approximation));

    private static double Norm(IEnumerable<double> x) => Math.Sqrt(x.Sum(value => value * value));
}
