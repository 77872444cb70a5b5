using Goalkeeper.Cli.Context;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Cli;

public sealed class RetryTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Failed_trials_alone_are_tried_again_and_their_earlier_attempts_stay()
    {
        FailTwo();
        var before = Finished();
        var printed = _session.Run("retry", "small");
        Assert.Equal(0, printed.ExitCode);
        Expect.Start("small#1: 2 trials are queued again\nsmall#1: resumed, 2 of 4 trials left to run, ", printed.Error);
        Expect.Has("report: ", printed.Out);
        Assert.Equal(["finished|4"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1"));
        Assert.Subset(Finished().ToHashSet(), before.ToHashSet());
        Assert.Equal(
            ["1|1|finished|1", "2|1|failed|0", "2|2|finished|1", "3|1|finished|1", "4|1|failed|0", "4|2|finished|1"],
            _session.Query("SELECT trial, attempt, state, counts FROM trial_attempt ORDER BY 1, 2"));
        Assert.Equal(["2|retry", "4|retry"], _session.Query("SELECT trial, kind FROM event ORDER BY id"));

        using var undisturbed = new Session();
        undisturbed.Succeed("run", undisturbed.Write(Session.Small), "--no-report");
        Assert.Equal(undisturbed.Numbers(), _session.Numbers());
    }

    [Fact]
    public void A_trial_that_was_tried_more_than_once_shows_its_attempts()
    {
        FailTwo();
        Assert.DoesNotContain("attempts", _session.Succeed("trials", "small") + _session.Succeed("show", "small/2"), StringComparison.Ordinal);
        _session.Run("retry", "small", "2", "--no-report");
        Assert.Equal(
            "number,state,attempts\n1,finished,1\n2,finished,2\n3,finished,1\n4,failed,1\n",
            string.Concat(_session.Succeed("trials", "small", "--format", "csv").Split('\n')[..^1].Select(row => string.Join(',', row.Split(',')[..3]) + "\n")));
        var shown = _session.Succeed("show", "small/2");
        Assert.Matches(@"attempts  1 failed, \d{4}-\d\d-\d\d \d\d:\d\d UTC, [\d.e-]+ s: InvalidDataException: no luck\n", shown);
        Assert.Matches(@"\n +2 finished, \d{4}-\d\d-\d\d \d\d:\d\d UTC, [\d.e-]+ s\n", shown);
        Assert.DoesNotContain("attempts", _session.Succeed("show", "small/1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Trials_are_named_by_their_numbers_and_one_also_as_elsewhere()
    {
        FailTwo();
        Assert.Equal(ExitCode.Failure, _session.Run("retry", "small#1", "4", "--no-report").ExitCode); // 2 is still failed
        Assert.Equal(["2|failed", "4|finished"], _session.Query("SELECT number, state FROM trial WHERE seed = 2"));
        Assert.Equal(0, _session.Run("retry", "small/2", "--no-report").ExitCode);
        Assert.Equal(["finished|4"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1"));
    }

    [Fact]
    public void Diverged_trials_are_tried_again_when_they_are_asked_for()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report", "--set", "lambda=0,1e200");
        Expect.Has(
            "no trial of small#1 failed: 2 finished, 2 diverged; --diverged tries diverged ones again",
            _session.Fail(ExitCode.UserError, "retry", "small"));
        Assert.Equal(0, _session.Run("retry", "small", "--diverged", "--no-report").ExitCode);
        Assert.Equal(["diverged|4"], _session.Query("SELECT state, count(*) FROM attempt WHERE state = 'diverged' GROUP BY 1"));
    }

    [Fact]
    public void They_may_only_be_queued_and_the_next_run_takes_them()
    {
        FailTwo();
        Assert.Equal("small#1: 2 trials are queued again\n", _session.Run("retry", "small", "--no-run").Error);
        Assert.Equal(["finished|2", "queued|2"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1 ORDER BY 1"));
        Expect.Start("small#1: resumed, 2 of 4 trials left", _session.Run("run", _session.File("small.yaml"), "--no-report").Error);
        Assert.Equal(["finished|4"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1"));
    }

    [Fact]
    public void Run_itself_tries_failed_trials_again_when_it_is_asked_to()
    {
        FailTwo();
        Assert.Equal(ExitCode.Failure, _session.Run("run", _session.File("small.yaml"), "--no-report").ExitCode);
        Assert.Equal(0, _session.Run("run", _session.File("small.yaml"), "--no-report", "--retry").ExitCode);
        Assert.Equal(["1|finished|4"], _session.Query("SELECT sweep_id, state, count(*) FROM trial GROUP BY 2"));
    }

    [Fact]
    public void The_advice_after_a_failure_can_be_typed_whatever_the_store_is()
    {
        _session.World = FailForSeed2;
        var other = _session.File("other store.db");
        Expect.Has(
            $"2 trials failed; `goalkeeper retry 'small#1' --store '{other}'` tries them again:\n",
            _session.Run("run", _session.Write(Session.Small), "--no-report", "--store", other).Error);
        _session.World = context => context;
        Assert.Equal(0, _session.Run("retry", "small#1", "--store", other, "--no-report").ExitCode);
    }

    [Theory]
    [InlineData("trial small#1/1 has finished, and its result stays; `goalkeeper run --new` makes a new sweep; expected failed or diverged ones", "small", "2", "1")]
    [InlineData("has no trial 7: its trials are 1 to 4", "small", "7")]
    [InlineData("has no trial 7: its trials are 1 to 4", "small/7")]
    [InlineData("`two` is no trial: expected numbers, such as 3 17", "small", "two")]
    [InlineData("There is no sweep smal ", "smal")]
    [InlineData("no trial of small#1 diverged: 2 finished, 2 failed", "small", "--diverged")]
    [InlineData("There is no store", "small", "--store", "nowhere.db")]
    [InlineData("needs <sweep[/trial]>")]
    public void A_mistake_is_told_in_a_sentence_and_nothing_is_queued(string sentence, params string[] words)
    {
        FailTwo();
        Expect.Has(sentence, _session.Fail(ExitCode.UserError, ["retry", .. words]));
        Assert.Equal(["failed|2", "finished|2"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1 ORDER BY 1"));
        Assert.False(File.Exists("nowhere.db"));
    }

    [Fact]
    public void A_trial_that_is_still_to_be_run_is_told_so()
    {
        FailTwo();
        _session.Run("retry", "small", "2", "--no-run");
        Expect.Has("trial small#1/2 is queued, so it is still to be run", _session.Fail(ExitCode.UserError, "retry", "small/2"));
    }

    private List<string> Finished() => [.. _session.Query("SELECT number, started_at, duration_ms FROM trial WHERE state = 'finished' ORDER BY 1")];

    /// <summary>Trials 2 and 4 fail.</summary>
    private void FailTwo()
    {
        _session.World = FailForSeed2;
        Assert.Equal(ExitCode.Failure, _session.Run("run", _session.Write(Session.Small), "--no-report").ExitCode);
        _session.World = context => context;
    }

    private static CommandContext FailForSeed2(CommandContext context) => context with
    {
        Train = (settings, data, _, stop) => settings.Seed == 2 ? throw new InvalidDataException("no luck") : Trainer.Train(settings, data, stop),
    };
}
