using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Runner;

/// <summary>Parameters that go together, and parameters that exist only sometimes.</summary>
public sealed class GridTests
{
    private const string Program = """
        name: mine
        command: [./train.sh]
        metric: { name: loss, goal: minimize }
        parameters: { optimizer: [sgd, adam], momentum: [0, 0.9], nesterov: [true, false], depth: [1, 2] }

        """;

    [Fact]
    public void Parameters_under_zip_go_together_where_the_first_of_them_stands()
    {
        var plan = Plan("zip: [[optimizer, depth]]");
        Assert.Equal(8, plan.Experiment.GridSize);
        Assert.Equal(
            [
                "sgd 1 0 true", "sgd 1 0 false", "sgd 1 0.9 true", "sgd 1 0.9 false",
                "adam 2 0 true", "adam 2 0 false", "adam 2 0.9 true", "adam 2 0.9 false",
            ],
            Rows(plan, "optimizer", "depth", "momentum", "nesterov"));
        Assert.Equal(4, Plan("zip: [[optimizer, depth], [momentum, nesterov]]").Trials.Count);
        Assert.Equal(2, Plan("zip: [[depth, optimizer, momentum, nesterov]]").Trials.Count);
    }

    [Fact]
    public void A_parameter_exists_only_where_its_condition_holds_and_equal_points_are_one()
    {
        Assert.Equal(
            ["sgd 0 true 1", "sgd 0 false 1", "sgd 0.9 true 1", "sgd 0.9 false 1", "adam - true 1", "adam - false 1"],
            Rows(Plan("only_when: { momentum: { optimizer: sgd } }\nexclude: depth = 2"), "optimizer", "momentum", "nesterov", "depth"));
    }

    [Fact]
    public void Conditions_nest()
    {
        var plan = Plan("only_when: { nesterov: { momentum: [0.9] }, momentum: { optimizer: [sgd] } }\nzip: [[optimizer, depth]]\nreplicates: 2");
        Assert.Equal(["sgd 0 -", "sgd 0.9 true", "sgd 0.9 false", "adam - -"], Rows(plan, "optimizer", "momentum", "nesterov").Distinct());
        Assert.Equal([1L, 1, 2, 2, 3, 3, 4, 4], plan.Trials.Select(t => t.Point));
    }

    [Fact]
    public void All_of_a_parameter_s_conditions_must_hold() => Assert.Equal(
        ["sgd 0.9 true", "sgd 0.9 false"],
        Rows(Plan("only_when: { nesterov: { optimizer: sgd, momentum: 0.9 } }"), "optimizer", "momentum", "nesterov").Distinct().Where(row => !row.EndsWith('-')));

    [Fact]
    public void A_setting_of_a_network_has_its_default_where_it_does_not_exist()
    {
        var plan = Experiments.Plan("""
            parameters: { initialization: [he, random], initialization_scale: [1, 10], lambda: [0, 1], keep_prob: [0.5, 1] }
            only_when: { initialization_scale: { initialization: random } }
            zip: [[lambda, keep_prob]]
            """);
        Assert.Equal(
            ["he 0.01 0 0.5", "he 0.01 1 1", "random 1 0 0.5", "random 1 1 1", "random 10 0 0.5", "random 10 1 1"],
            Rows(plan, "initialization", "initialization_scale", "lambda", "keep_prob"));
    }

    [Fact]
    public void A_condition_on_what_variants_set_holds_at_their_points() => Assert.Equal(
        ["- - 1", "- - 2", "sgd 0.9 1", "sgd 0.9 2"],
        Rows(
            ExperimentPlan.Expand(Parse("""
                name: mine
                command: [./train.sh]
                metric: { name: loss, goal: minimize }
                parameters: { momentum: [0.9], depth: [1, 2] }
                variants: [{ name: a }, { name: b, optimizer: sgd }]
                only_when: { momentum: { optimizer: sgd } }
                """)),
            "optimizer", "momentum", "depth"));

    [Fact]
    public void What_goes_together_and_when_is_stored_only_where_it_is_said()
    {
        var plan = Plan("zip: [[optimizer, depth]]\nonly_when: { momentum: { optimizer: [sgd, adam] } }").ToSweepPlan();
        Assert.Contains("\"zip\": [\n    [\n      \"optimizer\",\n      \"depth\"\n    ]\n  ],\n  \"only_when\": {\n    \"momentum\": {\"optimizer\":[\"sgd\",\"adam\"]}\n  },", plan.ToJson(), StringComparison.Ordinal);
        Assert.Equal(plan.ToJson(), SweepPlan.Parse(plan.ToJson()).ToJson());
        Assert.DoesNotContain("zip", Plan("").ToJson(), StringComparison.Ordinal);
        Assert.Equal(
            ["zip: none → optimizer, depth", "only_when.momentum: none → {\"optimizer\":[\"sgd\",\"adam\"]}", "trials: 16 → 8"],
            PlanDifference.Describe(Plan("").ToSweepPlan(), plan));
    }

    [Fact]
    public void A_plan_is_its_trials_however_they_are_written() => Assert.Equal(
        Plan("exclude: \"(optimizer = 'sgd') <> (depth = 1)\"").Hash, Plan("zip: [[optimizer, depth]]").Hash);

    [Theory]
    [InlineData("optimizer=adam", 4)] // nothing has a momentum
    [InlineData("optimizer=sgd", 8)]
    [InlineData("momentum=0.5", 8)]
    [InlineData("optimizer=rmsprop,sgd", 12)]
    public void A_condition_outlives_an_option(string option, int trials) =>
        Assert.Equal(trials, ExperimentPlan.Expand(Parse(Program + "only_when: { momentum: { optimizer: sgd } }", option)).Trials.Count);

    [Theory]
    [InlineData("initialization=he", 1)]
    [InlineData("initialization_scale=7", 2)]
    public void So_it_does_where_an_option_fixes_a_setting(string option, int trials) => Assert.Equal(
        trials,
        Experiments.Plan(
            "parameters: { initialization: [he, random], initialization_scale: [1, 10] }\nonly_when: { initialization_scale: { initialization: random } }", option)
            .Trials.Count);

    [Theory]
    [InlineData("zip: [optimizer, depth]", "5:7: an item of zip is `optimizer`; expected a list of at least two parameters")]
    [InlineData("zip: []", "5:6: zip is an empty list; expected a list of lists of parameters that go together, such as [[learning_rate, iterations]]")]
    [InlineData("zip: [[depth]]", "5:7: an item of zip is a list; expected a list of at least two parameters")]
    [InlineData("zip: [[depth, optimiser]]",
        "5:15: there is no parameter `optimiser`; expected one of optimizer, momentum, nesterov, depth; did you mean `optimizer`?")]
    [InlineData("zip: [[depth, optimizer], [depth, momentum]]", "5:28: `depth` stands twice under zip; expected it once")]
    [InlineData("zip: [[depth, optimizer]]\nvariants: []", "6:11: variants is an empty list; expected a list such as [{name: without}, {name: with L2, lambda: 0.7}]")]
    [InlineData("only_when: [momentum]", "5:12: only_when is a list; expected a mapping such as {momentum: {optimizer: sgd}}")]
    [InlineData("only_when: {momentum: sgd}",
        "5:23: only_when of momentum is `sgd`; expected another parameter with its value or values, such as {optimizer: sgd}")]
    [InlineData("only_when: {momentun: {optimizer: sgd}}",
        "5:13: there is no parameter `momentun`; expected one of optimizer, momentum, nesterov, depth; did you mean `momentum`?")]
    [InlineData("only_when: {momentum: {optimiser: sgd}}",
        "5:24: there is no parameter `optimiser`; expected one of optimizer, momentum, nesterov, depth; did you mean `optimizer`?")]
    [InlineData("only_when: {momentum: {optimizer: sdg}}", "5:35: optimizer is `sdg`; expected one of its values (sgd, adam); did you mean `sgd`?")]
    [InlineData("only_when: {momentum: {depth: [1, 3]}}", "5:35: depth is `3`; expected one of its values (1, 2)")]
    [InlineData("only_when: {momentum: {momentum: 0}}", "5:13: `momentum` exists only when itself does (momentum → momentum); expected no circle")]
    [InlineData("only_when: {momentum: {nesterov: true}, nesterov: {depth: 1}, depth: {momentum: 0}}",
        "5:13: `momentum` exists only when itself does (momentum → nesterov → depth → momentum); expected no circle")]
    public void A_mistake_is_named_with_its_place(string more, string message) =>
        Assert.Equal("x.yaml:" + message, Assert.Throws<ExperimentException>(() => Plan(more)).Message);

    [Theory]
    [InlineData("zip: [[lambda, keep_prob]]\nparameters: {lambda: [0, 1], keep_prob: [1, 0.9, 0.8]}",
        "5:7: lambda has 2 values, and keep_prob 3; what goes together needs as many of each")]
    [InlineData("only_when: {learning_rate: {lambda: 1}}\nparameters: {lambda: [0, 1]}",
        "5:13: learning_rate has no default; every point needs a value of it")]
    [InlineData("only_when: {lambda: {hidden: [20]}}\nparameters: {lambda: [0, 1], keep_prob: [1]}\nzip: [[lambda]]",
        "7:7: an item of zip is a list; expected a list of at least two parameters")]
    public void A_mistake_with_networks_is_named_with_its_place(string more, string message) =>
        Assert.Equal("x.yaml:" + message, Assert.Throws<ExperimentException>(() => Experiments.Plan(more)).Message);

    private static Experiment Parse(string text, params string[] overrides) => ExperimentFile.Parse(text, "x.yaml", overrides);

    private static ExperimentPlan Plan(string more) => ExperimentPlan.Expand(Parse(Program + more));

    private static IEnumerable<string> Rows(ExperimentPlan plan, params string[] names) =>
        plan.Trials.Select(t => string.Join(' ', names.Select(name => t.Parameters.TryGetValue(name, out var json) ? SweepPlan.Text(json) : "-")));
}
