using System.Globalization;
using System.Text.Json;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Runner;

public sealed class PlanIdentityTests
{
    private const string Base = """
        name: a
        dataset: pitch
        network: { hidden: [20, 3] }
        training: { learning_rate: 0.3, iterations: 300 }
        variants: [{ name: one }, { name: two, activation: tanh }]
        parameters: { lambda: [0, 0.7], keep_prob: [0.9, 1] }
        replicates: 2
        """;

    public static TheoryData<string, string> SameMeaning => new()
    {
        { "name: a", "# a comment\nname: b\ndescription: other" },
        { "{ name: one }", "{ note: a remark, name: one }" },
        { "0.3", "0.30" },
        { "{ lambda: [0, 0.7], keep_prob: [0.9, 1] }", "{ keep_prob: {values: [1, 9e-1]}, lambda: [0.70, 0] }" },
        { "iterations: 300", "iterations: 300, record_every: 10, seed: 1, dropout_mask: resampled" },
        { "replicates: 2", "replicates: 2\nexclude: lambda < 0\nmetric: {name: dev_accuracy}" },
        { "replicates: 2", "replicates: 2\nbaseline: {variant: two, keep_prob: 0.9}" },
        { "[{ name: one }, { name: two, activation: tanh }]", "[{ name: two, activation: tanh }, { name: one, activation: relu }]" },
    };

    public static TheoryData<string, string, string> OtherMeaning => new()
    {
        { "0.3", "0.1", "training.learning_rate: 0.3 → 0.1" },
        { "iterations: 300", "iterations: 300, seed: 3", "training.seed: 1 → 3" },
        { "[20, 3]", "[20, 4]", "network.hidden: [20,3] → [20,4]" },
        { "[0, 0.7]", "[0, 0.8]", "parameters.lambda: [0,0.7] → [0,0.8]" },
        { "lambda: [0, 0.7], ", "", "training.lambda: none → 0|parameters.lambda: [0,0.7] → none|trials: 16 → 8" },
        { "replicates: 2", "replicates: 3", "replicates: 2 → 3|trials: 16 → 24" },
        { "replicates: 2", "replicates: 2\nexclude: lambda > 0", "exclude: none → lambda > 0|trials: 16 → 8" },
        { "replicates: 2", "replicates: 2\nmetric: {name: cost}", "metric.name: dev_accuracy → cost|metric.goal: maximize → minimize" },
        { "name: one", "name: uno", "variants: - one|variants: + uno" },
        { "activation: tanh", "initialization: zeros", "variant two: activation: tanh → none|variant two: initialization: none → zeros" },
    };

    [Theory]
    [MemberData(nameof(SameMeaning))]
    public void How_a_plan_is_written_does_not_change_its_hash(string text, string other)
    {
        var (before, after) = (PlanOf(Base), PlanOf(Replaced(text, other)));
        Assert.Equal(before.Hash, after.Hash);
    }

    [Theory]
    [MemberData(nameof(OtherMeaning))]
    public void A_plan_that_means_something_else_has_another_hash_and_says_the_difference(string text, string other, string lines)
    {
        var (before, after) = (PlanOf(Base), PlanOf(Replaced(text, other)));
        Assert.NotEqual(before.Hash, after.Hash);
        Assert.Equal(lines.Split('|'), PlanDifference.Describe(before.ToSweepPlan(), after.ToSweepPlan()));
    }

    [Fact]
    public void Other_data_are_another_plan()
    {
        var experiment = ExperimentFile.Parse(Base, "x.yaml");
        var (before, after) = (Experiments.Plan(experiment, new string('a', 64)), Experiments.Plan(experiment, new string('b', 64)));
        Assert.NotEqual(before.Hash, after.Hash);
        Assert.Equal(
            ["dataset pitch has other data or columns: SHA-256 aaaaaaaaaaaa… → bbbbbbbbbbbb…"], PlanDifference.Describe(before.ToSweepPlan(), after.ToSweepPlan()));
        var circles = Experiments.Plan(ExperimentFile.Parse(Base, "x.yaml", ["dataset=circles"]), new string('c', 64));
        Assert.Equal(["dataset: pitch → circles"], PlanDifference.Describe(before.ToSweepPlan(), circles.ToSweepPlan()));
    }

    [Fact]
    public void Seeds_as_a_parameter_are_other_points_than_replicates()
    {
        var replicated = PlanOf(Base.Replace("replicates: 2", "", StringComparison.Ordinal), "replicates=2");
        var varied = PlanOf(Base.Replace("replicates: 2", "", StringComparison.Ordinal), "seed=1,2");
        Assert.Equivalent(Experiments.Networks(replicated), Experiments.Networks(varied), strict: true);
        Assert.NotEqual(replicated.Hash, varied.Hash);
    }

    [Fact]
    public void The_hash_is_the_same_in_every_version()
    {
        // A change here makes every stored sweep start anew: change it only when what a plan means changes.
        Assert.Equal("6d548d0cf68f4ac8", PlanOf(Base).Hash[..16]);
    }

    [Fact]
    public void The_plan_is_readable_json_with_every_default()
    {
        const string text = """
            name: a
            dataset: circles
            network: { hidden: [10, 5] }
            training: { seed: 3, learning_rate: 1e-2, iterations: 15000 }
            metric: { name: train_accuracy }
            variants: [{ name: "λ \"one\"", note: a remark, initialization: zeros }]
            parameters: { lambda: [0, 0.7] }
            exclude: lambda < 0
            keep_weights: all
            """;
        const string json = """
            {
              "dataset": {
                "name": "circles",
                "sha256": "abc"
              },
              "metric": {
                "name": "train_accuracy",
                "goal": "maximize",
                "named": true
              },
              "method": "grid",
              "network": {
                "hidden": [10,5],
                "activation": "relu"
              },
              "training": {
                "initialization": "he",
                "initialization_scale": 0.01,
                "seed": 3,
                "learning_rate": 0.01,
                "iterations": 15000,
                "record_every": 500,
                "keep_prob": 1,
                "dropout_mask": "resampled"
              },
              "variants": [
                {
                  "name": "λ \"one\"",
                  "note": "a remark",
                  "initialization": "zeros"
                }
              ],
              "parameters": {
                "lambda": [0,0.7]
              },
              "exclude": [
                "lambda < 0"
              ],
              "replicates": 1,
              "keep_weights": "all",
              "trials": 2
            }
            """;
        Assert.Equal(json, PlanOf(text).ToJson());
    }

    [Theory]
    [InlineData("cost", true)]
    [InlineData("dev_accuracy", false)]
    public void A_plan_of_an_earlier_version_named_its_metric_if_nobody_gets_it_unasked(string metric, bool isNamed)
    {
        var named = PlanOf($"{Base}\nmetric: {metric}").ToJson();
        Assert.True(SweepPlan.Parse(named).IsMetricNamed);
        Assert.Equal(isNamed, SweepPlan.Parse(named.Replace(",\n    \"named\": true", "", StringComparison.Ordinal)).IsMetricNamed);
        Assert.False(SweepPlan.Parse(PlanOf(Base).ToJson()).IsMetricNamed);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("tr-TR")]
    public void A_plan_is_the_same_in_every_culture(string culture)
    {
        var (here, text) = (PlanOf(Base), PlanOf(Base).ToJson());
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            var there = PlanOf(Base);
            Assert.Equal((here.Hash, text), (there.Hash, there.ToJson()));
            Assert.Equivalent(here.Trials, there.Trials, strict: true);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("hidden=[],[4]")]
    [InlineData("iterations=1,29,31,3000")]
    [InlineData("iterations=1,3000", "record_every=7")]
    [InlineData("seed=0,4294967295", "replicates=1")]
    [InlineData("learning_rate=1e-300,0.1,1e300", "initialization=random,xavier", "initialization_scale=10")]
    [InlineData("dropout_mask=fixed,resampled", "keep_prob=0.1,0.30000000000000004")]
    public void A_trial_s_settings_come_back_from_the_stored_plan(params string[] overrides) => AssertComesBack(PlanOf(Base, overrides));

    [Fact]
    public void The_settings_of_every_trial_of_every_experiment_come_back_from_the_stored_plan()
    {
        foreach (var file in Experiments.Files) AssertComesBack(Experiments.Plan(ExperimentFile.Read(file)));
    }

    [Theory]
    [InlineData("{", "the stored plan cannot be read: ")]
    [InlineData("{}", "the stored plan cannot be read: ")]
    [InlineData("[]", "the stored plan cannot be read: ")]
    [InlineData("null", "the stored plan cannot be read: ")]
    public void A_plan_that_cannot_be_read_is_a_sentence(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<UserErrorException>(() => new TrialSettings(SweepPlan.Parse(json))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("depth", "3", "the stored plan has the setting `depth`, which this version does not know; expected a newer goalkeeper")]
    [InlineData("hidden", "{}", "the stored plan cannot be read: `{}` is not a number, a word, a truth value or a list of them.")]
    public void A_setting_of_another_version_is_a_sentence(string setting, string json, string message)
    {
        var plan = PlanOf(Base).ToSweepPlan() with { Network = new Dictionary<string, string> { [setting] = json } };
        Assert.Equal(message, Assert.Throws<UserErrorException>(() => new TrialSettings(SweepPlan.Parse(plan.ToJson()))).Message);
    }

    [Fact]
    public void A_setting_that_a_later_version_adds_moves_no_hash_until_it_is_used()
    {
        var settings = ObjectiveSpace.Network.Settings.ToDictionary(s => s.Name, s => s.Default?.Json ?? "1");
        var today = Hash(settings);
        settings["momentum"] = "0";
        Assert.Equal(today, Hash(settings));
        settings["momentum"] = "0.9";
        Assert.NotEqual(today, Hash(settings));

        static string Hash(Dictionary<string, string> settings)
        {
            var identity = PlanIdentity.OfNetworks("abc", new Dictionary<string, string>(), MetricGoal.Of("cost"));
            identity.Add(new PlannedTrial(1, 1, null, 1, 1, settings), settings, name => name == "momentum" ? "0" : null);
            return identity.ToSha256();
        }
    }

    [Fact]
    public void What_is_done_to_data_moves_no_hash_until_it_is_done()
    {
        Assert.Equal(PlanOf(Base).Hash, Hash(data => data));
        string[] hashes =
        [
            Hash(data => data),
            Hash(data => data with { Standardizes = true }),
            Hash(data => data with { Missing = MissingValues.Mean }),
            Hash(data => data with { Missing = MissingValues.Drop }),
            Hash(data => data with { Missing = MissingValues.Mean, Standardizes = true }),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());

        static string Hash(Func<DatasetSource, DatasetSource> change)
        {
            var experiment = ExperimentFile.Parse(Base, "x.yaml");
            return Experiments.Plan(experiment with { Objective = experiment.Network with { Dataset = change(experiment.Network.Dataset) } }).Hash;
        }
    }

    [Fact]
    public void A_trial_of_another_plan_is_a_sentence()
    {
        var plan = new TrialSettings(PlanOf(Base, "iterations=1,2").ToSweepPlan());
        var trial = new PlannedTrial(7, 1, null, 1, 1, new Dictionary<string, string>());
        var error = Assert.Throws<UserErrorException>(() => plan.Of(trial));
        Assert.StartsWith("trial 7 does not fit its stored plan: ", error.Message, StringComparison.Ordinal);
    }

    private static void AssertComesBack(ExperimentPlan plan)
    {
        var stored = new TrialSettings(SweepPlan.Parse(plan.ToJson()));
        var identity = PlanIdentity.OfNetworks(plan.DatasetSha256!, plan.Experiment.Network.Dataset.PreprocessingSettings, plan.Metric);
        foreach (var (trial, settings) in plan.Trials.Zip(Experiments.Networks(plan)))
        {
            // The store keeps values as JSON, not as texts: how they are spaced may change.
            var respaced = trial with { Parameters = trial.Parameters.ToDictionary(p => p.Key, p => Respaced(p.Value)) };
            Assert.Equivalent(settings, stored.Of(respaced), strict: true);
            identity.Add(trial, stored.ByName(respaced).ToDictionary(s => s.Key, s => s.Value.Json), _ => null);
        }
        Assert.Equal(plan.Hash, identity.ToSha256());
    }

    private static string Respaced(string json)
    {
        using var document = JsonDocument.Parse(json);
        return " " + document.RootElement.GetRawText().Replace(",", " , ", StringComparison.Ordinal) + " ";
    }

    private static string Replaced(string text, string other)
    {
        Assert.Contains(text, Base, StringComparison.Ordinal);
        return Base.Replace(text, other, StringComparison.Ordinal);
    }

    private static ExperimentPlan PlanOf(string text, params string[] overrides) =>
        Experiments.Plan(ExperimentFile.Parse(text, "x.yaml", overrides));
}
