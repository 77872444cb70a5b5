using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Training;

/// <summary>Metrics of predictions beyond accuracy, against scikit-learn's figures (tests/Expected/scores.py).</summary>
public class ScoreTests
{
    [Fact]
    public void Scores_are_scikit_learns()
    {
        foreach (var expected in ExpectedFigures.Read("scores").GetProperty("cases").EnumerateArray())
        {
            var (labels, probabilities) = (expected.Numbers("labels"), expected.Numbers("probabilities"));
            var matrix = ConfusionMatrix.Of(labels, probabilities);
            Assert.Equal(
                expected.Numbers("confusion"),
                (double[])[matrix.TruePositives, matrix.FalseNegatives, matrix.FalsePositives, matrix.TrueNegatives]);
            ExpectedFigures.Close(expected.Number("balanced_accuracy"), matrix.BalancedAccuracy, 1e-15);
            ExpectedFigures.Close(expected.Number("f1"), matrix.F1, 1e-15);
            ExpectedFigures.Close(expected.Number("auc"), RocCurve.Area(labels, probabilities), 1e-14);
            ExpectedFigures.Close(expected.Number("log_loss"), LogLoss(labels, probabilities), 1e-13);
        }
    }

    // Of the network whose output is its input's sigmoid.
    private static double LogLoss(double[] labels, double[] probabilities)
    {
        double[] logits = [.. probabilities.Select(p => Math.Log(p / (1 - p)))];
        var propagation = new Propagation([1, 1], Activation.Relu, new Examples(logits, labels));
        propagation.Forward(new NetworkWeights([1, 1], [1, 0]));
        return propagation.CrossEntropy();
    }

    [Fact]
    public void A_tie_counts_half() => Assert.Equal(0.5 + 0.25 / 2, RocCurve.Area([1, 0, 1, 0], [0.9, 0.7, 0.3, 0.3]), 1e-15);

    [Theory]
    [InlineData(1.0, 0.9, 1.0)] // all of class 1, all found
    [InlineData(1.0, 0.1, 0.0)]
    [InlineData(0.0, 0.9, 0.0)]
    [InlineData(0.0, 0.1, double.NaN)] // none there, none said
    public void Of_one_class_alone_only_F1_says_something(double label, double probability, double f1)
    {
        var matrix = ConfusionMatrix.Of([label, label], [probability, probability]);
        Assert.Equal(f1, matrix.F1);
        Assert.Equal(double.NaN, matrix.BalancedAccuracy);
        Assert.Equal(double.NaN, RocCurve.Area([label, label], [probability, probability]));
    }

    [Fact]
    public void Training_measures_them_on_what_is_held_out_and_on_train_where_nothing_is()
    {
        var settings = new TrainingSettings { Hidden = [3], LearningRate = 0.3, Iterations = 200, RecordEvery = 100 };
        var pitch = GeneratedDatasets.Pitch();
        var result = Trainer.Train(settings, pitch);
        foreach (var (split, examples) in pitch.Splits.Skip(1))
        {
            var probabilities = result.Predictions.Single(p => p.Split == split).Probabilities;
            Assert.Equal(ConfusionMatrix.Of(examples.Labels, probabilities).F1, result.Metrics[$"{split}_f1"]);
            Assert.Equal(ConfusionMatrix.Of(examples.Labels, probabilities).BalancedAccuracy, result.Metrics[$"{split}_balanced_accuracy"]);
            Assert.Equal(RocCurve.Area(examples.Labels, probabilities), result.Metrics[$"{split}_auc"]);
            var loss = -examples.Labels.Zip(probabilities, (y, p) => Math.Log(y == 1 ? p : 1 - p)).Average();
            Assert.Equal(loss, result.Metrics[$"{split}_log_loss"], 1e-12);
        }
        Assert.DoesNotContain("train_f1", result.Metrics.Keys);
        Assert.Contains("train_f1", Trainer.Train(settings, pitch with { Dev = null, Test = null }).Metrics.Keys);
    }

    [Fact]
    public void Every_metric_that_training_makes_is_known_and_has_its_direction()
    {
        var settings = new TrainingSettings { Hidden = [3], LearningRate = 0.3, Iterations = 2, RecordEvery = 1, Lambda = 0.1, KeepProb = [0.9] };
        var metrics = Trainer.Train(settings, GeneratedDatasets.Pitch()).Metrics.Keys;
        Assert.Empty(metrics.Except(MetricDefinition.All.Select(m => m.Name)));
        string[] lessIsBetter = ["cost", "eval_cost", "penalty", "sum_sq_weights", "train_log_loss", "dev_log_loss", "test_log_loss"];
        Assert.Equal(lessIsBetter.Order(), MetricDefinition.All.Where(m => m.Goal == MetricDefinition.Minimize).Select(m => m.Name).Order());
    }
}
