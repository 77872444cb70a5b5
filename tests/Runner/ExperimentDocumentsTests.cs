using System.Text.RegularExpressions;
using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner;

/// <summary>The experiments and the documentation say what the program understands.</summary>
public sealed partial class ExperimentDocumentsTests
{
    public static TheoryData<string, int> ShippedExperiments => new()
    {
        { "cats", 2 },
        { "football", 3 },
        { "initialization", 5 },
        { "flower", 7 },
        { "keep-prob-per-layer", 48 },
        { "large-random-longer", 5 },
        { "keep-prob-tuning", 50 },
        { "lambda-and-keep-prob", 75 },
        { "lambda-tuning", 55 },
        { "penalties", 20 },
        { "regularization", 3 },
    };

    [Theory]
    [MemberData(nameof(ShippedExperiments))]
    public void A_shipped_experiment_expands_and_is_called_as_its_file(string name, int trials)
    {
        var experiment = ExperimentFile.Read(Path.Combine(Experiments.Root, "experiments", name + ".yaml"));
        Assert.Equal(name, experiment.Name);
        Assert.NotEmpty(experiment.Description);
        Assert.Equal(trials, Experiments.Plan(experiment).Trials.Count);
    }

    [Fact]
    public void Every_shipped_experiment_is_tested() =>
        Assert.Equal(Experiments.Files.Select(f => Path.GetFileNameWithoutExtension(f)), ShippedExperiments.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public void The_football_trials_have_the_course_s_settings()
    {
        var experiment = ExperimentFile.Read(Path.Combine(Experiments.Root, "experiments", "football.yaml"));
        var settings = Experiments.Networks(Experiments.Plan(experiment));
        var course = new Goalkeeper.Training.TrainingSettings
        {
            Hidden = [20, 3],
            Initialization = Goalkeeper.Training.Initialization.Xavier,
            Seed = 3,
            LearningRate = 0.3,
            Iterations = 30000,
            RecordEvery = 1000,
            DropoutMask = Goalkeeper.Training.DropoutMask.Fixed,
        };
        Assert.Equivalent(new[] { course, course with { Lambda = 0.7 }, course with { KeepProb = [0.86] } }, settings, strict: true);
    }

    [Fact]
    public void Every_yaml_block_of_the_documentation_expands()
    {
        var blocks = YamlBlock().Matches(Documentation).Select(m => m.Groups[1].Value).ToList();
        Assert.True(blocks.Count >= 5);
        foreach (var block in blocks) Experiments.Plan(ExperimentFile.Parse(block, "docs/experiments.md"));
    }

    [Fact]
    public void The_searches_of_the_documentation_begin_with_as_many_points_as_may_be_under_way()
    {
        var blocks = YamlBlock().Matches(File.ReadAllText(Path.Combine(Experiments.Root, "docs/search.md"))).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(3, blocks.Count);
        Assert.Equal(4, ExperimentPlan.Expand(ExperimentFile.Parse(blocks[0], "docs/search.md")).Trials.Count);
        Assert.Equal(12, Experiments.Plan(ExperimentFile.Parse(blocks[1], "docs/search.md")).Trials.Count);
        Assert.Equal(4, Experiments.Plan(ExperimentFile.Parse(blocks[2], "docs/search.md")).Trials.Count);
    }

    [Fact]
    public void The_sweep_file_of_the_documentation_is_one_of_W_and_B_s()
    {
        var block = YamlBlock().Match(File.ReadAllText(Path.Combine(Experiments.Root, "docs/wandb.md"))).Groups[1].Value;
        var plan = ExperimentPlan.Expand(ExperimentFile.Parse(block, "sweep.yaml"));
        Assert.Equal((50, "sweep"), (plan.Size, plan.Experiment.Name));
        Assert.Equal(["lr", "batch_size", "optimizer.name", "optimizer.momentum"], plan.Experiment.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void Every_macro_is_in_the_documentation()
    {
        var text = File.ReadAllText(Path.Combine(Experiments.Root, "docs/wandb.md"));
        Assert.All(WordMacros.Names, name => Assert.Contains($"`${{{name}}}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_documentation_lists_every_setting_with_its_default()
    {
        foreach (var setting in ObjectiveSpace.Network.Settings)
        {
            var row = Documentation.Split('\n').Single(line => line.StartsWith($"| `{setting.Name}` |", StringComparison.Ordinal));
            Assert.Contains($"| `{setting.Section}` |", row, StringComparison.Ordinal);
            var expected = setting.IsRequired ? "required" : setting.Default?.Json.Trim('"') ?? "iterations/30";
            Assert.Equal(expected, row.Split('|')[^2].Trim().Trim('`'));
            foreach (var word in setting.Words) Assert.Contains($"`{word}`", row, StringComparison.Ordinal);
        }
    }

    private static string Documentation => File.ReadAllText(Path.Combine(Experiments.Root, "docs", "experiments.md"));

    [GeneratedRegex("^```yaml\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
