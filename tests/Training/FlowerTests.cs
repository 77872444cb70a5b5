using System.Globalization;
using System.Text.Json;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Training;

/// <summary>The course's flower, one tanh hidden layer, against NumPy's figures at the tolerances that the figures suggest.</summary>
public class FlowerTests
{
    private static readonly JsonElement Figures = ExpectedFigures.Read("planar");

    private static readonly TrainingSettings Settings = new()
    {
        Hidden = [4],
        Activation = Activation.Tanh,
        Initialization = Initialization.Random,
        InitializationScale = 0.01,
        Seed = 2,
        LearningRate = 1.2,
        Iterations = 5000,
        RecordEvery = 1000,
    };

    [Fact]
    public void Four_units_for_ten_thousand_iterations()
    {
        var expected = Figures.GetProperty("nh4_10000");
        var result = Trainer.Train(Settings with { Iterations = 10_000 }, GeneratedDatasets.Flower());

        // After 7,000 iterations the course's own notebooks part in the third digit.
        AssertCosts(expected, result, iteration => iteration <= 7000 ? 1e-12 : 2e-3);
        Assert.InRange(result.Metrics["train_accuracy"], 0.905, 0.9075);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Few_units_give_the_published_accuracies(int units)
    {
        var expected = Figures.GetProperty("hidden_size_sweep_5000").GetProperty(units.ToString(CultureInfo.InvariantCulture));
        var result = Trainer.Train(Settings with { Hidden = [units] }, GeneratedDatasets.Flower());
        AssertCosts(expected, result, _ => 1e-12);
        Assert.Equal(expected.Number("accuracy"), result.Metrics["train_accuracy"]);
    }

    [Theory]
    [InlineData(20, 4000, 1e-11, 0.90, 0.905)]
    [InlineData(50, 3000, 1e-12, 0.9025, 0.91)]
    public void Many_units_are_chaotic_in_the_end(int units, int last, double tolerance, double least, double most)
    {
        var expected = Figures.GetProperty("hidden_size_sweep_5000").GetProperty(units.ToString(CultureInfo.InvariantCulture));
        var result = Trainer.Train(Settings with { Hidden = [units] }, GeneratedDatasets.Flower());
        AssertCosts(expected, result, iteration => iteration <= last ? tolerance : 3e-2);
        Assert.InRange(result.Metrics["train_accuracy"], least, most);
    }

    private static void AssertCosts(JsonElement expected, TrainingResult result, Func<long, double> tolerance)
    {
        var cost = result.Traces.Single(t => t.Metric == "cost");
        var points = expected.GetProperty("costs_every_1000").EnumerateObject().ToList();
        Assert.NotEmpty(points);
        foreach (var point in points)
        {
            var iteration = long.Parse(point.Name, CultureInfo.InvariantCulture);
            ExpectedFigures.Close(point.Value.Number(), cost.Values[cost.Iterations.ToList().IndexOf(iteration)], tolerance(iteration), $"cost at {iteration}");
        }
    }
}
