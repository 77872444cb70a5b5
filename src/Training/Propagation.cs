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
    private readonly Activation activation;
    private readonly PaddedMatrix[] activations; // [0] the features, [l] what layer l gives out
    private readonly PaddedMatrix[] errors;      // [l] dJ·m/dZ of layer l, 1-based as the activations are
    private readonly PaddedMatrix labels;

    /// <param name="layers">Sizes of the layers, inputs first, the one output last.</param>
    /// <param name="activation">The hidden layers' nonlinearity.</param>
    /// <param name="examples">What to propagate; features are copied into the kernels' layout.</param>
    /// <exception cref="ArgumentException">The examples have another number of features than the network has inputs.</exception>
    public Propagation(IReadOnlyList<int> layers, Activation activation, Examples examples)
    {
        if (examples.FeatureCount != layers[0])
            throw new ArgumentException($"Examples of {examples.FeatureCount} features for a network of {layers[0]} inputs.", nameof(examples));
        this.activation = activation;
        activations = [PaddedMatrix.FromFeatures(examples), .. layers.Skip(1).Select(units => new PaddedMatrix(units, examples.Count))];
        errors = [.. layers.Select((units, l) => new PaddedMatrix(l == 0 ? 0 : units, examples.Count))];
        labels = new PaddedMatrix(1, examples.Count);
        examples.Labels.CopyTo(labels.Row(0));
    }

    /// <summary>Number of examples.</summary>
    public int Count => labels.Columns;

    /// <summary>The network's output: the probability of label 1 for each example. Overwritten by the next forward pass.</summary>
    public ReadOnlySpan<double> Probabilities => activations[^1].Row(0);

    /// <summary>The examples' labels, 0 or 1 each.</summary>
    public ReadOnlySpan<double> Labels => labels.Row(0);

    /// <summary>What layer <paramref name="layer"/> (1-based; 0 is the features) gave out in the last forward pass.</summary>
    internal PaddedMatrix Activations(int layer) => activations[layer];

    /// <summary>dZ of layer <paramref name="layer"/> (1-based) in the last backward pass, before the division by m.</summary>
    internal PaddedMatrix Errors(int layer) => errors[layer];

    /// <summary>Takes the first layer's products from here on, in both directions; null for the plain ones.</summary>
    internal GramProducts? Gram { get; set; }

    /// <summary>The forward pass with nothing dropped.</summary>
    public void Forward(Parameters parameters) => Forward(parameters, null);

    /// <summary>The forward pass; with masks, the thinned network's.</summary>
    internal void Forward(Parameters parameters, DropoutMasks? dropout) => Forward(parameters, dropout, 1);

    /// <summary>The same, where the parameters below layer <paramref name="first"/> (1-based) are those of the last forward pass.</summary>
    internal void Forward(Parameters parameters, DropoutMasks? dropout, int first)
    {
        for (var l = first; l < activations.Length; l++)
        {
            var y = activations[l];
            if (l == activations.Length - 1)
            {
                Linear(parameters, l, default(Identity));
                VectorMath.Sigmoid(y.Data, y.Length);
            }
            else if (activation == Activation.Relu)
            {
                if (dropout is null) Linear(parameters, l, default(Relu));
                else Linear(parameters, l, new Dropped<Relu>(default, dropout.Scale(l - 1).Data));
            }
            else
            {
                Linear(parameters, l, default(Identity));
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
        double* a = activations[^1].Data, y = labels.Data;
        var one = Vector512<double>.One;
        var sum = Vector512<double>.Zero;
        for (var e = 0; e < labels.Columns; e += VectorMath.Lanes)
        {
            var p = Vector512.Load(a + e);
            var right = Vector512.ConditionalSelect(Vector512.Equals(Vector512.Load(y + e), one), p, one - p);
            var term = VectorMath.Log(right);
            var counts = Vector512.Equals(term, term) & Vector512.LessThan(LaneIndices(e), Vector512.Create((double)labels.Columns));
            sum -= Vector512.ConditionalSelect(counts, term, Vector512<double>.Zero);
        }
        return VectorMath.Sum(sum) / labels.Columns;
    }

    /// <summary>Share of examples whose label the last forward pass got right: predicted 1 where the probability is above 0.5, strictly.</summary>
    public double Accuracy()
    {
        var correct = 0;
        var truth = labels.Row(0);
        var predicted = Probabilities;
        for (var e = 0; e < truth.Length; e++)
        {
            if (predicted[e] > 0.5 == (truth[e] == 1)) correct++;
        }
        return (double)correct / truth.Length;
    }

    /// <summary>
    /// The gradient of the cost at the last forward pass: 1/m dZ Aᵀ + λ/m W for weights, 1/m Σ dZ for biases, with dZ = A − Y at the
    /// sigmoid output and dZ = Wᵀ dZ ∘ g′ below it.
    /// </summary>
    /// <param name="parameters">Those of the forward pass.</param>
    /// <param name="lambda">L2's λ.</param>
    /// <param name="gradient">Where it goes; overwritten.</param>
    /// <remarks>With <see cref="Gram"/> the first layer's weights have no gradient; what they would have is left undefined.</remarks>
    public void Backward(Parameters parameters, double lambda, Parameters gradient) => Backward(parameters, lambda, null, gradient);

    /// <summary>As the public form, for a forward pass with masks: a dropped unit passes nothing back either.</summary>
    internal void Backward(Parameters parameters, double lambda, DropoutMasks? dropout, Parameters gradient)
    {
        OutputError();
        for (var l = activations.Length - 1; l >= 1; l--)
        {
            if (l == 1 && Gram is not null) Kernels.Sums(errors[1], gradient.Biases(0));
            else
            {
                fixed (double* weights = gradient.Weights(l - 1), biases = gradient.Biases(l - 1))
                    Kernels.Gradient(errors[l], activations[l - 1], weights, biases);
            }
            if (l == 1) break; // the features have no gradient
            var a = activations[l - 1].Data;
            var keep = dropout?.KeepProb(l - 2) ?? 1;
            if (activation == Activation.Relu)
            {
                if (dropout is null) ErrorBelow(parameters, l, new ReluSlope(a));
                else ErrorBelow(parameters, l, new DroppedReluSlope(a, 1 / keep));
            }
            else
            {
                if (dropout is null) ErrorBelow(parameters, l, new TanhSlope(a, keep));
                else ErrorBelow(parameters, l, new Dropped<TanhSlope>(new TanhSlope(a, keep), dropout.Scale(l - 2).Data));
            }
        }
        Scale(gradient, parameters, lambda);
    }

    /// <summary>epilogue(W x + b) of layer <paramref name="l"/>.</summary>
    private void Linear<TEpilogue>(Parameters parameters, int l, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        if (l == 1 && Gram is not null)
        {
            Gram.Forward(parameters.Biases(0), activations[1], epilogue);
            return;
        }
        fixed (double* weights = parameters.Weights(l - 1), biases = parameters.Biases(l - 1))
            Kernels.Multiply(weights, activations[l - 1].Rows, 1, biases, activations[l - 1], activations[l], epilogue);
    }

    /// <summary>dZ of layer l − 1 from that of layer l: Wᵀ read by columns.</summary>
    private void ErrorBelow<TEpilogue>(Parameters parameters, int l, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        fixed (double* weights = parameters.Weights(l - 1))
            Kernels.Multiply(weights, 1, activations[l - 1].Rows, null, errors[l], errors[l - 1], epilogue);
    }

    /// <summary>dZ = A − Y, zero in the padding, which keeps the padding out of every sum over examples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OutputError()
    {
        double* a = activations[^1].Data, y = labels.Data, dZ = errors[^1].Data;
        var count = Vector512.Create((double)labels.Columns);
        for (var e = 0; e < labels.Stride; e += VectorMath.Lanes)
        {
            var difference = Vector512.Load(a + e) - Vector512.Load(y + e);
            Vector512.ConditionalSelect(Vector512.LessThan(LaneIndices(e), count), difference, Vector512<double>.Zero).Store(dZ + e);
        }
    }

    /// <summary>From sums over the examples to the mean's gradient, with what λ adds for the weights.</summary>
    private void Scale(Parameters gradient, Parameters parameters, double lambda)
    {
        var first = Gram is null ? 0 : parameters.Weights(0).Length;
        Kernels.Scale(gradient.Values.AsSpan(first), 1.0 / Count);
        if (lambda == 0) return;
        for (var l = Gram is null ? 0 : 1; l < parameters.Depth; l++) Kernels.AddScaled(gradient.Weights(l), lambda / Count, parameters.Weights(l));
    }

    private static Vector512<double> LaneIndices(int first) =>
        Vector512.Create((double)first) + Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
}
