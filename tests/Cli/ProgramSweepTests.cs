using Goalkeeper.Cli.Context;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests.Cli;

/// <summary>Sweeps of scripts on the command line, from the file to the report.</summary>
public sealed class ProgramSweepTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_example_of_README_is_run_and_reported()
    {
        Assert.SkipUnless(Has("python3"), "needs python3");
        foreach (var file in (string[])["line.yaml", "train.py"]) File.Copy(Path.Combine(Experiments.Root, "examples", file), _session.File(file));
        var table = _session.Succeed("run", _session.File("line.yaml"), "--out", _session.File("report"));
        Expect.Has("Chosen by val loss (lowest mean): lr = 0.1, momentum = 0.5.", table);
        Expect.Has("36 finished", _session.Succeed("list"));
        Expect.Has("metric-1.svg", string.Join(' ', Directory.GetFiles(_session.File("report/line"))));
        Expect.Has("exit code 0", _session.Succeed("show", "line/2"));
        Assert.Equal(40, _session.Succeed("logs", "line/2").Trim().Split('\n').Length);
        Assert.Equal(["40"], _session.Query("SELECT count(*) FROM trial_trace WHERE trial = 2"));
    }

    [Theory]
    [InlineData("run", "s.yaml", "--retry", "--no-report")]
    [InlineData("retry", "s", "--no-report")]
    [InlineData("retry", "s", "2", "--no-report")]
    public void A_program_that_was_changed_is_told_before_a_trial_is_tried_again_with_it(params string[] words)
    {
        FailOne();
        words = [.. words.Select(word => word == "s.yaml" ? _session.File(word) : word)];
        File.WriteAllText(_session.File("train.sh"), "echo goalkeeper: loss=7");
        Expect.Has(
            "train.sh has changed since trial s#1/3 was run: what is left would be another program's result; --go-on runs it all the same",
            _session.Fail(ExitCode.UserError, words));
        Assert.Equal(["1|finished", "2|failed", "3|finished"], _session.Query("SELECT number, state FROM trial ORDER BY 1"));
        _session.Succeed([.. words, "--go-on"]);
        Assert.Equal(["7"], _session.Query("SELECT value FROM trial_metric WHERE sweep = 's' AND trial = 2"));
    }

    [Theory]
    [InlineData("run", "s.yaml", "--retry", "--no-report")]
    [InlineData("retry", "s", "--no-report")]
    public void A_program_that_was_mended_before_any_trial_had_a_result_goes_on_unasked(params string[] words)
    {
        _session.Run("run", Script("exit 3"), "--no-report", "--workers", "1");
        words = [.. words.Select(word => word == "s.yaml" ? _session.File(word) : word)];
        File.WriteAllText(_session.File("train.sh"), "[ $1 = 2 ] && exit 3; echo goalkeeper: loss=7");
        Expect.Has("train.sh has changed since trial s#1/3 was run; no trial has a result of what it was before, so that none are mixed", _session.Run([.. words, "--workers", "1"]).Error.ReplaceLineEndings(" "));
        Assert.Equal(["1|finished", "2|failed", "3|finished"], _session.Query("SELECT number, state FROM trial ORDER BY 1"));
        Assert.DoesNotContain("has changed", _session.Run([.. words, "--workers", "1"]).Error, StringComparison.Ordinal);

        // Now there are results.
        File.WriteAllText(_session.File("train.sh"), "echo goalkeeper: loss=8");
        Expect.Has("train.sh has changed since trial s#1/3 was run: what is left would be another program's result", _session.Fail(ExitCode.UserError, words));
    }

    [Fact]
    public void Of_many_changes_the_first_are_told_and_how_many_more_there_are()
    {
        string File(int value) => _session.Write($$"""
            name: s
            command: [sh, -c, "echo goalkeeper: loss=1"]
            parameters: { {{string.Join(", ", Enumerable.Range(1, 25).Select(i => FormattableString.Invariant($"p{i}: [{value}]")))}} }
            metric: { name: loss, goal: minimize }
            """, "s.yaml");
        _session.Succeed("run", File(1), "--no-report");
        var said = _session.Run("run", File(2), "--no-report").Error.ReplaceLineEndings("\n");
        Expect.Has("  parameters.p20: [1] → [2]\n  and 5 more\ns#2: new, 1 trial", said);
    }

    [Fact]
    public void A_program_that_was_changed_is_told_before_another_process_runs_what_is_left()
    {
        FailOne();
        File.Delete(_session.File("train.sh"));
        _session.Run("retry", "s", "--no-run");
        Expect.Has("train.sh has changed since trial s#1/3 was run", _session.Fail(ExitCode.UserError, "work", "s"));
        Expect.Has("train.sh has changed since trial s#1/3 was run", _session.Fail(ExitCode.UserError, "run", _session.File("s.yaml")));
        File.WriteAllText(_session.File("train.sh"), "echo goalkeeper: loss=7");
        _session.Succeed("work", "s", "--go-on");
        Assert.Equal(["finished|3"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1"));
        Expect.Has("The program's files were changed on the way: their 2 versions ran 2 and 1 of the trials, in this order.", _session.Succeed("report", "s"));
    }

    [Fact]
    public void A_metric_that_is_the_same_in_all_trials_is_no_column()
    {
        _session.Succeed("run", Script("echo goalkeeper: loss=$1 epoch=10 accuracy=0.$1"), "--no-report");
        Assert.Equal(["x", "accuracy", "loss"], _session.Succeed("report", "s").Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).OrderBy(word => word == "x" ? 0 : 1));
    }

    [Theory]
    [InlineData("echo goalkeeper: loss=$1", true)]
    [InlineData("echo goalkeeper: loss=$1.$GOALKEEPER_SEED", false)]
    public void Replicates_that_are_all_the_same_are_told(string script, bool isTold)
    {
        var file = Script(script);
        File.AppendAllText(file, "\nreplicates: 2\n");
        _session.Succeed("run", file, "--no-report");
        Assert.Equal(isTold, _session.Succeed("report", "s").Contains("All replicates of a point have the same loss, at each of 3 points: it seems not to depend on the seed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_of_the_program_matters_only_where_something_is_left_to_run()
    {
        var file = Script("echo goalkeeper: loss=$1");
        _session.Succeed("run", file, "--no-report");
        File.WriteAllText(_session.File("train.sh"), "echo goalkeeper: loss=7");
        foreach (var words in (string[][])[["run", file, "--no-report"], ["work", "s"]])
            Expect.Has("all have ended; nothing is left to run", _session.Run(words).Error);
    }

    [Fact]
    public void What_would_fail_in_every_trial_is_told_before_another_process_runs_one()
    {
        Directory.CreateDirectory(_session.File("here"));
        FailOne("[bash, ../train.sh, \"${x}\"]\nworking_directory: here");
        Directory.Delete(_session.File("here"));
        foreach (var words in (string[][])[["retry", "s"], ["work", "s"]])
            Expect.Has("working_directory: there is no folder", _session.Fail(ExitCode.UserError, words));
        Assert.Equal(["finished|2", "failed|1"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1 ORDER BY 2 DESC"));
    }

    [Theory]
    [InlineData("true", "true", "true")]
    [InlineData("False", "false", "false")]
    [InlineData("\"true\"", "\"true\"", "true")]
    [InlineData("1", "1", "1")]
    [InlineData("1.0", "1.0", "1.0")]
    [InlineData("1e-3", "1e-3", "1e-3")]
    [InlineData("-0.50", "-0.50", "-0.50")]
    [InlineData(".5", "0.5", "0.5")]
    [InlineData("+7", "7", "7")]
    [InlineData("1E+20", "1E+20", "1E+20")]
    [InlineData("9007199254740992", "9007199254740992", "9007199254740992")]
    [InlineData("\"007\"", "\"007\"", "007")]
    [InlineData("\"1.0\"", "\"1.0\"", "1.0")]
    [InlineData("2026-01-31", "\"2026-01-31\"", "2026-01-31")]
    [InlineData("\"null\"", "\"null\"", "null")]
    [InlineData("yes", "\"yes\"", "yes")]
    [InlineData(".nan", "\".nan\"", ".nan")]
    [InlineData("[true, false]", "[true,false]", "[true,false]")]
    [InlineData("[1, 1.50, 1e3, \"x y\", True]", "[1,1.50,1e3,\"x y\",true]", "[1,1.50,1e3,\"x y\",true]")]
    public void A_value_reaches_a_program_as_it_is_written_and_so_it_does_from_the_store(string yaml, string json, string text)
    {
        var file = Script("printf '%s\\n' \"$1\" \"$GOALKEEPER_PARAM_x\"; [ -e done ] && echo goalkeeper: loss=1", values: $"[{yaml}]");
        Expect.Has($"Trial 1 runs: bash train.sh {Goalkeeper.Cli.Commands.TypedCommand.Quote(text)}\n", _session.Succeed("plan", file));
        Assert.Equal(ExitCode.Failure, _session.Run("run", file, "--no-report").ExitCode);
        File.WriteAllText(_session.File("done"), "");
        _session.Succeed("retry", "s", "--no-report");
        var attempts = Directory.GetFiles(_session.Store + ".files", "parameters.json", SearchOption.AllDirectories);
        Assert.Equal(2, attempts.Length);
        foreach (var attempt in attempts)
        {
            Assert.Equal($"{{\n  \"x\": {json}\n}}", File.ReadAllText(attempt));
            Assert.StartsWith($"{text}\n{text}\n", File.ReadAllText(Path.Combine(Path.GetDirectoryName(attempt)!, "output.log")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void How_a_value_is_written_is_no_part_of_what_a_sweep_is_and_no_value_stands_twice()
    {
        _session.Succeed("run", Script("echo goalkeeper: loss=1", values: "[true, 1.0]"), "--no-report");
        Expect.Has("s#1: 2 trials, all have ended", _session.Run("run", Script("echo goalkeeper: loss=1", values: "[\"true\", 1e0]"), "--no-report").Error);
        Expect.Has("x has the value \"true\" twice", _session.Fail(ExitCode.UserError, "plan", Script("", values: "[true, \"true\"]")));
        Expect.Has("x has the value 1 twice", _session.Fail(ExitCode.UserError, "plan", Script("", values: "[1, 1.0]")));
        Expect.Has("is empty; expected a number, a word, true or false", _session.Fail(ExitCode.UserError, "plan", Script("", values: "[null]")));
    }

    [Fact]
    public void A_metric_that_ends_as_NaN_is_told_wherever_results_are_shown()
    {
        var file = Script("echo goalkeeper: loss=2; [ $1 = 3 ] && echo goalkeeper: loss=nan || echo goalkeeper: loss=$1");
        Expect.Has("1 trial diverged: loss ended as NaN or infinite. Their traces are kept.", _session.Succeed("run", file));
        Expect.Has("1 diverged", _session.Succeed("list"));
        Expect.Has("loss is NaN; its last finite value was at step 1", _session.Succeed("show", "s/3"));
        Expect.Has("diverged", _session.Succeed("trials", "s"));
        Assert.Equal(ExitCode.Success, _session.Run("retry", "s", "--diverged", "--no-report").ExitCode);
    }

    [Fact]
    public void Where_all_end_as_NaN_it_is_said_at_the_end()
    {
        var printed = _session.Run("run", Script("echo goalkeeper: loss=nan"));
        Expect.Has("no trial finished: 3 trials diverged, since loss ended as NaN or infinite; `goalkeeper logs 's#1/1'` shows", printed.Error);
        Assert.Equal(ExitCode.Success, printed.ExitCode);
    }

    [Fact]
    public void A_program_that_cannot_be_run_is_an_error_of_the_file_and_nothing_is_stored()
    {
        foreach (var (command, reason) in ((string, string)[])
            [("[no-such-program]", "no folder of PATH has a program `no-such-program`"), ("[./train.sh]", "is not executable"), ("[bash, \"${lr}\"]", "lr")])
        {
            var file = Script("true", command);
            Expect.Has(reason, _session.Run("run", file).Error);
        }
        Assert.False(File.Exists(_session.Store));
    }

    /// <summary>Of three trials, the second fails.</summary>
    private void FailOne(string command = "[bash, train.sh, \"${x}\"]")
    {
        var file = Script("[ \"$1\" = 2 ] && exit 1; echo goalkeeper: loss=$1", command);
        Assert.Equal(ExitCode.Failure, _session.Run("run", file, "--no-report", "--workers", "1").ExitCode);
    }

    private string Script(string text, string command = "[bash, train.sh, \"${x}\"]", string values = "[1, 2, 3]")
    {
        Assert.SkipUnless(Has("bash"), "needs bash");
        File.WriteAllText(_session.File("train.sh"), text);
        return _session.Write($$"""
            name: s
            command: {{command}}
            parameters: { x: {{values}} }
            metric: { name: loss, goal: minimize }
            """, "s.yaml");
    }

    private static bool Has(string program) => File.Exists($"/usr/bin/{program}") || File.Exists($"/bin/{program}");
}
