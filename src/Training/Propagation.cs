using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Goalkeeper.Numerics;

namespace Goalkeeper.Training;

/// <summary>
/// One set of examples on its way through a network and back: forward pass, cost, gradient. Holds the activations, so that nothing is
/// allocated in the training loop. Not for use by two threads at once.
/// </summary>
internal sealed unsafe class Propagation
{
    private readonly Activation _activation;
    private readonly PaddedMatrix[] _activations; // [0] the features, [l] what layer l gives out
    private readonly PaddedMatrix[] _errors;      // [l] dJ·m/dZ of layer l, 1-based as the activations are
    private readonly PaddedMatrix _labels;

    /// <param name="layers">Sizes of the layers, inputs first, the one output last.</param>
    /// <param name="activation">The hidden layers' nonlinearity.</param>
    /// <param name="examples">What to propagate; features are copied into the kernels' layout.</param>
    /// <exception cref="ArgumentException">The examples have another number of features than the network has inputs.</exception>
    public Propagation(IReadOnlyList<int> layers, Activation activation, Examples examples)
    {
        if (examples.FeatureCount != layers[0])
            throw new ArgumentException($"Examples of {examples.FeatureCount} features for a network of {layers[0]} inputs.", nameof(examples));
        _activation = activation;
        _activations = [PaddedMatrix.FromFeatures(examples), .. layers.Skip(1).Select(units => new PaddedMatrix(units, examples.Count))];
        _errors = [.. layers.Select((units, l) => new PaddedMatrix(l == 0 ? 0 : units, examples.Count))];
        _labels = new PaddedMatrix(1, examples.Count);
        examples.Labels.CopyTo(_labels.Row(0));
    }

    /// <summary>Number of examples.</summary>
    public int Count => _labels.Columns;

    /// <summary>The network's output: the probability of label 1 for each example. Overwritten by the next forward pass.</summary>
    public ReadOnlySpan<double> Probabilities => _activations[^1].Row(0);

    /// <summary>The examples' labels, 0 or 1 each.</summary>
    public ReadOnlySpan<double> Labels => _labels.Row(0);

    /// <summary>What layer <paramref name="layer"/> (1-based; 0 is the features) gave out in the last forward pass.</summary>
    internal PaddedMatrix Activations(int layer) => _activations[layer];

    /// <summary>dZ of layer <paramref name="layer"/> (1-based) in the last backward pass, before the division by m.</summary>
    internal PaddedMatrix Errors(int layer) => _errors[layer];

    /// <summary>Takes the first layer's products from here on, in both directions; null for the plain ones.</summary>
    internal GramProducts? Gram { get; set; }

    /// <summary>The forward pass with nothing dropped.</summary>
    public void Forward(NetworkWeights network) => Forward(network, null);

    /// <summary>The forward pass; with masks, the thinned network's.</summary>
    internal void Forward(NetworkWeights network, DropoutMasks? dropout) => Forward(network, dropout, 1);

    /// <summary>The same, where the activations below layer <paramref name="first"/> (1-based) are those of the last forward pass.</summary>
    internal void Forward(NetworkWeights network, DropoutMasks? dropout, int first)
    {
        for (var l = first; l < _activations.Length; l++)
        {
            var y = _activations[l];
            if (l == _activations.Length - 1)
            {
                Linear(network, l, default(Identity));
                VectorMath.Sigmoid(y.Data, y.Length);
            }
            else if (_activation == Activation.Relu)
            {
                if (dropout is null) Linear(network, l, default(Relu));
                else Linear(network, l, new Dropped<Relu>(default, dropout.Scale(l - 1).Data));
            }
            else
            {
                Linear(network, l, default(Identity));
                VectorMath.Tanh(y.Data, y.Length);
                if (dropout is not null) Kernels.Apply(y, new Dropped<Identity>(default, dropout.Scale(l - 1).Data));
            }
        }
    }

    /// <summary>
    /// Mean cross-entropy −1/m Σ (y log a + (1−y) log(1−a)) of the last forward pass. A term that is not a number counts as zero and an
    /// infinite one stays infinite, as in the course's <c>nansum</c>: with a label of 0 or 1 only one logarithm of the two counts.
    /// </summary>
    public double CrossEntropy()
    {
        double* a = _activations[^1].Data, y = _labels.Data;
        var one = Vector512<double>.One;
        var sum = Vector512<double>.Zero;
        for (var e = 0; e < _labels.Columns; e += VectorMath.Lanes)
        {
            var p = Vector512.Load(a + e);
            var right = Vector512.ConditionalSelect(Vector512.Equals(Vector512.Load(y + e), one), p, one - p);
            var term = VectorMath.Log(right);
            var counts = Vector512.Equals(term, term) & Vector512.LessThan(LaneIndices(e), Vector512.Create((double)_labels.Columns));
            sum -= Vector512.ConditionalSelect(counts, term, Vector512<double>.Zero);
        }
        return VectorMath.Sum(sum) / _labels.Columns;
    }

    /// <summary>Share of examples whose label the last forward pass got right: predicted 1 where the probability is above 0.5, strictly.</summary>
    public double Accuracy()
    {
        var correct = 0;
        var truth = _labels.Row(0);
        var predicted = Probabilities;
        for (var e = 0; e < truth.Length; e++) if (predicted[e] > 0.5 == (truth[e] == 1)) correct++;
        return (double)correct / truth.Length;
    }

    /// <summary>
    /// The gradient of the cost at the last forward pass: 1/m dZ Aᵀ + λ/m W for weights, 1/m Σ dZ for biases, with dZ = A − Y at the
    /// sigmoid output and dZ = Wᵀ dZ ∘ g′ below it.
    /// </summary>
    /// <param name="network">That of the forward pass.</param>
    /// <param name="lambda">L2's λ.</param>
    /// <param name="gradient">Where it goes; overwritten.</param>
    /// <remarks>With <see cref="Gram"/> the first layer's weights have no gradient; what they would have is left undefined.</remarks>
    public void Backward(NetworkWeights network, double lambda, NetworkWeights gradient) => Backward(network, lambda, null, gradient);

    /// <summary>As the public form, for a forward pass with masks: a dropped unit passes nothing back either.</summary>
    internal void Backward(NetworkWeights network, double lambda, DropoutMasks? dropout, NetworkWeights gradient)
    {
        OutputError();
        for (var l = _activations.Length - 1; l >= 1; l--)
        {
            if (l == 1 && Gram is not null)
            {
                Kernels.Sums(_errors[1], gradient.Biases(0));
            }
            else
            {
                fixed (double* weights = gradient.Weights(l - 1), biases = gradient.Biases(l - 1))
                    Kernels.Gradient(_errors[l], _activations[l - 1], weights, biases);
            }
            if (l == 1) break; // the features have no gradient
            var a = _activations[l - 1].Data;
            var keep = dropout?.KeepProb(l - 2) ?? 1;
            if (_activation == Activation.Relu)
            {
                if (dropout is null) ErrorBelow(network, l, new ReluSlope(a));
                else ErrorBelow(network, l, new DroppedReluSlope(a, 1 / keep));
            }
            else
            {
                if (dropout is null) ErrorBelow(network, l, new TanhSlope(a, keep));
                else ErrorBelow(network, l, new Dropped<TanhSlope>(new TanhSlope(a, keep), dropout.Scale(l - 2).Data));
            }
        }
        Scale(gradient, network, lambda);
    }

    /// <summary>epilogue(W x + b) of layer <paramref name="l"/>.</summary>
    private void Linear<TEpilogue>(NetworkWeights network, int l, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        if (l == 1 && Gram is not null)
        {
            Gram.Forward(network.Biases(0), _activations[1], epilogue);
            return;
        }
        fixed (double* weights = network.Weights(l - 1), biases = network.Biases(l - 1))
            Kernels.Multiply(weights, _activations[l - 1].Rows, 1, biases, _activations[l - 1], _activations[l], epilogue);
    }

    /// <summary>dZ of layer l − 1 from that of layer l: Wᵀ read by columns.</summary>
    private void ErrorBelow<TEpilogue>(NetworkWeights network, int l, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        fixed (double* weights = network.Weights(l - 1))
            Kernels.Multiply(weights, 1, _activations[l - 1].Rows, null, _errors[l], _errors[l - 1], epilogue);
    }

    /// <summary>dZ = A − Y, zero in the padding, which keeps the padding out of every sum over examples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OutputError()
    {
        double* a = _activations[^1].Data, y = _labels.Data, dZ = _errors[^1].Data;
        var count = Vector512.Create((double)_labels.Columns);
        for (var e = 0; e < _labels.Stride; e += VectorMath.Lanes)
        {
            var difference = Vector512.Load(a + e) - Vector512.Load(y + e);
            Vector512.ConditionalSelect(Vector512.LessThan(LaneIndices(e), count), difference, Vector512<double>.Zero).Store(dZ + e);
        }
    }

    /// <summary>From sums over the examples to the mean's gradient, with what λ adds for the weights.</summary>
    private void Scale(NetworkWeights gradient, NetworkWeights network, double lambda)
    {
        var first = Gram is null ? 0 : network.Weights(0).Length;
        Kernels.Scale(gradient.Values.AsSpan(first), 1.0 / Count);
        if (lambda == 0) return;
        for (var l = Gram is null ? 0 : 1; l < network.Depth; l++) Kernels.AddScaled(gradient.Weights(l), lambda / Count, network.Weights(l));
    }

    private static Vector512<double> LaneIndices(int first) =>
        Vector512.Create((double)first) + Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
}
