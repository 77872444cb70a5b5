using Goalkeeper.Cli.Context;
using Goalkeeper.Store;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Cli;

/// <summary>What a program predicted of examples, from its file to what compares trials.</summary>
public sealed class PredictionsFileTests : IDisposable
{
    private const string Table = "split,example,label,probability\\nval,10,1,0.9\\nval,2,0,0.$x\\ntest,a,1,0.25\\n";

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void They_are_kept_with_what_is_true_in_an_order_of_their_own()
    {
        _session.Succeed("run", Script($"printf \"{Table}\""), "--no-report");
        Assert.Equal(
            ["1|dev|01", "1|test|0", "2|dev|11", "2|test|0"],
            _session.Query("SELECT t.number, p.split, p.labels FROM prediction p JOIN trial t ON t.attempt_id = p.attempt_id ORDER BY 1, 2"));
        Assert.Equal(
            ["2|0", "10|1"],
            _session.Query("SELECT DISTINCT e.name, e.label FROM example e JOIN prediction p ON p.example_set_id = e.example_set_id WHERE p.split = 'dev' ORDER BY e.number"));
        using var store = SweepStore.Open(_session.Store);
        var sweep = store.Find(SweepReference.Parse("s"));
        var (first, second) = (store.JudgedPredictions(sweep, store.Trial(sweep, 1)), store.JudgedPredictions(sweep, store.Trial(sweep, 2)));
        Assert.Equal(["dev", "test"], first.Select(p => p.Split));
        Assert.Same(first[0].Examples, second[0].Examples);
        Assert.Equal([true, true], [first[0].IsRight(0), first[0].IsRight(1)]);
        Assert.Equal([false, true], [second[0].IsRight(0), second[0].IsRight(1)]);
        Assert.Equal([0.9f], second[0].Prediction.Probabilities[1..]);
    }

    [Fact]
    public void Those_of_networks_are_read_in_the_same_way()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        using var store = SweepStore.Open(_session.Store);
        var sweep = store.Find(SweepReference.Parse("small"));
        var trial = store.Trials(sweep).First(t => t.State == TrialState.Finished);
        foreach (var prediction in store.JudgedPredictions(sweep, trial))
        {
            var right = Enumerable.Range(0, prediction.Examples.Labels.Count).Count(prediction.IsRight);
            Assert.Equal(trial.Metrics[$"{prediction.Split}_accuracy"], (double)right / prediction.Examples.Labels.Count, 12);
        }
    }

    [Fact]
    public void The_order_of_rows_and_columns_does_not_matter_and_a_sweep_goes_with_its_examples()
    {
        _session.Succeed("run", Script("[ $x = 1 ] && printf 'example,split,probability,label\\n2,dev,1,0\\n1,dev,0,1.0\\n' || printf 'split,example,label,probability\\ndev,1,1,0\\ndev,2,0,1\\n'"), "--no-report");
        Assert.Equal(["1"], _session.Query("SELECT count(*) FROM example_set"));
        _session.Succeed("export", "s", "--to", _session.File("copy.db"));
        Assert.Equal(["2|1|2"], _session.Query("SELECT (SELECT count(*) FROM prediction), count(DISTINCT example_set_id), count(*) FROM example", _session.File("copy.db")));
        _session.Succeed("delete", "s#1", "--yes");
        Assert.Equal(["0"], _session.Query("SELECT count(*) FROM (SELECT 1 FROM example UNION ALL SELECT 1 FROM example_set)"));
    }

    [Fact]
    public void A_trial_that_says_otherwise_what_an_example_is_is_told()
    {
        var printed = _session.Run("run", Script("printf 'split,example,label,probability\\ndev,7,%s,0.5\\n' $((x > 1))"), "--no-report", "--workers", "1");
        Expect.Has("trial 2: its dev examples are not those of trial 1, and cannot be compared with them: example 7 is 1 here and 0 there", printed.Error);
        Expect.Has("example 7 is 1 here and 0 there", _session.Succeed("show", "s/2"));
        Assert.Equal(["2"], _session.Query("SELECT count(*) FROM example_set"));
    }

    [Theory]
    [InlineData("UPDATE example SET label = 1 - label")]
    [InlineData("INSERT INTO example SELECT example_set_id, number + 5, 'x', 1 FROM example")]
    [InlineData("INSERT OR REPLACE INTO example SELECT example_set_id, number, 'x', 1 FROM example")]
    [InlineData("DELETE FROM example")]
    [InlineData("UPDATE example_set SET sha256 = 'x'")]
    public void What_was_predicted_stays_what_it_is(string change)
    {
        _session.Succeed("run", Script($"printf \"{Table}\""), "--no-report");
        using var connection = new SqliteConnection($"Data Source={_session.Store};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = change;
        Expect.Has("an example that was predicted never changes", Assert.Throws<SqliteException>(() => command.ExecuteNonQuery()).Message);
    }

    [Theory]
    [InlineData("split,example,label\\ndev,1,1\\n", "predictions.csv: no column `probability`")]
    [InlineData("split,example,label,probability\\n", "predictions.csv: a header without rows")]
    [InlineData("split,example,label,probability\\nholdout,1,1,0.5\\n", "predictions.csv: line 2, column split: `holdout` is no split; expected train, dev or test")]
    [InlineData("split,example,label,probability\\ndev,1,2,0.5\\n", "line 2, column label: `2`; expected 0 or 1")]
    [InlineData("split,example,label,probability\\ndev,1,1,0.5\\ndev,2,1,1.5\\n", "line 3, column probability: `1.5`; expected a number from 0 to 1")]
    [InlineData("split,example,label,probability\\ndev,1,1,nan\\n", "line 2, column probability: `nan`; expected a number from 0 to 1")]
    [InlineData("split,example,label,probability\\ndev,,1,1\\n", "line 2, column example: no name of an example")]
    [InlineData("split,example,label,probability\\ndev,1,1,0.5\\ndev,1,1,0.5\\n", "line 3: dev example 1 was in line 2 already")]
    [InlineData("split,example,label,probability\\ndev,1,1\\n", "line 2: 3 fields")]
    [InlineData("\\0\\1", "predictions.csv: ")]
    public void A_table_that_is_not_quite_right_is_told_and_no_trial_fails_by_it(string table, string reason)
    {
        var printed = _session.Run("run", Script($"printf '{table}'"), "--no-report");
        Assert.Equal(ExitCode.Success, printed.ExitCode);
        Expect.Has("its predictions are not kept: predictions.csv: ", printed.Error);
        Expect.Has(reason, printed.Error);
        Assert.Equal(["0"], _session.Query("SELECT count(*) FROM prediction"));
    }

    [Theory]
    [InlineData("mkfifo $GOALKEEPER_TRIAL_DIR/predictions.csv", null)]
    [InlineData("mkdir $GOALKEEPER_TRIAL_DIR/predictions.csv", null)]
    [InlineData("ln -s /dev/zero $GOALKEEPER_TRIAL_DIR/predictions.csv", "a link; expected a file")]
    [InlineData("truncate -s 65M $GOALKEEPER_TRIAL_DIR/predictions.csv", "larger than 64 MB")]
    public void What_is_no_file_or_too_large_is_not_read(string command, string? reason)
    {
        var printed = _session.Run("run", Script("true", command), "--no-report");
        Assert.Equal(ExitCode.Success, printed.ExitCode);
        if (reason is not null) Expect.Has(reason, printed.Error);
        Assert.Equal(["0"], _session.Query("SELECT count(*) FROM prediction"));
    }

    [Fact]
    public void A_report_compares_what_programs_got_right_example_by_example()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash");
        // Of forty examples, half of which are 1, x are taken for what they are not: of two points ever the same ones, and more.
        File.WriteAllText(_session.File("train.sh"), """
            (echo split,example,label,probability; for i in {1..40}; do echo val,$i,$((i % 2)),0.$(( (i % 2) == (i > $1) ? 9 : 1 )); done) > $GOALKEEPER_TRIAL_DIR/predictions.csv
            echo goalkeeper: right=$(awk "BEGIN { print (40 - $1) / 40 }")
            """ + "\n");
        var printed = _session.Succeed("run", _session.Write("""
            name: judged
            command: [bash, train.sh, "${x}"]
            parameters: { x: [12, 2] }
            metric: { name: right, goal: maximize }
            """));
        Expect.Has("compared on the same 40 examples", printed);
        // Ten examples are right at one of them alone: p is 2 · 2⁻¹⁰.
        Expect.Has("better: +0.25, p = 0.002", printed.Replace('\u00a0', ' '));
    }

    [Fact]
    public void A_table_of_a_trial_that_failed_is_not_read()
    {
        _session.Run("run", Script($"printf \"{Table}\"", "trap 'exit 1' EXIT"), "--no-report");
        Assert.Equal(["failed|0"], _session.Query("SELECT DISTINCT state, (SELECT count(*) FROM prediction) FROM trial"));
    }

    private string Script(string table, string also = "true")
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash");
        File.WriteAllText(_session.File("train.sh"), $"x=$1\n{also}\n[ -e $GOALKEEPER_TRIAL_DIR/predictions.csv ] || ({table}) > $GOALKEEPER_TRIAL_DIR/predictions.csv\necho goalkeeper: loss=1\n");
        return _session.Write("""
            name: s
            command: [bash, train.sh, "${x}"]
            parameters: { x: [1, 7] }
            metric: { name: loss, goal: minimize }
            """, "s.yaml");
    }
}
