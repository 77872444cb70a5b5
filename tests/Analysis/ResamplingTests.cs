using Goalkeeper.Analysis;

namespace Goalkeeper.Tests.Analysis;

/// <summary>Against figures that other random numbers made; margins are several of their standard errors.</summary>
public class ResamplingTests
{
    private static readonly int[] Limits = [24, 26, 29, 30];

    private static double[][] Rows() =>
        [.. Limits.Select((limit, r) => Enumerable.Range(0, 40).Select(e => (e * e * (r + 3) + 5 * e * r + 7 * e) % 41 < limit ? 1.0 : 0).ToArray())];

    [Fact]
    public void The_bootstrap_interval_is_SciPys()
    {
        var interval = BcaBootstrap.OfMean([3.1, 4.7, 2.2, 9.8, 5.5, 4.1, 3.9, 5.0, 6.3, 4.4, 20.5]);
        Reference.AssertNear("bca", 0.03, interval.Lower, interval.Upper);
    }

    [Fact]
    public void The_bootstrap_interval_is_that_of_Rs_boot()
    {
        var interval = BcaBootstrap.OfMean([3.1, 4.7, 2.2, 9.8, 5.5, 4.1, 3.9, 5.0, 6.3, 4.4, 20.5]);
        Reference.AssertNear("bca of boot", 0.03, interval.Lower, interval.Upper);
    }

    [Fact]
    public void Values_that_are_the_same_have_a_point_for_an_interval() => Assert.Equal(new Interval(2, 2), BcaBootstrap.OfMean([2, 2, 2]));

    [Fact]
    public void What_choosing_did_to_the_winner_is_NumPys()
    {
        var winner = Winner.Of(Rows());
        Reference.AssertNear("winner", 0.01, winner.Estimate);
        Assert.All(Reference.Of("won").Zip(winner.Won), pair => Assert.InRange(pair.Second - pair.First, -0.04, 0.04));
        Assert.Equal(1, winner.Won.Sum(), 9);
        // Shares of some 15 examples come in steps of a fifteenth: at most half of one off.
        Assert.All(Reference.Of("winner interval").Zip([winner.Interval.Lower, winner.Interval.Upper]), pair => Assert.InRange(pair.Second - pair.First, -0.034, 0.034));
    }

    [Fact]
    public void The_largest_difference_of_permutations_is_NumPys()
    {
        var test = new BlockPermutation(Rows());
        double[] p = [test.P(3, 0), test.P(3, 1), test.P(3, 2)];
        Assert.All(Reference.Of("range p 3 against").Zip(p), pair => Assert.InRange(pair.Second - pair.First, -0.04, 0.04));
    }

    [Fact]
    public void One_bad_row_does_not_hide_that_another_is_worse()
    {
        // Two rows that are alike, four that are clearly worse and one that is far away.
        double[][] values = [[0.07, 0.09, 0.11, 0.1, 0.09], [0.08, 0.09, 0.1, 0.1, 0.1], .. Enumerable.Range(0, 4).Select(row => new[] { 0.71 + row / 50.0, 0.73, 0.76 - row / 50.0, 0.75, 0.74 }), [3.2, 3.3, 3.4, 3.3, 3.2]];
        Assert.True(new BlockPermutation(values).P(0, 2) > 0.5);
        var p = BlockPermutation.AgainstOne(values, one: 0, level: 0.05);
        Assert.All(p.Skip(2), value => Assert.InRange(value, 0, 0.05));
        // Of 1,999 orders a p of 0.016 has a standard error of 0.003.
        Assert.All(Reference.Of("in steps against 0").Zip(p), pair => Assert.InRange(pair.Second - pair.First, -0.012, 0.012));
        Assert.Equal(p.Skip(1), p.Skip(1).OrderDescending()); // the farther, the clearer
    }

    [Fact]
    public void A_row_beats_another_as_often_as_its_seeds_do_and_a_tie_is_half()
    {
        var outperforming = Outperforming.Of([(2, 1), (3, 1), (1, 1), (double.PositiveInfinity, 5), (1, double.NaN)]);
        Assert.Equal((0.9, 1), (outperforming.Probability, outperforming.Ties));
        Assert.Equal(Outperforming.IntervalOf(4.5, 5), outperforming.Interval);
    }

    [Fact]
    public void One_seed_says_nearly_nothing_of_beating_another() => Assert.Equal(0.025, Outperforming.Of([(1, 2)]).Interval.Upper - 0.95, 1e-9);

    [Fact]
    public void Draws_are_the_same_in_every_run_and_each_number_is_as_likely()
    {
        int[] Thousands() { var draws = new Draws(7); return [.. Enumerable.Range(0, 10_000).Select(_ => draws.Below(10))]; }
        Assert.Equal(Thousands(), Thousands());
        Assert.All(Thousands().CountBy(n => n), n => Assert.InRange(n.Value, 880, 1120));
    }

    [Theory]
    [InlineData(11, 5, false, 0)]
    [InlineData(11, 200, true, 0)]
    [InlineData(11, 5, false, 1)]
    [InlineData(6, 5, false, 5)]
    public void Of_sweeps_of_equal_rows_at_most_one_in_twenty_yields_a_claim_about_the_chosen_row_with_bad_rows_beside_them_too(int rows, int blocks, bool areExamples, int bad)
    {
        const int sweeps = 300;
        var claims = 0;
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            // Accuracies on 200 examples of nine in ten, which come in steps; or whether each example was right.
            var draws = new Draws(1000 + (uint)sweep);
            double Share(int of) => Enumerable.Range(0, of).Count(_ => draws.Below(10) < 9) / (double)of;
            double[][] values = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, blocks).Select(_ => Share(areExamples ? 1 : 200)).ToArray())];
            var chosen = Enumerable.Range(0, rows).MaxBy(row => values[row].Average());
            double[][] others = [.. Enumerable.Range(1, bad).Select(row => Enumerable.Range(0, blocks).Select(_ => Share(200) - 0.2 * row).ToArray())];
            var p = BlockPermutation.AgainstOne([.. values, .. others], chosen, 0.05);
            if (Enumerable.Range(0, rows).Any(row => row != chosen && p[row] < 0.05)) claims++;
        }
        // One in twenty is 15; that chance alone makes it 27 has a probability of 0.002.
        Assert.InRange(claims, 0, 26);
    }
}
