using Goalkeeper.Runner;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Runner;

public sealed class ExperimentFileTests
{
    [Fact]
    public void An_experiment_has_what_its_file_says()
    {
        const string text = """
            name: football
            description: The course's three models.
            dataset: football
            network: { hidden: [20, 3], activation: tanh }
            training: { learning_rate: 0.3, iterations: 30000, seed: 3 }
            method: grid
            metric: { name: dev_accuracy, goal: maximize }
            variants:
              - { name: without }
              - { name: with L2, lambda: 0.7, note: no longer overfits }
            parameters:
              keep_prob: [0.86, 1]
            exclude: keep_prob < 1
            replicates: 2
            keep_weights: best
            """;
        var experiment = ExperimentFile.Parse(text, "dir/football.yaml");

        Assert.Equal("football", experiment.Name);
        Assert.Equal("The course's three models.", experiment.Description);
        Assert.Equal("dir/football.yaml", experiment.FilePath);
        Assert.Equal(text, experiment.Text);
        Assert.Equal(new BuiltInSource("football", new SourceLocation("dir/football.yaml", 3, 10)), experiment.Network.Dataset);
        Assert.Equal("[20,3]", experiment.Network.Settings["hidden"].Value.Json);
        Assert.Equal("\"tanh\"", experiment.Network.Settings["activation"].Value.Json);
        Assert.Equal("dir/football.yaml:5:45", experiment.Network.Settings["iterations"].At.ToString());
        Assert.Equal(new MetricGoal("dev_accuracy", "maximize"), experiment.Metric!.Value);
        Assert.Equal(["without", "with L2"], experiment.Variants.Select(v => v.Name));
        Assert.Equal([null, "no longer overfits"], experiment.Variants.Select(v => v.Note));
        Assert.Equal("0.7", experiment.Variants[1].Settings["lambda"].Value.Json);
        Assert.Equal(["0.86", "1"], experiment.Parameters.Single().Values.Select(v => v.Value.Json));
        Assert.Equal("keep_prob < 1", experiment.Exclude.Single().Value);
        Assert.Equal(2, experiment.Replicates);
        Assert.Equal("best", experiment.Network.WeightsKept);
        Assert.Equal(["lambda", "keep_prob", "seed"], experiment.Varying);
        Assert.Equal(8, experiment.GridSize);
    }

    [Fact]
    public void What_is_not_written_is_absent_or_has_its_default()
    {
        var experiment = Experiments.Parse("");
        Assert.Equal("", experiment.Description);
        Assert.Empty(experiment.Parameters);
        Assert.Empty(experiment.Variants);
        Assert.Empty(experiment.Exclude);
        Assert.Empty(experiment.Varying);
        Assert.Equal(1, experiment.Replicates);
        Assert.Null(experiment.Metric);
        Assert.Null(experiment.Network.WeightsKept);
        Assert.Equal(1, experiment.GridSize);
    }

    [Theory]
    [InlineData("lambda: [0, 0.7]", "0 0.7")]
    [InlineData("lambda: { values: [0, 0.7] }", "0 0.7")]
    [InlineData("lambda: { value: 0.7 }", "0.7")]
    [InlineData("lambda: [1e-3, 0.70, .5, 1., +2]", "0.001 0.7 0.5 1 2")]
    [InlineData("keep_prob: [0.9, [0.8, 1], [0.7]]", "0.9 [0.8,1] 0.7")]
    [InlineData("keep_prob: { value: [0.8, 1] }", "[0.8,1]")]
    [InlineData("initialization: [zeros, he]", "\"zeros\" \"he\"")]
    [InlineData("seed: [0, 4294967295]", "0 4294967295")]
    public void A_parameter_s_values_may_be_written_in_several_ways(string parameter, string values)
    {
        var experiment = Experiments.Parse($"parameters: {{ {parameter} }}");
        Assert.Equal(values, string.Join(' ', experiment.Parameters.Single().Values.Select(v => v.Value.Json)));
    }

    [Theory]
    [InlineData("hidden: [1, 2, 3]", "[1] [2] [3]")]
    [InlineData("hidden: [[7], [20, 7, 5], []]", "[7] [20,7,5] []")]
    public void Under_parameters_a_list_is_several_networks(string parameter, string values)
    {
        var text = Experiments.Minimal.Replace("network: { hidden: [20, 3] }", $"parameters: {{ {parameter} }}", StringComparison.Ordinal);
        var experiment = ExperimentFile.Parse(text, "x.yaml");
        Assert.Equal(values, string.Join(' ', experiment.Parameters.Single().Values.Select(v => v.Value.Json)));
    }

    [Fact]
    public void A_required_setting_may_stand_in_every_variant()
    {
        const string variants = "variants: [{name: a, hidden: []}, {name: b, hidden: [2]}]";
        var text = Experiments.Minimal.Replace("network: { hidden: [20, 3] }", variants, StringComparison.Ordinal);
        Assert.Equal(["hidden"], ExperimentFile.Parse(text, "x.yaml").Varying);
    }

    [Fact]
    public void An_alias_stands_for_its_anchor()
    {
        const string text = """
            name: &it shared
            description: *it
            dataset: pitch
            network: { hidden: &sizes [20, 3] }
            training: &how { learning_rate: 0.3, iterations: 300 }
            variants: [{ name: a }, { name: b, hidden: *sizes }]
            """;
        var experiment = ExperimentFile.Parse(text, "x.yaml");
        Assert.Equal("shared", experiment.Description);
        Assert.Equal("[20,3]", experiment.Variants[1].Settings["hidden"].Value.Json);
        Assert.Equal("x.yaml:6:44", experiment.Variants[1].Settings["hidden"].At.ToString());
    }

    [Theory]
    [InlineData("train_accuracy", "maximize")]
    [InlineData("test_accuracy", "maximize")]
    [InlineData("cost", "minimize")]
    [InlineData("eval_cost", "minimize")]
    public void A_metric_has_its_usual_goal(string name, string goal) =>
        Assert.Equal(goal, Experiments.Parse($"metric: {{ name: {name} }}").Metric!.Value.Goal);

    [Fact]
    public void Several_exclusions_are_kept_apart() =>
        Assert.Equal(["lambda > 1", "seed = 2"], Experiments.Parse("exclude: [lambda > 1, seed = 2]").Exclude.Select(e => e.Value));

    [Fact]
    public void A_csv_file_is_looked_for_beside_the_experiment_file()
    {
        var source = Csv("csv: ../data/a.csv, features: [x1, x2], label: y, split: part");
        Assert.Equal("a.csv", source.Name);
        Assert.Equal("../data/a.csv", source.Path.Value);
        Assert.Equal(Path.GetFullPath("data/a.csv"), source.FullPath);
        Assert.Equal(["x1", "x2"], source.Features.Select(f => f.Value));
        Assert.Equal("y", source.Label.Value);
        Assert.Equal("part", Assert.IsType<SplitColumn>(source.Split).Column);
        Assert.Equal("dir/x.yaml:2:17", source.Path.At.ToString());
    }

    [Theory]
    [InlineData("{ dev: 0.2, test: 0.1, seed: 7 }", 0.2, 0.1, 7)]
    [InlineData("{ dev: 0.2 }", 0.2, 0, 1)]
    [InlineData("{ test: 0.2 }", 0, 0.2, 1)]
    public void A_csv_file_may_be_split_by_shares(string split, double dev, double test, uint seed)
    {
        var fractions = Assert.IsType<SplitShares>(Csv($"csv: a.csv, features: [x], label: y, split: {split}").Split);
        Assert.Equal((dev, test, seed), (fractions.Dev, fractions.Test, fractions.Seed));
    }

    [Fact]
    public void A_csv_file_without_split_is_all_train() => Assert.Null(Csv("csv: a.csv, features: [x], label: y").Split);

    [Fact]
    public void Settings_default_to_what_training_defaults_to()
    {
        var required = new Dictionary<string, SettingValue>
        {
            ["hidden"] = SettingValue.Parse("[20, 3]"),
            ["learning_rate"] = SettingValue.Of(0.3),
            ["iterations"] = SettingValue.Of(3001),
        };
        var expected = new TrainingSettings { Hidden = [20, 3], LearningRate = 0.3, Iterations = 3001, RecordEvery = 100 };
        Assert.Equivalent(expected, ObjectiveSpace.Network.Resolve(required), strict: true);
    }

    [Fact]
    public void Every_setting_reaches_the_training()
    {
        const string text = """
            name: all
            dataset: pitch
            network: { hidden: [4, 2], activation: tanh }
            training:
              initialization: random
              initialization_scale: 10
              seed: 4294967295
              learning_rate: 1e-2
              iterations: 7
              record_every: 2
              lambda: 0.7
              keep_prob: [0.9, 0.8]
              dropout_mask: fixed
            """;
        var expected = new TrainingSettings
        {
            Hidden = [4, 2],
            Activation = Activation.Tanh,
            Initialization = Initialization.Random,
            InitializationScale = 10,
            Seed = uint.MaxValue,
            LearningRate = 0.01,
            Iterations = 7,
            RecordEvery = 2,
            Lambda = 0.7,
            KeepProb = [0.9, 0.8],
            DropoutMask = DropoutMask.Fixed,
        };
        Assert.Equivalent(expected, Experiments.Networks(Experiments.Plan(ExperimentFile.Parse(text, "x.yaml"))).Single(), strict: true);
    }

    private static CsvSource Csv(string dataset)
    {
        var text = Experiments.Minimal.Replace("dataset: pitch", $"dataset: {{ {dataset} }}", StringComparison.Ordinal);
        return Assert.IsType<CsvSource>(ExperimentFile.Parse(text, "dir/x.yaml").Network.Dataset);
    }
}
