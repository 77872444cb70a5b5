using System.Globalization;
using System.Text.Json;

namespace Goalkeeper.Tests.Cli;

public sealed class FormatTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Infinities_are_the_strings_inf_and_minus_inf_in_json_and_csv()
    {
        _session.Succeed("run", Session.Experiment("initialization"), "--set", "iterations=200", "--no-report");
        const string sql =
            "SELECT value, -value AS negative FROM trial_trace WHERE metric = 'cost' AND iteration = 0 AND variant = 'large random'";
        var row = Assert.Single(JsonDocument.Parse(_session.Succeed("query", sql, "--format", "json")).RootElement.EnumerateArray());
        Assert.Equal("inf", row.GetProperty("value").GetString());
        Assert.Equal("-inf", row.GetProperty("negative").GetString());
        Assert.Equal("value,negative\ninf,-inf\n", _session.Succeed("query", sql, "--format", "csv"));
        Assert.Equal("value  negative\n    ∞        −∞\n", _session.Succeed("query", sql));
    }

    [Fact]
    public void Json_has_a_flat_row_a_trial_with_what_varies_and_every_metric_and_no_times()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        var rows = JsonDocument.Parse(_session.Succeed("trials", "small", "--format", "json")).RootElement.EnumerateArray().ToList();
        Assert.Equal(4, rows.Count);
        Assert.Equal(
            [
                "number", "state", "lambda", "seed", "cost", "dev_accuracy", "dev_auc", "dev_balanced_accuracy", "dev_f1", "dev_log_loss", "penalty",
                "sum_sq_weights", "test_accuracy", "test_auc", "test_balanced_accuracy", "test_f1", "test_log_loss", "train_accuracy",
            ],
            rows[2].EnumerateObject().Select(p => p.Name));
        Assert.Equal(3, rows[2].GetProperty("number").GetInt32());
        Assert.Equal(0.7, rows[2].GetProperty("lambda").GetDouble());
        var stored = Assert.Single(_session.Query("SELECT cost FROM trial_overview WHERE trial = 3"));
        Assert.Equal(double.Parse(stored, CultureInfo.InvariantCulture), rows[2].GetProperty("cost").GetDouble());
    }

    [Fact]
    public void Every_kind_of_value_has_its_form_in_every_format()
    {
        const string sql = "SELECT NULL AS n, 1 AS i, 0.1 AS r, 1e300 AS r, 'λ, \"a\"\nb' AS t, x'00ff' AS b";
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        Assert.Equal("n,i,r,r,t,b\n,1,0.1,1E+300,\"λ, \"\"a\"\"\nb\",AP8=\n", _session.Succeed("query", sql, "--format", "csv"));
        Assert.Equal(
            "[\n{\"n\":null,\"i\":1,\"r\":0.1,\"r_2\":1E+300,\"t\":\"λ, \\\"a\\\"\\nb\",\"b\":\"AP8=\"}\n]\n",
            _session.Succeed("query", sql, "--format", "json"));
        Assert.Equal("n  i    r      r  t          b\n   1  0.1  1e300  λ, \"a\"\\nb  <2 bytes>\n", _session.Succeed("query", sql));
    }

    [Fact]
    public void No_rows_are_an_empty_array_a_header_and_a_heading()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        const string sql = "SELECT number FROM trial WHERE 0";
        Assert.Equal("[]\n", _session.Succeed("query", sql, "--format", "json"));
        Assert.Equal("number\n", _session.Succeed("query", sql, "--format", "csv"));
        Assert.Equal("number\n", _session.Succeed("query", sql));
    }

    [Fact]
    public void Tables_round_what_was_measured_and_show_what_was_set_as_it_was_written()
    {
        var file = _session.Write(Session.Small);
        Expect.Has("1.23456789e-7", _session.Succeed("plan", file, "--set", "lambda=1.23456789e-7,0.1234567,0.1234568"));
        _session.Succeed("run", file, "--set", "lambda=1.23456789e-7,0.1234567,0.1234568", "--no-report");
        var rows = _session.Succeed("trials", "small").Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(["0.1234567", "0.1234568", "1.23456789e-7"], rows.Where(r => r is [_, "finished", _, "1", ..]).Select(r => r[2]).Order(StringComparer.Ordinal));
        Assert.All(rows.First(r => r is ["1", ..])[4..], cell => Assert.True(cell.Count(char.IsAsciiDigit) <= 7, cell));
        Assert.Equal(
            "    value\n0.1234567\n0.1234568\n",
            _session.Succeed("query", "SELECT DISTINCT value FROM trial_parameter WHERE parameter = 'lambda' AND value > 1e-3"));
    }

    [Fact]
    public void A_table_for_people_has_the_best_first_and_the_columns_that_are_asked_for()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        var rows = _session.Succeed("trials", "small", "--columns", "dev_accuracy,number").TrimEnd('\n').Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(["dev_accuracy", "number"], rows[0]);
        Assert.Equal(_session.Query("SELECT trial FROM trial_metric WHERE metric = 'dev_accuracy' ORDER BY value DESC, trial"), rows.Skip(1).Select(row => row[1]));
        Expect.Has("There is no column 'dev_acuracy'; did you mean 'dev_accuracy'? The columns are: number, state, ", _session.Fail(2, "trials", "small", "--columns", "dev_acuracy"));
        Expect.Has("No column is asked for.", _session.Fail(2, "trials", "small", "--columns", ","));
    }

    [Theory]
    [InlineData("lr", "lr", "", "metric_lr")]
    [InlineData("loss", "loss_weight", "loss_weight", "loss_weight")]
    public void A_metric_and_a_parameter_whose_names_are_alike_are_not_mixed_up(string metric, string parameter, string orderBy, string column)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "needs sh");
        var file = _session.Write($"name: v\ncommand: [sh, -c, 'echo goalkeeper: {metric}=$0', \"${{{parameter}}}\"]\nparameters: {{ {parameter}: [3, 1, 2] }}\nmetric: {{ name: {metric}, goal: minimize }}\n", "v.yaml");
        _session.Succeed("run", file, "--no-report");
        string[] words = ["trials", "v", "--columns", column, .. orderBy.Length > 0 ? (string[])["--order-by", orderBy] : []];
        Assert.Equal(["1", "2", "3"], _session.Succeed(words).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(cell => cell.Trim()));
    }

    [Fact]
    public void Trials_are_selected_ordered_and_cut_by_sql()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        Assert.Equal("1 2 3 4", Numbers());
        Assert.Equal("3 4", Numbers("--where", "lambda > 0"));
        Assert.Equal("4 3 2", Numbers("--order-by", "lambda desc, number desc", "--top", "3"));

        string Numbers(params string[] more)
        {
            var json = _session.Succeed(["trials", "small", "--format", "json", .. more]);
            var rows = JsonDocument.Parse(json).RootElement.EnumerateArray();
            return string.Join(' ', rows.Select(r => r.GetProperty("number").GetRawText()));
        }
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("tr-TR")]
    public void Output_is_the_same_in_every_culture(string culture)
    {
        var file = _session.Write(Session.Small);
        var expected = Everything();
        var (current, currentUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
            Assert.Equal(expected, Everything());
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (current, currentUi);
        }

        string Everything()
        {
            File.Delete(_session.Store);
            _session.Run("run", file, "--workers", "1", "--no-report");
            string[][] commands =
            [
                ["plan", file],
                ["report", "small", "--portable"],
                ["show", "small"],
                ["trials", "small"],
                ["trials", "small", "--format", "csv"],
                ["trials", "small", "--format", "json"],
                ["query", "SELECT trial, metric, value FROM trial_metric WHERE sweep_number = 1 ORDER BY 1, 2"],
            ];
            // It started at another time; nothing else may differ.
            var lines = commands.SelectMany(c => _session.Succeed(c).Split('\n')).Where(line => !line.StartsWith("started ", StringComparison.Ordinal));
            return string.Join('\n', lines) + File.ReadAllText(_session.File("small/report.md"));
        }
    }

    [Fact]
    public void Plan_shows_the_grid_and_runs_and_stores_nothing()
    {
        Assert.Equal(
            """
            number  lambda  seed
                 1       0     1
                 2       0     2
                 3     0.7     1
                 4     0.7     2
            Data: pitch: train 211, dev 200, test 200. The same answer always gets 56.9 % of train, 52.0 % of dev, 53.5 % of test.
            4 trials: 2 lambda × 2 replicates

            """,
            _session.Succeed("plan", _session.Write(Session.Small)).Replace('\u00a0', ' '));
        Assert.False(File.Exists(_session.Store));
    }

    [Fact]
    public void Plan_shows_the_first_and_the_last_rows_of_a_large_grid()
    {
        var lines = _session.Succeed("plan", _session.Write(Session.Small), "--set", "replicates=500").Split('\n');
        Assert.Equal("     1       0     1", lines[1]);
        Assert.Equal("  1000     0.7   500", lines[25]);
        Assert.Equal("Trials 21 to 995 are not shown.", lines[26]);
        Assert.Equal("1000 trials: 2 lambda × 500 replicates", lines[28]);
    }

    [Fact]
    public void Plan_shows_what_is_excluded() => Assert.EndsWith(
        "2 trials: 2 lambda × 2 replicates, 2 excluded\n",
        _session.Succeed("plan", _session.Write(Session.Small + "\nexclude: lambda > 0\n")),
        StringComparison.Ordinal);

    [Fact]
    public void The_only_point_of_a_sweep_needs_no_name()
    {
        _session.Succeed("run", _session.Write(Session.Small.Replace("parameters: { lambda: [0, 0.7] }\n", "", StringComparison.Ordinal)), "--no-report");
        Assert.Matches(@"\nbest +\S+\u00a0% \(mean of \d\); trials ", _session.Succeed("show", "small"));
    }

    [Fact]
    public void Show_tells_of_a_sweep_and_of_a_trial()
    {
        var file = _session.Write(Session.Small);
        _session.Succeed("run", file, "--no-report");
        var sweep = _session.Succeed("show", "small");
        Expect.Has("sweep        small#1\n", sweep);
        Expect.Has("trials       4: 4 finished\n", sweep);
        Expect.Has("parameters   lambda [0,0.7]\n", sweep);
        Expect.Has("data         pitch (train 211, dev 200, test 200), SHA-256 ", sweep);
        Expect.Has($"command      goalkeeper run {file}\n", sweep);

        var trial = _session.Succeed("show", "small/3");
        Expect.Has("trial     small#1/3\n", trial);
        Expect.Has("lambda 0.7  (varied)\n", trial);
        Expect.Has("learning_rate 0.3\n", trial);
        Expect.Has(" at iteration 0, ", trial);
        Expect.Has(" at 39; 5 points\n", trial);
        Expect.Has("(each before its iteration's update; metrics are measured after the last one)\n", trial);
        Expect.Has(_session.Query("SELECT result || ' all that was measured' FROM trial_fingerprint WHERE trial = 3")[0], trial);
    }
}
