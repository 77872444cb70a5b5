using Goalkeeper.Analysis;
using Goalkeeper.Analysis.Importance;
using Goalkeeper.Report;
using Goalkeeper.Store;
using Goalkeeper.Tests.Cli;
using Goalkeeper.Tests.Runner;
using Goalkeeper.Tests.Store;
using Goalkeeper.Training;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Report;

public class ConclusionTests
{
    private const string Variants = "name: models\ndataset: circles\n" + Reports.Network + """
        variants:
          - { name: zeros, note: fails to break symmetry, initialization: zeros }
          - { name: he, initialization: he }
        """;

    private const string Grid = "name: grid\ndataset: pitch\n" + Reports.Network
        + "parameters: { lambda: [0, 0.1, 1], activation: [relu, tanh] }\n";

    private const string Lambda = "name: lambda\ndataset: pitch\n" + Reports.Network + "parameters: { lambda: [0, 0.1, 1] }\n";

    [Fact]
    public void Variants_are_rows_with_their_comments()
    {
        var report = Reports.Of(Variants, s => new Outcome { Train = s.Initialization == Initialization.He ? 0.99 : 0.5, Test = 0.456 });
        Assert.Equal(["model", "train accuracy", "test accuracy", "comment"], report.Conclusion.Columns);
        Assert.Equal(["zeros", "50.0 %", "45.6 %", "fails to break symmetry"], Reports.Cells(report, 0));
        Assert.Equal(["he", "99.0 %", "45.6 %", ""], Reports.Cells(report, 1));
        Assert.Null(report.Conclusion.Chosen);
    }

    [Fact]
    public void A_grid_has_a_column_for_each_parameter_and_the_best_row_first()
    {
        var report = Reports.Of(
            Grid, s => new Outcome { Dev = 0.9 + (s.Activation == Activation.Tanh ? 0.01 : 0) - Math.Abs(s.Lambda - 0.1) / 100 });
        Assert.Equal(["λ", "activation", "train accuracy", "dev accuracy", "95\u00a0% interval"], report.Conclusion.Columns);
        Assert.Equal(["0.1", "tanh", "90.0 %", "91.0 %", "86.2–94.2 %"], Reports.Cells(report, 0));
        Assert.Equal(["0", "tanh", "90.0 %", "90.9 %", "86.2–94.2 %"], Reports.Cells(report, 1));
        Assert.Equal(["1", "relu", "90.0 %", "89.1 %", "83.9–92.6 %"], Reports.Cells(report, 5));
        Assert.Equal(0, report.Conclusion.Chosen);
    }

    [Fact]
    public void The_chosen_point_is_not_called_by_settings_without_effect_at_it()
    {
        var report = Reports.Of(
            "name: scales\ndataset: pitch\n" + Reports.Network + """
                parameters: { initialization: [random, he], initialization_scale: [0.01, 10], dropout_mask: [fixed], keep_prob: [1, 0.8] }
                """,
            s => new Outcome { Dev = s.Initialization == Initialization.He && s.KeepProb[0] == 1 ? 0.9 : 0.8 });
        Expect.Has(": initialization = he, keep_prob = 1, the first of 2 that are equal.", string.Join('\n', Reports.Notes(report)));
        Assert.Equal(["he", "0.01", "fixed", "1"], Reports.Cells(report, 0)[..4]);
        report = Reports.Of(
            "name: scales\ndataset: pitch\n" + Reports.Network + "parameters: { initialization_scale: [0.01, 10], keep_prob: [1, 0.8] }\n"
                + "variants: [{ name: a, initialization: random }, { name: b, hidden: [] }]\n",
            s => new Outcome { Dev = s.Hidden.Count == 0 ? 0.9 : 0.8 });
        Expect.Has(": b, the first of 4 that are equal.", string.Join('\n', Reports.Notes(report)));
    }

    [Fact]
    public void An_experiment_that_varies_nothing_has_one_row_by_its_name()
    {
        var report = Reports.Of("name: alone\ndataset: flower\n" + Reports.Network, _ => new Outcome());
        Assert.Equal(["model", "train accuracy"], report.Conclusion.Columns);
        Assert.Equal(["alone", "90.0 %"], Reports.Cells(report, 0));
    }

    [Fact]
    public void The_lucky_survivors_of_a_row_are_not_chosen_over_rows_that_finished_whole()
    {
        var report = Reports.Of(
            Lambda + "replicates: 3\n",
            s => s.Lambda == 1
                ? new Outcome { Dev = 0.99, DivergedAt = s.Seed == 1 ? null : 10 }
                : new Outcome { Dev = 0.9 - s.Lambda / 10 });
        Assert.Equal(0, report.Conclusion.Chosen);
        Assert.Contains("99.0 %", Reports.Cells(report, 2));
        Assert.Contains(
            "Chosen by dev accuracy (highest mean of the rows that have it for every seed; 1 row left out): λ = 0.", report.Conclusion.Notes);
    }

    [Fact]
    public void Replicates_are_mean_and_sample_standard_deviation_and_n()
    {
        // 0.90, 0.91, 0.95: mean 0.92, deviations -0.02, -0.01, 0.03, variance (4 + 1 + 9) / 2 = 7 square points.
        double[] dev = [0.90, 0.91, 0.95];
        var report = Reports.Of(
            Lambda + "replicates: 3\nmetric: { name: cost, goal: minimize }\n",
            s => new Outcome { Dev = dev[s.Seed - 1], Cost = 0.12345 * s.Seed });
        Assert.Equal(["λ", "train accuracy", "dev accuracy", "cost", "n"], report.Conclusion.Columns);
        Assert.Equal(["0", "90.0 ± 0.0 %", "92.0 ± 2.6 %", "0.2469 ± 0.12", "3"], Reports.Cells(report, 0));
        Assert.Contains("Mean ± standard deviation over n finished trials, each with its own seed.", report.Conclusion.Notes);
    }

    [Theory]
    [InlineData("cost", "minimize", "0.1")]
    [InlineData("cost", "maximize", "1")]
    [InlineData("train_accuracy", "maximize", "0.1")]
    [InlineData("dev_accuracy", "maximize", "0")]
    [InlineData("dev_accuracy", "minimize", "0.1")]
    public void The_metric_and_its_goal_put_the_best_row_first_and_only_the_dev_set_chooses(string metric, string goal, string first)
    {
        var report = Reports.Of(
            Lambda + $"metric: {{ name: {metric}, goal: {goal} }}\n",
            s => s.Lambda switch
            {
                0 => new Outcome { Dev = 0.9, Cost = 0.3 },
                0.1 => new Outcome { Dev = 0.7, Cost = 0.2, Train = 0.95 },
                _ => new Outcome { Dev = 0.8, Cost = 0.4 },
            });
        Assert.Equal(first, Reports.Cells(report, 0)[0]);
        Assert.Equal(metric == "dev_accuracy" ? 0 : null, report.Conclusion.Chosen);
    }

    [Fact]
    public void Nothing_is_chosen_where_no_dev_set_was_held_out()
    {
        var report = Reports.Of(Variants, s => new Outcome { Train = s.Initialization == Initialization.He ? 0.99 : 0.5 });
        Assert.Null(report.Conclusion.Chosen);
        Assert.Equal("zeros", Reports.Cells(report, 0)[0]);
        Assert.Contains("There is nothing to choose by: no dev set was held out.", report.Conclusion.Notes);
        Assert.DoesNotContain("class=\"chosen\"", Reports.File(report, "report.html"), StringComparison.Ordinal);
        Assert.DoesNotContain(Reports.File(report, "report.md").Split('\n'), line => line.StartsWith("| **", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("metric: { name: train_accuracy, goal: maximize }", "train accuracy, highest")]
    [InlineData("metric: { name: cost }", "cost, lowest")]
    [InlineData("\"metric\":\n  name: test_accuracy", "test accuracy, highest")]
    public void A_metric_that_the_experiment_names_orders_the_table_and_chooses_nothing(string yaml, string order)
    {
        var report = Reports.Of(
            $"{yaml}\n{Variants}",
            s => s.Initialization == Initialization.He ? new Outcome { Train = 0.99, Test = 0.98, Cost = 0.1 } : new Outcome());
        Assert.Null(report.Conclusion.Chosen);
        Assert.Equal(["he", "zeros"], report.Conclusion.Rows.Select(row => row[0]));
        Assert.Contains(
            $"There is nothing to choose by: no dev set was held out. Rows are ordered by {order} first, as the experiment asks.",
            report.Conclusion.Notes);
    }

    [Theory]
    [InlineData("{ name: x, dataset: circles, network: { hidden: [3] }, training: { learning_rate: 0.3, iterations: 30 }, metric: train_accuracy, ", true)]
    [InlineData("name: x\ndescription: |\n metric: train_accuracy\n# metric: train_accuracy\n", false)]
    public void Whether_the_experiment_names_its_metric_is_read_as_YAML(string yaml, bool isNamed)
    {
        const string variants = "variants: [{ name: zeros, initialization: zeros }, { name: he }]";
        var report = Reports.Of(
            isNamed ? $"{yaml}{variants} }}\n" : $"{yaml}dataset: circles\n{Reports.Network}{variants}\n",
            s => s.Initialization == Initialization.He ? new Outcome { Train = 0.99 } : new Outcome());
        Assert.Equal(isNamed ? ["he", "zeros"] : ["zeros", "he"], report.Conclusion.Rows.Select(row => row[0]));
    }

    [Fact]
    public void A_metric_of_the_train_set_chooses_nothing_beside_a_dev_set_either()
    {
        var notes = Reports.Of(Lambda + "metric: { name: cost, goal: minimize }\n", _ => new Outcome()).Conclusion.Notes;
        Assert.Contains(
            "Nothing is chosen: cost is not measured on the dev set. Rows are ordered by cost, lowest first, as the experiment asks.", notes);
        Assert.Contains("Test accuracy is not looked at, since nothing is chosen.", notes);
    }

    [Fact]
    public void Every_accuracy_stands_beside_what_a_constant_answer_would_get()
    {
        var report = Reports.Of(Variants, _ => new Outcome());
        Assert.Equal(["constant answer", "50.0\u00a0%", "50.0\u00a0%", ""], report.Conclusion.Baseline);
        Assert.Contains(
            "<th scope=\"row\" role=\"rowheader\">constant answer</th><td role=\"cell\">50.0&#160;%</td><td role=\"cell\" class=\"below\" data-label=\"test accuracy\">50.0&#160;%</td>",
            Reports.File(report, "report.html"),
            StringComparison.Ordinal);
        Assert.Contains("\n| *constant answer* | *50.0\u00a0%* | *50.0\u00a0%* |  |\n", Reports.File(report, "report.md"), StringComparison.Ordinal);
        Assert.Contains(
            "Test accuracy of the chosen row: 70.0 %; a constant answer gets 53.5 %.", Reports.Notes(Reports.Of(Lambda, _ => new Outcome())));
    }

    [Theory]
    [InlineData("cost", "")]
    [InlineData("dev_balanced_accuracy", "50.0\u00a0%")]
    [InlineData("dev_auc", "0.5")]
    public void A_metric_has_what_a_constant_answer_gets_where_that_is_one_number(string metric, string expected) =>
        Assert.Equal(expected, Reports.Of(
            $"{Lambda}metric: {metric}\n", _ => new Outcome { Others = new Dictionary<string, double> { [metric] = 0.9 } }).Conclusion.Baseline![^1]);

    [Fact]
    public void Rows_without_a_value_come_last()
    {
        var report = Reports.Of(Lambda, s => new Outcome { Dev = 0.5 + s.Lambda / 10, DivergedAt = s.Lambda == 0 ? 3 : null });
        Assert.Equal(["1", "0.1", "0"], report.Conclusion.Rows.Select(row => row[0]));
    }

    [Fact]
    public void Equal_accuracies_are_ties_in_whatever_order_their_seeds_had_them()
    {
        // Means of 3, 7, 11 … of 200 in different orders, whose sums in floating point differ in their last bits.
        int[] right = [31, 147, 8, 199, 66, 102, 173];
        var report = Reports.Of(
            "name: ties\ndataset: pitch\n" + Reports.Network + "parameters: { lambda: [0, 1, 2, 3, 4, 5, 6] }\nreplicates: 7\n",
            s => new Outcome { Dev = right[(int)(s.Seed - 1 + (long)s.Lambda) % 7] / 200.0 });
        Assert.Contains("Chosen by dev accuracy (highest mean): λ = 0, the first of 7 that are equal.", report.Conclusion.Notes);
        Assert.Equal("0", report.Conclusion.Rows[0][0]);
    }

    [Fact]
    public void Of_equal_rows_the_first_is_chosen_and_that_is_said()
    {
        var report = Reports.Of(Lambda, s => new Outcome { Dev = s.Lambda > 0 ? 0.9 : 0.8 });
        Assert.Equal(0, report.Conclusion.Chosen);
        Assert.Contains("Chosen by dev accuracy (highest): λ = 0.1, the first of 2 that are equal.", report.Conclusion.Notes);
    }

    [Fact]
    public void Test_accuracy_is_shown_for_the_chosen_row_alone_where_there_is_a_dev_set()
    {
        var report = Reports.Of(Lambda, s => new Outcome { Dev = s.Lambda == 1 ? 0.9 : 0.8, Test = s.Lambda == 1 ? 0.777 : 0.555 });
        Assert.DoesNotContain("test accuracy", report.Conclusion.Columns);
        Assert.Contains("Test accuracy of the chosen row: 77.7 %; a constant answer gets 53.5 %.", Reports.Notes(report));
        Assert.Contains("77.7&#160;%", Reports.File(report, "report.html"), StringComparison.Ordinal);
        Assert.DoesNotContain("55.5", Reports.File(report, "report.md"), StringComparison.Ordinal);
        Assert.DoesNotContain("55.5&#160;%", Reports.File(report, "report.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void Test_accuracy_is_shown_for_every_row_where_there_is_no_dev_set()
    {
        var report = Reports.Of(Variants, _ => new Outcome());
        Assert.Contains(
            "Test accuracy is shown for every row, since nothing was chosen by it.", report.Conclusion.Notes);
    }

    [Theory]
    [InlineData("circles")]
    [InlineData("pitch")]
    public void An_order_by_the_test_set_is_called_one(string dataset)
    {
        var report = Reports.Of(
            $"name: x\ndataset: {dataset}\nmetric: {{ name: test_accuracy, goal: maximize }}\n{Reports.Network}", _ => new Outcome());
        Assert.Contains("The test set made this order, so the first row's result is too good to expect of new data.", report.Conclusion.Notes);
        Assert.DoesNotContain(report.Conclusion.Notes, n => n.Contains("nothing was chosen by it", StringComparison.Ordinal));
    }

    [Fact]
    public void Failed_and_diverged_trials_are_named_in_their_cells_and_counted_below()
    {
        var report = Reports.Of(Lambda, s => s.Lambda switch
        {
            0 => throw new InvalidOperationException("no <luck> today"),
            0.1 => new Outcome { DivergedAt = 12 },
            _ => new Outcome(),
        });
        Assert.Equal(["0", "failed", "failed", ""], Reports.Cells(report, 1));
        Assert.Equal(["0.1", "diverged", "diverged", ""], Reports.Cells(report, 2));
        Assert.Equal(0, report.Conclusion.Chosen);
        Assert.Equal("1 of 3 trials finished, 1 failed and 1 diverged.", report.State);
        Assert.Contains("1 trial diverged: the weights stopped being numbers. Their traces are kept.", report.Conclusion.Notes);
        Assert.Contains("1 trial failed; the first is number 1: InvalidOperationException: no <luck> today", report.Conclusion.Notes);
    }

    [Fact]
    public void Replicates_that_did_not_finish_are_left_out_of_mean_and_n()
    {
        var report = Reports.Of(Lambda + "replicates: 3\n", s => (s.Lambda, s.Seed) switch
        {
            (0, 1) => new Outcome { DivergedAt = 0 },
            (0.1, 1) => new Outcome { DivergedAt = 0 },
            (0.1, _) => throw new InvalidOperationException(),
            (0, 2) => new Outcome { Dev = 0.5 },
            _ => new Outcome(),
        });
        Assert.Equal(["0", "90.0 ± 0.0 %", "65.0 ± 21.2 %", "2", "0.0–100.0 %"], Reports.Cells(report, 1));
        Assert.Equal(["0.1", "diverged and failed", "diverged and failed", "0", ""], Reports.Cells(report, 2));
        Assert.Contains("2 trials diverged: the weights stopped being numbers. Their traces are kept.", report.Conclusion.Notes);
    }

    [Theory]
    [InlineData(new[] { 0.9, 0.92, 0.91, 0.93, 0.9 }, new[] { 0.88, 0.93, 0.9, 0.905, 0.905 }, "λ = 1 beats λ = 0.1 in 60.0 % of runs (95 % interval 14.7–94.7 %, exact binomial).")]
    [InlineData(new[] { 0.9, 0.92, 0.91, 0.93, 0.91 }, new[] { 0.88, 0.92, 0.88, 0.88, 0.9 }, "λ = 1 beats λ = 0.1 in 90.0 % of runs (95 % interval 37.1–100.0 %, exact binomial; a tie counts half, with 1 seed they tie).")]
    [InlineData(new[] { 0.9, 0.92 }, new[] { 0.88, 0.91 }, "λ = 1 beats λ = 0.1 in 100.0 % of runs (95 % interval 15.8–100.0 %, exact binomial).")]
    [InlineData(new[] { 0.9, 0.92 }, new[] { 0.9, 0.92 }, "λ = 0.1 and λ = 1 tie each time, with 2 seeds.")]
    [InlineData(new[] { 0.9, 0.9 }, new[] { 0.88, 0.88 }, null)]
    public void How_often_the_chosen_row_wins_is_told_with_how_little_is_known(double[] better, double[] worse, string? wins)
    {
        var report = Reports.Of(
            $"name: two\ndataset: pitch\n{Reports.Network}parameters: {{ lambda: [0.1, 1] }}\nreplicates: {better.Length}\n",
            s => new Outcome { Dev = (s.Lambda == 1 ? better : worse)[s.Seed - 1] });
        Assert.Equal(wins, Reports.Notes(report).FirstOrDefault(note => note.StartsWith("With the same seed ", StringComparison.Ordinal))?["With the same seed ".Length..]);
    }

    [Fact]
    public void A_sweep_with_nothing_finished_yet_has_a_report()
    {
        var report = Reports.Of(Lambda, _ => new Outcome(), new CancellationToken(canceled: true));
        Assert.Equal(["0", "not run", "not run"], Reports.Cells(report, 0));
        Assert.Null(report.Conclusion.Chosen);
        Assert.Equal("The sweep is not complete: 0 of 3 trials finished and 3 are left; the same goalkeeper run carries on.", report.State);
        Assert.Empty(report.Conclusion.Notes);
        Assert.Null(report.Conclusion.Baseline);
        Assert.Empty(report.Sections);
        Assert.Equal(["report.md", "report.html", "trials.csv", "conclusion.csv", "conclusion.tex"], ReportFile.Of(report, portable: false).Select(f => f.Name));
        foreach (var file in ReportFile.Of(report, portable: false)) Assert.NotEmpty(Reports.File(report, file.Name));
    }

    [Fact]
    public void A_sweep_that_was_stopped_says_what_is_left_and_does_not_look_at_test()
    {
        using var stop = new CancellationTokenSource();
        var report = Reports.Of(
            Lambda,
            s =>
            {
                if (s.Lambda > 0) stop.Cancel();
                return new Outcome();
            },
            stop.Token);
        Assert.Equal(["1", "not run", "not run", ""], Reports.Cells(report, 2));
        const string state = "The sweep is not complete: 2 of 3 trials finished and 1 is left; the same goalkeeper run carries on.";
        Assert.Equal(state, report.State);
        Assert.Contains($"\n\n{state}\n\n|", Reports.File(report, "report.md"), StringComparison.Ordinal);
        Assert.Contains($"<p class=\"state\">{state}</p>\n", Reports.File(report, "report.html"), StringComparison.Ordinal);
        Assert.Contains("Chosen so far by dev accuracy (highest): λ = 0, the first of 2 that are equal.", report.Conclusion.Notes);
        Assert.Contains("Test accuracy is looked at when all trials have ended.", report.Conclusion.Notes);
        Assert.DoesNotContain(Reports.Notes(report), n => n.Contains("70.0", StringComparison.Ordinal));
    }

    [Fact]
    public void A_sweep_that_runs_is_not_called_interrupted()
    {
        using var folder = new SweepFolder();
        var states = new List<string?>();
        folder.Run(Lambda, workers: 1, Reports.Made(_ =>
        {
            using var store = folder.Open();
            states.Add(SweepReport.Of(store, store.Find(SweepReference.Parse("lambda"))).State);
            return new Outcome();
        }));
        // Which, depends on whether the writer has said already that a trial runs.
        Assert.All(states, state => Assert.Matches(@"^The sweep is (still running|not complete): [0-2] of 3 trials finished and [1-3] (is|are) left", state));
        Assert.Equal(3, states.Count);
    }

    [Fact]
    public void A_trial_whose_worker_vanished_while_others_work_has_not_ended()
    {
        using var folder = new SweepFolder();
        using var stop = new CancellationTokenSource();
        folder.Run(
            Lambda,
            workers: 1,
            Reports.Made(s =>
            {
                if (s.Lambda > 0) stop.Cancel();
                return new Outcome();
            }),
            cancellation: stop.Token);
        using var store = folder.Open();
        var sweep = store.Find(SweepReference.Parse("lambda"));
        store.Connection.Write(() =>
        {
            var gone = WorkerIdentity.Here with { ProcessId = int.MaxValue - 1 }; // no process has this number
            store.Join(sweep, gone, TimeSpan.FromHours(1)).Take(count: 1);
            return store.Join(sweep, WorkerIdentity.Here, TimeSpan.FromHours(1));
        });
        Assert.Equal(TrialState.Lost, store.Trial(sweep, 3).State);
        var report = SweepReport.Of(store, sweep);
        Assert.Equal("The sweep is not complete: 2 of 3 trials finished and 1 is left; the same goalkeeper run carries on.", report.State);
        Assert.Contains("Test accuracy is looked at when all trials have ended.", report.Conclusion.Notes);
        Assert.Equal(0, FinitePoints.Of(SweepSummary.Of(store, sweep), isLog: false).LeftOut);
    }

    [Fact]
    public void A_sweep_that_was_killed_is_called_interrupted()
    {
        using var folder = new SweepFolder();
        folder.Run(Lambda, workers: 1, Reports.Made(_ => new Outcome()), cancellation: new CancellationToken(canceled: true));
        using (var connection = new SqliteConnection($"Data Source={folder.StorePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                """
                INSERT INTO attempt (id, trial_id, number, state, started_at) VALUES (9, 1, 1, 'running', '2026-01-01T00:00:00.000Z');
                UPDATE trial SET state = 'running', attempt_id = 9, started_at = '2026-01-01T00:00:00.000Z' WHERE number = 1
                """;
            command.ExecuteNonQuery();
        }
        using var store = folder.Open();
        Assert.Equal(
            "The sweep was interrupted: 0 of 3 trials finished and 3 are left; the same goalkeeper run carries on.",
            SweepReport.Of(store, store.Find(SweepReference.Parse("lambda"))).State);
    }

    [Theory]
    [InlineData("minimize")]
    [InlineData("maximize")]
    public void A_metric_that_is_not_a_number_is_shown_and_comes_last(string goal)
    {
        var report = Reports.Of(
            Lambda + $"metric: {{ name: cost, goal: {goal} }}\n", s => new Outcome { Cost = s.Lambda > 0 ? 0.5 : double.NaN });
        Assert.Equal(["0.1", "1", "0"], report.Conclusion.Rows.Select(row => row[0]));
        Assert.Equal("NaN", Reports.Cells(report, 2)[^1]);
    }

    [Fact]
    public void Infinite_metrics_are_shown_and_rank_as_what_they_are()
    {
        var report = Reports.Of(
            Lambda + "replicates: 2\nmetric: { name: cost, goal: minimize }\n",
            s => new Outcome { Cost = s.Lambda == 0 && s.Seed == 1 ? double.PositiveInfinity : 5 });
        Assert.Equal(["5 ± 0", "5 ± 0", "∞"], report.Conclusion.Rows.Select(row => row[^2].Replace('\u00a0', ' ')));
    }

    [Theory]
    [InlineData("1e-5", "1e-5")]
    [InlineData("0.00025", "0.00025")]
    [InlineData("1.5E-10", "1.5e-10")]
    [InlineData("1e300", "1e300")]
    [InlineData("1e6", "1000000")]
    public void Numbers_are_written_as_people_write_them(string written, string shown)
    {
        var report = Reports.Of($"name: x\ndataset: pitch\n{Reports.Network}parameters: {{ lambda: [{written}, 0] }}\n", _ => new Outcome());
        Assert.Equal(shown, Reports.Cells(report, 0)[0]);
    }

    [Fact]
    public void One_seed_a_row_says_that_luck_is_unknown()
    {
        const string note = "One seed a row: how much of a difference is luck with the seed, only replicates would show.";
        Assert.Contains(note, Reports.Of(Lambda, _ => new Outcome()).Conclusion.Notes);
        Assert.DoesNotContain(note, Reports.Of(Lambda + "replicates: 2\n", _ => new Outcome()).Conclusion.Notes);
    }

    [Theory]
    [InlineData("minimize", "0.01")]
    [InlineData("maximize", "0.8")]
    public void Above_60_points_the_best_are_shown_best_first(string goal, string best)
    {
        var values = string.Join(", ", Enumerable.Range(1, 80).Select(i => FormattableString.Invariant($"{i / 100.0}")));
        var report = Reports.Of(
            $"name: many\ndataset: pitch\nmetric: {{ name: cost, goal: {goal} }}\n{Reports.Network}parameters: {{ lambda: [{values}] }}\n",
            s => new Outcome { Cost = s.Lambda == 0.5 ? double.NaN : s.Lambda });
        Assert.Equal(60, report.Conclusion.Rows.Count);
        Assert.Equal(best, report.Conclusion.Rows[0][0]);
        Assert.DoesNotContain(report.Conclusion.Rows, r => r[0] == "0.5");
        Assert.Contains("The best 60 of 80 points; trials.csv has every trial.", report.Conclusion.Notes);
        Assert.Equal(81, Reports.File(report, "trials.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
