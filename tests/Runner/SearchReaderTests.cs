using Goalkeeper.Runner;
using Goalkeeper.Tests.Cli;

namespace Goalkeeper.Tests.Runner;

/// <summary>What an experiment file may say of a search, and what it may not.</summary>
public class SearchReaderTests
{
    private const string Start = "name: a\ncommand: [a]\nmetric: {name: b, goal: minimize}\nmethod: random\nrun_cap: 5\n";

    [Theory]
    [InlineData("{min: 0, max: 1}", "{\"distribution\":\"int_uniform\",\"min\":0,\"max\":1}")]
    [InlineData("{min: 0, max: 1.0}", "{\"distribution\":\"uniform\",\"min\":0,\"max\":1}")]
    [InlineData("{distribution: normal}", "{\"distribution\":\"normal\",\"mu\":0,\"sigma\":1}")]
    [InlineData("{distribution: q_beta, q: 0.1}", "{\"distribution\":\"q_beta\",\"a\":1,\"b\":1,\"q\":0.1}")]
    [InlineData("{distribution: q_uniform, min: 0, max: 9}", "{\"distribution\":\"q_uniform\",\"min\":0,\"max\":9,\"q\":1}")]
    [InlineData("{values: [x, y], probabilities: [0.25, 0.75]}", "{\"values\":[\"x\",\"y\"],\"probabilities\":[0.25,0.75]}")]
    [InlineData("{values: [x, y], distribution: categorical}", "[\"x\",\"y\"]")]
    public void What_is_left_out_is_as_W_and_B_has_it(string written, string json) =>
        Assert.Equal(json, Assert.Single(ExperimentFile.Parse($"{Start}parameters: {{p: {written}}}", "x.yaml").Parameters).ToJson());

    [Theory]
    [InlineData("{min: 1, max: 1}", "min of p is 1, and max 1; expected a larger max")]
    [InlineData("{min: 2, max: 1.5}", "min of p is 2, and max 1.5; expected a larger max")]
    [InlineData("{min: -1e308, max: 1e308}", "p goes from -1E+308 to 1E+308, wider than numbers are; expected a narrower range")]
    [InlineData("{distribution: log_normal, sigma: 200}", "p would come to be larger than numbers are; expected a narrower distribution")]
    [InlineData("{distribution: log_uniform_values, min: 1e-300, max: 1e+308}", null)]
    [InlineData("{min: 0}", "p has no max; uniform goes from `min` to `max`")]
    [InlineData("{max: 3}", "p has no min; uniform goes from `min` to `max`")]
    [InlineData("{min: 0, max: 1, distribution: log_uniform_values}", "min of p is 0, which has no logarithm; expected a number above 0")]
    [InlineData("{min: 0, max: 1, distribution: inv_log_uniform_values}", "min of p is 0, which has no logarithm; expected a number above 0")]
    [InlineData("{min: 1, max: 1000, distribution: log_uniform}", "min and max of p are exponents of e, 1 and 1000; expected numbers up to 700, or log_uniform_values")]
    [InlineData("{min: 0, max: 1, q: 0, distribution: q_uniform}", "q of p is 0; expected a number above 0")]
    [InlineData("{min: 0, max: 1, q: 3, distribution: q_uniform}", "q of p is 3, larger than its range; expected a smaller step")]
    [InlineData("{min: 0, max: 1.5, distribution: int_uniform}", "p is int_uniform; expected whole numbers below 10^15 for min and max")]
    [InlineData("{min: 0, max: 9007199254740992}", "x.yaml:6:31: max of p is 9007199254740992; expected whole numbers below 10^15, or for any number between `distribution: uniform`")]
    [InlineData("{min: -9007199254740992, max: 0.5}", "min of p is -9007199254740992; expected whole numbers below 10^15")]
    [InlineData("{min: 0, max: 9007199254740992, distribution: uniform}", null)]
    [InlineData("{sigma: 0, distribution: normal}", "sigma of p is 0; expected a number above 0")]
    [InlineData("{a: -1, distribution: beta}", "a of p is -1; expected a number from 0.01 to 10000")]
    [InlineData("{a: 1e-9, b: 1e-9, distribution: beta}", "a of p is 1E-09; expected a number from 0.01 to 10000")]
    [InlineData("{b: 1e6, distribution: q_beta, q: 0.1}", "b of p is 1000000; expected a number from 0.01 to 10000")]
    [InlineData("{a: 0.01, b: 10000, distribution: beta}", null)]
    [InlineData("{mu: 1, min: 0, max: 1, distribution: uniform}", "p: uniform has no `mu`; expected min, max")]
    [InlineData("{min: x, max: 1}", "min of p is `x`; expected a number")]
    [InlineData("{values: [1, 2], min: 0}", "p has values and `min`; expected one of them")]
    [InlineData("{values: [1, 2], probabilities: [0.5, 0.4]}", "the probabilities of p add up to 0.9; expected 1")]
    [InlineData("{values: [1, 2], probabilities: [1]}", "probabilities of p is a list; expected a list of 2, one for each value")]
    [InlineData("{values: [1, 2], probabilities: [2, -1]}", "a probability of p is `2`; expected a number from 0 to 1")]
    [InlineData("{min: 0, max: 1, distribution: unifrom}", "did you mean `uniform`?")]
    [InlineData("{distribution: categorical}", "p is categorical and has no values; expected {values: […]}, or a range such as")]
    [InlineData("{distribution: constant}", "p is constant and has no value; expected {value: …}, or a range such as")]
    [InlineData("{}", "p is an empty mapping; expected a list of values, or a range such as {min: 0.001, max: 0.1, distribution: log_uniform_values}")]
    public void A_distribution_that_is_none_is_a_sentence(string written, string? message)
    {
        if (message is null) Assert.Single(ExperimentPlan.Expand(ExperimentFile.Parse($"{Start}parameters: {{p: {written}}}", "x.yaml")).Experiment.Parameters);
        else Expect.Has(message, Error($"{Start}parameters: {{p: {written}}}"));
    }

    [Theory]
    [InlineData("lambda: {distribution: normal}", "lambda would come to be -8.22; expected a number, at least 0")]
    [InlineData("record_every: {min: 1.5, max: 100}", "expected a whole number from 1")]
    [InlineData("keep_prob: {min: 0.5, max: 1.5}", "expected a number above 0 and at most 1")]
    [InlineData("activation: {min: 0, max: 1}", "activation would come to be 0; expected relu")]
    public void A_setting_of_networks_takes_only_what_it_can_be(string parameter, string message) =>
        Expect.Has(message, Error($"{Experiments.Minimal}method: random\nrun_cap: 5\nparameters: {{{parameter}}}"));

    [Theory]
    [InlineData("run_cap: 0", "run_cap is `0`; expected a whole number from 1 to 1000000")]
    [InlineData("parallelism: 0", "parallelism is `0`; expected a whole number from 1 to 10000")]
    [InlineData("search_seed: -1", "search_seed is `-1`; expected a whole number from 0")]
    [InlineData("fail_fast: maybe", "fail_fast is `maybe`; expected how many trials in a row, true (one) or false (none stop the sweep)")]
    [InlineData("fail_fast: [1]", "fail_fast is a list; expected how many trials in a row")]
    [InlineData("fail_fast: 0", "fail_fast is `0`; expected a whole number from 1 to 1000000")]
    [InlineData("first: 3", "first is `3`; expected a list of points to try first")]
    [InlineData("first: [{p: 2, c: x}]", "x.yaml:6:9: p is 2; expected uniform from 0 to 1.5 in point 1 of first")]
    [InlineData("first: [{p: 1, c: z}]", "c is z; expected one of its values (x; y) in point 1 of first")]
    [InlineData("first: [{p: 1, c: [x]}]", "x.yaml:6:9: c is [\"x\"]; expected one of its values (x; y) in point 1 of first")]
    [InlineData("first: [{zzz: 1}]", "unknown key `zzz` of first; expected one of p, c")]
    [InlineData("first: [{p: 1}]", "there is no c in point 1 of first")]
    [InlineData("first: [{p: 1, c: x}, {c: x, p: 1.0}]", "x.yaml:6:23: point 2 of first is an earlier one again")]
    [InlineData("first: [{p: 1, c: x}]\nexclude: [p > 2, p = 1 and c = 'x']", "x.yaml:6:9: point 1 of first is left out of the search, since exclude is true of it: p = 1 and c = 'x'; expected")]
    [InlineData("exclude: 1) or (1", "x.yaml:6:10: exclude cannot be evaluated: The condition '1) or (1' is not understood: near \")\": syntax error")]
    [InlineData("zip: [[p, c]]", "p has a range, whose values cannot go with others; expected a list of its values")]
    [InlineData("only_when: {c: {p: 1}}", "p has a range; expected a parameter with a list of values")]
    public void What_a_search_cannot_do_is_a_sentence(string line, string message) =>
        Expect.Has(message, Error($"{Start.Replace(line.StartsWith("run_cap", StringComparison.Ordinal) ? "run_cap: 5\n" : "zzz", "", StringComparison.Ordinal)}{line}\nparameters: {{p: {{min: 0, max: 1.5}}, c: [x, y]}}"));

    [Theory]
    [InlineData("run_cap=0", "--set run_cap=0: run_cap is `0`; expected a whole number from 1 to 1000000")]
    [InlineData("run_cap=1.5", "run_cap is `1.5`; expected a whole number from 1")]
    [InlineData("run_cap=5,6", "run_cap has 2 values; expected one")]
    [InlineData("run_cap=", "no value; expected --set run_cap=value")]
    [InlineData("~run_cap", "run_cap cannot be left out; expected --set run_cap=value")]
    [InlineData("run_cap=many", "run_cap is `many`; expected a whole number from 1 to 1000000")]
    [InlineData("parallelism=0", "--set parallelism=0: parallelism is `0`; expected a whole number from 1 to 10000")]
    [InlineData("parallelism=1e9", "parallelism is `1e9`; expected a whole number from 1 to 10000")]
    [InlineData("search_seed=-1", "--set search_seed=-1: search_seed is `-1`; expected a whole number from 0 to 2147483647")]
    [InlineData("search_seed=[1]", "search_seed is a list; expected a whole number from 0")]
    [InlineData("method=tpee", "--set method=tpee: method is `tpee`; expected grid, random, sobol, tpe, gp or bayes; did you mean `tpe`?")]
    [InlineData("start_from='#1'", "start_from is the text `#1`; expected a sweep of the same store")]
    [InlineData("first=1", "--set first=1: `first` is set in the file alone; expected one of p, replicates, method, run_cap, parallelism, search_seed, start_from")]
    [InlineData("early_terminate=median", "`early_terminate` is set in the file alone")]
    [InlineData("metric=b", "`metric` is set in the file alone")]
    [InlineData("timeout=1s", "`timeout` is set in the file alone")]
    public void What_an_option_cannot_say_of_a_search_is_a_sentence(string option, string message) => Expect.Has(
        message, Assert.Throws<ExperimentException>(() => ExperimentFile.Parse($"{Start}parameters: {{p: {{min: 0.0, max: 1}}}}", "x.yaml", [option])).Message);

    [Fact]
    public void An_option_says_how_points_are_proposed_unless_the_program_has_a_parameter_of_that_name()
    {
        var search = Read($"{Start}parameters: {{p: [1, 2]}}", "method=tpe", "run_cap=9", "parallelism=2", "search_seed=7").Search!;
        Assert.Equal(("tpe", 9, 2, 7u), (search.Method, search.RunCap, search.Parallelism, search.Seed));
        Assert.Equal("old#2", Read($"{Start}parameters: {{p: [1, 2]}}", "start_from=old#2").StartFrom!.Value);

        var named = Read(Start.Replace("[a]", "[a, '${method}']", StringComparison.Ordinal) + "parameters: {p: [1, 2], method: [x, y]}", "method=x");
        Assert.Equal("random", named.Search!.Method);
        Assert.Equal("p", Assert.Single(named.Parameters, p => p.Values.Count > 1).Name);

        static Experiment Read(string text, params string[] options) => ExperimentFile.Parse(text, "x.yaml", options);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("sobol")]
    [InlineData("tpe")]
    [InlineData("gp")]
    public void A_value_that_has_the_probability_0_is_no_value(string method)
    {
        var text = $"{Start.Replace("random", method, StringComparison.Ordinal)}parameters: {{c: {{values: [x, y, z], probabilities: [0, 1, 0]}}, d: [1, 2]}}\n";
        Assert.Equal(["\"y\"", "\"y\""], ExperimentPlan.Expand(ExperimentFile.Parse(text, "x.yaml")).Trials.Select(t => t.Parameters["c"]));
        Expect.Has("c is x; expected one of its values (y) in point 1 of first", Error($"{text}first: [{{c: x, d: 1}}]"));
    }

    [Fact]
    public void More_first_points_than_may_be_tried_are_said() => Assert.Equal(
        ["first has 2 points, and run_cap is 1: those after it are not tried"],
        ExperimentFile.Parse($"{Start}parameters: {{p: [1, 2, 3]}}\nfirst: [{{p: 1}}, {{p: 2}}]", "x.yaml", ["run_cap=1"]).Remarks);

    [Fact]
    public void A_method_that_goes_on_for_ever_asks_for_a_number_of_points() =>
        Expect.Has("random goes on for ever; expected run_cap", Error(Start.Replace("run_cap: 5\n", "", StringComparison.Ordinal) + "parameters: {p: [1, 2]}"));

    [Fact]
    public void How_many_points_a_search_has_is_no_part_of_what_it_is_and_all_else_is()
    {
        const string text = $"{Start}parameters: {{p: {{min: 0, max: 1.5}}, c: [x, y]}}\n";
        string Hash(string from, string to) => ExperimentPlan.Expand(ExperimentFile.Parse(text.Replace(from, to, StringComparison.Ordinal), "x.yaml")).Hash;
        var hash = Hash("zzz", "");
        Assert.Equal(hash, Hash("run_cap: 5", "run_cap: 7"));
        Assert.Equal(hash, Hash("run_cap: 5", "run_cap: 5\nparallelism: 9"));
        string[] others =
        [
            Hash("random", "sobol"), Hash("random", "tpe"), Hash("random", "tpe\nparallelism: 9"), Hash("run_cap: 5", "run_cap: 5\nsearch_seed: 2"),
            Hash("max: 1.5", "max: 2.5"), Hash("[x, y]", "[x, z]"), Hash("run_cap: 5", "run_cap: 5\nreplicates: 2"),
            Hash("run_cap: 5", "run_cap: 5\nfirst: [{p: 1, c: x}]"), Hash("run_cap: 5", "run_cap: 5\nexclude: p > 1"),
            Hash("run_cap: 5", "run_cap: 5\nonly_when: {p: {c: x}}"),
        ];
        Assert.Equal(others.Length + 1, others.Append(hash).Distinct().Count());
    }

    [Fact]
    public void Points_of_a_search_heed_first_exclude_zip_conditions_and_variants_and_none_comes_twice()
    {
        var plan = ExperimentPlan.Expand(ExperimentFile.Parse(
            Start.Replace("run_cap: 5", "run_cap: 40", StringComparison.Ordinal) + """
            variants: [{name: v}, {name: w, extra: 1}]
            parameters: {c: [x, y], d: [1, 2, 3], e: [10, 20, 30], f: [true, false]}
            zip: [[d, e]]
            only_when: {f: {c: x}}
            exclude: c = 'y' and d = 2
            first: [{variant: w, c: x, d: 3, e: 30, f: true}]
            """,
            "x.yaml"));
        // 2 variants × (3 rows × 2 of f where c is x, and 2 rows where it is y).
        Assert.Equal(16, plan.Trials.Count);
        Assert.Equal("w", plan.Trials[0].Variant);
        Assert.Equal(("\"x\"", "3"), (plan.Trials[0].Parameters["c"], plan.Trials[0].Parameters["d"]));
        Assert.All(plan.Trials, t => Assert.Equal(t.Parameters["d"] + "0", t.Parameters["e"]));
        Assert.All(plan.Trials, t => Assert.Equal(t.Parameters["c"] == "\"x\"", t.Parameters.ContainsKey("f")));
        Assert.DoesNotContain(plan.Trials, t => t.Parameters["c"] == "\"y\"" && t.Parameters["d"] == "2");
        Assert.Equal(16, plan.Trials.Select(t => t.Variant + string.Join(' ', t.Parameters)).Distinct().Count());
    }

    private static string Error(string text) => Assert.Throws<ExperimentException>(() => ExperimentPlan.Expand(ExperimentFile.Parse(text, "x.yaml"))).Message;
}
