using Goalkeeper.Search;

namespace Goalkeeper.Tests.Search;

/// <summary>Which trials are ended early, by the curves of those that have ended.</summary>
public class StoppingTests
{
    [Fact]
    public void Rungs_are_those_of_W_and_B()
    {
        Assert.Equal([3, 9, 27, 81], HyperbandRule.From(3, 3).Take(4));
        Assert.Equal([1, 2, 6, 15, 39], HyperbandRule.From(1, 2.5).Take(5));
        // W&B's own example: max_iter 27 with s 2 and eta 3.
        Assert.Equal([3, 9], HyperbandRule.Before(27, 3, 2));
        Assert.Equal([1, 3, 9], HyperbandRule.Before(27, 3, 9));
        Assert.Empty(HyperbandRule.Before(2, 3, 4));
        Assert.Equal([1, 2, 3], HyperbandRule.From(1, 1.5).Take(3));
    }

    [Fact]
    public void Hyperband_lets_the_best_share_go_on()
    {
        var rule = new HyperbandRule(HyperbandRule.From(2, 2), 2, isStrict: true);
        // At step 2: 9, 8, 7 and 6, of which the third best is the last that goes on; at step 4 two have got so far.
        Curve[] ended = [Curve([9, 9]), Curve([8, 8]), Curve([7, 7, 7, 5]), Curve([6, 6, 6, 4])];
        Assert.Equal([new Threshold(2, 8, 4), new Threshold(4, 5, 2)], rule.Thresholds(ended));
        Assert.Empty(rule.Thresholds([]));
        Assert.False(rule.ComparesBest);
        Assert.True(new HyperbandRule([2], 2, isStrict: false).ComparesBest);
    }

    [Fact]
    public void The_median_is_of_finished_trials_alone_and_waits_for_five()
    {
        var rule = new MedianRule(startupTrials: 5, warmupSteps: 2, interval: 1, minTrials: 1);
        Curve[] ended = [.. Enumerable.Range(1, 4).Select(v => Curve([v, 10 * v, 100 * v])), Curve([0, 0, 0], isWhole: false)];
        Assert.Empty(rule.Thresholds(ended));
        Assert.Equal([new Threshold(2, 30, 5), new Threshold(3, 300, 5)], rule.Thresholds([.. ended, Curve([5, 50, 500])]));
        Assert.Equal([new Threshold(2, 25, 4)], new MedianRule(4, 2, interval: 2, 1).Thresholds(ended));
        Assert.Empty(new MedianRule(0, 0, 1, minTrials: 6).Thresholds(ended));
        Assert.Empty(new MedianRule(0, 0, 1, 1).Thresholds([]));
    }

    [Fact]
    public void A_median_rule_has_no_more_than_a_thousand_rungs()
    {
        var rungs = new MedianRule(1, 0, 1, 1).Thresholds([Curve([.. Enumerable.Range(0, 5_500).Select(i => (double)i)])]);
        Assert.Equal(917, rungs.Count);
        Assert.Equal([1, 7, 13], rungs.Take(3).Select(r => r.Step));
    }

    [Fact]
    public void The_fixed_rule_keeps_the_best_share_at_one_step()
    {
        Curve[] ended = [.. Enumerable.Range(1, 8).Select(v => Curve([v, v])), Curve([0])];
        Assert.Equal([new Threshold(2, 2, 8)], new FixedRule(2, .25, minTrials: 5).Thresholds(ended));
        Assert.Equal([new Threshold(1, 2, 9)], new FixedRule(1, .3, minTrials: 5).Thresholds(ended));
        Assert.Empty(new FixedRule(2, .25, minTrials: 9).Thresholds(ended));
    }

    [Fact]
    public void A_rung_between_two_measurements_is_looked_at_with_the_next()
    {
        var curve = new Curve([10, 20, 30], [3, 2, 1], isWhole: true);
        Assert.Equal(3, curve.At(1));
        Assert.Equal(2, curve.At(11));
        Assert.Null(curve.At(31));

        var decision = new StoppingDecision(comparesBest: false, [new(5, 2, 1), new(15, 2, 1)]);
        Assert.True(decision.MayGoOn(4, 9));
        Assert.True(decision.MayGoOn(10, 2));
        Assert.False(decision.MayGoOn(20, 2.5));
        Assert.Equal((new Threshold(15, 2, 1), 20, 2.5), decision.Missed);
        Assert.False(decision.MayGoOn(30, 0));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_finite_number_is_the_worst_to_every_rule(double none)
    {
        Curve[] ended = [Curve([none]), Curve([1]), Curve([2]), Curve([none])];
        Assert.Equal([new Threshold(1, 2, 4)], new HyperbandRule([1], 3, isStrict: true).Thresholds(ended));
        Assert.Equal([new Threshold(1, Loss.Worst, 4)], new HyperbandRule([1], 2, isStrict: true).Thresholds(ended));
        Assert.Equal([new Threshold(1, 1, 4)], new FixedRule(1, .25, minTrials: 1).Thresholds(ended));
        Assert.Equal([new Threshold(1, 2, 3)], new MedianRule(1, 0, 1, 1).Thresholds([.. ended[..3]]));

        foreach (var comparesBest in (bool[])[false, true])
        {
            var decision = new StoppingDecision(comparesBest, [new(5, 2, 1)]);
            Assert.False(decision.MayGoOn(5, none));
            Assert.Equal((new Threshold(5, 2, 1), 5, none), decision.Missed);
        }
        Assert.True(new StoppingDecision(comparesBest: true, [new(5, 2, 1)]) is var forgiving && forgiving.MayGoOn(4, 2) && forgiving.MayGoOn(5, none));
    }

    [Fact]
    public void A_rule_that_compares_the_best_forgives_a_bad_value()
    {
        var decision = new StoppingDecision(comparesBest: true, [new(2, 2, 1)]);
        Assert.True(decision.MayGoOn(1, 1));
        Assert.True(decision.MayGoOn(2, 9));
    }

    private static Curve Curve(double[] values, bool isWhole = true) => new([.. Enumerable.Range(1, values.Length).Select(step => (long)step)], values, isWhole);
}
