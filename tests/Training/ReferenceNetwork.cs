using Goalkeeper.Training;
using MathNet.Numerics.LinearAlgebra;

namespace Goalkeeper.Tests.Training;

/// <summary>
/// The formulas as a textbook writes them, with MathNet's matrices: one column an example. What the fast version is checked against.
/// </summary>
internal sealed class ReferenceNetwork(Activation activation)
{
    private readonly List<Matrix<double>> activations = [];

    public Matrix<double> Forward(Parameters parameters, Matrix<double> x, IReadOnlyList<Matrix<double>>? masks = null)
    {
        activations.Clear();
        activations.Add(x);
        for (var l = 0; l < parameters.Depth; l++)
        {
            var z = Weights(parameters, l) * activations[^1];
            var b = parameters.Biases(l).ToArray();
            z = z.MapIndexed((row, _, value) => value + b[row]);
            var isOutput = l == parameters.Depth - 1;
            var a = isOutput ? z.Map(v => 1 / (1 + Math.Exp(-v))) : activation == Activation.Relu ? z.PointwiseMaximum(0) : z.PointwiseTanh();
            activations.Add(masks is null || isOutput ? a : a.PointwiseMultiply(masks[l]));
        }
        return activations[^1];
    }

    public double Cost(Parameters parameters, Matrix<double> y, double lambda)
    {
        var a = activations[^1];
        var crossEntropy = -(y.PointwiseMultiply(a.PointwiseLog()) + (1 - y).PointwiseMultiply((1 - a).PointwiseLog())).RowSums().Sum() / y.ColumnCount;
        var squares = Enumerable.Range(0, parameters.Depth).Sum(l => Math.Pow(Weights(parameters, l).FrobeniusNorm(), 2));
        return crossEntropy + lambda / (2 * y.ColumnCount) * squares;
    }

    public Parameters Backward(Parameters parameters, Matrix<double> y, double lambda, IReadOnlyList<Matrix<double>>? masks = null)
    {
        var gradient = new Parameters(parameters.Layers);
        var m = y.ColumnCount;
        var dZ = activations[^1] - y;
        for (var l = parameters.Depth - 1; l >= 0; l--)
        {
            var w = Weights(parameters, l);
            ((dZ * activations[l].Transpose() / m) + (w * (lambda / m))).ToRowMajorArray().CopyTo(gradient.Weights(l));
            (dZ.RowSums() / m).ToArray().CopyTo(gradient.Biases(l));
            if (l == 0) break;
            var dA = w.Transpose() * dZ;
            if (masks is not null) dA = dA.PointwiseMultiply(masks[l - 1]);
            var a = activations[l];
            var mask = masks?[l - 1];
            dZ = activation == Activation.Relu
                ? dA.PointwiseMultiply(a.Map(v => v > 0 ? 1.0 : 0))
                : dA.MapIndexed((i, j, d) => mask is not null && mask[i, j] == 0 ? 0 : d * (1 - Math.Pow(a[i, j] / (mask?[i, j] ?? 1), 2)));
        }
        return gradient;
    }

    private static Matrix<double> Weights(Parameters parameters, int l) =>
        Matrix<double>.Build.DenseOfRowMajor(parameters.Layers[l + 1], parameters.Layers[l], parameters.Weights(l).ToArray());
}
