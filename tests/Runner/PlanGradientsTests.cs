using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner;

public class PlanGradientsTests
{
    [Fact]
    public void Seeds_and_how_a_network_is_trained_make_no_other_gradient()
    {
        var plan = Experiments.Plan("replicates: 3\nparameters: { lambda: [0, 0.7] }", "learning_rate=0.1,0.3", "iterations=10,20");
        Assert.Equal(24, plan.Trials.Count);
        var gradients = PlanGradients.Of(plan);
        Assert.Equal([0, 0.7], gradients.Networks.Select(n => n.Settings.Lambda));
        Assert.Equal(1, gradients.Networks[0].Trial.Number);
        Assert.Equal(0, gradients.LeftOut);
    }

    [Theory]
    [InlineData("hidden=[3],[4]")]
    [InlineData("activation=relu,tanh")]
    [InlineData("initialization=zeros,he")]
    [InlineData("keep_prob=0.5,1")]
    [InlineData("dropout_mask=fixed,resampled")]
    public void What_a_gradient_depends_on_makes_another(string set) => Assert.Equal(2, PlanGradients.Of(Experiments.Plan("", set)).Networks.Count);

    [Fact]
    public void Variants_of_the_same_network_are_checked_once()
    {
        var plan = Experiments.Plan("variants: [{ name: a, seed: 1 }, { name: b, seed: 2 }, { name: c, lambda: 1 }]");
        Assert.Equal(["a", "c"], PlanGradients.Of(plan).Networks.Select(n => n.Trial.Variant));
    }

    [Theory]
    [InlineData(20, 20, 0)]
    [InlineData(21, 20, 1)]
    [InlineData(100, 20, 80)]
    public void A_large_plan_is_checked_from_its_first_network_to_its_last(int points, int networks, int leftOut)
    {
        var gradients = PlanGradients.Of(Experiments.Plan("", $"lambda={string.Join(',', Enumerable.Range(0, points))}"));
        Assert.Equal((networks, leftOut), (gradients.Networks.Count, gradients.LeftOut));
        Assert.Equal(networks, gradients.Networks.Distinct().Count());
        Assert.Equal([0, points - 1], [gradients.Networks[0].Settings.Lambda, gradients.Networks[^1].Settings.Lambda]);
    }
}
