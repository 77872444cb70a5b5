using Goalkeeper.Runner;
using Goalkeeper.Tests.Cli;

namespace Goalkeeper.Tests.Runner;

/// <summary>What an experiment file may say of ending trials early, and what it may not.</summary>
public class EarlyTerminationTests
{
    private const string Start = "name: a\ncommand: [a]\nmetric: {name: b, goal: minimize}\nmethod: random\nrun_cap: 5\nparameters: {p: {min: 0.0, max: 1}}\n";

    [Theory]
    [InlineData("{type: hyperband, min_iter: 3}", "{\"type\":\"hyperband\",\"min_iter\":3,\"eta\":3,\"strict\":true}")]
    [InlineData("{type: hyperband, max_iter: 27, s: 2, eta: 2, strict: false}", "{\"type\":\"hyperband\",\"max_iter\":27,\"s\":2,\"eta\":2,\"strict\":false}")]
    [InlineData("{type: median}", "{\"type\":\"median\",\"n_startup_trials\":5,\"n_warmup_steps\":0,\"interval_steps\":1,\"n_min_trials\":1}")]
    [InlineData("{type: fixed, step: 10, keep: 0.25}", "{\"type\":\"fixed\",\"step\":10,\"keep\":0.25,\"n_min_trials\":5}")]
    public void What_is_left_out_is_as_W_and_B_and_Optuna_have_it(string written, string json) =>
        Assert.Equal(json, ExperimentFile.Parse($"{Start}early_terminate: {written}", "x.yaml").Search!.EarlyTerminate);

    [Theory]
    [InlineData("hyperband", "early_terminate is `hyperband`; expected a rule such as {type: hyperband, min_iter: 3}; the types are hyperband, median, fixed")]
    [InlineData("{min_iter: 3}", "early_terminate is a mapping; expected a rule such as")]
    [InlineData("{type: hyperbnad}", "did you mean `hyperband`?")]
    [InlineData("{type: hyperband}", "expected min_iter, the first rung, or max_iter with s")]
    [InlineData("{type: hyperband, min_iter: 1, max_iter: 9, s: 1}", "hyperband has one of two beginnings")]
    [InlineData("{type: hyperband, max_iter: 9}", "s is the number of rungs before max_iter; expected it with max_iter, and only there")]
    [InlineData("{type: hyperband, min_iter: 9, s: 3}", "s is the number of rungs before max_iter")]
    [InlineData("{type: hyperband, max_iter: 2, s: 3}", "max_iter / eta is below 1")]
    [InlineData("{type: hyperband, min_iter: 0}", "min_iter is `0`; expected a step, a whole number from 1")]
    [InlineData("{type: hyperband, min_iter: 1.5}", "min_iter is `1.5`; expected a step")]
    [InlineData("{type: hyperband, min_iter: 3, eta: 1}", "eta is `1`; expected a number from 1.001 to 10^15")]
    [InlineData("{type: hyperband, min_iter: 1e16}", "min_iter is `1e16`; expected a step, a whole number from 1 to 10^15")]
    [InlineData("{type: hyperband, min_iter: 1, eta: 1.0000001}", "eta is `1.0000001`; expected a number from 1.001")]
    [InlineData("{type: hyperband, min_iter: 3, strict: perhaps}", "strict is `perhaps`")]
    [InlineData("{type: median, eta: 3}", "unknown key `eta` of median")]
    [InlineData("{type: fixed, step: 3}", "fixed has no keep; expected a share such as 0.25")]
    [InlineData("{type: fixed, keep: 0.5}", "fixed has no step; expected a step")]
    [InlineData("{type: fixed, step: 3, keep: 1}", "keep is `1`; expected a share such as 0.25")]
    public void A_rule_that_is_none_is_a_sentence(string written, string message) => Expect.Has(
        message, Assert.ThrowsAny<Goalkeeper.Store.UserErrorException>(() => ExperimentFile.Parse($"{Start}early_terminate: {written}", "x.yaml")).Message);

    [Fact]
    public void A_rule_is_part_of_what_a_sweep_is_and_so_is_parallelism_then()
    {
        var (without, with) = (Hash(""), Hash("early_terminate: {type: median}\n"));
        Assert.NotEqual(without, with);
        Assert.Equal(without, Hash("parallelism: 9\n"));
        Assert.NotEqual(with, Hash("early_terminate: {type: median}\nparallelism: 9\n"));
        Assert.NotEqual(with, Hash("early_terminate: {type: median, interval_steps: 2}\n"));

        static string Hash(string more) => ExperimentPlan.Expand(ExperimentFile.Parse(Start + more, "x.yaml")).Hash;
    }

    [Fact]
    public void A_network_needs_a_metric_that_is_known_before_it_has_ended()
    {
        var yaml = $"{Experiments.Minimal}metric: dev_f1\nearly_terminate: {{type: median}}\nparameters: {{lambda: [0, 1]}}\n";
        var error = Assert.ThrowsAny<Goalkeeper.Store.UserErrorException>(() => ExperimentPlan.Expand(ExperimentFile.Parse(yaml, "x.yaml"), "00", ["train", "dev"]));
        Expect.Has("dev_f1 is known when training has ended, and early_terminate needs it earlier; expected an accuracy, cost or eval_cost", error.Message);
    }
}
