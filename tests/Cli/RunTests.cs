using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Tests.Training;
using Goalkeeper.Training;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Cli;

public sealed class RunTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_best_point_is_not_told_by_settings_without_effect_at_it()
    {
        var file = _session.Write(Session.Small.Replace("parameters: { lambda: [0, 0.7] }", """
            variants:
              - { name: random, initialization: random, initialization_scale: 10, dropout_mask: fixed, keep_prob: 0.9 }
              - { name: he }
            """, StringComparison.Ordinal));
        _session.World = context => context with
        {
            Train = (settings, data, _, stop) =>
            {
                var trained = Trainer.Train(settings, data, stop);
                var accuracy = settings.Initialization == Initialization.He ? 0.9 : 0.1;
                return trained with { Metrics = new Dictionary<string, double>(trained.Metrics) { ["dev_accuracy"] = accuracy } };
            },
        };
        var progress = _session.Run("run", file, "--no-report").Error.Replace('\u00a0', ' ');
        Expect.Has("best dev_accuracy 90.0 % (mean of 2), he, initialization he, keep_prob 1, ", progress);
        Expect.Has("90.0 % (mean of 2): he, initialization he, keep_prob 1; trials 3, 4\n", _session.Succeed("show", "small").Replace('\u00a0', ' '));
        var predicted = _session.Run("predict", "small", "--data", _session.Write("x1,x2\n0.1,0.2\n", "new.csv")).Error;
        Expect.Has("is point 2 (he, initialization he, keep_prob 1): ", predicted);
    }

    [Fact]
    public void A_sweep_is_run_and_its_best_trial_is_told()
    {
        var printed = _session.Run("run", _session.Write(Session.Small), "--no-report", "--workers", "2");
        Assert.Equal(0, printed.ExitCode);
        Assert.Equal("", printed.Out);
        Expect.Start("small#1: new, 4 trials, 2 workers\n", printed.Error);
        Expect.Has("4/4 trials, 100 %, best dev_accuracy ", printed.Error);
        Assert.DoesNotContain("\e", printed.Error, StringComparison.Ordinal);
        Assert.Equal(["finished|4"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1"));
    }

    [Fact]
    public void Run_prints_the_conclusion_table_and_writes_the_report_beside_the_store()
    {
        var output = _session.Succeed("run", _session.Write(Session.Small));
        Expect.Has("dev accuracy", output);
        var report = Path.Combine(_session.Folder, "small", "report.md");
        Assert.EndsWith($"report: {report}, and report.html beside it\n", output, StringComparison.Ordinal);
        Assert.True(File.Exists(report));
        Assert.True(File.Exists(Path.Combine(_session.Folder, "small", "report.html")));
    }

    [Fact]
    public void Report_writes_what_run_wrote()
    {
        var file = _session.Write(Session.Small);
        var table = _session.Succeed("run", file, "--portable").Split("report: ")[0];
        Expect.Start(table, _session.Succeed("report", "small#1", "--portable", "--out", _session.File("again")));
        var names = Directory.GetFiles(_session.File("small")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Contains("trials.csv", names);
        Assert.Equal(names, Directory.GetFiles(_session.File("again/small")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var name in names)
            Assert.Equal(File.ReadAllText(_session.File("small/" + name)), File.ReadAllText(_session.File("again/small/" + name)));
    }

    [Fact]
    public void The_same_command_again_runs_no_trial_again()
    {
        var file = _session.Write(Session.Small);
        _session.Succeed("run", file, "--no-report");
        var before = _session.Query("SELECT number, started_at, duration_ms FROM trial ORDER BY 1");
        // A comment does not make another sweep.
        _session.Write(Session.Small + "\n# a comment\n");
        var printed = _session.Run("run", file, "--no-report");
        Assert.Equal(0, printed.ExitCode);
        Assert.Equal("small#1: 4 trials, all have ended; nothing is left to run (--new starts afresh)\n", printed.Error);
        Assert.Equal(before, _session.Query("SELECT number, started_at, duration_ms FROM trial ORDER BY 1"));
    }

    [Fact]
    public void A_changed_plan_is_a_new_sweep_and_says_what_changed()
    {
        var file = _session.Write(Session.Small);
        _session.Succeed("run", file, "--no-report");
        var printed = _session.Run("run", file, "--no-report", "--set", "learning_rate=0.1");
        Assert.Equal(0, printed.ExitCode);
        Assert.StartsWith(
            "small#2 is a new sweep, since the plan differs from small#1:\n  training.learning_rate: 0.3 → 0.1\nsmall#2: new, 4 trials, ",
            printed.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void New_starts_afresh()
    {
        var file = _session.Write(Session.Small);
        _session.Succeed("run", file, "--no-report");
        Expect.Start("small#2: new, 4 trials", _session.Run("run", file, "--no-report", "--new").Error);
        Assert.Equal(["1|4", "2|4"], _session.Query("SELECT sweep_number, trials FROM sweep_overview"));
    }

    [Fact]
    public void A_failed_trial_is_told_with_its_reason_the_others_go_on_and_the_report_is_written()
    {
        var file = _session.Write(Session.Small);
        _session.World = context => context with { Train = FailForSeed2 };
        var printed = _session.Run("run", file);
        Assert.Equal(1, printed.ExitCode);
        Expect.Has("trial 2 failed: InvalidDataException: no luck\n", printed.Error);
        Assert.DoesNotContain("trial 4 failed", printed.Error, StringComparison.Ordinal);
        Assert.Contains(
            """
            2 trials failed; `goalkeeper retry 'small#1'` tries them again:
              trial 2 (lambda 0, seed 2) and 1 more: InvalidDataException: no luck

            """,
            printed.Error,
            StringComparison.Ordinal);
        Expect.Has("report: ", printed.Out);
        Assert.Equal(["failed|2", "finished|2"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1 ORDER BY 1"));

        // They are listed on resume, once, and are not run again.
        _session.World = context => context;
        printed = _session.Run("run", file, "--no-report");
        Assert.Equal(1, printed.ExitCode);
        Assert.Equal(2, printed.Error.Split("  trial 2 (").Length);
        Assert.Equal(["failed|2", "finished|2"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1 ORDER BY 1"));
        Expect.Has("failed       trial 2 and 1 more: InvalidDataException: no luck\n", _session.Succeed("show", "small"));
        Expect.Has("reason    InvalidDataException: no luck\n", _session.Succeed("show", "small#1/4"));
        Expect.Has("small#1  2 of 4 finished, 2 failed", _session.Succeed("list"));
    }

    [Fact]
    public void A_diverged_trial_is_a_result()
    {
        var file = _session.Write(Session.Small);
        var printed = _session.Run("run", file, "--no-report", "--set", "lambda=0,1e200");
        Assert.Equal(0, printed.ExitCode);
        Expect.Has("2 diverged", printed.Error);
        Assert.DoesNotContain("no trial finished", printed.Error, StringComparison.Ordinal);
        Expect.Has("state     diverged\n", _session.Succeed("show", "small/3"));
    }

    [Fact]
    public void A_sweep_of_diverged_trials_alone_succeeds_and_says_what_to_try()
    {
        var printed = _session.Run("run", _session.Write(Session.Small), "--no-report", "--set", "lambda=1e200");
        Assert.Equal(0, printed.ExitCode);
        Expect.Has("no trial finished: 2 trials diverged, since the weights stopped being numbers; try a smaller learning_rate", printed.Error);
        Expect.Has("small#1  0 of 2 finished, 2 diverged", _session.Succeed("list"));
        Expect.Has(
            "All trials have ended: 2 diverged",
            _session.Fail(ExitCode.UserError, "predict", "small", "--data", _session.Write("x1,x2\n1,2\n", "new.csv")));
    }

    [Fact]
    public void A_sweep_that_is_stopped_keeps_its_ended_trials_and_says_how_to_carry_on()
    {
        using var stop = new CancellationTokenSource();
        var file = _session.Write(Session.Small);
        var trials = 0;
        _session.World = context => context with
        {
            ListenForStop = () => StopRequest.From(stop.Token),
            Train = (settings, dataset, _, cancellation) =>
            {
                if (++trials == 3) stop.Cancel();
                cancellation.ThrowIfCancellationRequested();
                return Trainer.Train(settings, dataset, cancellation);
            },
        };
        var printed = _session.Run("run", file, "--workers", "1", "--new");
        Assert.Equal(130, printed.ExitCode);
        Assert.EndsWith(
            $"small#1: stopped; 2 of 4 trials have ended and are kept\ncarry on with: goalkeeper run {file} --workers 1\n",
            printed.Error,
            StringComparison.Ordinal);
        Assert.Equal("", printed.Out);
        Assert.False(Directory.Exists(_session.File("small")));
        Assert.Equal(["finished|2", "queued|2"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1 ORDER BY 1"));

        // As if an older program had begun it: numbers of two programs in one sweep are worth a line.
        using (var connection = new SqliteConnection($"Data Source={_session.Store};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """UPDATE sweep SET versions = '{"goalkeeper":"0.0.1"}'""";
            command.ExecuteNonQuery();
        }
        _session.World = context => context;
        printed = _session.Run("run", file, "--workers", "1", "--no-report");
        Assert.Equal(0, printed.ExitCode);
        Expect.Start("small#1: resumed, 2 of 4 trials left to run, 1 worker\nit was launched with goalkeeper 0.0.1, this is ", printed.Error);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("7")]
    public void Any_number_of_workers_gives_the_same_numbers_bit_for_bit(string workers)
    {
        var file = Session.Experiment("lambda-and-keep-prob");
        string[] command = ["run", file, "--set", "iterations=60", "--set", "replicates=2", "--no-report", "--workers"];
        _session.Succeed([.. command, "1"]);
        using var other = new Session();
        other.Succeed([.. command, workers]);
        var numbers = _session.Numbers();
        Assert.True(numbers.Count > 50 * 10);
        Assert.Equal(numbers, other.Numbers());
    }

    [Fact]
    public void The_stored_command_has_what_the_numbers_depend_on_and_nothing_of_this_machine()
    {
        var file = _session.Write(Session.Small, "a b.yaml");
        _session.Succeed("run", file, "--set", "lambda=0,0.5", "--workers", "1", "--no-report", "--store", _session.Store);
        Assert.Equal([$"goalkeeper run '{file}' --set lambda=0,0.5"], _session.Query("SELECT command FROM sweep"));
    }

    [Fact]
    public void Store_wins_over_the_environment_and_out_takes_the_report_elsewhere()
    {
        var store = _session.File("other/my.db");
        _session.Succeed("run", _session.Write(Session.Small), "--store", store, "--out", _session.File("reports"));
        Assert.True(File.Exists(store));
        Assert.False(File.Exists(_session.Store));
        Assert.True(File.Exists(_session.File("reports/small/report.md")));
        Expect.Has("small#1", _session.Succeed("list", "--store", store));
    }

    [Fact]
    public void A_report_takes_the_place_of_the_earlier_one_and_leaves_other_files_alone()
    {
        _session.Succeed("run", _session.Write(Session.Small));
        Assert.True(File.Exists(_session.File("small/lambda-accuracy.svg")));
        File.WriteAllText(_session.File("small/mine.svg"), "<svg/>");
        File.Delete(_session.Store); // so that what runs next is the first sweep of that name again
        _session.Succeed("run", _session.Write(Session.Small), "--set", "lambda=0.1");
        Assert.False(File.Exists(_session.File("small/lambda-accuracy.svg")));
        Assert.True(File.Exists(_session.File("small/cost.svg")));
        Assert.True(File.Exists(_session.File("small/mine.svg")));
    }

    [Fact]
    public void A_report_that_cannot_be_written_says_so()
    {
        var file = _session.Write(Session.Small);
        var printed = _session.Run("run", file, "--out", file);
        Assert.Equal(2, printed.ExitCode);
        Expect.Has("error: the report cannot be written to ", printed.Error);
        Expect.Has("--out", printed.Error);
    }

    [Fact]
    public void The_initialization_sweep_meets_the_expected_figures_as_read_back_from_the_store()
    {
        _session.Succeed("run", Session.Experiment("initialization"), "--no-report");
        var expected = ExpectedFigures.Read("initialization");
        foreach (var name in (string[])["zeros", "he", "xavier"])
        {
            var figures = expected.GetProperty(name);
            foreach (var metric in (string[])["train_accuracy", "test_accuracy"])
                Assert.Equal(figures.Number(metric), Number($"SELECT {metric} FROM trial_overview WHERE variant = '{name}'"));
            foreach (var point in figures.GetProperty("costs_every_1000").EnumerateObject())
            {
                var cost = Number(
                    $"SELECT value FROM trial_trace WHERE variant = '{name}' AND metric = 'cost' AND iteration = {point.Name}");
                ExpectedFigures.Close(point.Value.Number(), cost, 1e-12, $"{name} at {point.Name}");
            }
        }
        Assert.Equal(0.83, Number("SELECT train_accuracy FROM trial_overview WHERE variant = 'large random'"));
        Assert.Equal(
            ["inf"],
            _session.Query("SELECT value FROM trial_trace WHERE variant = 'large random' AND metric = 'cost' AND iteration = 0"));
    }

    [Fact]
    public void The_football_sweep_prints_the_published_table_and_meets_the_expected_figures_as_read_back_from_the_store()
    {
        ThirdPartyData.Need("football.csv");
        _session.World = context => context with
        {
            Variable = name => name == "GOALKEEPER_DATA" ? Environment.GetEnvironmentVariable(name) : context.Variable(name),
        };
        var table = _session.Succeed("run", Session.Experiment("football"));
        foreach (var published in (string[])["94.8 % 91.5 %", "93.8 % 93.0 %", "92.9 % 95.0 %"])
            Expect.Has(published, string.Join(' ', table.Replace('\u00a0', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        var expected = ExpectedFigures.Read("regularization");
        (string Variant, string Name, Func<long, double> Tolerance)[] rows =
        [
            ("3-layer NN without regularization", "baseline", iteration => iteration <= 10_000 ? 1e-12 : 1e-10),
            ("3-layer NN with L2 regularization", "l2_0.7", _ => 1e-13),
            ("3-layer NN with dropout", "dropout_0.86", _ => 1e-13),
        ];
        foreach (var (variant, name, tolerance) in rows)
        {
            var figures = expected.GetProperty(name);
            Assert.Equal(figures.Number("train_accuracy"), Number($"SELECT train_accuracy FROM trial_overview WHERE variant = '{variant}'"));
            Assert.Equal(figures.Number("test_accuracy"), Number($"SELECT dev_accuracy FROM trial_overview WHERE variant = '{variant}'"));
            foreach (var point in figures.GetProperty("costs_every_1000").EnumerateObject())
            {
                var cost = Number($"SELECT value FROM trial_trace WHERE variant = '{variant}' AND metric = 'cost' AND iteration = {point.Name}");
                ExpectedFigures.Close(point.Value.Number(), cost, tolerance(long.Parse(point.Name, CultureInfo.InvariantCulture)), $"{name} at {point.Name}");
            }
        }
    }

    private double Number(string sql) => double.Parse(Assert.Single(_session.Query(sql)), CultureInfo.InvariantCulture);

    private static TrainingResult FailForSeed2(TrainingSettings settings, Dataset dataset, TrainingWatch? watch, CancellationToken cancellation) =>
        settings.Seed == 2 ? throw new InvalidDataException("no luck") : Trainer.Train(settings, dataset, cancellation);
}
