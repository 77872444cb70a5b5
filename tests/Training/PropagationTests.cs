using CsCheck;
using Goalkeeper.Training;
using MathNet.Numerics.LinearAlgebra;

namespace Goalkeeper.Tests.Training;

/// <summary>The fast passes against the readable ones, on shapes that are no multiple of anything.</summary>
public class PropagationTests
{
    public static TheoryData<int[], int, Enum, double, double> Shapes => new()
    {
        { [2, 20, 3, 1], 211, Activation.Relu, 0, 1 },
        { [2, 20, 3, 1], 211, Activation.Relu, 0.7, 0.86 },
        { [2, 10, 5, 1], 300, Activation.Tanh, 0.1, 1 },
        { [2, 4, 1], 400, Activation.Tanh, 0, 0.5 },
        { [3, 1], 1, Activation.Relu, 0, 1 },
        { [1, 1, 1], 7, Activation.Tanh, 2, 0.3 },
        { [5, 7, 11, 13, 1], 9, Activation.Relu, 0.3, 0.7 },
        { [70, 17, 70, 2, 1], 65, Activation.Tanh, 0.01, 0.9 },
        { [6, 64, 1], 1000, Activation.Relu, 0, 0.99 },
    };

    [Fact]
    public void They_agree_on_random_shapes_too()
    {
        var shapes =
            from inputs in Gen.Int[1, 70]
            from hidden in Gen.Int[1, 70].Array[0, 3]
            from examples in Gen.Int[1, 1000]
            from activation in Gen.Enum<Activation>()
            from lambda in Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 1])
            from keep in Gen.OneOf(Gen.Const(1.0), Gen.Double[0.2, 1])
            select (Layers: (int[])[inputs, .. hidden, 1], examples, activation, lambda, keep);
        shapes.Sample(
            s => Forward_cost_and_gradient_agree_with_the_textbook(s.Layers, s.examples, s.activation, s.lambda, s.keep), iter: 100);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Forward_cost_and_gradient_agree_with_the_textbook(int[] layers, int examples, Enum which, double lambda, double keep)
    {
        var activation = (Activation)which;
        var settings = Settings(layers, activation, lambda, keep);
        var data = RandomExamples(layers[0], examples);
        var network = NetworkWeights.Initialize(settings, layers[0]);
        var masks = settings.HasDropout ? new DropoutMasks(settings, examples) : null;
        var referenceMasks = masks is null ? null : settings.Hidden.Select((units, l) => AsMatrix(masks.Scale(l))).ToList();

        var fast = new Propagation(layers, activation, data);
        fast.Forward(network, masks);
        var gradient = new NetworkWeights(layers);
        fast.Backward(network, lambda, masks, gradient);

        var reference = new ReferenceNetwork(activation);
        var x = Matrix<double>.Build.DenseOfColumnMajor(layers[0], examples, data.Features);
        var y = Matrix<double>.Build.DenseOfRowMajor(1, examples, data.Labels);
        var probabilities = reference.Forward(network, x, referenceMasks).Row(0);

        // Sums of up to 70 products in another order: some 1e-15 of the sums' sizes, which are of order 1 here.
        AssertClose(probabilities, fast.Probabilities, 1e-13);
        // Where an output is 0 or 1 to the last bit, 0·log 0 makes the textbook's cost NaN; ours leaves out the term.
        var cost = reference.Cost(network, y, lambda);
        if (!double.IsNaN(cost)) Assert.Equal(cost, fast.CrossEntropy() + network.Penalty(lambda, examples), 1e-12 * Math.Max(1, cost));
        AssertClose(reference.Backward(network, y, lambda, referenceMasks).Values, gradient.Values, 1e-12);
    }

    [Fact]
    public void A_term_that_is_not_a_number_counts_as_zero_and_an_infinite_one_stays_infinite()
    {
        Assert.Equal(0, CrossEntropy([(1, 1), (0, 0)]));
        Assert.Equal(double.PositiveInfinity, CrossEntropy([(1, 1), (1, 0)]));
        Assert.Equal(Math.Log(2) / 2, CrossEntropy([(double.NaN, 1), (0.5, 0)]), 1e-16);
    }

    [Fact]
    public void A_probability_of_one_half_predicts_zero()
    {
        var propagation = new Propagation([1, 1], Activation.Relu, new Examples([0, 0, 0], [0, 0, 1]));
        propagation.Forward(new NetworkWeights([1, 1]));
        Assert.Equal([0.5, 0.5, 0.5], propagation.Probabilities.ToArray());
        Assert.Equal(2.0 / 3, propagation.Accuracy());
    }

    private static double CrossEntropy((double Probability, double Label)[] examples)
    {
        var propagation = new Propagation([1, 1], Activation.Relu, new Examples(new double[examples.Length], [.. examples.Select(e => e.Label)]));
        examples.Select(e => e.Probability).ToArray().CopyTo(propagation.Activations(1).Row(0));
        return propagation.CrossEntropy();
    }

    internal static TrainingSettings Settings(int[] layers, Activation activation, double lambda, double keep) => new()
    {
        Hidden = layers[1..^1],
        Activation = activation,
        Lambda = lambda,
        KeepProb = [keep],
        LearningRate = 0.1,
        Iterations = 10,
        RecordEvery = 1,
        Seed = 5,
    };

    internal static Examples RandomExamples(int features, int count)
    {
        var random = new RandomState(17);
        var x = Enumerable.Range(0, features * count).Select(_ => random.Gaussian()).ToArray();
        return new Examples(x, [.. Enumerable.Range(0, count).Select(_ => random.Uniform() < 0.5 ? 1.0 : 0)]);
    }

    internal static Matrix<double> AsMatrix(PaddedMatrix matrix) =>
        Matrix<double>.Build.Dense(matrix.Rows, matrix.Columns, (row, column) => matrix.Row(row)[column]);

    private static void AssertClose(IEnumerable<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        foreach (var (want, got) in expected.Zip(actual.ToArray())) Assert.Equal(want, got, tolerance);
    }
}
