using System.Text.Json;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Training;

public class GradientCheckTests
{
    private static readonly JsonElement Figures = ExpectedFigures.Read("gradient-check");

    [Fact]
    public void The_courses_network_is_drawn_as_the_course_draws_it()
    {
        var input = Figures.GetProperty("test_case_input");
        var (examples, network) = GradientCheckDemo.Draw();
        var x = input.Numbers("X");
        Assert.Equal(Enumerable.Range(0, 12).Select(i => x[i % 4 * 3 + i / 4]), examples.Features);
        Assert.Equal(input.Numbers("y"), examples.Labels);
        for (var l = 0; l < 3; l++)
        {
            Assert.Equal(input.Numbers($"W{l + 1}"), network.Weights(l).ToArray());
            Assert.Equal(input.Numbers($"b{l + 1}"), network.Biases(l).ToArray());
        }
    }

    [Fact]
    public void The_courses_network_passes_with_the_published_difference()
    {
        var result = GradientCheckDemo.CheckNetwork(PlantedBugs.None);
        Assert.True(result.Passed);

        // 1.186e-7 to 1.189e-7 with three builds of NumPy: it is rounding that is measured.
        Assert.InRange(result.Difference, 1.18e-7, 1.20e-7);
        ExpectedFigures.Close(Figures.GetProperty("nd_fixed").Number("cost"), result.Cost, 1e-14);
    }

    [Theory]
    [InlineData("nd_two_bugs", PlantedBugs.DoubledW2 | PlantedBugs.QuadrupledB1, "b1", "W2")]
    [InlineData("nd_only_dW2_bug", PlantedBugs.DoubledW2, "W2")]
    [InlineData("nd_only_db1_bug", PlantedBugs.QuadrupledB1, "b1")]
    public void The_planted_bugs_are_found_where_they_are(string name, Enum bugs, params string[] blocks)
    {
        var result = GradientCheckDemo.CheckNetwork((PlantedBugs)bugs);
        Assert.True(result.Failed);
        Assert.Equal(blocks, result.Blocks.Where(b => !b.Passed).Select(b => b.Name));
        Assert.Equal(Figures.GetProperty(name).Number("difference"), result.Difference, 1e-9);
    }

    [Fact]
    public void The_worst_entry_of_a_block_is_named_with_both_values()
    {
        var figures = Figures.GetProperty("nd_two_bugs");
        var blocks = GradientCheckDemo.CheckNetwork(PlantedBugs.DoubledW2 | PlantedBugs.QuadrupledB1).Blocks.ToDictionary(b => b.Name);
        // The first entries of b1 and W2 stand at 20 and 25 of the 47, the worst at 20 and 35.
        Assert.Equal(("b1[0]", "W2[2,0]"), (blocks["b1"].WorstEntry, blocks["W2"].WorstEntry));
        Assert.Equal(figures.Numbers("grad")[35], blocks["W2"].WorstGradient, 1e-12);
        Assert.Equal(figures.Numbers("gradapprox")[35], blocks["W2"].WorstApproximation, 1e-7);
    }

    [Theory]
    [InlineData("0.01", 1e-2)]
    [InlineData("0.001", 1e-3)]
    public void A_larger_epsilon_measures_curvature_in_place_of_rounding(string name, double epsilon)
    {
        var result = GradientCheckDemo.CheckNetwork(PlantedBugs.None, new GradientCheckOptions { Epsilon = epsilon });
        Assert.All(result.Blocks, block => Assert.Equal(0, block.Kinks)); // curvature is none
        ExpectedFigures.Close(Figures.GetProperty("nd_fixed_by_epsilon").Number(name), result.Difference, 0.05);
    }

    [Fact]
    public void The_threshold_decides()
    {
        Assert.False(GradientCheckDemo.CheckNetwork(PlantedBugs.None, new GradientCheckOptions { Epsilon = 1e-2, Threshold = 1e-6 }).Passed);
        Assert.True(GradientCheckDemo.CheckNetwork(PlantedBugs.None, new GradientCheckOptions { Epsilon = 1e-2, Threshold = 1e-4 }).Passed);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_one_dimensional_case_has_the_published_difference(double x)
    {
        var figures = Figures.GetProperty("one_d").GetProperty(FormattableString.Invariant($"x{x}_theta4"));
        var check = GradientCheckDemo.CheckLine(x, 1e-7);
        Assert.Equal(figures.Number("grad"), check.Gradient);
        Assert.Equal(figures.Number("gradapprox"), check.Approximation);
        ExpectedFigures.Close(figures.Number("difference"), check.Difference, 1e-12);
    }

    public static TheoryData<Enum, Enum, double, double, double> Networks
    {
        get
        {
            var networks = new TheoryData<Enum, Enum, double, double, double>();
            foreach (var activation in Enum.GetValues<Activation>())
            {
                foreach (var (initialization, scale) in new[] { (Initialization.Zeros, 1), (Initialization.Random, 0.01), (Initialization.Random, 1), (Initialization.Xavier, 1.0), (Initialization.He, 1) })
                {
                    foreach (var (lambda, keep) in new[] { (0, 1), (0.7, 1), (0, 0.6), (0.7, 0.86) })
                        networks.Add(activation, initialization, scale, lambda, keep);
                }
            }

            return networks;
        }
    }

    [Theory, MemberData(nameof(Networks))]
    public void Back_propagation_agrees_with_central_differences(Enum activation, Enum initialization, double scale, double lambda, double keep)
    {
        var settings = PropagationTests.Settings([2, 6, 4, 1], (Activation)activation, lambda, keep) with
        {
            Initialization = (Initialization)initialization,
            InitializationScale = scale,
        };
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

        var network = NetworkWeights.Initialize(settings, 2);
        var propagation = new Propagation(network.Layers, settings.Activation, examples);
        var masks = new DropoutMasks(settings, examples.Count);
        var gradient = new NetworkWeights(network.Layers);
        propagation.Forward(network, masks);
        propagation.Backward(network, 0, masks, gradient);
        foreach (ref var db in gradient.Biases(1)) db *= 2;
        var broken = GradientCheck.Compare(network, gradient, at =>
        {
            propagation.Forward(at, masks);
            return propagation.CrossEntropy();
        });
        Assert.Equal(["b2"], broken.Blocks.Where(b => !b.Passed).Select(b => b.Name));
    }

    [Fact]
    public void A_large_block_is_checked_at_seeded_entries()
    {
        var settings = PropagationTests.Settings([2, 60, 4, 1], Activation.Tanh, 0.7, 1);
        var examples = GeneratedDatasets.Pitch().Train;
        var options = new GradientCheckOptions { MostEntries = 50 };
        var check = GradientCheck.Run(settings, examples, options);
        Assert.True(check.Passed);
        Assert.Equal([50, 50, 50, 4, 4, 1], check.Blocks.Select(b => b.Checked));
        Assert.Equal([120, 60, 240, 4, 4, 1], check.Blocks.Select(b => b.Size));

        Assert.Equal(check.Blocks, GradientCheck.Run(settings, examples, options).Blocks);
        Assert.NotEqual(check.Blocks[2], GradientCheck.Run(settings, examples, options with { Seed = 2 }).Blocks[2]);
        Assert.Equal([120, 60, 240, 4, 4, 1], GradientCheck.Run(settings, examples).Blocks.Select(b => b.Checked));
    }

    [Fact]
    public void The_entries_are_the_first_of_NumPys_permutation()
    {
        // J = Σ θ²/2 has the gradient θ; entry k of g is off by k, so the worst of those checked is the last one of them.
        var network = new NetworkWeights([30, 2]);
        var gradient = new NetworkWeights([30, 2]);
        for (var k = 0; k < 62; k++) gradient.Values[k] = network.Values[k] + k;
        var check = GradientCheck.Compare(network, gradient, at => 1 + at.Values.Sum(v => v * v) / 2, new GradientCheckOptions { MostEntries = 3, Seed = 5 });
        var last = new RandomState(5).Permutation(60)[..3].Max();
        Assert.Equal($"W1[{last / 30},{last % 30}]", check.Blocks[0].WorstEntry);
        Assert.Equal("b1[1]", check.Blocks[1].WorstEntry);
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
}
