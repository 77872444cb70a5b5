using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Runner;

public sealed class ExperimentPlanTests
{
    [Fact]
    public void Trials_are_variants_by_grid_by_replicates_the_first_slowest()
    {
        var plan = Experiments.Plan("""
            variants: [{ name: a }, { name: b, initialization: zeros }]
            parameters: { lambda: [0, 0.7], keep_prob: [0.9, [0.8, 1]] }
            replicates: 2
            """);
        var rows = plan.Trials.Select(t =>
            $"{t.Number} {t.Point} {t.Variant} {t.Replicate} {t.Seed} {string.Join(' ', t.Parameters.Select(p => $"{p.Key}={p.Value}"))}");
        Assert.Equal(
            [
                "1 1 a 1 1 initialization=\"he\" lambda=0 keep_prob=0.9 seed=1",
                "2 1 a 2 2 initialization=\"he\" lambda=0 keep_prob=0.9 seed=2",
                "3 2 a 1 1 initialization=\"he\" lambda=0 keep_prob=[0.8,1] seed=1",
                "4 2 a 2 2 initialization=\"he\" lambda=0 keep_prob=[0.8,1] seed=2",
                "5 3 a 1 1 initialization=\"he\" lambda=0.7 keep_prob=0.9 seed=1",
            ],
            rows.Take(5));
        Assert.Equal("16 8 b 2 2 initialization=\"zeros\" lambda=0.7 keep_prob=[0.8,1] seed=2", rows.Last());
        Assert.Equal(plan.Experiment.GridSize, plan.Trials.Count);

        var last = Experiments.Networks(plan).Last();
        Assert.Equal((2u, 0.7, Goalkeeper.Training.Initialization.Zeros), (last.Seed, last.Lambda, last.Initialization));
        Assert.Equal([0.8, 1], last.KeepProb);
    }

    [Fact]
    public void An_experiment_that_varies_nothing_is_one_trial()
    {
        var trial = Experiments.Plan("").Trials.Single();
        Assert.Equal((1, 1, null, 1, 1), (trial.Number, trial.Point, trial.Variant, trial.Replicate, trial.Seed));
        Assert.Empty(trial.Parameters);
    }

    [Fact]
    public void Excluded_points_leave_no_gap_and_no_replicate()
    {
        var plan = Experiments.Plan("""
            parameters: { lambda: [0, 0.7], keep_prob: [0.9, 1] }
            exclude: lambda > 0 and keep_prob < 1
            replicates: 2
            """);
        Assert.Equal([1L, 2, 3, 4, 5, 6], plan.Trials.Select(t => t.Number));
        Assert.Equal([1L, 1, 2, 2, 3, 3], plan.Trials.Select(t => t.Point));
        Assert.DoesNotContain(Experiments.Networks(plan), settings => settings is { Lambda: > 0, HasDropout: true });
    }

    [Theory]
    [InlineData("number = 3", "1 2 4")]
    [InlineData("variant = 'b'", "1 2")]
    [InlineData("hidden = '[20,3]' and lambda = 0", "2 4")]
    [InlineData("activation <> 'relu'", "1 2 3 4")]
    [InlineData("[number > 3, number < 2]", "2 3")]
    [InlineData("[\"number = 1 -- one\", \"number = 2\"]", "3 4")]
    [InlineData("seed = 1 and lambda = 0.7", "1 3")]
    public void Exclude_sees_the_flat_row(string expression, string kept)
    {
        const string grid = "variants: [{name: a}, {name: b}]\nparameters: {lambda: [0, 0.7]}\n";
        var (all, left) = (Experiments.Plan(grid), Experiments.Plan(grid + "exclude: " + expression));
        var numbers = left.Trials.Select(kept => all.Trials.Single(t => Row(t) == Row(kept)).Number);
        static (string?, string) Row(PlannedTrial trial) => (trial.Variant, trial.Parameters["lambda"]);
        Assert.Equal(kept, string.Join(' ', numbers));
    }

    [Fact]
    public void A_metric_that_some_trials_would_not_have_is_refused()
    {
        var text = "parameters: {keep_prob: [0.8, 1]}\nmetric: {name: eval_cost}";
        Assert.Equal(
            "x.yaml:6:9: eval_cost is measured with dropout alone, and 1 of 2 points have none; "
            + "expected keep_prob below 1 at every point, or the metric cost",
            Assert.Throws<ExperimentException>(() => Experiments.Plan(text)).Message);
        Assert.Equal("minimize", Experiments.Plan(text.Replace(", 1]", ", 0.9]", StringComparison.Ordinal)).Metric.Goal);
    }

    [Theory]
    [InlineData("lambda >= 0", "x.yaml:6:10: exclude leaves nothing to run: it is true of all 2 points")]
    [InlineData(
        "lamda > 0",
        "x.yaml:6:10: exclude cannot be evaluated: The condition 'lamda > 0' is not understood: no such column: lamda. The columns are: number, "
        + "variant, hidden, activation, initialization, initialization_scale, seed, learning_rate, iterations, record_every, lambda, keep_prob, "
        + "dropout_mask, λ.")]
    public void An_exclude_that_cannot_be_meant_is_named_with_its_place(string expression, string message)
    {
        var text = $"parameters: {{lambda: [0, 1]}}\nexclude: {expression}";
        Assert.Equal(message, Assert.Throws<ExperimentException>(() => Experiments.Plan(text)).Message);
    }

    [Fact]
    public void A_keep_prob_per_layer_must_fit_every_network_that_is_not_excluded()
    {
        const string grid = "parameters: {keep_prob: [[0.9, 0.8], 1]}\nvariants: [{name: deep}, {name: shallow, hidden: [5]}]\n";
        Assert.Equal(
            "x.yaml:5:26: keep_prob has 2 values, and hidden [5] has 1; expected one value, or one per hidden layer "
            + "(`exclude` leaves out what does not fit)",
            Assert.Throws<ExperimentException>(() => Experiments.Plan(grid)).Message);
        Assert.Equal(3, Experiments.Plan(grid + "exclude: variant = 'shallow' and keep_prob <> 1").Trials.Count);
    }

    [Fact]
    public void A_scale_without_any_random_initialization_is_refused()
    {
        Assert.Equal(
            "--set initialization_scale=10: initialization_scale is for `initialization: random` only, and no trial has that; "
            + "expected no initialization_scale, or that initialization",
            Assert.Throws<ExperimentException>(() => Experiments.Plan("", "initialization_scale=10")).Message);
        Assert.Equal(2, Experiments.Plan("", "initialization_scale=10", "initialization=random,he").Trials.Count);
        var inVariant = "variants: [{name: a, initialization: he, initialization_scale: 10}]";
        Assert.Equal("x.yaml:5:64", Assert.Throws<ExperimentException>(() => Experiments.Plan(inVariant)).At.ToString());
    }

    [Theory]
    [InlineData("train dev test", "", "dev_accuracy")]
    [InlineData("train test", "", "train_accuracy")]
    [InlineData("train", "metric: {name: cost}", "cost")]
    [InlineData("train test", "metric: {name: test_accuracy}", "test_accuracy")]
    [InlineData("train test", "metric: test_auc", "test_auc")]
    [InlineData("train dev", "metric: dev_log_loss", "dev_log_loss")]
    [InlineData("train", "metric: train_f1", "train_f1")]
    public void The_metric_is_the_chosen_one_or_follows_from_the_data(string splits, string more, string metric)
    {
        var plan = ExperimentPlan.Expand(Experiments.Parse(more), "abc", splits.Split(' '));
        Assert.Equal(MetricGoal.Of(metric), plan.Metric);
    }

    [Fact]
    public void A_metric_of_a_split_that_the_data_lack_is_refused()
    {
        var experiment = Experiments.Parse("metric: {name: dev_accuracy}");
        var error = Assert.Throws<ExperimentException>(
            () => ExperimentPlan.Expand(experiment, "abc", ["train", "test"]));
        Assert.Equal(
            "x.yaml:5:9: dev_accuracy needs a dev set, and pitch has none; "
        + "expected train_accuracy or test_accuracy, cost or eval_cost", error.Message);
        var unmeasured = Experiments.Parse("metric: train_f1");
        Assert.Equal(
            "x.yaml:5:9: train_f1 is measured where nothing is held out; expected dev_f1 or test_f1",
            Assert.Throws<ExperimentException>(() => ExperimentPlan.Expand(unmeasured, "abc", ["train", "dev", "test"])).Message);
    }

    [Theory]
    [InlineData(100_000, false, true)]
    [InlineData(100_001, false, false)]
    [InlineData(100_001, true, true)]
    [InlineData(10_000_001, true, false)]
    public void A_large_grid_asks_first(int replicates, bool allowLarge, bool isExpanded)
    {
        var experiment = Experiments.Parse("exclude: 1 = 1", $"replicates={replicates}");

        // What is excluded is asked only when the size is accepted; nothing is expanded to find out.
        var error = Assert.ThrowsAny<Goalkeeper.Store.UserErrorException>(
            () => ExperimentPlan.Expand(experiment, "abc", ["train"], allowLarge));
        Assert.Equal(isExpanded, error is not LargeGridException);
    }

    [Fact]
    public void A_large_grid_is_counted_without_expanding_it()
    {
        var values = string.Join(", ", Enumerable.Range(1, 100_000));
        var experiment = Experiments.Parse(
            $"parameters: {{lambda: [{values}], seed: [{values}], record_every: [{values}], initialization_scale: [{values}]}}");
        Assert.Equal(long.MaxValue, experiment.GridSize);
        var error = Assert.Throws<LargeGridException>(() => Experiments.Plan(experiment));
        Assert.Equal(
            "x.yaml: the grid has more than 9e18 trials, more than 100,000; narrow it, or run it all the same with --yes", error.Message);
        Assert.Equal(
            "x.yaml: the grid has 100,001 trials, more than 100,000; narrow it, or run it all the same with --yes",
            Assert.Throws<LargeGridException>(() => Experiments.Plan("", "replicates=100001")).Message);
    }

    [Theory]
    [InlineData("lambda = '0.1'", "lambda is a number, and '0.1' is a text; write 0.1, without quotes")]
    [InlineData("λ = '0.1'", "λ is a number, and '0.1' is a text; write 0.1, without quotes")]
    [InlineData("lambda > '0.1' and keep_prob < 1", "lambda is a number, and '0.1' is a text; write 0.1, without quotes")]
    [InlineData("'0.1' = Lambda", "lambda is a number, and '0.1' is a text; write 0.1, without quotes")]
    [InlineData("not (\"lambda\" in (0, '0.1'))", "lambda is a number, and '0.1' is a text; write 0.1, without quotes")]
    [InlineData("lambda between '0' and '1'", "lambda is a number, and '0' is a text; write 0, without quotes")]
    [InlineData("lambda is not 'none'", "lambda is a number, and 'none' is a text")]
    [InlineData("keep_prob = '[1]'", "keep_prob is a number, and '[1]' is a text; write 1")]
    [InlineData("hidden = 20", "hidden is the text of a list; write '[20]'")]
    [InlineData("hidden in (20, 3)", "hidden is the text of a list; write '[20]'")]
    [InlineData("hidden = '20'", "hidden is the text of a list without blanks; write '[20]'")]
    [InlineData("hidden = '[20, 3]'", "hidden is the text of a list without blanks; write '[20,3]'")]
    [InlineData("initialization = 1", "initialization is a word, and 1 is a number")]
    [InlineData("initialization = 'xavir'", "initialization is never 'xavir'; expected 'zeros', 'random', 'xavier', 'he'; did you mean `xavier`?")]
    [InlineData("variant = 'none'", "variant is never 'none'; expected 'a', 'b'")]
    [InlineData("number = '3'", "number is a number, and '3' is a text; write 3, without quotes")]
    [InlineData("lambda = ('0.1')", "lambda is a number, and '0.1' is a text; write 0.1, without quotes")]
    [InlineData("(lambda) = 'x'", "lambda is a number, and 'x' is a text")]
    [InlineData("+lambda = 'x'", "lambda is a number, and 'x' is a text")]
    [InlineData("lambda is 'x'", "lambda is a number, and 'x' is a text")]
    [InlineData("lambda = 'it''s'", "lambda is a number, and 'it's' is a text")]
    [InlineData("lambda = ''", "lambda is a number, and '' is a text")]
    [InlineData("not (lambda <> 'x')", "lambda is a number, and 'x' is a text")]
    [InlineData("lambda = '0.1' collate nocase", "lambda is a number, and '0.1' is a text; write 0.1, without quotes")]
    [InlineData("lambda not between '0' and '1'", "lambda is a number, and '0' is a text; write 0, without quotes")]
    [InlineData("'0.1' in (lambda, keep_prob)", "lambda is a number, and '0.1' is a text; write 0.1, without quotes")]
    [InlineData("(lambda, keep_prob) = ('0.1', 1)", "lambda is a number, and '0.1' is a text; write 0.1, without quotes")]
    [InlineData("case lambda when '0.1' then 1 end", "lambda is a number, and '0.1' is a text; write 0.1, without quotes")]
    [InlineData("iif(lambda = '0.1', keep_prob < 1, 0)", "lambda is a number, and '0.1' is a text; write 0.1, without quotes")]
    [InlineData("initialization = 'xavier' and lambda = '0.1'", "lambda is a number, and '0.1' is a text; write 0.1, without quotes")]
    [InlineData("keep_prob < 0.5 and lambda > 'x'", "lambda is a number, and 'x' is a text")]
    [InlineData("coalesce(lambda, 0) = '0.1'", "lambda is a number, and '0.1' is a text; write 0.1, without quotes")]
    [InlineData("round(lambda, 1) = '0.1'", "'0.1' is a text, and is compared with a number; write 0.1, without quotes")]
    [InlineData("lambda * 2 = '0.2'", "'0.2' is a text, and is compared with a number; write 0.2, without quotes")]
    [InlineData("json_extract(hidden, '$[0]') = '20'", "'20' is a text, and is compared with a number; write 20, without quotes")]
    [InlineData("json_array_length(hidden) = '1'", "'1' is a text, and is compared with a number; write 1, without quotes")]
    [InlineData("(hidden) = (-20)", "hidden is the text of a list; write '[-20]'")]
    [InlineData("not hidden <> 20.5", "hidden is the text of a list; write '[20.5]'")]
    [InlineData("+initialization in ('he', ('xavir'))", "initialization is never 'xavir'; expected 'zeros', 'random', 'xavier', 'he'; did you mean `xavier`?")]
    public void An_exclude_that_compares_what_is_never_equal_is_refused(string exclude, string message)
    {
        var error = Assert.Throws<ExperimentException>(() => Plan(exclude));
        Assert.Equal("x.yaml:6:10: exclude compares what is never equal: " + message, error.Message);
    }

    [Theory]
    [InlineData("lambda = 0.1 and hidden = '[20,3]'")]
    [InlineData("λ = 0.1")]
    [InlineData("lambda = 7 or hidden = '[4]' or initialization = 'zeros' or variant = 'a'")]
    [InlineData("lambda || '' = '0.1'")]
    [InlineData("cast(lambda as text) = '0.1'")]
    [InlineData("lambda = '0.1' + 0")]
    [InlineData("hidden like '%20%' and lambda = 0.1")]
    [InlineData("json_extract(hidden, '$[0]') = 20 and lambda = 0.1")]
    [InlineData("substr(variant, 1, 1) = 'a'")]
    [InlineData("lower(initialization) = 'HE' or lambda = +0.1 -- hidden = 20")]
    [InlineData("keep_prob != -1 and lambda > 0")]
    [InlineData("keep_prob = '[0.7,1]'")]
    [InlineData("number in (1, 2)")]
    [InlineData("lambda like '0.2'")]
    [InlineData("lambda like '%.7'")]
    [InlineData("lambda like '%9' or lambda glob '*e-*' or lambda || 'x' = '0.5x'")]
    [InlineData("cast(lambda as text) = '0.7' or cast(lambda as text) in ('3', '3.0')")]
    [InlineData("printf('%.2f', lambda) = '0.70'")]
    [InlineData("substr(lambda, 1, 3) = '0.7' or instr(lambda, '9') or length(lambda) = 7")]
    [InlineData("typeof(lambda) = 'text' or typeof(lambda) <> 'real' and typeof(lambda) <> 'integer'")]
    [InlineData("coalesce(lambda, 'none') = 'none' or ifnull(lambda, 'none') is not 'none' and lambda > 5")]
    [InlineData("lambda = 0.7 or lambda in (0.3, 7) or lambda between 3 and 5")]
    [InlineData("lambda > 3 and initialization = 'he' or max(lambda, keep_prob) > 3 and variant = 'a'")]
    [InlineData("lambda > 0.9 and lambda - keep_prob < 0.05 and variant = 'b'")]
    [InlineData("lambda > 3 and abs(lambda) < 4 and variant = 'b' or length(lambda) = 9 and variant = 'b'")]
    [InlineData("lambda + '5' > 30 or lambda > '5' * 3 or lambda = '0.7' + 0")]
    [InlineData("cast('0.7' as real) = lambda")]
    [InlineData("hidden = '[4,3]' or hidden like '[7,%' or hidden like '[_,_]' or hidden like '%7%'")]
    [InlineData("json_array_length(hidden) > 5 or json_extract(hidden, '$[1]') = 7 or hidden ->> 0 = 7")]
    [InlineData("length(hidden) = 9 or length(variant) = 7 or length(variant) > 1 or instr(variant, 'x') = 2")]
    [InlineData("hidden || ' \"lambda\" = ''0.1''' = 'x' or lambda /* = '0.1' */ > 7 -- lambda = 'x'")]
    [InlineData("variant = 'b' and lambda > 7 or variant >= 'b' and lambda > 7")]
    [InlineData("lambda in (0.1, 0.2) and keep_prob = '[0.7,1]' and number > 1000")]
    public void An_exclude_that_means_what_it_says_is_not(string exclude)
    {
        try
        {
            Assert.NotEmpty(Plan(exclude, "keep_prob=1,[0.7,1]").Trials);
        }
        catch (ExperimentException e)
        {
            Assert.Fail(e.Message);
        }
    }

    private static ExperimentPlan Plan(string exclude, params string[] overrides) => Experiments.Plan(
        "variants: [{ name: a }, { name: b, initialization: xavier }]\nexclude: >-\n  " + exclude, ["lambda=0,0.1", .. overrides]);
}
