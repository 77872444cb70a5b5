using Goalkeeper.Cli.Context;
using Goalkeeper.Runner;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests.Cli;

/// <summary>Searches on the command line: the same points for any number of workers, in however many parts they run.</summary>
public sealed class SearchTests : IDisposable
{
    private const string Points = """
        SELECT t.number, t.state, p.parameter, p.value, m.value FROM trial t JOIN trial_parameter p ON p.trial = t.number
        LEFT JOIN metric m ON m.attempt_id = t.attempt_id ORDER BY 1, 3
        """;

    private readonly Session _session = new();

    public static TheoryData<string> Methods => ["random", "sobol", "tpe", "gp", "bayes"];

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_search_of_programs_is_the_same_for_any_number_of_workers_and_when_it_goes_on(string method)
    {
        var file = Program(method, runCap: 14);
        _session.Succeed("run", file, "--workers", "1", "--no-report");
        var points = _session.Query(Points);
        Assert.Equal(14 * 3, points.Count);

        _session.Succeed("run", file, "--workers", "7", "--no-report", "--store", _session.File("seven.db"));
        Assert.Equal(points, _session.Query(Points, _session.File("seven.db")));

        _session.Succeed("run", Program(method, runCap: 5), "--no-report", "--store", _session.File("parts.db"));
        _session.Succeed("run", Program(method, runCap: 14), "--no-report", "--store", _session.File("parts.db"));
        Assert.Equal(points, _session.Query(Points, _session.File("parts.db")));
        Assert.Equal(["1"], _session.Query("SELECT count(*) FROM sweep", _session.File("parts.db")));
    }

    [Fact]
    public void A_search_of_networks_is_reported_and_verified_as_a_grid_is()
    {
        var file = _session.Write("""
            name: net
            dataset: circles
            network: {hidden: [4]}
            training: {iterations: 30}
            method: tpe
            run_cap: 8
            parallelism: 2
            parameters:
              learning_rate: {distribution: log_uniform_values, min: 0.001, max: 1}
              lambda: {min: 0.0, max: 0.5}
            """);
        Expect.Has("8 points by tpe; point 3 is proposed when point 1 has ended, and so on (parallelism 2)", _session.Succeed("plan", file));
        _session.Succeed("run", file, "--out", _session.File("report"));
        Expect.Has("8 finished", _session.Succeed("list"));
        Expect.Has("8 identical, 0 different", _session.Succeed("verify", "net"));
        Assert.Equal(["3|1", "4|2", "5|3", "6|4", "7|5", "8|6"], _session.Query("SELECT point, seen FROM proposal"));
    }

    [Fact]
    public void Verify_proposes_each_point_again_from_what_its_proposal_saw_and_finds_a_result_that_was_altered()
    {
        var file = Program("tpe", runCap: 12, script: "if [ ! -e again ] && [ $2 -gt 4 ]; then exit 3; fi; echo goalkeeper: loss=$1");
        Assert.Equal(ExitCode.Failure, _session.Run("run", file, "--no-report").ExitCode);
        Assert.Equal("s#1: 12 points proposed the same, 0 otherwise", _session.Succeed("verify", "s").Trim());

        // Trials that are tried again have other results than the proposals saw; those stay as they were.
        File.WriteAllText(_session.File("again"), "");
        _session.Succeed("retry", "s", "--no-report");
        Assert.Equal("s#1: 12 points proposed the same, 0 otherwise", _session.Succeed("verify", "s").Trim());

        using (var store = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_session.Store};Pooling=False"))
        {
            store.Open();
            using var alter = store.CreateCommand();
            alter.CommandText = """
                DROP TRIGGER metric_update;
                UPDATE metric SET value = 77 WHERE attempt_id = (SELECT a.id FROM attempt a JOIN trial t ON t.id = a.trial_id WHERE a.state = 'finished' AND a.number = 1 ORDER BY t.number LIMIT 1)
                """;
            alter.ExecuteNonQuery();
        }
        var printed = _session.Run("verify", "s");
        Assert.Equal(ExitCode.Failure, printed.ExitCode);
        Expect.Has(": it saw other results than are stored", printed.Out);
    }

    [Fact]
    public void The_first_search_of_the_document_finds_its_conditional_parameter_where_the_document_says()
    {
        Assert.SkipWhen(SearchPath.Find("python3", Environment.GetEnvironmentVariable("PATH")) is null, "needs python3");
        var document = File.ReadAllText(Path.Combine(Experiments.Root, "docs/search.md"));
        File.WriteAllText(_session.File("train.py"), $"""
            import json, os, sys
            {Block("python")}
            parameters = json.load(open(os.environ["GOALKEEPER_PARAMS"]))
            assert (momentum > 0) == ("momentum" in parameters) == (sys.argv[6] == "sgd"), (momentum, parameters, sys.argv)
            print("goalkeeper: val_loss=" + sys.argv[2])
            """);
        _session.Succeed("run", _session.Write(Block("yaml")), "--no-report", "--set", "run_cap=12");
        Assert.Equal(["adam", "sgd"], _session.Query("SELECT DISTINCT value FROM trial_parameter WHERE parameter = 'optimizer' ORDER BY 1"));
        Assert.Equal(["12"], _session.Query("SELECT count(*) FROM trial WHERE state = 'finished'"));

        string Block(string language)
        {
            var begin = document.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
            return document[begin..document.IndexOf("```", begin, StringComparison.Ordinal)].TrimEnd();
        }
    }

    [Theory]
    [InlineData("random")]
    [InlineData("tpe")]
    public void A_smaller_number_of_points_takes_none_away_and_says_so(string method)
    {
        _session.Succeed("run", Program(method, runCap: 7), "--no-report");
        var file = Program(method, runCap: 3);
        Expect.Has("it has 7 points already, more than run_cap, 3: all of them are run, and no more are proposed", _session.Run("run", file, "--no-report").Error.ReplaceLineEndings(" "));
        Assert.Equal(["7|1"], _session.Query("SELECT count(*), (SELECT count(*) FROM sweep) FROM trial"));
        _session.Run("run", file, "--no-report", "--set", "run_cap=1");
        Expect.Has($"{method}, 1 point, search_seed 1", _session.Succeed("show", "s"));
        Assert.DoesNotContain("run_cap", _session.Run("run", Program(method, runCap: 7), "--no-report").Error, StringComparison.Ordinal);
        _session.Succeed("run", Program(method, runCap: 8), "--no-report");
        Assert.Equal(["8|1"], _session.Query("SELECT count(*), (SELECT count(*) FROM sweep) FROM trial"));
    }

    [Fact]
    public void A_point_that_failed_counts_as_the_worst_and_the_search_goes_on()
    {
        var file = Program("tpe", runCap: 12, script: "if [ $2 -gt 4 ]; then exit 3; fi; echo goalkeeper: loss=$1");
        Assert.Equal(ExitCode.Failure, _session.Run("run", file, "--no-report").ExitCode);
        Assert.Equal(["12"], _session.Query("SELECT count(*) FROM trial WHERE state IN ('finished', 'failed')"));
    }

    [Fact]
    public void The_best_point_that_is_told_while_it_runs_may_be_one_that_was_proposed_meanwhile()
    {
        // Each point is better than those before it.
        File.WriteAllText(_session.File("train.sh"), "echo goalkeeper: loss=$((100 - $1))\n");
        var file = _session.Write("""
            name: s
            command: [sh, train.sh, "${trial}", "${x}"]
            method: tpe
            run_cap: 9
            parallelism: 2
            parameters: { x: { min: 0.0, max: 1.0 } }
            replicates: 2
            metric: { name: loss, goal: minimize }
            """);
        Expect.Has("18/18 trials, 100 %, best loss 82.5 (mean of 2), ", _session.Run("run", file, "--no-report", "--workers", "1").Error);
        Expect.Has("loss 82.5 (mean of 2)", _session.Succeed("list"));
    }

    [Fact]
    public void A_space_with_fewer_points_than_asked_for_ends_when_each_was_tried()
    {
        var file = Program("tpe", runCap: 50, parameters: "a: [1, 2, 3], b: [x, y]", script: "echo goalkeeper: loss=1");
        var printed = _session.Run("run", file, "--no-report", "--workers", "9");
        Expect.Has("6/6 trials, 100 %", printed.Error);
        Expect.Has("s#1: new, 6 trials, 4 workers\n2 workers more would have nothing to do", printed.Error);
        Expect.Has("6 points by bayes (tpe, since most", _session.Succeed("plan", Program("bayes", runCap: 50, parameters: "a: [3, 1, 2], b: [x, y]")));
        Assert.Equal(["6|6"], _session.Query("SELECT count(*), count(DISTINCT point) FROM trial"));
    }

    private string Program(
        string method, int runCap, string script = "echo goalkeeper: loss=$1", string parameters = "a: {min: 0.0, max: 9.0}, b: {min: 1, max: 9}, c: [x, y]")
    {
        File.WriteAllText(_session.File("train.sh"), script + "\n");
        return _session.Write($$"""
            name: s
            command: [sh, train.sh, "${a}", "${b}"]
            method: {{method}}
            run_cap: {{runCap}}
            parameters: { {{parameters}} }
            metric: {name: loss, goal: minimize}
            """);
    }
}
