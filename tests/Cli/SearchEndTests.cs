using Goalkeeper.Cli.Context;

namespace Goalkeeper.Tests.Cli;

/// <summary>What ends a search before its last point: a target that is reached, trials that all fail; and what says that it learned little.</summary>
public sealed class SearchEndTests : IDisposable
{
    private const string Points = "SELECT trial, parameter, value FROM trial_parameter ORDER BY 1, 2";

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("random")]
    [InlineData("sobol")]
    [InlineData("tpe")]
    public void A_target_ends_a_search_at_the_same_point_for_any_number_of_workers(string method)
    {
        var file = Program($"method: {method}\nrun_cap: 60\nparallelism: 3", "minimize, target: 1.5");
        Expect.Has("60 points by " + method + ", until one has a loss of 1.5; point 4 is proposed when point 1 has ended", _session.Succeed("plan", file).ReplaceLineEndings(" "));
        var said = _session.Run("run", file, "--no-report", "--workers", "1");
        Assert.Equal(ExitCode.Success, said.ExitCode);
        var points = _session.Query(Points);
        var reached = int.Parse(Assert.Single(_session.Query("SELECT min(trial) FROM trial_metric WHERE metric = 'loss' AND value <= 1.5")), null);
        Expect.Has($"s#1: point {reached} has reached the target of loss, with ", said.Error);
        // The next two were under way.
        Assert.Equal(reached + 2, points.Count / 2);

        _session.Succeed("run", file, "--no-report", "--workers", "6", "--store", _session.File("six.db"));
        Assert.Equal(points, _session.Query(Points, _session.File("six.db")));
        Expect.Has($"s#1: {reached + 2} trials, all have ended; nothing is left to run", _session.Run("run", file, "--no-report").Error);
        Expect.Has($"{reached + 2} points proposed the same, 0 otherwise", _session.Succeed("verify", "s"));
        Expect.Has("loss, minimize, target 1.5", _session.Succeed("show", "s"));

        // A target that is harder to reach goes on with the same search.
        _session.Run("run", Program($"method: {method}\nrun_cap: {reached + 5}\nparallelism: 3", "minimize, target: -1"), "--no-report");
        Assert.Equal(points, _session.Query(Points).Take(points.Count));
        Assert.Equal([$"{reached + 5}|1"], _session.Query("SELECT count(*), (SELECT count(*) FROM sweep) FROM trial"));
    }

    [Fact]
    public void A_target_ends_a_grid_and_holds_for_the_mean_over_replicates()
    {
        var file = Program("replicates: 2", "maximize, target: 4", "a: [1, 2, 5, 3, 4, 6, 7, 8], b: [1]", "echo goalkeeper: loss=$(($1 + $GOALKEEPER_SEED - 2))");
        // The mean at 5 is 4.5; at 4, 3.5.
        Expect.Has("point 3 has reached the target of loss, with 4.5", _session.Run("run", file, "--no-report").Error);
        Assert.Equal(["6|12"], _session.Query("SELECT count(DISTINCT point), count(*) FROM trial"));
    }

    [Theory]
    [InlineData("random", "")]
    [InlineData("tpe", "")]
    [InlineData("gp", "replicates: 2")]
    [InlineData("bayes", "exclude: a = 3")]
    public void A_space_that_has_no_more_points_is_said(string method, string line)
    {
        var file = Program($"method: {method}\nrun_cap: 30\n{line}", parameters: "a: [1, 2, 3], b: [4, 5]");
        var points = line.StartsWith("exclude", StringComparison.Ordinal) ? 4 : 6;
        Assert.EndsWith($"s#1: the space has no more points; {points} were run, and run_cap is 30\n", _session.Run("run", file, "--no-report").Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("no more points", _session.Run("run", Program($"method: {method}\nrun_cap: 3", parameters: "a: [1, 2, 3], b: [6, 5]"), "--no-report").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_trials_in_a_row_that_fail_stop_a_sweep_unless_the_file_says_otherwise()
    {
        var said = _session.Run("run", Program("method: random\nrun_cap: 30", script: "exit 3"), "--no-report", "--workers", "1");
        Assert.Equal(ExitCode.Failure, said.ExitCode);
        Expect.Has("s#1: stopped, since 10 trials in a row failed (`fail_fast` in the file; false goes on all the same)", said.Error.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal));
        Assert.Equal(1, said.Error.Split("stopped").Length - 1);
        Expect.Has("; 10 of 30 trials have ended and are kept", said.Error.ReplaceLineEndings(" "));
        Expect.Has("10 trials failed", said.Error);
        Assert.Equal(["10"], _session.Query("SELECT count(*) FROM trial WHERE state = 'failed'"));

        // It counts anew, and other numbers are other rows.
        _session.Run("run", Program("method: random\nrun_cap: 30\nfail_fast: 4", script: "exit 3"), "--no-report", "--workers", "1");
        Assert.Equal(["14"], _session.Query("SELECT count(*) FROM trial WHERE state = 'failed'"));
        _session.Run("run", Program("method: random\nrun_cap: 30\nfail_fast: true", script: "exit 3"), "--no-report", "--workers", "1");
        Assert.Equal(["15"], _session.Query("SELECT count(*) FROM trial WHERE state = 'failed'"));
        Assert.Equal(ExitCode.Failure, _session.Run("run", Program("method: random\nrun_cap: 30\nfail_fast: false", script: "exit 3"), "--no-report").ExitCode);
        Assert.Equal(["30"], _session.Query("SELECT count(*) FROM trial WHERE state = 'failed'"));
        Assert.Equal(["1"], _session.Query("SELECT count(*) FROM sweep"));
    }

    [Fact]
    public void A_grid_of_programs_that_all_fail_stops_too_and_one_success_between_ends_a_row()
    {
        var values = string.Join(", ", Enumerable.Range(1, 25));
        _session.Run("run", Program("replicates: 1", parameters: $"a: [{values}], b: [1]", script: "[ $(($1 % 10)) = 0 ] || exit 3; echo goalkeeper: loss=1"), "--no-report", "--workers", "1");
        Assert.Equal(["25"], _session.Query("SELECT count(*) FROM trial WHERE state IN ('failed', 'finished')"));
        _session.Run("run", Program("replicates: 1", parameters: $"a: [{values}], b: [2]", script: "exit 3"), "--no-report", "--workers", "1");
        Assert.Equal(["10"], _session.Query("SELECT count(*) FROM trial t JOIN sweep s ON s.id = t.sweep_id WHERE s.number = 2 AND t.state = 'failed'"));
    }

    [Theory]
    [InlineData("echo goalkeeper: loss=1", "warning: loss is 1 in 8 of 8 trials; a search learns little from a metric that stays the same")]
    [InlineData("[ $2 -gt 8 ] && echo goalkeeper: loss=$1 || echo goalkeeper: loss=nan", "trials have no number as their loss; each counts as the worst seen")]
    [InlineData("[ $2 -gt 8 ] && echo goalkeeper: loss=$1 || echo goalkeeper: loss=inf", "trials have no number as their loss; each counts as the worst seen")]
    [InlineData("echo goalkeeper: cost=1", "8 trials failed")]
    [InlineData("echo goalkeeper: loss=$1", null)]
    public void A_metric_that_says_little_is_told(string script, string? message)
    {
        var said = _session.Run("run", Program("method: tpe\nrun_cap: 8", script: script), "--no-report", "--workers", "2").Error.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal);
        if (message is null) Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
        else Expect.Has(message, said);
    }

    [Fact]
    public void What_a_method_is_not_made_for_is_said_and_what_a_metric_is_imputed_by()
    {
        Expect.Has("warning: gp learns from numbers, and no parameter has any", _session.Run("plan", Program("method: gp\nrun_cap: 4", parameters: "a: [x, y], b: [u, v]")).Error);
        Expect.Has("here a point that failed counts as the worst seen", _session.Run("plan", Program("method: gp\nrun_cap: 4", "minimize, impute: best")).Error.ReplaceLineEndings(" "));
        Assert.Empty(_session.Run("plan", Program("method: gp\nrun_cap: 4", "minimize, impute: worst")).Error);
    }

    [Fact]
    public void Two_hundred_parameters_are_searched()
    {
        var parameters = string.Join(", ", Enumerable.Range(1, 200).Select(i => FormattableString.Invariant($"p{i}: {{min: 0.0, max: 1.0}}")));
        _session.Succeed("run", Program("method: tpe\nrun_cap: 13", parameters: $"a: {{min: 0.0, max: 1.0}}, b: [1, 2], {parameters}"), "--no-report");
        Assert.Equal(["13"], _session.Query("SELECT count(*) FROM trial WHERE state = 'finished'"));
    }

    [Theory]
    [InlineData("a = 'x'", "exclude compares what is never equal: ")]
    [InlineData("b = 'one'", "exclude compares what is never equal: ")]
    [InlineData("c = 3", "exclude compares what is never equal: ")]
    [InlineData("zzz = 3", "exclude cannot be evaluated: ")]
    [InlineData("a > 1 AND c = 'x' AND b IN (1, 2)", null)]
    public void A_condition_of_exclude_that_is_never_true_is_an_error_in_a_search_too(string exclude, string? message)
    {
        var file = Program($"method: random\nrun_cap: 3\nexclude: \"{exclude}\"", parameters: "a: {min: 0.0, max: 9.0}, b: [1, 2, 3], c: [x, y]");
        if (message is null) _session.Succeed("plan", file);
        else Expect.Has(message, _session.Fail(ExitCode.UserError, "plan", file));
    }

    [Theory]
    [InlineData("[{a: 1, b: x}]", "there is no m in point 1 of first")]
    [InlineData("[{a: 1, b: y}, {a: 1, b: x, m: 0.5}]", null)]
    [InlineData("[{a: 1, b: y}, {a: 1, b: y, m: 0.5}]", "point 2 of first is an earlier one again, without what does not exist there; expected each once")]
    public void A_first_point_has_what_exists_there(string first, string? message)
    {
        var file = Program($"method: random\nrun_cap: 3\nfirst: {first}\nonly_when: {{m: {{b: x}}}}", parameters: "a: {min: 0.0, max: 9.0}, b: [x, y], m: {min: 0.0, max: 1.0}");
        if (message is null) _session.Succeed("plan", file);
        else Expect.Has(message, _session.Fail(ExitCode.UserError, "plan", file));
    }

    private string Program(
        string lines, string goal = "minimize", string parameters = "a: {min: 0.0, max: 9.0}, b: {min: 1, max: 9}", string script = "echo goalkeeper: loss=$1")
    {
        File.WriteAllText(_session.File("train.sh"), script + "\n");
        return _session.Write($$"""
            name: s
            command: [sh, train.sh, "${a}", "${b}"]
            {{lines}}
            parameters: { {{parameters}} }
            metric: {name: loss, goal: {{goal}}}
            """);
    }
}
