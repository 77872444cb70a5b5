using Goalkeeper.Training;

namespace Goalkeeper.Tests.Report;

public class FitTextTests
{
    private const string Sweep = "name: x\ndataset: pitch\n" + Reports.Network + "parameters: { lambda: [0, 0.1, 1, 10] }\n";

    private static Outcome Typical(TrainingSettings settings) => settings.Lambda switch
    {
        0 => new Outcome { Train = 0.99, Dev = 0.85 },
        0.1 => new Outcome { Train = 0.95, Dev = 0.94 },
        1 => new Outcome { Train = 0.94, Dev = 0.9395 },
        _ => new Outcome { Train = 0.8, Dev = 0.79 },
    };

    [Fact]
    public void Too_little_regularization_overfits_and_too_much_underfits() => Assert.Equal(
        [
            "At the chosen λ = 0.1 train accuracy is 95.0 % and dev accuracy 94.0 %, a gap of 1.0 points.",
            "It overfits, worse on dev though as good on train, at λ = 0 (train 99.0 %, dev 85.0 %).",
            "It underfits, worse on dev and on train, at λ = 10 (train 80.0 %, dev 79.0 %).",
        ],
        Reports.Text(Reports.Of(Sweep, Typical), "Tuning"));

    [Fact]
    public void Differences_within_the_seeds_luck_say_nothing()
    {
        var report = Reports.Of(
            Sweep + "replicates: 2\n", s => Typical(s) with { Dev = Typical(s).Dev - (s.Seed == 1 ? s.Lambda / 20 : 0) });
        var text = Reports.Text(report, "Tuning");
        Assert.Contains("It overfits, clearly worse on dev though as good on train, at λ = 0 (train 99.0 %, dev 85.0 %).", text);
        Assert.Contains("No value underfits: none is clearly worse on dev and on train.", text);
    }

    [Fact]
    public void Worse_on_dev_and_perhaps_on_train_is_neither()
    {
        var report = Reports.Of(
            Sweep + "replicates: 2\n", s => s.Lambda == 0 ? new Outcome { Train = 0.94 - 0.02 * s.Seed, Dev = 0.5 } : Typical(s));
        var text = Reports.Text(report, "Tuning");
        Assert.Contains("No value overfits: none is clearly worse on dev and yet as good on train.", text);
        Assert.Contains(
            "Neither can be said of λ = 0 (train 91.0 %, dev 50.0 %): clearly worse on dev, on train by no more than luck explains.", text);
    }

    [Fact]
    public void Nothing_is_said_of_a_value_at_which_too_few_trials_finished()
    {
        var report = Reports.Of(
            Sweep + "replicates: 2\n",
            s => Typical(s) with { DivergedAt = s.Lambda == 10 || (s.Lambda == 0 && s.Seed == 1) ? 12 : null });
        Assert.Equal(
            [
                "At the chosen λ = 0.1 train accuracy is 95.0 % and dev accuracy 94.0 %, a gap of 1.0 points.",
                "Nothing is said of λ = 0 and λ = 10: too few trials have finished there.",
                "No value overfits: none is clearly worse on dev and yet as good on train.",
                "No value underfits: none is clearly worse on dev and on train.",
            ],
            Reports.Text(report, "Tuning"));
    }

    [Fact]
    public void With_no_other_value_to_compare_with_none_is_called_free_of_overfitting()
    {
        var report = Reports.Of(Sweep, s => Typical(s) with { DivergedAt = s.Lambda == 0.1 ? null : 12 });
        Assert.Equal(
            ["Nothing is said of λ = 0, λ = 1 and λ = 10: too few trials have finished there."],
            Reports.Text(report, "Tuning").Skip(1));
    }

    [Theory]
    [InlineData(0.8, "a gap of −10.0 points.")]
    [InlineData(0.8999, "a gap of 0.0 points.")]
    public void A_gap_the_other_way_has_a_minus_and_none_has_no_sign(double train, string expected) =>
        Assert.EndsWith(
            expected,
            Reports.Text(Reports.Of(Sweep, _ => new Outcome { Train = train, Dev = 0.9 }), "Tuning")[0],
            StringComparison.Ordinal);

    [Theory]
    [InlineData("dataset: circles", "parameters: { lambda: [0, 1] }")] // no dev set to tell by
    [InlineData("dataset: pitch", "parameters: { lambda: [0, 1], activation: [relu, tanh] }")]
    [InlineData("dataset: pitch", "parameters: { lambda: [0, 1] }\nvariants: [{ name: a }, { name: b, hidden: [4] }]")]
    [InlineData("dataset: pitch", "parameters: { lambda: [0, 1] }\nmetric: { name: cost, goal: minimize }")]
    public void It_is_said_of_one_parameter_chosen_on_the_dev_set_alone(string dataset, string more) =>
        Assert.Empty(Reports.Text(Reports.Of($"name: x\n{dataset}\n{Reports.Network}{more}\n", Typical), "Tuning"));
}
