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
    public void Train_and_dev_of_the_chosen_value_are_said_and_no_verdict_on_the_others() => Assert.Equal(
        ["At the chosen λ = 0.1 train accuracy is 95.0 % and dev accuracy 94.0 %, a gap of 1.0 points."],
        Reports.Text(Reports.Of(Sweep, Typical), "Tuning"));

    [Theory]
    [InlineData(0.9428, 0.8334, "is 94.3 % and dev accuracy 83.3 %, a gap of 11.0 points.")]
    [InlineData(0.9434, 0.8326, "is 94.3 % and dev accuracy 83.3 %, a gap of 11.0 points.")]
    [InlineData(0.8334, 0.9428, "is 83.3 % and dev accuracy 94.3 %, a gap of −11.0 points.")]
    public void The_gap_is_the_difference_of_what_is_shown(double train, double dev, string expected) =>
        Assert.EndsWith(
            expected,
            Reports.Text(Reports.Of(Sweep, _ => new Outcome { Train = train, Dev = dev }), "Tuning")[0],
            StringComparison.Ordinal);

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
