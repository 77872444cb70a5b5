using Goalkeeper.Cli.Context;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Cli;

public sealed class GradCheckTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Each_network_of_the_plan_is_checked_block_by_block()
    {
        var printed = _session.Run("gradcheck", _session.Write(Session.Small));
        Assert.Equal(0, printed.ExitCode);
        Assert.StartsWith("2 networks on 211 train examples of pitch; ε 1e-7, threshold 2e-7\n\ntrial 1: 2-3-1, relu, he, seed 1, lambda 0\n", printed.Out, StringComparison.Ordinal);
        Assert.Contains("\n\ntrial 3: 2-3-1, relu, he, seed 1, lambda 0.7\n", printed.Out, StringComparison.Ordinal);
        foreach (var block in (string[])["W1", "b1", "W2", "b2"])
            Assert.Equal(2, printed.Out.Split('\n').Count(line => line.StartsWith($"{block}  ", StringComparison.Ordinal) && line.Contains($"{block}[", StringComparison.Ordinal)));
        Assert.EndsWith("\n2 of 2 gradients agree with central differences\n", printed.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(_session.Store));
    }

    [Fact]
    public void It_says_that_it_is_slow_and_that_masks_are_held()
    {
        var printed = _session.Run("gradcheck", _session.Write(Session.Small), "--set", "keep_prob=0.8", "--set", "dropout_mask=resampled");
        Assert.Equal(0, printed.ExitCode);
        Assert.Contains("slow", printed.Error, StringComparison.Ordinal);
        Assert.Contains("dropout's masks are held", printed.Error, StringComparison.Ordinal);
        Assert.Contains("lambda 0.7, keep_prob 0.8, its mask held\n", printed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_gradient_is_told_with_its_block_and_is_exit_code_1()
    {
        _session.World = context => context with { CheckGradient = (_, _, options) => GradientCheckDemo.CheckNetwork(PlantedBugs.DoubledW2, options) };
        var printed = _session.Run("gradcheck", _session.Write(Session.Small));
        Assert.Equal(1, printed.ExitCode);
        Assert.EndsWith("\n2 of 2 gradients WRONG\n", printed.Out.Split("rounding: ")[0], StringComparison.Ordinal);
        Assert.Equal(2, printed.Out.Split('\n').Count(line => line.StartsWith("W2 ", StringComparison.Ordinal) && line.EndsWith("WRONG", StringComparison.Ordinal)));
        Assert.Matches(@"W2\[2,0\] +1\.83160330e0 +9\.158017\d\de-1 ", printed.Out);
    }

    [Fact]
    public void A_cost_that_is_not_finite_cannot_be_checked_and_is_no_failure()
    {
        var printed = _session.Run("gradcheck", Session.Experiment("initialization"));
        Assert.Equal(0, printed.ExitCode);
        Assert.Contains("relu, random × 10, seed 3, lambda 0\ncannot be checked here: the cost is ∞\n", printed.Out, StringComparison.Ordinal);
        Assert.Contains("4 of 5 gradients agree with central differences; 1 of 5 cannot be checked", printed.Out, StringComparison.Ordinal);
        Assert.Contains("b1[0]                       0", printed.Out, StringComparison.Ordinal); // zero by symmetry: rounding, said to be that
        Assert.Contains("\nrounding: ", printed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kink_is_called_one()
    {
        // With zero biases, an example whose inputs are all dropped stands exactly on relu's kink.
        var printed = _session.Run("gradcheck", _session.Write(Session.Small), "--set", "hidden=[6,4]", "--set", "keep_prob=0.5", "--set", "lambda=0");
        Assert.Equal(0, printed.ExitCode);
        Assert.Matches(@"b2 .*ok, \d+ kinks?\n", printed.Out);
        Assert.Contains("\nkink: relu's slope jumps there", printed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_block_is_checked_at_200_entries_unless_all_are_asked_for()
    {
        string[] command = ["gradcheck", _session.Write(Session.Small), "--set", "hidden=[150]", "--set", "lambda=0"];
        var some = _session.Succeed(command);
        Assert.Matches(@"\nW1 +200 of 300 ", some);
        Assert.Matches(@"\nb1 +150 ", some);
        Assert.Equal(some, _session.Succeed(command));
        Assert.NotEqual(some, _session.Succeed([.. command, "--seed", "2"]));
        Assert.DoesNotContain(" of 300", _session.Succeed([.. command, "--all"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_large_plan_20_networks_are_checked_and_the_others_counted()
    {
        var values = string.Join(',', Enumerable.Range(0, 30));
        var output = _session.Succeed("gradcheck", _session.Write(Session.Small), "--set", $"lambda={values}", "--set", "hidden=[]");
        Assert.StartsWith("20 of 30 networks on ", output, StringComparison.Ordinal);
        Assert.Contains("\n10 more are left out", output, StringComparison.Ordinal);
        Assert.Contains("\ntrial 1: 2-1, he, seed 1, lambda 0\n", output, StringComparison.Ordinal);
        Assert.Contains("\ntrial 59: 2-1, he, seed 1, lambda 29\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Epsilon_and_threshold_reach_the_check()
    {
        GradientCheckOptions? seen = null;
        _session.World = context => context with
        {
            CheckGradient = (settings, train, options) => GradientCheck.Run(settings, train, seen = options),
        };
        _session.Succeed("gradcheck", _session.Write(Session.Small), "--epsilon", "1e-5", "--threshold", "1e-4", "--seed", "7");
        Assert.Equal(new GradientCheckOptions { Epsilon = 1e-5, Threshold = 1e-4, MostEntries = 200, Seed = 7 }, seen);
    }

    [Fact]
    public void The_demo_is_the_courses_exercise()
    {
        var output = _session.Succeed("gradcheck", "--demo");
        Assert.Contains("2         2  2.0000000011677344   2.919e-10\n", output, StringComparison.Ordinal);
        Assert.Contains("3         3  2.9999999995311555   7.814e-11\n", output, StringComparison.Ordinal);
        Assert.Matches(@"both bugs +0\.285093156\d+  WRONG in b1 and W2\n", output);
        Assert.Matches(@"dW2 × 2 +0\.17344196\d+  WRONG in W2\n", output);
        Assert.Matches(@"db1 with 4/m +0\.25442297\d+  WRONG in b1\n", output);
        Assert.Matches(@"correct +1\.1[89]\de-7  ok\n", output);
    }

    [Theory]
    [InlineData("--epsilon 0: expected a number above 0", "x.yaml", "--epsilon", "0")]
    [InlineData("--epsilon small: expected a number above 0", "x.yaml", "--epsilon", "small")]
    [InlineData("--threshold -1: expected a number above 0", "x.yaml", "--threshold", "-1")]
    [InlineData("--threshold inf: expected a number above 0", "x.yaml", "--threshold", "inf")]
    [InlineData("--seed -1: expected a whole number, at least 0", "x.yaml", "--seed", "-1")]
    [InlineData("`goalkeeper gradcheck` needs <file>")]
    [InlineData("expected no experiment file", "x.yaml", "--demo")]
    [InlineData("expected no experiment file and no --set", "--demo", "--set", "lambda=1")]
    [InlineData("no such file", "nothing.yaml")]
    public void Bad_input_is_told(string expected, params string[] words) =>
        Assert.Contains(expected, _session.Fail(ExitCode.UserError, ["gradcheck", .. words]), StringComparison.Ordinal);
}
