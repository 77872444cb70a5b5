using Goalkeeper.Report;
using Goalkeeper.Report.Tables;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Report;

public class ConfusionTablesTests
{
    private const string Lambda = "name: lambda\ndataset: pitch\n" + Reports.Network + "parameters: { lambda: [0, 0.1, 1] }\n";

    /// <summary>Of class 0 the first three are taken for 1, of class 1 the first one for 0; at λ = 0 nearly all is wrong.</summary>
    private static Outcome Made(TrainingSettings s) => new()
    {
        Answers = data =>
        {
            int[] seen = [0, 0], wrong = s.Lambda == 0 ? [50, 50] : [3, 1];
            return data.Labels.Select(label => seen[(int)label]++ < wrong[(int)label] ? 1 - label : label);
        },
        Others = new Dictionary<string, double> { ["dev_balanced_accuracy"] = 0.98, ["dev_auc"] = 0.987654, ["test_log_loss"] = 0.125 },
    };

    [Fact]
    public void The_chosen_row_has_its_answers_on_dev_and_on_test_counted()
    {
        var section = Reports.Of(Lambda, Made).Confusion!;
        Assert.Equal("The chosen row, λ = 0.1.", section.Text[0]);
        Assert.Equal(["dev, 200 examples", "test, 200 examples", ""], section.Tables.Select(t => t.Caption));
        // pitch has 104 of 200 of class 0 on dev: (104 - 3) / 104 and (96 - 1) / 96.
        Assert.Equal(["class", "taken for 0", "taken for 1", "right"], section.Tables[0].Columns);
        Assert.Equal([["0", "101", "3", "97.1 %"], ["1", "1", "95", "99.0 %"]], Plain(section.Tables[0]));
        Assert.Equal(["split", "accuracy", "constant answer", "balanced accuracy", "F1", "AUC", "log loss"], section.Tables[2].Columns);
        Assert.Equal(
            [
                ["dev", "98.0 %", "52.0 %", "98.0 %", "–", "0.9877", "–"],
                ["test", "98.0 %", "53.5 %", "–", "–", "–", "0.125"],
            ],
            Plain(section.Tables[2]));
    }

    [Fact]
    public void Seeds_are_added_up()
    {
        var section = Reports.Of($"{Lambda}replicates: 3\n", Made).Confusion!;
        Assert.Contains("Counts are added up over the seeds.", section.Text);
        Assert.Equal(["dev, 200 examples in each of 3 trials", "test, 200 examples in each of 3 trials", ""], section.Tables.Select(t => t.Caption));
        Assert.Equal([["0", "303", "9", "97.1 %"], ["1", "3", "285", "99.0 %"]], Plain(section.Tables[0]));
    }

    [Fact]
    public void Test_is_not_counted_before_all_trials_have_ended()
    {
        using var stop = new CancellationTokenSource();
        var report = Reports.Of(
            Lambda,
            s =>
            {
                if (s.Lambda > 0) stop.Cancel();
                return Made(s);
            },
            stop.Token);
        Assert.Equal(["dev, 200 examples", ""], report.Confusion!.Tables.Select(t => t.Caption));
    }

    [Fact]
    public void Without_a_dev_set_two_models_stand_side_by_side_and_of_more_the_first_if_an_order_is_asked_for()
    {
        Assert.Equal(
            ["λ = 0: test, 100 examples", "λ = 1: test, 100 examples", ""], Of("circles", "[0, 1]").Confusion!.Tables.Select(t => t.Caption));
        Assert.Equal(["λ = 0: train, 400 examples", "λ = 1: train, 400 examples", ""], Of("flower", "[0, 1]").Confusion!.Tables.Select(t => t.Caption));
        Assert.Null(Of("circles", "[0, 1, 2]").Confusion);
        Assert.Equal("The first row, λ = 0.", Of("circles", "[0, 1, 2]", "metric: train_accuracy\n").Confusion!.Text[0]);

        static SweepReport Of(string dataset, string values, string metric = "") => Reports.Of(
            $"name: x\ndataset: {dataset}\n{metric}{Reports.Network}parameters: {{ lambda: {values} }}\n", s => new Outcome { Answers = data => data.Labels });
    }

    [Fact]
    public void A_log_loss_of_infinity_is_explained() => Assert.Contains(
        "A log loss of ∞ says that the network was certain of a wrong answer: it gave the right one the probability 0.",
        Reports.Of(Lambda, s => Made(s) with { Others = new Dictionary<string, double> { ["dev_log_loss"] = double.PositiveInfinity } }).Confusion!.Text);

    [Fact]
    public void Without_stored_predictions_there_is_no_matrix() => Assert.Null(Reports.Of(Lambda, _ => new Outcome()).Confusion);

    [Fact]
    public void The_page_has_tables_with_captions_and_headers_of_columns_and_rows_and_nothing_to_click()
    {
        var report = Reports.Of(Lambda, Made);
        Assert.Contains(
            "<table>\n<caption>dev, 200 examples</caption>\n<thead><tr><th scope=\"col\">class</th><th scope=\"col\">taken for 0</th>"
                + "<th scope=\"col\">taken for 1</th><th scope=\"col\">right</th></tr></thead>\n<tbody>\n<tr><th scope=\"row\">0</th><td>101</td>",
            Reports.File(report, "report.html"),
            StringComparison.Ordinal);
        Assert.Contains(
            "\n\ndev, 200 examples:\n\n| class | taken for 0 | taken for 1 | right |\n| --- | --- | --- | --- |\n| 0 | 101 | 3 | 97.1\u00a0% |\n",
            Reports.File(report, "report.md"),
            StringComparison.Ordinal);
    }

    private static IEnumerable<string[]> Plain(ReportTable table) =>
        table.Rows.Select(row => row.Select(cell => cell.Replace('\u00a0', ' ')).ToArray());
}
