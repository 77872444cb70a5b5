using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Goalkeeper.Numerics;

namespace Goalkeeper.Training;

/// <summary>
/// The first layer's weights where inputs outnumber examples, as with pictures. Full-batch gradient descent moves W₁ along dZ₁Xᵀ, so after any
/// number of steps W₁ = decay·W₁(0) − α/m·moved·Xᵀ, where moved is Σ dZ₁ and decay, with L2, some power of 1 − αλ/m. The loop needs no weights
/// then, only W₁X, and that comes from products of examples with examples (<see cref="GramProducts"/>): the same numbers but for rounding, at
/// examples / inputs of the work.
/// </summary>
internal sealed unsafe class GramLayer
{
    private readonly PaddedMatrix _features;
    private readonly PaddedMatrix _moved;
    private readonly double[] _initial; // W₁(0)
    private readonly double[] _sums;    // Σ moved, a by-product of no use
    private readonly double _step;      // α/m
    private readonly double _decayPerStep;
    private double _decay = 1;

    /// <param name="network">With its initial weights.</param>
    /// <param name="features">Inputs × training examples.</param>
    /// <param name="learningRate">α.</param>
    /// <param name="lambda">L2's λ.</param>
    public GramLayer(NetworkWeights network, PaddedMatrix features, double learningRate, double lambda)
    {
        _features = features;
        _initial = network.Weights(0).ToArray();
        _moved = new PaddedMatrix(network.Layers[1], features.Columns);
        _sums = new double[_moved.Rows];
        _step = learningRate / features.Columns;
        _decayPerStep = 1 - learningRate * lambda / features.Columns;
    }

    /// <summary>What stands in for the weights with some examples.</summary>
    /// <param name="examples">Inputs × examples, those trained on or others.</param>
    public GramProducts With(PaddedMatrix examples)
    {
        fixed (double* weights = _initial)
        {
            return new GramProducts(
                this,
                MultiplyInParts(_features.Data, 1, _features.Stride, examples, _features.Columns),
                MultiplyInParts(weights, examples.Rows, 1, examples, _moved.Rows));
        }
    }

    /// <summary>One update of the weights, W₁ ← (1 − αλ/m) W₁ − α/m dZ₁Xᵀ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(PaddedMatrix dZ)
    {
        _decay *= _decayPerStep;
        double* total = _moved.Data, error = dZ.Data;
        var factor = Vector512.Create(_decayPerStep);
        for (nint i = 0; i < _moved.Length; i += VectorMath.Lanes)
            Vector512.FusedMultiplyAdd(Vector512.Load(total + i), factor, Vector512.Load(error + i)).Store(total + i);
    }

    /// <summary>W₁X + b of some examples, each vector through the epilogue.</summary>
    /// <param name="products">Training examples × examples.</param>
    /// <param name="initially">W₁(0)X: units × examples.</param>
    /// <param name="biases">b.</param>
    /// <param name="y">Units × examples.</param>
    /// <param name="epilogue">Applied to each vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward<TEpilogue>(PaddedMatrix products, PaddedMatrix initially, ReadOnlySpan<double> biases, PaddedMatrix y, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        Kernels.Multiply(_moved.Data, _moved.Stride, 1, null, products, y, default(Identity));
        double* z = initially.Data, a = y.Data;
        nint stride = y.Stride;
        for (var unit = 0; unit < y.Rows; unit++)
        {
            var bias = Vector512.Create(biases[unit]);
            for (var index = unit * stride; index < (unit + 1) * stride; index += VectorMath.Lanes)
            {
                var linear = Vector512.Load(z + index) * Vector512.Create(_decay) - Vector512.Load(a + index) * Vector512.Create(_step) + bias;
                epilogue.Apply(linear, index).Store(a + index);
            }
        }
    }

    /// <summary>Whether nothing that the weights are made of has become infinite or NaN.</summary>
    public bool AllFinite()
    {
        if (!double.IsFinite(_decay)) return false;
        for (var unit = 0; unit < _moved.Rows; unit++)
            foreach (var sum in _moved.Row(unit)) if (!double.IsFinite(_step * sum)) return false;
        return true;
    }

    /// <summary>Writes W₁ as it is now.</summary>
    public void WriteWeights(Span<double> weights)
    {
        fixed (double* product = weights, unused = _sums) Kernels.Gradient(_moved, _features, product, unused);
        for (var i = 0; i < weights.Length; i++) weights[i] = _decay * _initial[i] - _step * weights[i];
    }

    /// <summary>W x, some inputs at a time, so that they stay in the cache while every output takes them in.</summary>
    private static PaddedMatrix MultiplyInParts(double* weights, nint unitStride, nint inputStride, PaddedMatrix x, int outputs)
    {
        const int inputs = 256;
        var sum = new PaddedMatrix(outputs, x.Columns);
        var part = new PaddedMatrix(outputs, x.Columns);
        for (var first = 0; first < x.Rows; first += inputs)
        {
            var some = x.Slice(first, Math.Min(inputs, x.Rows - first));
            Kernels.Multiply(weights + first * inputStride, unitStride, inputStride, null, some, part, default(Identity));
            Kernels.AddScaled(sum.Values, 1, part.Values);
        }
        return sum;
    }
}

/// <summary>What stands in for the first layer's weights with some examples.</summary>
/// <param name="layer">The weights.</param>
/// <param name="products">XᵀX′, training examples × examples: the Gram matrix, where the examples are those trained on.</param>
/// <param name="initially">W₁(0)X′: units × examples.</param>
internal sealed class GramProducts(GramLayer layer, PaddedMatrix products, PaddedMatrix initially)
{
    /// <summary>y = epilogue(W₁X′ + b).</summary>
    public void Forward<TEpilogue>(ReadOnlySpan<double> biases, PaddedMatrix y, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue => layer.Forward(products, initially, biases, y, epilogue);
}
