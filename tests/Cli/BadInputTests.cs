using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Store;
using Goalkeeper.Training;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Cli;

/// <summary>Each is one sentence on the error stream: what, where, what was expected, what to do.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void An_unknown_key_is_told_with_its_place_and_the_nearest_known_one()
    {
        var file = _session.Write(Session.Small.Replace("replicates", "replicate", StringComparison.Ordinal));
        var error = _session.Fail(ExitCode.UserError, "run", file);
        Expect.Start($"error: {file}:6:1: ", error);
        Expect.Has("`replicates`", error);
        Assert.False(File.Exists(_session.Store));
    }

    [Theory]
    [InlineData("lambda=-1", "--set lambda=-1")]
    [InlineData("keep_prob=0", "--set keep_prob=0")]
    [InlineData("lamda=1", "did you mean `lambda`?")]
    [InlineData("lambda", "expected key=value")]
    [InlineData("iterations=many", "iterations")]
    public void A_bad_override_is_told_as_it_was_typed(string set, string expected) =>
        Expect.Has(expected, _session.Fail(ExitCode.UserError, "plan", _session.Write(Session.Small), "--set", set));

    [Fact]
    public void A_missing_experiment_file_is_told() =>
        Expect.Has("no such file", _session.Fail(ExitCode.UserError, "run", _session.File("nothing.yaml")));

    [Fact]
    public void A_missing_data_file_is_told_with_what_to_do()
    {
        var error = _session.Fail(ExitCode.UserError, "run", Session.Experiment("football"));
        Expect.Has(_session.File("football.csv"), error);
        Expect.Has("GOALKEEPER_DATA", error);
    }

    [Fact]
    public void Labels_that_are_too_many_are_told_with_their_lines()
    {
        _session.Write("x1,x2,y,split\n1,2,0,train\n3,4,1,train\n5,6,5,train\n", "football.csv");
        var error = _session.Fail(ExitCode.UserError, "run", Session.Experiment("football"));
        Expect.Has("football.csv: the labels in column y are 3: `0` (line 2), `1` (line 3), `5` (line 4); expected two values, such as 0 and 1", error);
    }

    [Fact]
    public void A_grid_above_100_000_trials_asks_for_a_yes()
    {
        var file = _session.Write(Session.Small);
        var error = _session.Fail(ExitCode.UserError, "plan", file, "--set", "replicates=50001");
        Expect.Has("100,002 trials", error);
        Expect.Has("--yes", error);
        Expect.Has("100002 trials: 2 lambda × 50001 replicates", _session.Succeed("plan", file, "--set", "replicates=50001", "--yes"));
    }

    [Fact]
    public void A_file_that_is_no_database_is_left_alone()
    {
        var path = _session.Write("Dear diary", "diary.txt");
        foreach (var command in (string[][])[["run", _session.Write(Session.Small)], ["list"], ["query", "SELECT 1"]])
            Expect.Has("is not a Goalkeeper store", _session.Fail(ExitCode.UserError, [.. command, "--store", path]));
        Assert.Equal("Dear diary", File.ReadAllText(path));
    }

    [Fact]
    public void A_store_that_is_not_there_is_not_made_by_reading()
    {
        foreach (var command in (string[][])[["list"], ["show", "small"], ["trials", "small"], ["query", "SELECT 1"], ["report", "small"], ["verify", "small"]])
            Expect.Has("goalkeeper run", _session.Fail(ExitCode.UserError, command));
        Assert.False(File.Exists(_session.Store));
    }

    [Fact]
    public void A_locked_store_is_told_and_nothing_is_lost()
    {
        var file = _session.Write(Session.Small);
        _session.Succeed("run", file, "--no-report");
        using var other = new SqliteConnection($"Data Source={_session.Store};Pooling=False");
        other.Open();
        using var begin = other.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
        var soon = TimeSpan.FromMilliseconds(20);
        _session.World = context => context with { OpenStore = path => SweepStore.Open(path, soon, Migration.All) };
        Expect.Has("is locked", _session.Fail(ExitCode.Failure, "run", file, "--new"));
        Expect.Has("small#1", _session.Succeed("list"));
    }

    [Fact]
    public void A_full_disk_is_told_and_the_sweep_is_stored_whole_or_not_at_all()
    {
        var file = _session.Write(Session.Small);
        _session.Succeed("run", file, "--no-report");
        _session.World = context => context with
        {
            OpenStore = path =>
            {
                var store = SweepStore.Open(path);
                store.Connection.Execute("PRAGMA max_page_count = 1"); // SQLite takes the least that is possible: the pages there are
                return store;
            },
        };
        Expect.Has("no room left", _session.Fail(ExitCode.Failure, "run", file, "--set", "replicates=1000", "--set", "lambda=5"));
        Assert.Equal(["4"], _session.Query("SELECT count(*) FROM trial"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    public void A_store_that_goes_while_a_sweep_runs_is_told_and_the_exit_code_is_1(string end)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps files that are open where they are");
        _session.World = context => context with
        {
            Train = (settings, data, _, stop) =>
            {
                if (settings.Lambda > 0) File.Delete(_session.Store + end);
                return Trainer.Train(settings, data, stop);
            },
        };
        var printed = _session.Run("run", _session.Write(Session.Small), "--workers", "1");
        Assert.Equal(ExitCode.Failure, printed.ExitCode);
        Expect.Has("was deleted, renamed or replaced while it was in use", printed.Error);
        Assert.False(Directory.Exists(_session.File("small")));
    }

    [Fact]
    public void An_unknown_sweep_is_told_with_the_nearest_one()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        Expect.Has("Did you mean small?", _session.Fail(ExitCode.UserError, "show", "smal"));
        Expect.Has("small#1", _session.Fail(ExitCode.UserError, "trials", "small#2"));
        Expect.Has("its trials are 1 to 4", _session.Fail(ExitCode.UserError, "show", "small/5"));
    }

    [Theory]
    [InlineData("query", "SELECT * FROM trails", "no such table: trails")]
    [InlineData("query", "DELETE FROM trial", "The query")]
    [InlineData("query", "SELECT 1; SELECT 2", "The query")]
    [InlineData("trials", "small", "lamda", "--where", "lamda > 0")]
    [InlineData("trials", "small", "dev_accuracy", "--order-by", "dev_acuracy")]
    public void Bad_sql_is_told_with_SQLites_reason(string command, string argument, string expected, params string[] more)
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        Expect.Has(expected, _session.Fail(ExitCode.UserError, [command, argument, .. more]));
        Assert.Equal(["4"], _session.Query("SELECT count(*) FROM trial"));
    }

    [Theory]
    [InlineData("unknown command `shwo`", "shwo")]
    [InlineData("did you mean `trials`?", "trails")]
    [InlineData("did you mean `--workers`?", "run", "x.yaml", "--worker", "2")]
    [InlineData("--workers 0: expected a whole number, at least 1", "run", "x.yaml", "--workers", "0")]
    [InlineData("--top -1: expected a whole number, at least 0", "trials", "x", "--top", "-1")]
    [InlineData("--format xml: expected table, csv or json", "query", "SELECT 1", "--format", "xml")]
    [InlineData("`goalkeeper run` needs <file>", "run")]
    [InlineData("unknown argument `y.yaml`", "run", "x.yaml", "y.yaml")]
    public void A_bad_command_line_is_told_with_where_to_look(string expected, params string[] words)
    {
        var error = _session.Fail(ExitCode.UserError, words);
        Expect.Has(expected, error);
        Expect.Has("--help` shows what there is", error);
    }

    [Fact]
    public void Only_verbose_shows_where_in_the_program_an_error_came_from()
    {
        Expect.Has("   at Goalkeeper.", _session.Run("list", "--verbose").Error);
        Assert.DoesNotContain("   at ", _session.Run("list").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_foresaw_is_a_failure_with_a_sentence()
    {
        _session.World = context => context with { OpenStore = _ => throw new NotSupportedException("no idea") };
        Assert.Equal(
            "error: unexpected NotSupportedException: no idea (--verbose shows where)\n",
            _session.Fail(ExitCode.Failure, "run", _session.Write(Session.Small)));
    }

    [Fact]
    public void Output_that_a_full_disk_does_not_take_is_a_sentence()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        _session.World = context => context with { Out = new OutputWriter(new StreamWriter(new FullDisk())) };
        Assert.Equal("error: the output cannot be written: no space left\n", _session.Fail(ExitCode.Failure, "list"));
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("no space left");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("no space left");
    }
}
