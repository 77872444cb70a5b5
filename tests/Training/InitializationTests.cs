using System.Globalization;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Training;

/// <summary>The course's circles, 2-10-5-1, against NumPy's figures at the tolerances that the figures suggest.</summary>
public class InitializationTests
{
    private static readonly TrainingSettings Settings = new()
    {
        Hidden = [10, 5],
        LearningRate = 0.01,
        Iterations = 15_000,
        RecordEvery = 1000,
        Seed = 3,
    };

    [Theory]
    [InlineData("zeros", Initialization.Zeros, 1e-14)]
    [InlineData("he", Initialization.He, 1e-12)]
    [InlineData("xavier", Initialization.Xavier, 1e-12)]
    public void Costs_and_accuracies_are_the_published_ones(string name, Enum initialization, double tolerance)
    {
        var expected = ExpectedFigures.Read("initialization").GetProperty(name);
        var result = Trainer.Train(Settings with { Initialization = (Initialization)initialization }, GeneratedDatasets.Circles());
        Assert.Equal(expected.Number("train_accuracy"), result.Metrics["train_accuracy"]);
        Assert.Equal(expected.Number("test_accuracy"), result.Metrics["test_accuracy"]);
        ExpectedFigures.Close(expected.Number("cost_last_iteration_14999"), result.Metrics["cost"], tolerance);
        var cost = result.Traces.Single(t => t.Metric == "cost");
        foreach (var point in expected.GetProperty("costs_every_1000").EnumerateObject())
        {
            var at = cost.Iterations.ToList().IndexOf(long.Parse(point.Name, CultureInfo.InvariantCulture));
            ExpectedFigures.Close(point.Value.Number(), cost.Values[at], tolerance, $"cost at {point.Name}");
        }
        Assert.Equal(14_999, cost.Iterations[^1]);
        Assert.Equal(16, cost.Values.Count);
    }

    [Fact]
    public void Large_random_weights_start_at_an_infinite_cost_and_end_at_the_published_accuracies()
    {
        var expected = ExpectedFigures.Read("initialization").GetProperty("random10");
        var settings = Settings with { Initialization = Initialization.Random, InitializationScale = 10, RecordEvery = 1 };
        var result = Trainer.Train(settings, GeneratedDatasets.Circles());
        Assert.Equal(expected.Number("train_accuracy"), result.Metrics["train_accuracy"]);
        Assert.Equal(expected.Number("test_accuracy"), result.Metrics["test_accuracy"]);
        var cost = result.Traces.Single(t => t.Metric == "cost").Values;
        Assert.Equal(double.PositiveInfinity, cost[0]);

        // Chaotic: three builds of NumPy count 97 to 99 infinite costs, and agree to 3 % later.
        Assert.InRange(cost.Count(double.IsPositiveInfinity), 95, 101);
        foreach (var point in expected.GetProperty("costs_every_1000").EnumerateObject().Skip(1))
            ExpectedFigures.Close(point.Value.Number(), cost[int.Parse(point.Name, CultureInfo.InvariantCulture)], 3e-2, $"cost at {point.Name}");
    }

    [Theory]
    [InlineData("zeros", Initialization.Zeros)]
    [InlineData("random10", Initialization.Random)]
    [InlineData("he", Initialization.He)]
    [InlineData("xavier", Initialization.Xavier)]
    public void First_weights_are_numpys(string name, Enum initialization)
    {
        var expected = ExpectedFigures.Read("initialization").GetProperty(name).Numbers("W1_initial");
        var network = NetworkWeights.Initialize(Settings with { Initialization = (Initialization)initialization, InitializationScale = 10 }, 2);

        // The figures' Xavier multiplies by √(1/n) where football's, and ours, divides by √n: one rounding apart.
        var tolerance = initialization is Initialization.Xavier ? 3e-16 : 0;
        foreach (var (want, got) in expected.Zip(network.Weights(0).ToArray())) ExpectedFigures.Close(want, got, tolerance);
    }

    [Fact]
    public void Logistic_regression_does_no_better_on_the_circles_than_zeros()
    {
        var result = Trainer.Train(Settings with { Hidden = [], Iterations = 2000 }, GeneratedDatasets.Circles());
        Assert.InRange(result.Metrics["train_accuracy"], 0.4, 0.6);
    }
}
