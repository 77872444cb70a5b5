using System.Globalization;
using System.Text.Json;
using Goalkeeper.Report;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Tests.Report;
using Goalkeeper.Tests.Training;
using Goalkeeper.Training;
using PureHDF;

namespace Goalkeeper.Tests.Runner;

/// <summary>The course's two networks on its cat pictures, against NumPy's figures, as the experiment file runs them.</summary>
public class CatsTests
{
    private static readonly (string Variant, string Figures)[] Rows = [("2-layer NN", "2layer"), ("4-layer NN", "4layer")];

    private static string Yaml => File.ReadAllText(Path.Combine(Experiments.Root, "experiments", "cats.yaml"));

    [Fact]
    public void The_sweep_meets_the_expected_figures_and_reports_the_mislabeled_pictures()
    {
        ThirdPartyData.Need("cats.npz");
        using var folder = new SweepFolder();
        var sweep = folder.Run(Yaml).Sweep;
        using var store = folder.Open();
        foreach (var (trial, (variant, figures)) in store.Trials(sweep).Zip(Rows))
        {
            Assert.Equal(variant, trial.Variant);
            var expected = ExpectedFigures.Read("cats").GetProperty(figures);
            var cost = store.Traces(trial).Single(t => t.Metric == "cost");
            foreach (var point in expected.GetProperty("costs_every_100").EnumerateObject())
            {
                var at = cost.Iterations.ToList().IndexOf(long.Parse(point.Name, CultureInfo.InvariantCulture));
                ExpectedFigures.Close(point.Value.Number(), cost.Values[at], 1e-11, $"{variant}, cost at {point.Name}");
            }
            ExpectedFigures.Close(expected.Number("cost_last_iteration"), trial.Metrics["cost"], 1e-11, variant);
            foreach (var split in (string[])["train", "test"]) AssertPredictions(expected.GetProperty(split), trial, split, store);
            var probabilities = store.Predictions(trial).Single(p => p.Split == "test").Probabilities;
            foreach (var (want, got) in expected.Numbers("test_probabilities").Zip(probabilities)) ExpectedFigures.Close(want, got, 1e-7);
            Assert.Equal(expected.Numbers("layers"), store.Weights(trial)!.Layers.Select(n => (double)n));
            var squares = expected.Numbers("final_weight_frobenius").Sum(norm => norm * norm);
            ExpectedFigures.Close(squares, trial.Metrics["sum_sq_weights"], 1e-10, variant);
        }

        var report = SweepReport.Of(store, sweep);
        Assert.Equal([14, 10], report.Pictures!.Galleries.Select(g => g.Pictures.Count));
        Assert.InRange(Reports.File(report, "report.html").Length, 100_000, 1_200_000);
        Assert.DoesNotContain(report.Sections, s => s.Heading == "Decision boundaries");
    }

    [Fact]
    public void The_course_s_own_two_files_are_the_same_dataset()
    {
        ThirdPartyData.Need("cats.npz");
        var data = Environment.GetEnvironmentVariable("GOALKEEPER_DATA")!;
        var folder = Directory.CreateTempSubdirectory("goalkeeper-cats-").FullName;
        using (var npz = ArrayFormat.Open(Path.Combine(data, "cats.npz")))
        {
            foreach (var split in (string[])["train", "test"])
            {
                var (x, y) = (npz.Find(split + "_x"), npz.Find(split + "_y"));
                new H5File
                {
                    [split + "_set_x"] = new H5Dataset(Array.ConvertAll(x.Numbers(), n => (byte)n), fileDims: [.. x.Shape.Select(n => (ulong)n)]),
                    [split + "_set_y"] = Array.ConvertAll(y.Numbers(), n => (long)n),
                    ["list_classes"] = npz.Find("classes").TwoTexts().ToArray(),
                }.Write(Path.Combine(folder, $"{split}_catvnoncat.h5"));
            }
        }
        var source = ExperimentFile.Parse(Yaml, "cats.yaml").Network.Dataset;
        var (published, hdf5) = (DatasetLoader.Load(source, data), DatasetLoader.Load(source, folder));
        Assert.Equal(published.ComputeSha256(), hdf5.ComputeSha256());
        Assert.Equal(published.Name, hdf5.Name);
        Assert.Equal(published.ClassNames, hdf5.ClassNames);
        Directory.Delete(folder, recursive: true);
    }

    // The first twenty costs, where a wrong scale or order of the pixels would show at once.
    [Fact]
    public void The_first_costs_are_NumPys_to_the_last_digits()
    {
        ThirdPartyData.Need("cats.npz");
        var experiment = ExperimentFile.Parse(Yaml, "cats.yaml", ["iterations=20", "record_every=1"]);
        var data = DatasetLoader.Load(experiment.Network.Dataset, Environment.GetEnvironmentVariable("GOALKEEPER_DATA")!);
        Assert.Equal([64, 64, 3], data.Shape);
        Assert.Equal(["non-cat", "cat"], data.ClassNames);
        Assert.Equal([209, 50], data.Splits.Select(s => s.Examples.Count));
        foreach (var (settings, (variant, figures)) in Experiments.Networks(Experiments.Plan(experiment)).Zip(Rows))
        {
            var cost = Trainer.Train(settings, data).Traces.Single(t => t.Metric == "cost").Values;
            foreach (var (want, got) in ExpectedFigures.Read("cats").GetProperty(figures).Numbers("costs_iter_0_to_19").Zip(cost))
                ExpectedFigures.Close(want, got, 1e-13, variant);
        }
    }

    private static void AssertPredictions(JsonElement expected, TrialRecord trial, string split, SweepStore store)
    {
        Assert.Equal(expected.Number("correct") / expected.Number("n"), trial.Metrics[$"{split}_accuracy"]);
        Assert.Equal(expected.GetProperty("predictions").GetString(), string.Concat(store.Predictions(trial).Single(p => p.Split == split).Labels));
    }
}
