using System.Text.Json;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Training;

public class GradientCheckTests
{
    private static readonly JsonElement Figures = ExpectedFigures.Read("gradient-check");

    [Fact]
    public void The_courses_network_passes_with_the_published_difference()
    {
        var result = CheckCourseNetwork(_ => { });
        Assert.True(result.Passed);

        // 1.186e-7 to 1.189e-7 with three builds of NumPy: it is rounding that is measured.
        Assert.InRange(result.Difference, 1.18e-7, 1.20e-7);
        ExpectedFigures.Close(Figures.GetProperty("nd_fixed").Number("cost"), result.Cost, 1e-14);
    }

    [Fact]
    public void The_two_planted_bugs_are_found_where_they_are()
    {
        var result = CheckCourseNetwork(gradient =>
        {
            foreach (ref var dW in gradient.Weights(1)) dW *= 2;
            foreach (ref var db in gradient.Biases(0)) db *= 4;
        });
        Assert.Equal(["b1", "W2"], result.Blocks.Where(b => !b.Passed).Select(b => b.Name));
        Assert.Equal(Figures.GetProperty("nd_two_bugs").Number("difference"), result.Difference, 1e-9);
    }

    public static TheoryData<Activation, Initialization, double, double, double> Networks
    {
        get
        {
            var networks = new TheoryData<Activation, Initialization, double, double, double>();
            foreach (var activation in Enum.GetValues<Activation>())
                foreach (var (initialization, scale) in new[] { (Initialization.Zeros, 1), (Initialization.Random, 0.01), (Initialization.Random, 1), (Initialization.Xavier, 1.0), (Initialization.He, 1) })
                    foreach (var (lambda, keep) in new[] { (0, 1), (0.7, 1), (0, 0.6), (0.7, 0.86) })
                        networks.Add(activation, initialization, scale, lambda, keep);
            return networks;
        }
    }

    [Theory, MemberData(nameof(Networks))]
    public void Back_propagation_agrees_with_central_differences(Activation activation, Initialization initialization, double scale, double lambda, double keep)
    {
        var settings = PropagationTests.Settings([2, 6, 4, 1], activation, lambda, keep) with { Initialization = initialization, InitializationScale = scale };
        var result = GradientCheck.Run(settings, GeneratedDatasets.Pitch().Train);
        Assert.True(result.Passed, string.Join("; ", result.Blocks.Where(b => !b.Passed)));
    }

    [Fact]
    public void A_kink_of_relu_is_said_to_be_one_and_hides_no_bug()
    {
        // With zero biases, an example whose inputs are all dropped stands exactly on relu's kink.
        var settings = PropagationTests.Settings([2, 6, 4, 1], Activation.Relu, 0, 0.6);
        var examples = GeneratedDatasets.Pitch().Train;
        var check = GradientCheck.Run(settings, examples);
        Assert.True(check.Passed);
        Assert.Contains(check.Blocks, b => b.Kinks > 0);

        var parameters = Parameters.Initialize(settings, 2);
        var propagation = new Propagation(parameters.Layers, settings.Activation, examples);
        var masks = new DropoutMasks(settings, examples.Count);
        var gradient = new Parameters(parameters.Layers);
        propagation.Forward(parameters, masks);
        propagation.Backward(parameters, 0, masks, gradient);
        foreach (ref var db in gradient.Biases(1)) db *= 2;
        var broken = GradientCheck.Compare(parameters, gradient, at =>
        {
            propagation.Forward(at, masks);
            return propagation.CrossEntropy();
        });
        Assert.Equal(["b2"], broken.Blocks.Where(b => !b.Passed).Select(b => b.Name));
    }

    [Fact]
    public void A_cost_that_is_not_finite_cannot_be_checked()
    {
        var settings = PropagationTests.Settings([2, 10, 5, 1], Activation.Relu, 0, 1) with { Initialization = Initialization.Random, InitializationScale = 10, Seed = 3 };
        var result = GradientCheck.Run(settings, GeneratedDatasets.Circles().Train);
        Assert.Equal(double.PositiveInfinity, result.Cost);
        Assert.False(result.CanBeChecked);
        Assert.False(result.Passed);
    }

    private static GradientCheckResult CheckCourseNetwork(Action<Parameters> plantBugs)
    {
        var input = Figures.GetProperty("test_case_input");
        int[] layers = [4, 5, 3, 1];
        var parameters = new Parameters(layers);
        for (var l = 0; l < 3; l++)
        {
            input.Numbers($"W{l + 1}").CopyTo(parameters.Weights(l));
            input.Numbers($"b{l + 1}").CopyTo(parameters.Biases(l));
        }
        var x = input.Numbers("X");
        var features = Enumerable.Range(0, 12).Select(i => x[i % 4 * 3 + i / 4]).ToArray();
        var propagation = new Propagation(layers, Activation.Relu, new Examples(features, input.Numbers("y")));
        var gradient = new Parameters(layers);
        propagation.Forward(parameters);
        propagation.Backward(parameters, 0, gradient);
        plantBugs(gradient);
        return GradientCheck.Compare(parameters, gradient, at =>
        {
            propagation.Forward(at);
            return propagation.CrossEntropy();
        });
    }
}
