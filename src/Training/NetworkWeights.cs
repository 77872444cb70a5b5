namespace Goalkeeper.Training;

/// <summary>
/// The weights and biases of a fully connected network, or their gradient, in one array: W1 row-major (outputs × inputs), b1, W2, b2, ….
/// </summary>
internal sealed class NetworkWeights
{
    private readonly int[] _layers;
    private readonly int[] _weightOffsets;

    /// <summary>All zero.</summary>
    /// <param name="layers">Sizes of the layers, inputs first, outputs last.</param>
    /// <exception cref="OverflowException">More numbers than an array holds.</exception>
    public NetworkWeights(IReadOnlyList<int> layers)
    {
        _layers = [.. layers];
        _weightOffsets = new int[layers.Count];
        for (var l = 1; l < layers.Count; l++) _weightOffsets[l] = checked(_weightOffsets[l - 1] + layers[l] * (layers[l - 1] + 1));
        Values = new double[_weightOffsets[^1]];
    }

    /// <summary>Those given.</summary>
    /// <param name="layers">Sizes of the layers, inputs first, outputs last.</param>
    /// <param name="values">In the order W1, b1, W2, b2, …; kept, not copied.</param>
    /// <exception cref="ArgumentException">The count does not fit the layers.</exception>
    public NetworkWeights(IReadOnlyList<int> layers, double[] values)
        : this(layers)
    {
        if (values.Length != Values.Length)
            throw new ArgumentException($"{values.Length} values for a network of {Values.Length}.", nameof(values));
        Values = values;
    }

    /// <summary>Sizes of the layers, inputs first, outputs last.</summary>
    public IReadOnlyList<int> Layers => _layers;

    /// <summary>Number of layers with weights.</summary>
    public int Depth => _layers.Length - 1;

    /// <summary>All numbers, in the order W1, b1, W2, b2, ….</summary>
    public double[] Values { get; }

    /// <summary>W of layer <paramref name="layer"/> (0-based): row-major, outputs × inputs.</summary>
    public Span<double> Weights(int layer) => Values.AsSpan(_weightOffsets[layer], _layers[layer + 1] * _layers[layer]);

    /// <summary>b of layer <paramref name="layer"/> (0-based): one per output.</summary>
    public Span<double> Biases(int layer) => Values.AsSpan(_weightOffsets[layer] + _layers[layer + 1] * _layers[layer], _layers[layer + 1]);

    /// <summary>Σ‖W‖² over all layers, biases apart: what L2 regularization penalizes.</summary>
    public double SumOfSquaredWeights()
    {
        var sum = 0.0;
        for (var l = 0; l < Depth; l++)
            foreach (var w in Weights(l)) sum += w * w;
        return sum;
    }

    /// <summary>L2's part of the cost: λ/2m Σ‖W‖². Zero without λ, however large the weights.</summary>
    public double Penalty(double lambda, int examples) => lambda == 0 ? 0 : 1.0 / examples * (lambda / 2) * SumOfSquaredWeights();

    /// <summary>Whether no number is infinite or NaN.</summary>
    public bool AllFinite() => Array.TrueForAll(Values, double.IsFinite);

    /// <summary>A network's first weights, drawn layer by layer from NumPy's generator; biases are zero.</summary>
    /// <param name="settings">Initialization, its scale, the seed and the hidden layers.</param>
    /// <param name="inputs">Number of features.</param>
    public static NetworkWeights Initialize(TrainingSettings settings, int inputs)
    {
        var network = new NetworkWeights([inputs, .. settings.Hidden, 1]);
        if (settings.Initialization == Initialization.Zeros) return network;
        var random = new RandomState(settings.Seed);
        for (var l = 0; l < network.Depth; l++)
        {
            double fanIn = network._layers[l];
            foreach (ref var w in network.Weights(l))
            {
                // Written as the course writes each, so that the last bit agrees: Xavier divides by √n, the others multiply.
                w = settings.Initialization switch
                {
                    Initialization.Random => random.Gaussian() * settings.InitializationScale,
                    Initialization.Xavier => random.Gaussian() / Math.Sqrt(fanIn),
                    _ => random.Gaussian() * Math.Sqrt(2.0 / fanIn),
                };
            }
        }
        return network;
    }
}
