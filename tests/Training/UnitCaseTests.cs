using System.Text.Json;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Training;

/// <summary>The course's own hand-sized test cases (unit-cases.json). 1e-12: a handful of operations on numbers of order 1.</summary>
public class UnitCaseTests
{
    private const double Tolerance = 1e-12;
    private static readonly JsonElement Cases = ExpectedFigures.Read("unit-cases");
    private static readonly double[] Labels = [1, 1, 0, 1, 0];

    [Fact]
    public void The_cost_with_L2_is_cross_entropy_plus_penalty()
    {
        var expected = Cases.GetProperty("cost_with_regularization_lambd_0.1");
        var network = new NetworkWeights([3, 2, 3, 1]);
        for (var l = 0; l < 3; l++) expected.Numbers($"W{l + 1}").CopyTo(network.Weights(l));
        var propagation = Propagation([3, 2, 3, 1], new double[15]);
        expected.Numbers("A3").CopyTo(propagation.Activations(3).Row(0));

        ExpectedFigures.Close(expected.Number("cross_entropy"), propagation.CrossEntropy(), Tolerance);
        ExpectedFigures.Close(expected.Number("l2_term"), network.Penalty(0.1, 5), Tolerance);
        ExpectedFigures.Close(expected.Number("cost"), propagation.CrossEntropy() + network.Penalty(0.1, 5), Tolerance);
    }

    [Fact]
    public void The_gradient_with_L2_gains_lambda_over_m_times_W()
    {
        var expected = Cases.GetProperty("backward_with_regularization_lambd_0.7");
        var (propagation, network) = Load(expected, [3, 2, 3, 1]);
        var gradient = new NetworkWeights([3, 2, 3, 1]);
        propagation.Backward(network, 0.7, gradient);
        for (var l = 0; l < 3; l++) AssertClose(expected.Numbers($"dW{l + 1}"), gradient.Weights(l));
    }

    [Fact]
    public void The_forward_pass_with_dropout_uses_the_courses_fixed_masks()
    {
        var expected = Cases.GetProperty("forward_with_dropout_keep_0.7");
        var (propagation, network) = Load(expected, [3, 2, 3, 1]);
        var masks = Masks(0.7);
        for (var l = 0; l < 2; l++)
            Assert.Equal(expected.Numbers($"D{l + 1}"), Enumerable.Range(0, masks.Scale(l).Rows).SelectMany(r => masks.Scale(l).Row(r).ToArray()).Select(s => s > 0 ? 1.0 : 0));
        propagation.Forward(network, masks);
        AssertClose(expected.Numbers("A3"), propagation.Probabilities);
    }

    [Fact]
    public void The_backward_pass_with_dropout_drops_the_same_units()
    {
        var expected = Cases.GetProperty("backward_with_dropout_keep_0.8");
        var (propagation, network) = Load(expected, [3, 2, 3, 1]);
        var settings = DropoutSettings(0.8);
        var masks = new DropoutMasks(settings, 5);
        for (var l = 0; l < 2; l++) Fill(masks.Scale(l), [.. expected.Numbers($"D{l + 1}").Select(d => d / 0.8)]);
        propagation.Backward(network, 0, masks, new NetworkWeights([3, 2, 3, 1]));
        for (var l = 1; l <= 2; l++)
        {
            // The figures stop at dA; relu's slope, 1 where the activation is above zero, makes it dZ.
            var dZ = expected.Numbers($"dA{l}").Zip(expected.Numbers($"A{l}"), (d, a) => a > 0 ? d : 0).ToArray();
            AssertClose(dZ, PropagationTests.AsMatrix(propagation.Errors(l)).ToRowMajorArray());
        }
    }

    [Theory]
    [InlineData("init_random10_3_2_1", Initialization.Random, 3, 2)]
    [InlineData("init_he_2_4_1", Initialization.He, 2, 4)]
    public void Initial_weights_are_the_courses(string name, Enum initialization, int inputs, int hidden)
    {
        var settings = DropoutSettings(1) with { Hidden = [hidden], Initialization = (Initialization)initialization, InitializationScale = 10, Seed = 3 };
        var network = NetworkWeights.Initialize(settings, inputs);
        Assert.Equal(Cases.GetProperty(name).Numbers("W1"), network.Weights(0).ToArray());
        Assert.Equal(Cases.GetProperty(name).Numbers("W2"), network.Weights(1).ToArray());
        Assert.All(network.Biases(0).ToArray(), b => Assert.Equal(0, b));
    }

    [Fact]
    public void Inverted_dropout_keeps_the_expected_activation()
    {
        // The mean of 2·10⁵ masks of variance (1 − p)/p = 1 is within 5 standard errors of 1.
        const int units = 200, examples = 1000;
        var settings = DropoutSettings(0.5) with { Hidden = [units], DropoutMask = DropoutMask.Resampled };
        var masks = new DropoutMasks(settings, examples);
        var mean = PropagationTests.AsMatrix(masks.Scale(0)).Enumerate().Average();
        Assert.Equal(1, mean, 5 / Math.Sqrt(units * examples));
    }

    private static TrainingSettings DropoutSettings(double keep) => new()
    {
        Hidden = [2, 3],
        KeepProb = [keep],
        DropoutMask = DropoutMask.Fixed,
        LearningRate = 0.1,
        Iterations = 1,
        RecordEvery = 1,
    };

    private static DropoutMasks Masks(double keep) => new(DropoutSettings(keep), 5);

    private static (Propagation, NetworkWeights) Load(JsonElement expected, int[] layers)
    {
        var network = new NetworkWeights(layers);
        var propagation = Propagation(layers, expected.TryGetProperty("X", out _) ? Transpose(expected.Numbers("X"), layers[0]) : new double[layers[0] * 5]);
        for (var l = 1; l < layers.Length; l++)
        {
            if (expected.TryGetProperty($"W{l}", out _)) expected.Numbers($"W{l}").CopyTo(network.Weights(l - 1));
            if (expected.TryGetProperty($"b{l}", out _)) expected.Numbers($"b{l}").CopyTo(network.Biases(l - 1));
            if (expected.TryGetProperty($"A{l}", out _)) Fill(propagation.Activations(l), expected.Numbers($"A{l}"));
        }
        return (propagation, network);
    }

    private static Propagation Propagation(int[] layers, double[] features) => new(layers, Activation.Relu, new Examples(features, Labels));

    /// <summary>The course has one column an example; examples here are rows.</summary>
    private static double[] Transpose(double[] x, int rows) => [.. Enumerable.Range(0, x.Length).Select(i => x[i % rows * (x.Length / rows) + i / rows])];

    private static void Fill(PaddedMatrix matrix, double[] values)
    {
        for (var r = 0; r < matrix.Rows; r++) values.AsSpan(r * matrix.Columns, matrix.Columns).CopyTo(matrix.Row(r));
    }

    private static void AssertClose(double[] expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Tolerance);
    }
}
