using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner;

/// <summary>Hydra's words in <c>--set</c>, and YAML's merge keys.</summary>
public sealed class OptionValueTests
{
    private const string Program = """
        name: mine
        command: [./train.sh]
        metric: { name: loss, goal: minimize }
        parameters: { lr: [0.1], depth: [1, 2] }

        """;

    [Theory]
    [InlineData("range(1,8)", "1 2 3 4 5 6 7")]
    [InlineData("range(3)", "0 1 2")]
    [InlineData(" range( 1, 8, 3 ) ", "1 4 7")]
    [InlineData("range(0,1,0.1)", "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9")]
    [InlineData("range(3,0,-1)", "3 2 1")]
    [InlineData("range(-1,1)", "-1 0")]
    [InlineData("logspace(0.001,1,4)", "0.001 0.01 0.1 1")]
    [InlineData("logspace(100,1,3)", "100 10 1")]
    [InlineData("logspace(1,2,3)", "1 1.41421356237 2")]
    [InlineData("choice(0.1,0.2)", "0.1 0.2")]
    [InlineData("choice(a,[1,2])", "\"a\" [1,2]")]
    [InlineData("f(1)", "\"f(1)\"")]
    public void Hydra_s_words_are_values(string values, string expected) =>
        Assert.Equal(expected, string.Join(' ', Parse($"lr={values}").Parameters[0].Values.Select(v => v.Value.Json)));

    [Theory]
    [InlineData("range()", "no value; expected --set lr=value or --set lr=value,value")]
    [InlineData("range(a)", "range(…) has `a`; expected a number, at most 1e15")]
    [InlineData("range(1e20)", "range(…) has `1e20`; expected a number, at most 1e15")]
    [InlineData("range(1,8,0)", "range has other numbers; expected range(start, stop) or range(start, stop, step), the stop left out")]
    [InlineData("range(1,1e-40,1e-40)", "range has other numbers; expected range(start, stop) or range(start, stop, step), the stop left out")]
    [InlineData("range(8,1)", "range has 0 values; expected 1 to 100,000")]
    [InlineData("range(1e9)", "range has 1,000,000,000 values; expected 1 to 100,000")]
    [InlineData("logspace(0,1,3)", "logspace has other numbers; expected logspace(first, last, how many), such as logspace(0.001, 1, 4)")]
    [InlineData("logspace(1,10,1)", "logspace has other numbers; expected logspace(first, last, how many), such as logspace(0.001, 1, 4)")]
    [InlineData("logspace(1,10,2.5)", "logspace has other numbers; expected logspace(first, last, how many), such as logspace(0.001, 1, 4)")]
    [InlineData("logspace(1,1,2)", "lr has the value 1 twice")]
    [InlineData("0.1,range(1,3)", "range(…) stands alone; expected no values beside it")]
    [InlineData("range(1,3),9", "range(…) stands alone; expected no values beside it")]
    [InlineData("interval(0,1)", "interval(…) is not supported; expected values, range(…), logspace(…) or choice(…)")]
    public void A_mistake_is_named_with_its_option(string values, string message) =>
        Assert.Equal($"--set lr={values}: {message}", Assert.Throws<ExperimentException>(() => Parse($"lr={values}")).Message);

    [Fact]
    public void A_tilde_takes_a_setting_out()
    {
        Assert.Equal(["lr"], Parse("~depth").Parameters.Select(p => p.Name));
        var plan = Experiments.Plan("parameters: { lambda: [0, 0.7] }", "~lambda");
        Assert.Equal(0, Experiments.Networks(plan).Single().Lambda);
        Assert.Equal("", string.Join(' ', plan.Experiment.Parameters));
    }

    [Theory]
    [InlineData("~lr=0.1", "--set ~lr=0.1: what is left out has no value; expected --set ~lr")]
    [InlineData("~rl", "--set ~rl: unknown key `rl`; expected one of lr, depth, replicates, method, run_cap, parallelism, search_seed, start_from; did you mean `lr`?")]
    [InlineData("~replicates", "--set ~replicates: replicates cannot be left out; expected --set replicates=value")]
    public void A_mistake_in_taking_out_is_named(string option, string message) =>
        Assert.Equal(message, Assert.Throws<ExperimentException>(() => Parse(option)).Message);

    [Fact]
    public void What_the_file_does_not_set_cannot_be_taken_out() => Assert.Equal(
        "--set ~lambda: the file does not set lambda; expected a setting that it has",
        Assert.Throws<ExperimentException>(() => Experiments.Parse("", "~lambda")).Message);

    [Fact]
    public void What_a_command_needs_cannot_be_taken_out() => Assert.Contains(
        "there is no `lr`",
        Assert.Throws<ExperimentException>(() => ExperimentFile.Parse(Program.Replace("[./train.sh]", "[./train.sh, \"${lr}\"]", StringComparison.Ordinal), "x.yaml", ["~lr"])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_merge_key_takes_what_the_mapping_does_not_say_itself()
    {
        var experiment = Experiments.Parse("""
            variants:
            - &small { name: small, note: a remark, lambda: 0.1, keep_prob: 0.9 }
            - &other { name: other, lambda: 0.2, seed: 3 }
            - { <<: *small, name: changed, lambda: 0.5 }
            - name: both
              <<: [*other, *small]
            """);
        Assert.Equal(
            ["small lambda=0.1 keep_prob=0.9", "other lambda=0.2 seed=3", "changed lambda=0.5 keep_prob=0.9", "both lambda=0.2 seed=3 keep_prob=0.9"],
            experiment.Variants.Select(v => $"{v.Name} {string.Join(' ', v.Settings.Select(s => $"{s.Key}={s.Value.Value.Json}"))}"));
        Assert.Equal("x.yaml:6:65", experiment.Variants[3].Settings["keep_prob"].At.ToString());
    }

    [Theory]
    [InlineData("variants: [{name: a, <<: 3}]", "x.yaml:5:26: `<<` is `3`; expected a mapping, such as *base, or a list of them")]
    [InlineData("variants: [{name: a, <<: []}]", "x.yaml:5:26: `<<` is an empty list; expected a mapping, such as *base, or a list of them")]
    [InlineData("variants: [{name: a, <<: [[]]}]", "x.yaml:5:27: `<<` is an empty list; expected a mapping, such as *base, or a list of them")]
    [InlineData("variants: [{name: a, <<: {seed: 1}, <<: {seed: 2}}]", "x.yaml:5:37: `<<` stands twice; the first is at x.yaml:5:22")]
    [InlineData("variants: [{name: a, <<: {sede: 1}}]", "did you mean `seed`?")]
    [InlineData("variants: [{name: a, '<<': {seed: 1}}]", "x.yaml:5:22: unknown key `<<` of a variant")]
    public void A_merge_that_is_wrong_is_named(string more, string message) =>
        Assert.Contains(message, Assert.Throws<ExperimentException>(() => Experiments.Parse(more)).Message, StringComparison.Ordinal);

    [Fact]
    public void Merges_of_merges_are_bounded()
    {
        var lines = Enumerable.Range(1, 40).Select(i => $"  k{i}: &a{i} {{ <<: [*a{i - 1}, *a{i - 1}], x{i}: 1 }}\n");
        var text = Experiments.Minimal + "parameters:\n  k0: &a0 { x0: 1 }\n" + string.Concat(lines);
        Assert.Contains("more than 2000000 values", Assert.Throws<ExperimentException>(() => ExperimentFile.Parse(text, "x.yaml")).Message, StringComparison.Ordinal);
    }

    private static Experiment Parse(params string[] overrides) => ExperimentFile.Parse(Program, "x.yaml", overrides);
}
