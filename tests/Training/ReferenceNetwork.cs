using Goalkeeper.Training;
using MathNet.Numerics.LinearAlgebra;

namespace Goalkeeper.Tests.Training;

/// <summary>
/// The formulas as a textbook writes them, with MathNet's matrices: one column an example. What the fast version is checked against.
/// </summary>
internal sealed class ReferenceNetwork(Activation activation)
{
    private readonly List<Matrix<double>> _activations = [];

    public Matrix<double> Forward(NetworkWeights network, Matrix<double> x, IReadOnlyList<Matrix<double>>? masks = null)
    {
        _activations.Clear();
        _activations.Add(x);
        for (var l = 0; l < network.Depth; l++)
        {
            var z = Weights(network, l) * _activations[^1];
            var b = network.Biases(l).ToArray();
            z = z.MapIndexed((row, _, value) => value + b[row]);
            var isOutput = l == network.Depth - 1;
            var a = isOutput ? z.Map(v => 1 / (1 + Math.Exp(-v))) : activation == Activation.Relu ? z.PointwiseMaximum(0) : z.PointwiseTanh();
            _activations.Add(masks is null || isOutput ? a : a.PointwiseMultiply(masks[l]));
        }
        return _activations[^1];
    }

    public double Cost(NetworkWeights network, Matrix<double> y, double lambda)
    {
        var a = _activations[^1];
        var crossEntropy = -(y.PointwiseMultiply(a.PointwiseLog()) + (1 - y).PointwiseMultiply((1 - a).PointwiseLog())).RowSums().Sum() / y.ColumnCount;
        var squares = Enumerable.Range(0, network.Depth).Sum(l => Math.Pow(Weights(network, l).FrobeniusNorm(), 2));
        return crossEntropy + lambda / (2 * y.ColumnCount) * squares;
    }

    public NetworkWeights Backward(NetworkWeights network, Matrix<double> y, double lambda, IReadOnlyList<Matrix<double>>? masks = null)
    {
        var gradient = new NetworkWeights(network.Layers);
        var m = y.ColumnCount;
        var dZ = _activations[^1] - y;
        for (var l = network.Depth - 1; l >= 0; l--)
        {
            var w = Weights(network, l);
            ((dZ * _activations[l].Transpose() / m) + (w * (lambda / m))).ToRowMajorArray().CopyTo(gradient.Weights(l));
            (dZ.RowSums() / m).ToArray().CopyTo(gradient.Biases(l));
            if (l == 0) break;
            var dA = w.Transpose() * dZ;
            if (masks is not null) dA = dA.PointwiseMultiply(masks[l - 1]);
            var a = _activations[l];
            var mask = masks?[l - 1];
            dZ = activation == Activation.Relu
                ? dA.PointwiseMultiply(a.Map(v => v > 0 ? 1.0 : 0))
                : dA.MapIndexed((i, j, d) => mask is not null && mask[i, j] == 0 ? 0 : d * (1 - Math.Pow(a[i, j] / (mask?[i, j] ?? 1), 2)));
        }
        return gradient;
    }

    private static Matrix<double> Weights(NetworkWeights network, int l) =>
        Matrix<double>.Build.DenseOfRowMajor(network.Layers[l + 1], network.Layers[l], network.Weights(l).ToArray());
}
