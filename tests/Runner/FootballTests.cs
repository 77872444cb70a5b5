using System.Globalization;
using System.Text.Json;
using Goalkeeper.Runner;
using Goalkeeper.Tests.Training;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Runner;

/// <summary>The course's three models on its own data, against NumPy's figures; the data are read as a sweep reads them.</summary>
public class FootballTests
{
    private static readonly JsonElement Figures = ExpectedFigures.Read("regularization");

    private static readonly TrainingSettings Settings = new()
    {
        Hidden = [20, 3],
        Initialization = Initialization.Xavier,
        DropoutMask = DropoutMask.Fixed,
        LearningRate = 0.3,
        Iterations = 30_000,
        RecordEvery = 1000,
        Seed = 3,
    };

    private static Dataset Football => DatasetLoader.Load(
        new BuiltInSource("football", new SourceLocation("test")), Environment.GetEnvironmentVariable("GOALKEEPER_DATA")!);

    [Fact]
    public void The_file_holds_the_courses_examples()
    {
        ThirdPartyData.Need("football.csv");
        var expected = ExpectedFigures.Read("datasets");
        Assert.Equal(expected.GetProperty("football_train").GetProperty("x_sha256_row_major_le_f64").GetString(), Hash(Football.Train));
        Assert.Equal(expected.GetProperty("football_dev").GetProperty("x_sha256_row_major_le_f64").GetString(), Hash(Football.Dev!));
        Assert.Equal((106, 87), ((int)Football.Train.Labels.Sum(), (int)Football.Dev!.Labels.Sum()));

        static string Hash(Examples examples) => Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(examples.Features.AsSpan())));
    }

    // Without regularization a last bit grows: builds of NumPy part by 1e-15 at iteration 10,000 and 1e-11 at 29,000.
    [Fact]
    public void Without_regularization_the_figures_are_the_published_ones()
    {
        ThirdPartyData.Need("football.csv");
        AssertFigures("baseline", Settings, iteration => iteration <= 10_000 ? 1e-12 : 1e-10);
    }

    [Fact]
    public void With_L2_the_figures_are_the_published_ones()
    {
        ThirdPartyData.Need("football.csv");
        AssertFigures("l2_0.7", Settings with { Lambda = 0.7 }, _ => 1e-13);
    }

    [Fact]
    public void With_dropout_the_figures_are_the_published_ones()
    {
        ThirdPartyData.Need("football.csv");
        AssertFigures("dropout_0.86", Settings with { KeepProb = [0.86] }, _ => 1e-13);
    }

    private static void AssertFigures(string name, TrainingSettings settings, Func<long, double> tolerance)
    {
        var expected = Figures.GetProperty(name);
        var result = Trainer.Train(settings, Football);
        Assert.Equal(expected.Number("train_accuracy"), result.Metrics["train_accuracy"]);
        Assert.Equal(expected.Number("test_accuracy"), result.Metrics["dev_accuracy"]); // the published "test" set is the file's development set
        Assert.Equal(expected.GetProperty("train_predictions").GetString(), Labels(result, "train"));
        Assert.Equal(expected.GetProperty("test_predictions").GetString(), Labels(result, "dev"));
        ExpectedFigures.Close(expected.Number("cost_last_iteration_29999"), result.Metrics["cost"], tolerance(29_999));
        ExpectedFigures.Close(expected.Number("final_sum_sq_weights"), result.Metrics["sum_sq_weights"], 1e-8);
        var cost = result.Traces.Single(t => t.Metric == "cost");
        foreach (var point in expected.GetProperty("costs_every_1000").EnumerateObject())
        {
            var iteration = long.Parse(point.Name, CultureInfo.InvariantCulture);
            ExpectedFigures.Close(point.Value.Number(), cost.Values[cost.Iterations.ToList().IndexOf(iteration)], tolerance(iteration), $"cost at {iteration}");
        }

        var first = Trainer.Train(settings with { Iterations = 20, RecordEvery = 1 }, Football).Traces.Single(t => t.Metric == "cost").Values;
        foreach (var (want, got) in expected.Numbers("costs_iter_0_to_19").Zip(first)) ExpectedFigures.Close(want, got, 1e-14);
    }

    private static string Labels(TrainingResult result, string split) =>
        string.Concat(result.Predictions.Single(p => p.Split == split).Probabilities.Select(p => p > 0.5 ? '1' : '0'));
}
