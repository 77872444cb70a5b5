using Goalkeeper.Analysis;
using Goalkeeper.Report;
using Goalkeeper.Tests.Runner;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Report;

public sealed class FindingsTests : IDisposable
{
    private const string Lambda = "name: lambda\ndataset: pitch\n" + Reports.Network + "parameters: { lambda: [0, 0.1, 1] }\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("goalkeeper-findings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Where_all_is_well_there_is_nothing_to_say()
    {
        var report = Reports.Of(Lambda, _ => new Outcome { Answers = data => data.Labels });
        Assert.Empty(report.Findings);
        Assert.Null(report.State);
        Assert.DoesNotContain("Before you trust", Reports.File(report, "report.md"), StringComparison.Ordinal);
        Assert.DoesNotContain("<aside", Reports.File(report, "report.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void They_stand_above_the_table()
    {
        var report = Reports.Of(Lambda, _ => new Outcome { FirstCost = double.PositiveInfinity });
        var finding = Assert.Single(report.Findings);
        Assert.Contains($".\n\n**Before you trust these numbers:**\n\n- {finding}\n\n| λ |", Reports.File(report, "report.md"), StringComparison.Ordinal);
        Assert.Contains(
            $"<aside class=\"findings\">\n<p>Before you trust these numbers:</p>\n<ul>\n<li>{finding}</li>\n</ul>\n</aside>\n",
            Reports.File(report, "report.html"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_is_rare_or_missing_and_features_of_different_scale_are_told()
    {
        var rows = Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i},{i / 1000.0},{(i % 30 == 0 ? 1 : 0)},{(i < 40 ? "train" : "dev")}"));
        File.WriteAllText(Path.Combine(_folder, "rare.csv"), $"income,rate,y,split\n{string.Join('\n', rows)}\n");
        var report = Reports.Of(
            $"name: rare\ndataset: {{ csv: {Path.Combine(_folder, "rare.csv")}, features: [income, rate], label: y, split: split }}\n{Reports.Network}",
            _ => new Outcome());
        Assert.Contains(report.Findings, f => f.StartsWith("All 20 dev examples are of class 0: answering 0 always gets 100 % there.", StringComparison.Ordinal));
        Assert.Contains(report.Findings, f => f.StartsWith("Features differ in scale: income goes up to 39, rate only to 0.039.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NaN, "NaN")]
    public void A_cost_that_starts_beyond_all_numbers_is_told_with_the_points(double first, string text)
    {
        var report = Reports.Of(Lambda, s => new Outcome { FirstCost = s.Lambda > 0 ? first : 0.7 });
        Assert.Equal(
            [$"In 2 of 3 trials (λ = 0.1; λ = 1) the cost starts at {text}: the first weights or the features are too large."], report.Findings);
    }

    [Theory]
    [InlineData("parameters: { lambda: [0, 1, 2] }", "In all 3 trials")]
    [InlineData("parameters: { lambda: [0, 1] }", "In both trials")]
    [InlineData("", "In the only trial")]
    public void All_trials_are_called_all(string parameters, string expected) => Assert.StartsWith(
        expected,
        Assert.Single(Reports.Of(
            $"name: x\ndataset: pitch\n{Reports.Network}{parameters}", _ => new Outcome { FirstCost = double.PositiveInfinity }).Findings),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_network_that_answers_every_example_the_same_is_told(double always)
    {
        var report = Reports.Of(Lambda, s => new Outcome
        {
            Answers = data => data.Labels.Select(label => s.Lambda == 1 ? always : label),
        });
        var answer = report.Summary.Dataset.ClassNames[(int)always];
        Assert.Equal([$"In 1 of 3 trials (λ = 1) every dev example is taken for {answer}: the network has learnt nothing."], report.Findings);
    }

    [Fact]
    public void A_network_that_is_right_as_often_as_a_constant_answer_but_answers_otherwise_is_not()
    {
        // As many right as the commoner class has examples, not all of one class.
        var report = Reports.Of(Lambda, _ => new Outcome
        {
            Answers = data =>
            {
                var right = ConstantAnswer.Of(data.Labels).Right;
                return data.Labels.Select((label, i) => i < right ? label : 1 - label);
            },
        });
        Assert.Equal(report.Conclusion.Baseline![2], report.Conclusion.Rows[0][2]);
        Assert.Empty(report.Findings);
    }

    [Fact]
    public void Earlier_sweeps_that_looked_at_the_same_test_set_are_counted_but_not_in_a_portable_report()
    {
        using var folder = new SweepFolder();
        foreach (var name in (string[])["first", "second"])
            folder.Run($"name: {name}\ndataset: pitch\n{Reports.Network}parameters: {{ lambda: [0, 1] }}\n", workers: 1, Reports.Made(_ => new Outcome()));
        using var store = folder.Open();
        Assert.Null(SweepReport.Of(store, store.SweepsNamed("first")[0]).EarlierLooks);
        var report = SweepReport.Of(store, store.SweepsNamed("second")[0]);
        Assert.StartsWith("1 earlier sweep of this store looked at the same test set", report.FindingsOf(portable: false).Last(), StringComparison.Ordinal);
        Assert.Empty(report.FindingsOf(portable: true));
    }

    [Fact]
    public void A_test_set_is_the_same_with_a_column_less_and_another_with_other_rows()
    {
        using var folder = new SweepFolder();
        var table = folder.Write("table.csv", "a,b,won\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i * i % 17},{i * 7 % 11},{i * i % 3}\n".Replace(",2\n", ",1\n", StringComparison.Ordinal))));
        Sweep("all", "", seed: 1);
        Sweep("one", "drop: [b], ", seed: 1);
        Sweep("other", "", seed: 2);
        using var store = folder.Open();
        Assert.Equal([0, 1, 0], ((string[])["all", "one", "other"]).Select(name => SweepSummary.Of(store, store.SweepsNamed(name)[0]).EarlierLooks));

        void Sweep(string name, string drop, int seed) => folder.Run(
            $"name: {name}\ndataset: {{ csv: \"{table}\", label: won, {drop}split: {{ dev: 0.2, test: 0.2, seed: {seed} }} }}\n{Reports.Network}parameters: {{ lambda: [0, 1] }}\n", workers: 1, Reports.Made(_ => new Outcome()));
    }

    /// <summary>Of zeros, and without dropout, a seed changes nothing: eight replicates are one run, and are compared by its answers.</summary>
    [Fact]
    public void Networks_that_no_seed_changes_are_compared_by_their_answers()
    {
        using var folder = new SweepFolder();
        folder.Run("name: zeros\ndataset: pitch\nnetwork: { hidden: [] }\ntraining: { initialization: zeros, iterations: 50 }\nparameters: { learning_rate: [0.001, 0.3] }\nreplicates: 8\n");
        using var store = folder.Open();
        var report = SweepReport.Of(store, store.SweepsNamed("zeros")[0]);
        Assert.Contains("seems not to depend on the seed, and replicates add nothing then", string.Join(" ", report.Findings), StringComparison.Ordinal);
        var compared = RowComparisons.Of(report.Summary, store)!;
        Assert.Equal((ChanceOver.Examples, 200), (compared.Over, compared.Count));
    }

    [Fact]
    public void Sweeps_of_one_seed_are_compared_by_their_answers()
    {
        using var folder = new SweepFolder();
        foreach (var (name, iterations) in (IEnumerable<(string, int)>)[("short", 1), ("long", 3000)])
            folder.Run($"name: {name}\ndataset: pitch\nnetwork: {{ hidden: [5] }}\ntraining: {{ learning_rate: 0.3, iterations: {iterations} }}\nparameters: {{ lambda: [0, 0.1] }}\n");
        using var store = folder.Open();
        var report = new ComparisonReport(store, [store.SweepsNamed("short")[0], store.SweepsNamed("long")[0]]);
        Assert.All(report.Others[0].Comparison.Points, point => Assert.InRange(point.P, 0, 0.05));
        Assert.All(report.Others[0].Comparison.Points, point => Assert.Equal(Verdict.Better, point.Verdict));
    }
}
