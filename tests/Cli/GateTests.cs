using Goalkeeper.Cli.Context;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Cli;

/// <summary><c>gate: gradcheck</c>.</summary>
public sealed class GateTests : IDisposable
{
    private const string Gated = Session.Small + "\ngate: gradcheck\n";
    private readonly Session _session = new();
    private int _checks;

    public GateTests() => Plant(PlantedBugs.None);

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_sweep_whose_gradient_is_wrong_does_not_start()
    {
        Plant(PlantedBugs.DoubledW2 | PlantedBugs.QuadrupledB1);
        var file = _session.Write(Gated);
        var printed = _session.Run("run", file);
        Assert.Equal(1, printed.ExitCode);
        Assert.Equal("", printed.Out);
        Assert.StartsWith("gate: checking the gradients of 2 networks\ntrial 1: 2-3-1, relu, he, seed 1, lambda 0\n", printed.Error, StringComparison.Ordinal);
        Assert.Equal(4, printed.Error.Split('\n').Count(line => line.EndsWith("WRONG", StringComparison.Ordinal)));
        Assert.DoesNotContain("W1[", printed.Error, StringComparison.Ordinal); // blocks that passed
        Assert.Contains($"error: the gate is shut: the gradients of 2 of 2 networks are not those of the cost; nothing is stored. `goalkeeper gradcheck {file}`", printed.Error, StringComparison.Ordinal);
        Assert.Equal(["0"], _session.Query("SELECT count(*) FROM sweep"));
        Assert.Equal(["0"], _session.Query("SELECT count(*) FROM dataset"));
    }

    [Fact]
    public void A_sweep_whose_gradients_pass_runs()
    {
        var printed = _session.Run("run", _session.Write(Gated), "--no-report");
        Assert.Equal(0, printed.ExitCode);
        Assert.Equal(2, _checks);
        Assert.StartsWith("gate: checking the gradients of 2 networks\nsmall#1: new, 4 trials", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_with_nothing_left_to_run_is_not_checked()
    {
        var file = _session.Write(Gated);
        _session.Succeed("run", file, "--no-report");
        _checks = 0;
        Plant(PlantedBugs.DoubledW2);
        Assert.Equal(0, _session.Run("run", file, "--no-report").ExitCode);
        Assert.Equal(0, _checks);
        Assert.Equal(1, _session.Run("run", file, "--no-report", "--new").ExitCode);
        Assert.Equal(2, _checks);
    }

    [Fact]
    public void A_gate_does_not_make_another_sweep()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        Assert.Contains("small#1: 4 trials, all have ended", _session.Run("run", _session.Write(Gated), "--no-report").Error, StringComparison.Ordinal);
        Assert.Equal(0, _checks);
    }

    [Fact]
    public void Without_a_gate_nothing_is_checked()
    {
        Plant(PlantedBugs.DoubledW2);
        Assert.Equal(0, _session.Run("run", _session.Write(Session.Small), "--no-report").ExitCode);
        Assert.Equal(0, _checks);
    }

    [Fact]
    public void A_cost_that_is_not_finite_shuts_no_gate_but_is_told()
    {
        _session.World = context => context;
        var file = _session.Write(Gated);
        string[] large = ["--set", "initialization=random", "--set", "initialization_scale=1000", "--set", "dataset=circles", "--set", "hidden=[10,5]"];
        var printed = _session.Run(["run", file, "--no-report", .. large]);
        Assert.Equal(0, printed.ExitCode);
        Assert.Contains("cannot be checked here: the cost is ∞\n", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_mentions_the_gate_and_does_not_check()
    {
        Assert.EndsWith("gate: gradcheck: run checks the gradients of 2 networks first\n", _session.Succeed("plan", _session.Write(Gated)), StringComparison.Ordinal);
        Assert.DoesNotContain("gate", _session.Succeed("plan", _session.Write(Session.Small)), StringComparison.Ordinal);
        Assert.Equal(0, _checks);
    }

    [Theory]
    [InlineData("gate: gradchek", "gate is `gradchek`; expected gradcheck; did you mean `gradcheck`?")]
    [InlineData("gate: [gradcheck]", "gate is a list; expected gradcheck")]
    [InlineData("gate:", "gate is empty; expected gradcheck")]
    public void An_unknown_gate_is_told(string gate, string expected) =>
        Assert.Contains(expected, _session.Fail(ExitCode.UserError, "run", _session.Write($"{Session.Small}\n{gate}\n")), StringComparison.Ordinal);

    private void Plant(PlantedBugs bugs) => _session.World = context => context with
    {
        CheckGradient = (_, _, options) =>
        {
            _checks++;
            return GradientCheckDemo.CheckNetwork(bugs, options);
        },
    };
}
