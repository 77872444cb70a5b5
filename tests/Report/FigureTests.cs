using System.Globalization;
using Goalkeeper.Report;
using Goalkeeper.Report.Charts;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Tests.Cli;
using Goalkeeper.Tests.Runner;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Report;

public class FigureTests
{
    private static string Sweep(string more, string dataset = "pitch") => $"name: x\ndataset: {dataset}\n{Reports.Network}{more}\n";

    [Fact]
    public void Named_variants_are_compared_in_one_plot()
    {
        var report = Reports.Of(Sweep("variants: [{ name: a }, { name: b, lambda: 1 }]"), _ => new Outcome());
        Assert.Equal(
            ["comparison.svg", "cost.svg", "accuracy-1.svg", "accuracy-2.svg", "boundary-1.svg", "boundary-2.svg"],
            Reports.PlotFiles(report));
    }

    [Fact]
    public void The_trials_are_drawn_too_and_when_they_ran_where_that_may_differ()
    {
        var report = Reports.Of(Sweep("parameters: { lambda: [0, 1] }\nreplicates: 3"), s => new Outcome { Dev = 0.8 + s.Lambda / 10 });
        Assert.Equal(["parallel.svg", "history.svg", "replicates.svg", "timeline.svg"], report.TrialsSection(portable: false)!.Figures.Select(f => f.FileName));
        Assert.Equal(["parallel.svg", "history.svg", "replicates.svg"], report.TrialsSection(portable: true)!.Figures.Select(f => f.FileName));
        LineChart history = Of<LineChart>("history.svg"), timeline = Of<LineChart>("timeline.svg");
        Assert.Equal([(1, 0.8), (4, 0.8), (4, 0.9), (6, 0.9)], history.Series[1].Points.Select(p => (p.X, p.Y)));
        Assert.Equal(6, timeline.Series.Sum(lane => lane.Points.Count(p => double.IsNaN(p.Y))));
        Assert.Equal(6, Of<ParallelChart>("parallel.svg").Lines().Count);
        Assert.Equal(["λ = 1", "λ = 0"], Of<DotChart>("replicates.svg").Categories);
        Assert.Null(Reports.Of(Sweep(""), _ => new Outcome()).TrialsSection(portable: false)); // one trial

        T Of<T>(string file)
            where T : Chart => Assert.IsType<T>(report.TrialsSection(portable: false)!.Figures.Single(f => f.FileName == file).Chart);
    }

    [Fact]
    public void One_parameter_is_drawn_against_accuracy_and_weights()
    {
        var report = Reports.Of(Sweep("parameters: { lambda: [0, 1] }"), s => new Outcome { Dev = 0.8 + s.Lambda / 10 });
        Assert.Equal(["lambda-accuracy.svg", "lambda-weights.svg"], Reports.PlotFiles(report).Take(2));
        var plot = Chart<LineChart>(report, "lambda-accuracy.svg");
        Assert.Equal("Accuracy against λ", plot.Title);
        Assert.Equal(["train accuracy", "dev accuracy"], plot.Series.Select(s => s.Name));
        Assert.Equal([(0, 0.8), (1, 0.9)], plot.Series[1].Points.Select(p => (p.X, p.Y)));
        Assert.Equal(new ReferenceLine(1, "chosen: λ = 1"), plot.Chosen);
    }

    [Fact]
    public void A_wide_range_is_logarithmic_with_a_place_for_zero_and_a_narrow_one_is_linear()
    {
        var report = Reports.Of(
            "name: x\ndataset: pitch\nnetwork: {}\ntraining: { iterations: 30 }\n"
                + "parameters: { lambda: [0, 0.01, 10], keep_prob: [0.5, 1], learning_rate: [0.01, 1], hidden: [2, 3] }\n",
            _ => new Outcome());
        Assert.Equal(ScaleKind.LogWithZero, Chart<LineChart>(report, "lambda-accuracy.svg").X.Kind);
        Assert.Equal(ScaleKind.Linear, Chart<LineChart>(report, "keep_prob-accuracy.svg").X.Kind);
        Assert.Equal(ScaleKind.Log, Chart<LineChart>(report, "learning_rate-accuracy.svg").X.Kind);
        Assert.Equal("hidden units", Chart<LineChart>(report, "hidden-accuracy.svg").X.Label);
    }

    [Fact]
    public void Two_parameters_are_a_heat_map_and_a_line_for_each_value_of_the_other()
    {
        var report = Reports.Of(
            Sweep("parameters: { lambda: [0, 1], keep_prob: [0.5, 0.8, 1] }"),
            s => s is { Lambda: 1, KeepProb: [0.8] }
                ? throw new InvalidOperationException()
                : new Outcome { Dev = 0.5 + (s.Lambda + s.KeepProb[0]) / 10 });
        Assert.Equal(
            ["heat-train.svg", "heat-dev.svg", "lambda-accuracy.svg", "lambda-weights.svg", "keep_prob-accuracy.svg"],
            Reports.PlotFiles(report).Take(5));
        var map = Chart<HeatMap>(report, "heat-dev.svg");
        Assert.Equal(["0", "1"], map.Rows);
        Assert.Equal(["0.5", "0.8", "1"], map.Columns);
        Assert.Equal([0.65, double.NaN, 0.7], map.Values[1]);
        Assert.Equal((1, 2), map.Chosen);
        var plot = Chart<LineChart>(report, "keep_prob-accuracy.svg");
        Assert.Equal("Dev accuracy against keep_prob", plot.Title);
        Assert.Equal(["λ = 0", "λ = 1"], plot.Series.Select(s => s.Name));
        Assert.Equal([0.65, double.NaN, 0.7], plot.Series[1].Points.Select(p => p.Y));
    }

    [Fact]
    public void Points_of_a_search_that_share_no_values_are_no_heat_map()
    {
        var report = Reports.Of(Sweep("method: random\nrun_cap: 12\nparameters: { lambda: { min: 0.1, max: 1.0 }, keep_prob: { min: 0.5, max: 0.9 } }"), _ => new Outcome());
        Assert.Equal(["lambda-accuracy.svg", "lambda-weights.svg", "keep_prob-accuracy.svg"], Reports.PlotFiles(report).Take(3));
    }

    [Fact]
    public void A_heat_map_of_values_far_apart_goes_by_ratio()
    {
        string Kind(double last) => Made(last).Sections.SelectMany(s => s.Figures).Select(f => f.Chart).OfType<HeatMap>().Single().Value.Kind.ToString();
        Assert.Equal("Log", Kind(1000));
        Assert.Equal("Linear", Kind(2));

        static SweepReport Made(double last) => FigureTests.Made(
            space => (X: space.Add("x", 1, 2), Y: space.Add("y", 1, 2)), (trial, p) => trial.Get(p.X) + trial.Get(p.Y) == 4 ? last : 1);
    }

    [Theory]
    [InlineData("parameters: { lambda: [0, 1], activation: [relu, tanh] }", "activation = relu", "activation = tanh")]
    [InlineData("parameters: { lambda: [0, 1] }\nvariants: [{ name: he }, { name: zeros, initialization: zeros }]", "he", "zeros")]
    public void What_is_no_number_gets_a_line_for_each_of_its_values(string more, params string[] names) =>
        Assert.Equal(names, Chart<LineChart>(Reports.Of(Sweep(more), _ => new Outcome()), "lambda-accuracy.svg").Series.Select(s => s.Name));

    [Fact]
    public void Where_lines_would_be_too_many_the_mean_over_the_rest_is_drawn_with_its_points_and_said_so()
    {
        var report = Reports.Of(
            Sweep("parameters: { lambda: [0, 1], keep_prob: [0.4, 0.6, 0.8, 1], activation: [relu, tanh] }"),
            s => new Outcome { Dev = s.Activation == Activation.Tanh ? 0.7 : 0.9 });
        var plot = Chart<LineChart>(report, "lambda-accuracy.svg");
        Assert.Equal(["train accuracy, mean", "train accuracy, points", "dev accuracy, mean", "dev accuracy, points"], plot.Series.Select(s => s.Name));
        Assert.Equal("mean ± standard deviation over keep_prob and activation", plot.Subtitle);
        Assert.Equal(0.8, plot.Series[2].Points[0].Y, 1e-12);
        Assert.Equal([0.9, 0.7, 0.9, 0.7, 0.9, 0.7, 0.9, 0.7], plot.Series[3].Points.Where(p => p.X == 0).Select(p => p.Y));
        Assert.Equal([(0, true), (0, false), (1, true), (1, false)], plot.Series.Select(s => (s.Color!.Value, s.IsConnected)));
        Assert.DoesNotContain("heat-dev.svg", Reports.PlotFiles(report));
    }

    [Fact]
    public void What_is_no_number_has_a_picture_of_its_values_with_their_points()
    {
        var report = Reports.Of(
            Sweep("parameters: { lambda: [0, 1], activation: [relu, tanh] }"),
            s => new Outcome { Dev = (s.Activation == Activation.Tanh ? 0.75 : 0.5) + s.Lambda / 4 });
        var plot = Chart<DotChart>(report, "activation-accuracy.svg");
        Assert.Equal("Accuracy against activation", plot.Title);
        Assert.Equal("mean ± standard deviation over λ; small dots are points", plot.Subtitle);
        Assert.Equal(["tanh", "relu"], plot.Categories);
        Assert.Equal(0, plot.Chosen);
        Assert.Equal([0.875, 0.625], plot.Series[1].Values.Select(v => v.Value));
        Assert.Equal(0.25 / Math.Sqrt(2), plot.Series[1].Values[0].Error, 1e-12);
        Assert.Equal([0.75, 1], plot.Series[1].Points[0].Order());
        Assert.Equal([0.5, 0.75], plot.Series[1].Points[1].Order());
        Assert.InRange(plot.Scale.Position(0.5), 0, 1);
    }

    [Fact]
    public void Of_very_many_words_the_best_have_a_row()
    {
        var report = Made(
            space => (space.Add("word", [.. Enumerable.Range(0, 40).Select(i => $"w{i}")]), space.Add("kind", "a", "b")),
            (trial, p) => Math.Abs(int.Parse(trial.Get(p.Item1)[1..], CultureInfo.InvariantCulture) - 20));
        var plot = Chart<DotChart>(report, "word-metric.svg");
        Assert.Equal(30, plot.Categories.Count);
        Assert.Equal("w20", plot.Categories[0]);
        Assert.DoesNotContain("w0", plot.Categories);
        Assert.EndsWith("the best 30 of 40 values", plot.Subtitle, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_are_compared_already_are_not_drawn_twice()
    {
        Assert.DoesNotContain("activation-accuracy.svg", Reports.PlotFiles(Reports.Of(Sweep("parameters: { activation: [relu, tanh] }"), _ => new Outcome())));
        Assert.Equal(
            ["comparison.svg", "activation-accuracy.svg", "initialization-accuracy.svg"],
            Reports.PlotFiles(Reports.Of(Sweep("parameters: { activation: [relu, tanh], initialization: [he, zeros] }"), _ => new Outcome())).Take(3));
    }

    [Fact]
    public void A_band_over_replicates_is_one_standard_deviation()
    {
        var report = Reports.Of(Sweep("replicates: 2\nparameters: { lambda: [0, 1] }"), s => new Outcome { Dev = 0.8 + s.Seed / 100.0 });
        var plot = Chart<LineChart>(report, "lambda-accuracy.svg");
        var point = plot.Series[1].Points[0];
        Assert.Equal(0.815, point.Y, 1e-12);
        Assert.Equal(0.01 / Math.Sqrt(2), point.Upper - point.Y, 1e-12);
        Assert.Equal("mean ± standard deviation over seeds", plot.Subtitle);
    }

    [Fact]
    public void Without_a_dev_set_test_stays_out_of_the_tuning_plots()
    {
        var report = Reports.Of(Sweep("parameters: { lambda: [0, 1], keep_prob: [0.5, 1] }", "circles"), _ => new Outcome { Test = 0.123 });
        Assert.Contains("heat-train.svg", Reports.PlotFiles(report));
        Assert.Contains("accuracy.svg", Reports.PlotFiles(report));
        Assert.DoesNotContain("heat-test.svg", Reports.PlotFiles(report));
        Assert.DoesNotContain("accuracy-1.svg", Reports.PlotFiles(report));
        Assert.Equal("Train accuracy against λ", Chart<LineChart>(report, "lambda-accuracy.svg").Title);
        Assert.Null(Chart<LineChart>(report, "lambda-accuracy.svg").Chosen);
    }

    [Fact]
    public void Networks_over_other_than_two_features_have_no_boundaries()
    {
        using var folder = new SweepFolder();
        var csv = folder.Write("data.csv", "a,b,c,y,split\n1,2,3,0,train\n2,3,4,1,train\n3,4,5,1,dev\n");
        var report = Reports.Of(Sweep("", $"{{ csv: {csv}, features: [a, b, c], label: y, split: split }}"), _ => new Outcome());
        Assert.Equal(["cost.svg", "accuracy-1.svg"], Reports.PlotFiles(report));
    }

    [Fact]
    public void A_constant_feature_still_has_a_boundary_plot()
    {
        using var folder = new SweepFolder();
        var csv = folder.Write("data.csv", "a,b,y\n1,2,0\n1,3,1\n");
        var report = Reports.Of(Sweep("", $"{{ csv: {csv}, features: [a, b], label: y }}"), _ => new Outcome());
        Assert.Contains("boundary-1.svg", Reports.PlotFiles(report));
        Assert.Contains("<svg", Reports.File(report, "boundary-1.svg"), StringComparison.Ordinal);
    }

    [Fact]
    public void Logistic_regression_and_tanh_networks_are_drawn_as_they_predict()
    {
        var report = Reports.Of(Sweep("variants: [{ name: line, hidden: [] }, { name: net, activation: tanh }]"), _ => new Outcome());
        var line = Chart<BoundaryChart>(report, "boundary-1.svg");
        var net = Chart<BoundaryChart>(report, "boundary-2.svg");

        // Halfway between two nodes a logistic regression's log odds are halfway; a network's of three units are not everywhere.
        Assert.True(Curvature(line) < 1e-9);
        Assert.True(Curvature(net) > 1e-6);

        static double Curvature(BoundaryChart plot)
        {
            double LogOdds(int i) => Math.Log(plot.Probabilities.Values[i, i] / (1 - plot.Probabilities.Values[i, i]));
            return Enumerable.Range(1, 98).Max(i => Math.Abs(LogOdds(i - 1) + LogOdds(i + 1) - 2 * LogOdds(i)));
        }
    }

    [Fact]
    public void Without_weights_there_are_no_boundaries_and_with_the_bests_alone_there_is_one()
    {
        string Kept(string which) => Sweep($"keep_weights: {which}\n{Lambdas(30)}");
        Assert.DoesNotContain(Reports.Of(Kept("none"), _ => new Outcome()).Sections, s => s.Heading == "Decision boundaries");

        var report = Reports.Of(Kept("best"), s => new Outcome { Dev = s.Lambda == 17 ? 0.9 : 0.8 });
        var section = report.Sections.Single(s => s.Heading == "Decision boundaries");
        Assert.Equal("λ = 17", Assert.Single(section.Figures).Chart.Title);
        Assert.Contains("The sweep kept the weights of its best trial alone.", section.Text);
    }

    [Fact]
    public void Many_points_are_thinned_evenly_with_the_chosen_one_among_them()
    {
        var report = Reports.Of(
            Sweep(Lambdas(40)), s => new Outcome { Dev = s.Lambda == 13 ? 0.9 : 0.8 });
        var curves = report.Sections.Single(s => s.Heading.StartsWith("Train and dev", StringComparison.Ordinal)).Figures;
        Assert.Equal(["λ = 0", "λ = 10", "λ = 13", "λ = 20", "λ = 29", "λ = 39"], curves.Select(f => f.Chart.Title));
        Assert.Contains("6 of 40 points; every trace is in the store.", Reports.Text(report, "Cost over the iterations"));
        var boundaries = report.Sections.Single(s => s.Heading == "Decision boundaries");
        Assert.Equal(12, boundaries.Figures.Count);
        Assert.Contains("12 of 40 points.", boundaries.Text);
        Assert.Contains(boundaries.Figures, f => f.Chart.Title == "λ = 13");
    }

    [Theory]
    [InlineData(0.6, ScaleKind.Linear)]
    [InlineData(0.01, ScaleKind.Log)]
    public void A_cost_that_falls_far_is_on_a_logarithmic_axis(double last, Enum kind) =>
        Assert.Equal(kind, Chart<LineChart>(Reports.Of(Sweep(""), _ => new Outcome { Cost = last }), "cost.svg").Y.Kind);

    [Fact]
    public void An_infinite_first_cost_is_shown_not_dropped()
    {
        var report = Reports.Of(Sweep(""), _ => new Outcome { FirstCost = double.PositiveInfinity });
        Assert.Equal(double.PositiveInfinity, Chart<LineChart>(report, "cost.svg").Series[0].Points[0].Y);
        Assert.Contains(">∞</text>", Reports.File(report, "cost.svg"), StringComparison.Ordinal);
    }

    [Fact]
    public void With_dropout_the_whole_networks_cost_stands_dashed_beside_the_thinned_ones()
    {
        var report = Reports.Of(Sweep("parameters: { keep_prob: [0.5, 1] }"), _ => new Outcome());
        var plot = Chart<LineChart>(report, "cost.svg");
        Assert.Equal([false, true, false], plot.Series.Select(s => s.IsDashed));
        Assert.Equal([0, 0, 1], plot.Series.Select(s => s.Color));
        Assert.Equal("learning rate 0.3; dashed: eval_cost", plot.Subtitle);
        Assert.Contains(Reports.Text(report, "Cost over the iterations"), t => t.Contains("eval_cost (dashed)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, 1, 0.98)]
    [InlineData(0.9, 0.83, 0.82)]
    [InlineData(double.NaN, double.NaN, 0)]
    public void Accuracy_curves_share_an_axis_that_holds_all_but_the_first_iterations(double train, double dev, double min)
    {
        var report = Reports.Of(Sweep("variants: [{ name: a }, { name: b, lambda: 1 }]"), _ => new Outcome { Train = train, Dev = dev });
        string[] files = ["accuracy-1.svg", "accuracy-2.svg"];
        var axes = files.Select(file => Chart<LineChart>(report, file).Y);
        Assert.All(axes, y => Assert.Equal((min, 1), (y.Min!.Value, y.Max!.Value)));
        Assert.NotEmpty(Reports.File(report, "accuracy-1.svg"));
    }

    [Fact]
    public void A_number_that_some_points_lack_has_its_axis_with_those_that_have_it()
    {
        var report = Made(
            space =>
            {
                var optimizer = space.Add("optimizer", "adam", "sgd");
                var (momentum, nesterov) = (space.Add("momentum", 0.5, 0.8, 0.9), space.Add("nesterov", 1));
                space.OnlyWhen(momentum, optimizer, "sgd");
                space.OnlyWhen(nesterov, optimizer, "sgd");
                return optimizer;
            },
            (trial, optimizer) => trial.Get(optimizer) == "sgd" ? trial.Number : 1);
        var plot = Chart<LineChart>(report, "momentum-metric.svg");
        Assert.Equal([0.5, 0.8, 0.9], plot.Series.Single().Points.Select(p => p.X));
        Assert.Equal("1 point without it", plot.Subtitle);
        Assert.Null(plot.Chosen); // adam is: it has no momentum
        Assert.Equal(["absent", "1"], Chart<DotChart>(report, "nesterov-metric.svg").Categories);
        Assert.Equal(["adam", "sgd"], Chart<DotChart>(report, "optimizer-metric.svg").Categories);
    }

    [Fact]
    public void A_diverged_trials_curve_is_drawn()
    {
        var report = Reports.Of(
            Sweep("variants: [{ name: a }, { name: b, lambda: 1 }]"), s => new Outcome { DivergedAt = s.Lambda > 0 ? 30 : null });
        Assert.Equal(["a", "b"], Chart<LineChart>(report, "cost.svg").Series.Select(s => s.Name));
        Assert.Single(Reports.PlotFiles(report), f => f.StartsWith("boundary", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_plot_can_be_drawn_when_every_metric_is_not_a_number()
    {
        const double nan = double.NaN;
        var bad = new Outcome { Train = nan, Dev = nan, Test = nan, Cost = nan, FirstCost = nan, SquaredWeights = nan };
        var report = Reports.Of(Sweep("parameters: { lambda: [0, 1], keep_prob: [0.5, 1] }"), _ => bad);
        Assert.Null(report.Conclusion.Chosen);
        foreach (var file in ReportFile.Of(report, portable: true)) Assert.NotEmpty(Reports.File(report, file.Name));
    }

    private static SweepReport Made<T>(Func<Space, T> parameters, Func<Trial, T, double> function)
    {
        using var session = new Session();
        var space = new Space();
        var added = parameters(space);
        Goalkeeper.Runner.Sweep.Run(space, (trial, _) => function(trial, added), new() { Name = "made-up", Store = session.Store });
        using var store = SweepStore.OpenReadOnly(session.Store);
        return SweepReport.Of(store, store.Find(SweepReference.Parse("made-up")));
    }

    private static string Lambdas(int count) => $"parameters: {{ lambda: [{string.Join(", ", Enumerable.Range(0, count))}] }}";

    private static T Chart<T>(SweepReport report, string file)
        where T : Chart => Assert.IsType<T>(report.Sections.SelectMany(s => s.Figures).Single(f => f.FileName == file).Chart);
}
