using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Store;
using Goalkeeper.Training;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Cli;

public sealed class PredictTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("activation=relu")]
    [InlineData("activation=tanh")]
    [InlineData("hidden=[20,3]")]
    public void The_train_rows_get_the_stored_predictions_bit_for_bit(string set)
    {
        Sweep("--set", set);
        // Columns in another order, and one that the network does not know.
        var examples = GeneratedDatasets.Pitch().Train;
        var rows = Enumerable.Range(0, examples.Count).Select(i => FormattableString.Invariant($"{examples.Features[2 * i + 1]:R},left,{examples.Features[2 * i]:R}"));
        var output = _session.Succeed("predict", "small/3", "--data", Data($"x2,foot,x1\n{string.Join('\n', rows)}\n"));
        using var store = SweepStore.OpenReadOnly(_session.Store);
        var sweep = store.Find(SweepReference.Parse("small"));
        var stored = store.Predictions(store.Trial(sweep, 3))[0];
        var expected = stored.Probabilities.Zip(stored.Labels).Select((p, i) => FormattableString.Invariant($"{i + 1},{p.First:R},{p.Second}"));
        Assert.Equal($"row,probability,label\n{string.Join('\n', expected)}\n", output);
        Assert.True(stored.Labels.Distinct().Count() == 2);
    }

    [Fact]
    public void Labels_are_1_above_a_half_alone()
    {
        // A network of zeros says a half for every row.
        Sweep("--set", "initialization=zeros", "--set", "learning_rate=1e-300");
        Assert.Equal("row,probability,label\n1,0.5,0\n", _session.Succeed("predict", "small/1", "--data", Data("x1,x2\n0.1,0.2\n")));
    }

    [Fact]
    public void Out_writes_a_file_and_says_so()
    {
        Sweep();
        var (data, file) = (Data("x1,x2\n0.1,0.2\n-0.3,0.5\n"), _session.File("labels.csv"));
        var printed = _session.Run("predict", "small#1/1", "--data", data, "--out", file);
        Assert.Equal((0, ""), (printed.ExitCode, printed.Out));
        Assert.Matches($@"^2 rows, \d with label 1: ", printed.Error);
        Assert.Equal(_session.Succeed("predict", "small#1/1", "--data", data), File.ReadAllText(file));
    }

    [Fact]
    public void Cultures_do_not_matter()
    {
        Sweep();
        var data = Data("x1,x2\n0.1,0.2\n");
        var expected = _session.Succeed("predict", "small/1", "--data", data);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(expected, _session.Succeed("predict", "small/1", "--data", data));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("x1,X2\n1,2\n", "no column `x2`; the header has x1, X2; did you mean `X2`?")]
    [InlineData("x1,x2,x1\n1,2,3\n", "the header has 2 columns named `x1`")]
    [InlineData("x1,x2\n1,2\n1,left\n", "line 3, column x2: `left` is not a finite number")]
    [InlineData("x1,x2\n1\n", "line 2: 1 field, parted by commas, and the header has 2")]
    [InlineData("x1,x2\n", "no rows below the header")]
    [InlineData("", "empty; expected a header")]
    [InlineData("x1,x2\n1,\"2\n", "not well-formed CSV")]
    public void Data_that_do_not_fit_are_told(string csv, string expected)
    {
        Sweep();
        var data = Data(csv);
        var error = _session.Fail(ExitCode.UserError, "predict", "small/1", "--data", data, "--out", _session.File("labels.csv"));
        Assert.Contains(data, error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(File.Exists(_session.File("labels.csv")));
    }

    [Theory]
    [InlineData("no such file", "small/1", "--data", "nothing.csv")]
    [InlineData("Did you mean small?", "smal/1", "--data", "new.csv")]
    [InlineData("has no trial 9: its trials are 1 to 4", "small/9", "--data", "new.csv")]
    [InlineData("no such file", "small", "--data", "nothing.csv")]
    [InlineData("--data", "small/1")]
    [InlineData("cannot be written", "small/1", "--data", "new.csv", "--out", ".")]
    [InlineData("would overwrite the data", "small/1", "--data", "new.csv", "--out", "new.csv")]
    [InlineData("is there already and is no table of predictions", "small/1", "--data", "new.csv", "--out", "goalkeeper.db")]
    public void Bad_words_are_told(string expected, params string[] words)
    {
        Sweep();
        Data("x1,x2\n1,2\n");
        var here = words.Select((word, i) => i > 0 && !word.StartsWith('-') ? _session.File(word) : word);
        Assert.Contains(expected, _session.Fail(ExitCode.UserError, ["predict", .. here]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("best", "its sweep keeps those of its best trial alone; expected that one, small#1/")]
    [InlineData("none", "its sweep keeps none; `keep_weights: best` or `all`")]
    public void Weights_that_were_not_kept_are_told_with_what_to_do(string kept, string expected)
    {
        Sweep(kept);
        var other = Assert.Single(_session.Query("SELECT min(t.number) FROM trial t WHERE t.number <> (SELECT trial FROM best_trial)"));
        var error = _session.Fail(ExitCode.UserError, "predict", $"small/{other}", "--data", Data("x1,x2\n1,2\n"));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains("--new", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_trial_of_a_sweep_that_keeps_the_best_predicts()
    {
        Sweep("best");
        _session.Succeed("predict", $"small/{Assert.Single(_session.Query("SELECT trial FROM best_trial"))}", "--data", Data("x1,x2\n1,2\n"));
    }

    [Fact]
    public void A_trial_that_failed_or_diverged_is_told_with_its_reason_and_a_better_one()
    {
        _session.World = context => context with
        {
            Train = (settings, dataset, _, cancellation) =>
                settings is { Seed: 2, Lambda: 0 } ? throw new InvalidDataException("no luck") : Trainer.Train(settings, dataset, cancellation),
        };
        _session.Run("run", _session.Write(Session.Small), "--no-report", "--set", "lambda=0,1e200");
        var data = Data("x1,x2\n1,2\n");
        Assert.Contains(
            "trial small#1/2 has no stored weights: it failed: InvalidDataException: no luck; expected a finished trial, small#1/1",
            _session.Fail(ExitCode.UserError, "predict", "small/2", "--data", data),
            StringComparison.Ordinal);
        Assert.Contains("it diverged: the weights were not finite", _session.Fail(ExitCode.UserError, "predict", "small/3", "--data", data), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_that_has_not_run_is_told_with_how_to_run_it()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        _session.World = context => context with { ListenForStop = () => StopRequest.From(stop.Token) };
        var file = _session.Write(Session.Small);
        _session.Run("run", file);
        var error = _session.Fail(ExitCode.UserError, "predict", "small/1", "--data", Data("x1,x2\n1,2\n"));
        Assert.Contains($"it is queued; `goalkeeper work 'small#1'` carries on", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("as it was")]
    [InlineData("changed")]
    [InlineData("deleted")]
    public void The_command_that_is_advised_carries_on_with_that_very_sweep_whatever_its_file_says_now(string state)
    {
        var (file, data, store) = (_session.Write(Session.Small), Data("x1,x2\n1,2\n"), _session.File("another.db"));
        Stopped("run", file, "--set", "lambda=0.1,0.2", "--set", "seed=7", "--store", store);
        if (state == "changed") _session.Write(Session.Small.Replace("learning_rate: 0.3", "learning_rate: 0.2", StringComparison.Ordinal));
        if (state == "deleted") File.Delete(file);
        var advice = _session.Fail(ExitCode.UserError, "predict", "small", "--data", data, "--store", store).Split('`');
        Assert.Equal(" carries on with it\n", advice[^1]);
        Assert.Equal($"goalkeeper work 'small#1' --store {store}", advice[^2]);
        Expect.Start("small#1: resumed, 4 of 4 trials left to run", _session.Run("work", "small#1", "--store", store).Error);
    }

    [Fact]
    public void A_sweep_that_keeps_its_best_has_no_trial_to_offer_where_none_finished()
    {
        _session.World = context => context with { Train = (_, _, _, _) => throw new InvalidDataException("no luck") };
        _session.Run("run", _session.Write(Session.Small), "--no-report");
        Assert.EndsWith("no luck; expected a finished trial\n", _session.Fail(ExitCode.UserError, "predict", "small/1", "--data", Data("x1,x2\n1,2\n")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_alone_is_its_best_point_by_the_mean_and_the_point_is_named()
    {
        // Point 1 has the luckiest trial, point 2 the better mean.
        double[] accuracies = [0.9, 0.1, 0.7, 0.6];
        _session.World = context => context with
        {
            Train = (settings, data, _, stop) =>
            {
                var trained = Trainer.Train(settings, data, stop);
                var accuracy = accuracies[(settings.Lambda > 0 ? 2 : 0) + (int)settings.Seed - 1];
                return trained with { Metrics = new Dictionary<string, double>(trained.Metrics) { ["dev_accuracy"] = accuracy } };
            },
        };
        Sweep();
        var data = Data("x1,x2\n0.1,0.2\n");
        var printed = _session.Run("predict", "small", "--data", data);
        Assert.Equal("small#1: best by dev_accuracy is point 2 (lambda 0.7): 65.0 % over 2 trials; its trial 3 predicts\n", printed.Error.Replace('\u00a0', ' '));
        Assert.Equal(_session.Succeed("predict", "small/3", "--data", data), printed.Out);
        Assert.Equal("1", Assert.Single(_session.Query("SELECT trial FROM best_trial")));
    }

    [Fact]
    public void A_sweep_whose_best_point_s_weights_were_not_kept_says_whose_were()
    {
        Sweep("best");
        var best = Assert.Single(_session.Query("SELECT trial FROM best_trial"));
        var printed = _session.Run("predict", "small", "--data", Data("x1,x2\n0.1,0.2\n"));
        if (printed.ExitCode == ExitCode.Success) Expect.Has($"its trial {best} predicts", printed.Error);
        else Expect.Has($"its sweep keeps those of its best trial alone; expected that one, small#1/{best}", printed.Error);
    }

    [Fact]
    public void A_sweep_without_a_finished_trial_has_no_best_point()
    {
        _session.World = context => context with { Train = (_, _, _, _) => throw new InvalidDataException("no luck") };
        _session.Run("run", _session.Write(Session.Small), "--no-report");
        Expect.Has(
            "no trial of small#1 has finished with a dev_accuracy; expected one",
            _session.Fail(ExitCode.UserError, "predict", "small", "--data", Data("x1,x2\n1,2\n")));
    }

    [Theory]
    [InlineData("DROP TRIGGER weights_update; UPDATE weights SET content = zeroblob(length(content))")]
    [InlineData("DROP TRIGGER weights_update; UPDATE weights SET content = (SELECT content FROM weights ORDER BY attempt_id DESC)")]
    [InlineData("INSERT INTO preparation (sweep_id, feature, mean, deviation) VALUES (1, 1, 0, 2), (1, 2, 0, 2)", "preparation_insert")]
    public void Weights_that_are_not_those_of_the_fingerprint_are_refused(string sql, string? trigger = null)
    {
        Sweep();
        using (var connection = new SqliteConnection($"Data Source={_session.Store};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = (trigger is null ? "" : $"DROP TRIGGER {trigger}; ") + sql;
            command.ExecuteNonQuery();
        }
        Expect.Has(
            "does not give the predictions of its fingerprint",
            _session.Fail(ExitCode.UserError, "predict", "small/1", "--data", Data("x1,x2\n1,2\n")));
    }

    private void Sweep(string keepWeights) =>
        _session.Succeed("run", _session.Write($"{Session.Small}\nkeep_weights: {keepWeights}\n"), "--no-report");

    private void Sweep(params string[] more) => _session.Succeed(["run", _session.Write(Session.Small), "--no-report", .. more]);

    private void Stopped(params string[] words)
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        _session.World = context => context with { ListenForStop = () => StopRequest.From(stop.Token) };
        _session.Run(words);
        _session.World = context => context;
    }

    private string Data(string csv) => _session.Write(csv, "new.csv");
}
