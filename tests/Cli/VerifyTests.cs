using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Cli;

public sealed class VerifyTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Each_trial_has_a_line_and_the_last_line_sums_up()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        var printed = _session.Run("verify", "small", "--workers", "2");
        Assert.Equal(
            """
            trial 1: identical
            trial 2: identical
            trial 3: identical
            trial 4: identical
            small#1: 4 identical, 0 different

            """,
            printed.Out);
        Assert.Equal(0, printed.ExitCode);
        Expect.Start("small#1: running 4 trials again, 2 workers\n", printed.Error);
        Expect.Has("4/4 trials, 100 %", printed.Error);
        Assert.Equal("trial 3: identical\nsmall#1: 1 identical, 0 different\n", _session.Succeed("verify", "small#1/3"));
    }

    [Fact]
    public void A_difference_is_told_with_both_values_and_their_distance_and_the_exit_code_is_1()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        var stored = _session.Query("SELECT value FROM trial_trace WHERE trial = 3 AND metric = 'cost' AND iteration = 20")[0];
        var now = Math.BitIncrement(Math.BitIncrement(double.Parse(stored, CultureInfo.InvariantCulture)));
        _session.World = context => context with
        {
            Train = (settings, data, _, stop) => Nudged(settings, Trainer.Train(settings, data, stop), now),
        };
        var printed = _session.Run("verify", "small");
        Assert.Equal(ExitCode.Failure, printed.ExitCode);
        Assert.Equal(
            $"""
            trial 1: identical
            trial 2: identical
            trial 3: differs, first in trace cost at iteration 20: stored {stored}, now {now.ToString("R", CultureInfo.InvariantCulture)} (2 ulps)
            trial 4: identical
            small#1: 3 identical, 1 different

            """,
            printed.Out);
    }

    [Fact]
    public void Trials_without_a_result_are_listed_with_their_state()
    {
        _session.World = context => context with
        {
            Train = (settings, data, _, stop) =>
                settings.Lambda > 0 ? throw new InvalidOperationException("no") : Trainer.Train(settings, data, stop),
        };
        Assert.Equal(ExitCode.Failure, _session.Run("run", _session.Write(Session.Small), "--no-report").ExitCode);
        _session.World = context => context;
        Assert.Equal(
            """
            trial 1: identical
            trial 2: identical
            trial 3: not verified, it is failed
            trial 4: not verified, it is failed
            small#1: 2 identical, 0 different, 2 not verified (2 failed)

            """,
            _session.Succeed("verify", "small"));
        Expect.Has(
            "there is nothing to verify: trial small#1/3 is failed; expected finished, diverged or pruned ones. `goalkeeper work 'small#1'`",
            _session.Fail(ExitCode.UserError, "verify", "small/3"));
    }

    [Fact]
    public void Ctrl_C_tells_what_was_verified_until_then()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        using var stop = new CancellationTokenSource();
        var trained = 0;
        _session.World = context => context with
        {
            ListenForStop = () => StopRequest.From(stop.Token),
            Train = (settings, data, _, cancellation) =>
            {
                if (++trained == 3) stop.Cancel();
                return Trainer.Train(settings, data, cancellation);
            },
        };
        var printed = _session.Run("verify", "small", "--workers", "1");
        Assert.Equal(ExitCode.Interrupted, printed.ExitCode);
        Assert.Equal("trial 1: identical\ntrial 2: identical\nsmall#1: stopped after 2, 2 identical, 0 different\n", printed.Out);
    }

    [Fact]
    public void A_terminal_is_redrawn_while_the_trials_run()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        _session.World = context => context with { Error = new OutputWriter(context.Error.Raw, isTerminal: true) };
        Expect.Has("━", _session.Run("verify", "small").Error);
    }

    [Theory]
    [InlineData("There is no sweep smal ", "smal")]
    [InlineData("There is no sweep small#2 ", "small#2")]
    [InlineData("has no trial 5: its trials are 1 to 4", "small/5")]
    [InlineData("--workers 0: expected a whole number, at least 1", "small", "--workers", "0")]
    [InlineData("needs <sweep[/trial]>")]
    public void A_mistake_is_told_in_a_sentence(string sentence, params string[] words)
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        Expect.Has(sentence, _session.Fail(ExitCode.UserError, ["verify", .. words]));
    }

    /// <summary>Trial 3 with another number in one place.</summary>
    private static TrainingResult Nudged(TrainingSettings settings, TrainingResult result, double cost)
    {
        if (settings is not { Lambda: 0.7, Seed: 1 }) return result;
        var values = result.Traces[0].Values.ToArray();
        values[2] = cost;
        return result with { Traces = [result.Traces[0] with { Values = values }, .. result.Traces.Skip(1)] };
    }
}
