using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Goalkeeper.Training;

/// <summary>
/// The first layer's products where inputs outnumber examples, as with pictures. Full-batch gradient descent moves W₁ along dZ₁Xᵀ, so Z₁ = W₁X moves
/// along dZ₁G, with the Gram matrix G = XᵀX (examples × examples) computed once: the weights themselves are not needed inside the loop, and are
/// made again from what they have been moved by. The same numbers but for rounding, at examples / inputs of the work.
/// </summary>
internal sealed unsafe class GramLayer
{
    private readonly PaddedMatrix features;
    private readonly PaddedMatrix gram;
    private readonly PaddedMatrix z;     // W₁X without the biases, as it is now
    private readonly PaddedMatrix moved; // Σ dZ₁, decayed as the weights are: W₁ = decay·W₁(0) − α/m·moved·Xᵀ
    private readonly double[] initial;   // W₁(0)
    private readonly double step;        // α/m
    private readonly double decayPerStep;
    private readonly PaddedMatrix product; // dZ₁G
    private readonly double[] sums;        // Σ moved, of no use
    private double decay = 1;

    /// <param name="parameters">The initial ones.</param>
    /// <param name="features">Inputs × examples.</param>
    /// <param name="learningRate">α.</param>
    /// <param name="lambda">L2's λ.</param>
    public GramLayer(Parameters parameters, PaddedMatrix features, double learningRate, double lambda)
    {
        this.features = features;
        var examples = features.Columns;
        initial = parameters.Weights(0).ToArray();
        step = learningRate / examples;
        decayPerStep = 1 - learningRate * lambda / examples;
        gram = new PaddedMatrix(examples, examples);
        Kernels.Multiply(features.Data, 1, features.Stride, null, features, gram, default(Identity));
        z = new PaddedMatrix(parameters.Layers[1], examples);
        moved = new PaddedMatrix(parameters.Layers[1], examples);
        product = new PaddedMatrix(z.Rows, examples);
        sums = new double[z.Rows];
        fixed (double* weights = initial) Kernels.Multiply(weights, features.Rows, 1, null, features, z, default(Identity));
    }

    /// <summary>y = epilogue(W₁X + b).</summary>
    public void Forward<TEpilogue>(ReadOnlySpan<double> biases, PaddedMatrix y, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        for (var unit = 0; unit < y.Rows; unit++)
        {
            var bias = Vector512.Create(biases[unit]);
            var start = unit * (nint)y.Stride;
            for (var index = start; index < start + y.Stride; index += VectorMath.Lanes)
                epilogue.Apply(Vector512.Load(z.Data + index) + bias, index).Store(y.Data + index);
        }
    }

    /// <summary>One update of the weights, W₁ ← (1 − αλ/m) W₁ − α/m dZ₁Xᵀ, felt by Z₁ alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(PaddedMatrix dZ)
    {
        Kernels.Multiply(dZ.Data, dZ.Stride, 1, null, gram, product, default(Identity));
        decay *= decayPerStep;
        double* pz = z.Data, pMoved = moved.Data, pError = dZ.Data, pProduct = product.Data;
        var factor = Vector512.Create(decayPerStep);
        for (nint i = 0; i < z.Length; i += VectorMath.Lanes)
        {
            (Vector512.Load(pz + i) * factor - Vector512.Load(pProduct + i) * Vector512.Create(step)).Store(pz + i);
            Vector512.FusedMultiplyAdd(Vector512.Load(pMoved + i), factor, Vector512.Load(pError + i)).Store(pMoved + i);
        }
    }

    /// <summary>Writes W₁ as it is now.</summary>
    public void WriteWeights(Span<double> weights)
    {
        fixed (double* product = weights, unused = sums) Kernels.Gradient(moved, features, product, unused);
        for (var i = 0; i < weights.Length; i++) weights[i] = decay * initial[i] - step * weights[i];
    }
}
