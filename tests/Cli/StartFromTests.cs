using Goalkeeper.Cli.Context;

namespace Goalkeeper.Tests.Cli;

/// <summary>A search that starts from what an earlier sweep of the store has found.</summary>
public sealed class StartFromTests : IDisposable
{
    private const string Values = "SELECT trial, parameter, value FROM trial_parameter WHERE sweep = 'new' AND sweep_number = 1 ORDER BY 1, 2";

    private readonly Session _session = new();

    public StartFromTests() => File.WriteAllText(_session.File("train.sh"), "echo goalkeeper: loss=$1\n");

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("tpe")]
    [InlineData("gp")]
    public void A_search_knows_the_points_of_an_earlier_sweep_before_its_first_and_what_becomes_of_that_changes_nothing(string method)
    {
        _session.Succeed("run", Program("old", "random", 16), "--no-report");
        var file = Program("new", method, 6, "start_from: old");
        Expect.Has($"6 points by {method}, starting from 16 points of old#1; point 5 is proposed when", _session.Succeed("plan", file));
        _session.Succeed("run", file, "--no-report", "--workers", "1");
        Expect.Has("starts from  old#1, 16 points", _session.Succeed("show", "new"));
        Expect.Has("new#1: 6 points proposed the same, 0 otherwise", _session.Succeed("verify", "new"));
        var found = _session.Query(Values);

        // As another process that has seen the same, on more workers.
        _session.Succeed("run", file, "--no-report", "--workers", "7", "--new");
        Assert.Equal(found, _session.Query(Values.Replace("sweep_number = 1", "sweep_number = 2", StringComparison.Ordinal)));
        _session.Succeed("delete", "new#2", "--yes");

        // It has grown, and has gone.
        _session.Succeed("run", Program("old", "random", 20), "--no-report");
        Expect.Has("new#1: 6 trials, all have ended", _session.Run("run", file, "--no-report").Error);
        _session.Succeed("delete", "old#1", "--yes");
        Expect.Has("starting from 16 points of old#1", _session.Succeed("plan", file));
        _session.Succeed("run", Program("new", method, 8, "start_from: old"), "--no-report");
        Assert.Equal(["1"], _session.Query("SELECT count(*) FROM sweep"));
        Assert.Equal(found, _session.Query(Values).Take(found.Count));
        Expect.Has("8 points proposed the same, 0 otherwise", _session.Succeed("verify", "new"));
    }

    [Fact]
    public void No_point_of_the_earlier_sweep_is_proposed_again()
    {
        _session.Succeed("run", Program("old", "random", 4, parameters: "a: [1, 2, 3], b: [x, y]"), "--no-report");
        var file = Program("new", "tpe", 50, "start_from: old#1", parameters: "a: [1, 2, 3], b: [x, y]");
        Expect.Has("2 points by tpe, starting from 4 points of old#1; there are no more", _session.Succeed("plan", file));
        _session.Succeed("run", file, "--no-report");
        Assert.Equal(["6"], _session.Query("SELECT count(DISTINCT v) FROM (SELECT group_concat(value) v FROM (SELECT * FROM trial_parameter ORDER BY sweep, trial, parameter) GROUP BY sweep, trial)"));
        var third = Program("third", "tpe", 5, "start_from: all", parameters: "a: [1, 2, 3], b: [x, y]");
        _session.Succeed("run", Program("all", "random", 6, parameters: "a: [1, 2, 3], b: [x, y]"), "--no-report");
        Expect.Has("all#1 has all points of this space; expected a larger one", _session.Fail(ExitCode.UserError, "plan", third));
    }

    [Fact]
    public void A_search_of_networks_starts_from_a_grid_whose_settings_it_varies()
    {
        _session.Succeed("run", Network("old", "parameters: {learning_rate: [0.1, 0.3, 1]}"), "--no-report");
        var file = Network("new", "parameters: {learning_rate: {min: 0.05, max: 2.0}, lambda: {min: 0, max: 3}}\nmethod: tpe\nrun_cap: 3\nstart_from: old");
        Expect.Has("3 points by tpe, starting from 3 points of old#1", _session.Succeed("plan", file));
        _session.Succeed("run", file, "--no-report");
        Expect.Has("3 identical, 0 different", _session.Succeed("verify", "new"));
    }

    [Theory]
    [InlineData("start_from: older", "x.yaml:5:13: start_from: ", "older")]
    [InlineData("start_from: [old]", "start_from is a list; expected a sweep of the same store, such as my-search", "")]
    [InlineData("start_from: old#0", "expected a sweep of the same store", "")]
    public void A_sweep_that_is_not_there_is_told(string line, string message, string other)
    {
        _session.Succeed("run", Program("old", "random", 2), "--no-report");
        var error = _session.Fail(ExitCode.UserError, "plan", Program("new", "tpe", 4, line));
        Expect.Has(message.Replace("x.yaml", "new.yaml", StringComparison.Ordinal), error);
        Expect.Has(other, error);
    }

    [Theory]
    [InlineData("a: {min: 0.0, max: 0.5}, b: {min: 1, max: 9}, c: [x, y]", "old#1 has another space: at its point", "a is ")]
    [InlineData("a: {min: 0.0, max: 9.0}, b: {min: 1, max: 9}", "old#1 has another space: it varies c, and this one does not", "")]
    [InlineData("a: {min: 0.0, max: 9.0}, b: {min: 1, max: 9}, c: [x, y], d: [1, 2]", "old#1 has another space: at its point 1 there is no d", "")]
    [InlineData("a: {min: 0.0, max: 9.0}, b: {min: 1, max: 9}, c: [x, z]", "c is y; expected one of its values (x; z)", "")]
    public void Another_space_is_an_error_that_says_what_differs(string parameters, string message, string also)
    {
        _session.Succeed("run", Program("old", "random", 8), "--no-report");
        var error = _session.Fail(ExitCode.UserError, "run", Program("new", "tpe", 4, "start_from: old", parameters));
        Expect.Has(message, error);
        Expect.Has(also, error);
        Assert.Equal(["1"], _session.Query("SELECT count(*) FROM sweep"));
    }

    [Fact]
    public void A_sweep_without_results_is_an_error_and_one_with_a_few_is_none()
    {
        var file = Program("new", "tpe", 4, "start_from: old");
        File.WriteAllText(_session.File("train.sh"), "echo cannot begin\nexit 3\n");
        _session.Run("run", Program("old", "random", 2), "--no-report");
        Expect.Has("new.yaml:5:13: start_from: no point of old#1 has a value of loss: all that have ended failed or diverged; expected a sweep with results", _session.Fail(ExitCode.UserError, "run", file, "--no-report"));
        Assert.Equal(["old"], _session.Query("SELECT name FROM sweep"));
        File.WriteAllText(_session.File("train.sh"), "echo goalkeeper: loss=$1\n");
        _session.Run("run", Program("old", "random", 3), "--no-report", "--go-on");
        Expect.Has("starting from 3 points of old#1", _session.Succeed("plan", file));
    }

    [Fact]
    public void Another_metric_goal_or_kind_is_an_error()
    {
        _session.Succeed("run", Program("old", "random", 2), "--no-report");
        var file = Program("new", "tpe", 4, "start_from: old");
        var text = File.ReadAllText(file);
        Expect.Has("old#1 has another space: its goal is minimize, and here maximize", _session.Fail(ExitCode.UserError, "plan", _session.Write(text.Replace("minimize", "maximize", StringComparison.Ordinal))));
        Expect.Has("old#1 has another space: its metric is loss, and here cost", _session.Fail(ExitCode.UserError, "plan", _session.Write(text.Replace("name: loss", "name: cost", StringComparison.Ordinal))));
        Expect.Has("old#1 has another space: its trials is program, and here network", _session.Fail(ExitCode.UserError, "plan", Network("new", "parameters: {lambda: {min: 0, max: 3}}\nmethod: tpe\nrun_cap: 3\nstart_from: old", "learning_rate: 0.1")));
        Expect.Has("`start_from` is for a search", _session.Fail(ExitCode.UserError, "plan", Network("new", "parameters: {learning_rate: [1]}\nstart_from: old")));
    }

    private string Network(string name, string lines, string training = "") => _session.Write($"""
        name: {name}
        dataset: circles
        network: {"{hidden: [3]}"}
        training: {"{iterations: 20"}{(training.Length > 0 ? $", {training}" : "")}{"}"}
        {lines}
        """, $"{name}.yaml");

    private string Program(string name, string method, int runCap, string line = "search_seed: 1", string parameters = "a: {min: 0.0, max: 9.0}, b: {min: 1, max: 9}, c: [x, y]") => _session.Write($$"""
        name: {{name}}
        command: [sh, train.sh, "${a}", "${b}"]
        method: {{method}}
        run_cap: {{runCap}}
        {{line}}
        parameters: { {{parameters}} }
        metric: {name: loss, goal: minimize}
        """, $"{name}.yaml");
}
