using Goalkeeper.Report;
using Goalkeeper.Training;

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

    private const string Interval = "the 95 % interval of the difference, paired by seed,";

    [Fact]
    public void Variants_are_rows_with_their_comments()
    {
        var report = Reports.Of(Variants, s => new Outcome { Train = s.Initialization == Initialization.He ? 0.99 : 0.5, Test = 0.456 });
        Assert.Equal(["model", "train accuracy", "test accuracy", "comment"], report.Conclusion.Columns);
        Assert.Equal(["zeros", "50.0 %", "45.6 %", "fails to break symmetry"], Reports.Cells(report, 0));
        Assert.Equal(["he", "99.0 %", "45.6 %", ""], Reports.Cells(report, 1));
        Assert.Equal(1, report.Conclusion.Chosen);
        Assert.Contains("Best by train accuracy (highest): he.", report.Conclusion.Notes);
    }

    [Fact]
    public void A_grid_has_a_column_for_each_parameter_and_rows_in_the_plans_order()
    {
        var report = Reports.Of(
            Grid, s => new Outcome { Dev = 0.9 + (s.Activation == Activation.Tanh ? 0.01 : 0) - Math.Abs(s.Lambda - 0.1) / 100 });
        Assert.Equal(["λ", "activation", "train accuracy", "dev accuracy"], report.Conclusion.Columns);
        Assert.Equal(["0", "relu", "90.0 %", "89.9 %"], Reports.Cells(report, 0));
        Assert.Equal(["0", "tanh", "90.0 %", "90.9 %"], Reports.Cells(report, 1));
        Assert.Equal(["0.1", "tanh", "90.0 %", "91.0 %"], Reports.Cells(report, report.Conclusion.Chosen!.Value));
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
    [InlineData("cost", "minimize", 1)]
    [InlineData("cost", "maximize", 2)]
    [InlineData("dev_accuracy", "maximize", 0)]
    [InlineData("dev_accuracy", "minimize", 1)]
    public void The_metric_and_its_goal_choose_the_row(string metric, string goal, int chosen)
    {
        var report = Reports.Of(
            Lambda + $"metric: {{ name: {metric}, goal: {goal} }}\n",
            s => s.Lambda switch
            {
                0 => new Outcome { Dev = 0.9, Cost = 0.3 },
                0.1 => new Outcome { Dev = 0.7, Cost = 0.2 },
                _ => new Outcome { Dev = 0.8, Cost = 0.4 },
            });
        Assert.Equal(chosen, report.Conclusion.Chosen);
    }

    [Fact]
    public void Of_equal_rows_the_first_is_chosen_and_that_is_said()
    {
        var report = Reports.Of(Lambda, s => new Outcome { Dev = s.Lambda > 0 ? 0.9 : 0.8 });
        Assert.Equal(1, report.Conclusion.Chosen);
        Assert.Contains("Chosen by dev accuracy (highest): λ = 0.1, the first of 2 that are equal.", report.Conclusion.Notes);
    }

    [Fact]
    public void Test_accuracy_is_shown_for_the_chosen_row_alone_where_there_is_a_dev_set()
    {
        var report = Reports.Of(Lambda, s => new Outcome { Dev = s.Lambda == 1 ? 0.9 : 0.8, Test = s.Lambda == 1 ? 0.777 : 0.555 });
        Assert.DoesNotContain("test accuracy", report.Conclusion.Columns);
        Assert.Contains("Test accuracy of the chosen row, looked at once: 77.7 %.", Reports.Notes(report));
        Assert.Contains("77.7&#160;%", Reports.File(report, "report.html"), StringComparison.Ordinal);
        Assert.DoesNotContain("55.5", Reports.File(report, "report.md"), StringComparison.Ordinal);
        Assert.DoesNotContain("55.5&#160;%", Reports.File(report, "report.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void Test_accuracy_is_shown_for_every_row_where_there_is_no_dev_set()
    {
        var report = Reports.Of(Variants, _ => new Outcome());
        Assert.Contains(
            "There is no dev set, and nothing was chosen by the test set, so its accuracy is shown for every row.",
            report.Conclusion.Notes);
    }

    [Theory]
    [InlineData("circles")]
    [InlineData("pitch")]
    public void A_choice_by_the_test_set_is_called_one(string dataset)
    {
        var report = Reports.Of(
            $"name: x\ndataset: {dataset}\nmetric: {{ name: test_accuracy, goal: maximize }}\n{Reports.Network}", _ => new Outcome());
        Assert.Contains("The test set made this choice, so its accuracy is too good to expect of new data.", report.Conclusion.Notes);
        Assert.DoesNotContain(report.Conclusion.Notes, n => n.Contains("nothing was chosen by the test set", StringComparison.Ordinal));
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
        Assert.Equal(["0", "failed", "failed"], Reports.Cells(report, 0));
        Assert.Equal(["0.1", "diverged", "diverged"], Reports.Cells(report, 1));
        Assert.Equal(2, report.Conclusion.Chosen);
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
        Assert.Equal(["0", "90.0 ± 0.0 %", "65.0 ± 21.2 %", "2"], Reports.Cells(report, 0));
        Assert.Equal(["0.1", "diverged and failed", "diverged and failed", "0"], Reports.Cells(report, 1));
        Assert.Contains("2 trials diverged: the weights stopped being numbers. Their traces are kept.", report.Conclusion.Notes);
    }

    [Fact]
    public void A_sweep_with_nothing_finished_yet_has_a_report()
    {
        var report = Reports.Of(Lambda, _ => new Outcome(), new CancellationToken(canceled: true));
        Assert.Equal(["0", "not run", "not run"], Reports.Cells(report, 0));
        Assert.Null(report.Conclusion.Chosen);
        Assert.Equal(["3 trials of 3 not run yet; the same goalkeeper run carries on."], report.Conclusion.Notes);
        Assert.Empty(report.Sections);
        Assert.Equal(["report.md", "report.html", "trials.csv"], report.Files(portable: false).Select(f => f.Name));
        foreach (var file in report.Files(portable: false)) Assert.NotEmpty(Reports.File(report, file.Name));
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
        Assert.Equal(["1", "not run", "not run"], Reports.Cells(report, 2));
        Assert.Contains("1 trial of 3 not run yet; the same goalkeeper run carries on.", report.Conclusion.Notes);
        Assert.Contains("Chosen so far by dev accuracy (highest): λ = 0, the first of 2 that are equal.", report.Conclusion.Notes);
        Assert.Contains("Test accuracy is looked at once, when all trials have ended.", report.Conclusion.Notes);
        Assert.DoesNotContain(Reports.Notes(report), n => n.Contains("70.0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("minimize")]
    [InlineData("maximize")]
    public void A_metric_that_is_not_a_number_is_shown_and_never_chosen(string goal)
    {
        var report = Reports.Of(
            Lambda + $"metric: {{ name: cost, goal: {goal} }}\n", s => new Outcome { Cost = s.Lambda > 0 ? 0.5 : double.NaN });
        Assert.Equal("NaN", Reports.Cells(report, 0)[^1]);
        Assert.Equal(1, report.Conclusion.Chosen);
    }

    [Fact]
    public void Infinite_metrics_are_shown_and_rank_as_what_they_are()
    {
        var report = Reports.Of(
            Lambda + "replicates: 2\nmetric: { name: cost, goal: minimize }\n",
            s => new Outcome { Cost = s.Lambda == 0 && s.Seed == 1 ? double.PositiveInfinity : 5 });
        Assert.Equal("∞", Reports.Cells(report, 0)[^2]);
        Assert.Equal("5 ± 0", Reports.Cells(report, 1)[^2]);
        Assert.Equal(1, report.Conclusion.Chosen);
    }

    [Fact]
    public void Rows_that_the_seeds_cannot_tell_from_the_chosen_one_are_named()
    {
        // Against λ = 1, seed by seed: λ = 0 is worse by 10, 11, 12 points; λ = 0.1 by 1, 1, −1.
        double[] seedLuck = [0.05, 0, -0.05], far = [0.10, 0.11, 0.12], near = [0.01, 0.01, -0.01];
        var report = Reports.Of(Lambda + "replicates: 3\n", s => new Outcome
        {
            Dev = 0.9 + seedLuck[s.Seed - 1] - (s.Lambda == 0 ? far[s.Seed - 1] : s.Lambda == 0.1 ? near[s.Seed - 1] : 0),
        });
        Assert.Equal(2, report.Conclusion.Chosen);
        Assert.Contains($"Not told apart from λ = 0.1: {Interval} contains 0.", report.Conclusion.Notes);
    }

    [Fact]
    public void A_row_that_shares_fewer_than_two_seeds_with_the_chosen_one_is_not_compared()
    {
        var report = Reports.Of(
            Lambda + "replicates: 3\n",
            s => new Outcome { Dev = 0.5 + s.Lambda / 10, DivergedAt = s.Lambda == 0 && s.Seed > 1 ? 12 : null });
        Assert.Contains("Not compared with λ = 0: fewer than two seeds have finished in both.", report.Conclusion.Notes);
        Assert.DoesNotContain(report.Conclusion.Notes, n => n.Contains("every other row", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Conclusion.Notes, n => n.Contains("Not told apart", StringComparison.Ordinal));
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

    [Theory]
    [InlineData("maximize", 1)]
    [InlineData("minimize", -1)]
    public void A_row_better_with_every_seed_is_called_better(string goal, int sign)
    {
        var report = Reports.Of(
            Lambda + $"replicates: 3\nmetric: {{ name: dev_accuracy, goal: {goal} }}\n",
            s => new Outcome { Dev = 0.5 + sign * s.Lambda / 10 + s.Seed / 10.0 });
        Assert.Equal(2, report.Conclusion.Chosen);
        Assert.Contains(
            $"Better than every other row by more than luck with the seeds explains: {Interval} leaves out 0.", report.Conclusion.Notes);
    }

    [Fact]
    public void Many_rows_that_cannot_be_told_apart_are_counted()
    {
        var report = Reports.Of(
            "name: many\ndataset: pitch\n" + Reports.Network + "replicates: 2\nparameters: { lambda: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }\n",
            _ => new Outcome());
        Assert.Contains($"Not told apart from 9 other rows: {Interval} contains 0.", report.Conclusion.Notes);
    }

    [Fact]
    public void A_paired_difference_is_Students_interval_over_the_seeds_that_both_finished()
    {
        // Differences 1, 2 and 3 points: mean 2, standard error 1/√3 points, t(2 degrees, 97.5 %) = 4.302653.
        var report = Reports.Of(Lambda + "replicates: 4\n", s => s switch
        {
            { Seed: 4, Lambda: 0.1 } => throw new InvalidOperationException(),
            { Lambda: 0.1 } => new Outcome { Dev = 0.7 + s.Seed / 100.0 },
            _ => new Outcome { Dev = 0.7 },
        });
        var (row, other) = (report.Summary.Rows[1], report.Summary.Rows[0]);
        var difference = PairedDifference.Of(row, other, "dev_accuracy");
        Assert.Equal(3, difference.Count);
        Assert.Equal(0.02, difference.Mean, 1e-12);
        Assert.Equal(4.302653 * 0.01 / Math.Sqrt(3), difference.HalfWidth, 1e-7);
        Assert.False(difference.IsClear);
    }

    [Fact]
    public void One_seed_a_row_says_that_luck_is_unknown()
    {
        const string note = "One seed a row: how much of a difference is luck with the seed, only replicates would show.";
        Assert.Contains(note, Reports.Of(Lambda, _ => new Outcome()).Conclusion.Notes);
        Assert.DoesNotContain(note, Reports.Of(Lambda + "replicates: 2\n", _ => new Outcome()).Conclusion.Notes);
    }

    [Theory]
    [InlineData(0.955, "200 examples in the dev set leave a standard error of 1.5 points on an accuracy of 95.5 %.")] // √(0.955·0.045/200)
    [InlineData(1, null)]
    public void The_examples_leave_a_standard_error_unless_all_are_right(double dev, string? expected)
    {
        var notes = Reports.Notes(Reports.Of(Lambda, _ => new Outcome { Dev = dev }));
        if (expected is null) Assert.DoesNotContain(notes, n => n.Contains("standard error", StringComparison.Ordinal));
        else Assert.Contains(expected, notes);
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
        Assert.Equal(0, report.Conclusion.Chosen);
        Assert.Equal(best, report.Conclusion.Rows[0][0]);
        Assert.DoesNotContain(report.Conclusion.Rows, r => r[0] == "0.5");
        Assert.Contains("The best 60 of 80 points; trials.csv has every trial.", report.Conclusion.Notes);
        Assert.Equal(81, Reports.File(report, "trials.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
