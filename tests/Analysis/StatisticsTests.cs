using Goalkeeper.Analysis;

namespace Goalkeeper.Tests.Analysis;

public class StatisticsTests
{
    private static readonly double[] First = [0.915, 0.93, 0.925, 0.94, 0.905];
    private static readonly double[] Second = [0.93, 0.945, 0.92, 0.955, 0.93];
    private static readonly double[] Skewed = [3.1, 4.7, 2.2, 9.8, 5.5, 4.1, 3.9, 5.0, 6.3, 4.4, 20.5];

    [Theory]
    [InlineData("wilson 183/200", 183, 200)]
    [InlineData("wilson 0/20", 0, 20)]
    [InlineData("wilson 20/20", 20, 20)]
    public void Wilsons_interval_is_Rs(string name, long right, long count)
    {
        var interval = Wilson.Of(right, count);
        Reference.AssertNear(name, 1e-10, interval.Lower, interval.Upper);
    }

    [Fact]
    public void Of_no_examples_nothing_is_said() => Assert.True(double.IsNaN(Wilson.Of(0, 0).Lower));

    [Fact]
    public void Students_interval_of_a_mean_is_Rs()
    {
        var interval = StudentT.OfMean(First);
        Reference.AssertNear("student", 1e-10, interval.Lower, interval.Upper);
    }

    [Fact]
    public void The_middle_half_is_Rs_trimmed_mean() => Reference.AssertNear("interquartile mean", 1e-12, Moments.InterquartileMean(Skewed));

    [Fact]
    public void An_infinite_seed_is_ranked_by_the_interquartile_mean() =>
        Assert.Equal(2.5, Moments.InterquartileMean([double.PositiveInfinity, 2, 1, 3]));

    [Theory]
    [InlineData("mcnemar 3 12", 3, 12)]
    [InlineData("mcnemar 3 12", 12, 3)]
    [InlineData("mcnemar 0 1", 0, 1)]
    [InlineData("mcnemar 210 265", 210, 265)]
    public void McNemars_exact_test_is_Rs_binomial_one(string name, long first, long second) =>
        Reference.AssertNear(name, 1e-9, McNemar.P(first, second));

    [Fact]
    public void Answers_that_are_right_together_do_not_differ() => Assert.Equal(1, McNemar.P(0, 0));

    [Fact]
    public void Holms_correction_is_Rs() => Reference.AssertNear("holm", 1e-12, [.. Holm.Adjusted([0.012, 0.04, 0.001, 0.5, 0.03])]);

    [Fact]
    public void A_comparison_that_was_not_made_is_not_corrected_for() =>
        Assert.Equal([0.02, double.NaN, 0.04], Holm.Adjusted([0.01, double.NaN, 0.04]));

    [Fact]
    public void A_paired_test_over_seeds_is_Rs()
    {
        var test = PairedTest.Of(Second.Zip(First));
        Reference.AssertNear("paired", 1e-9, test.Difference, test.Interval.Lower, test.Interval.Upper, test.P);
        Assert.Equal(5, test.Pairs);
    }

    [Fact]
    public void An_infinity_or_NaN_is_ranked_and_no_part_of_a_t_test()
    {
        // Three of four are worse: the exact sign test's p is 2 (1 + 4) / 16.
        var test = PairedTest.Of([(1, 2), (double.PositiveInfinity, 1), (double.NaN, 1), (2, 4)]);
        Assert.Equal((4, double.NegativeInfinity), (test.Pairs, test.Difference));
        Assert.Equal(0.625, test.P, 12);
        var same = PairedTest.Of([(double.PositiveInfinity, double.PositiveInfinity), (double.PositiveInfinity, double.PositiveInfinity)]);
        Assert.Equal((2, 0.0, 1.0), (same.Pairs, same.Difference, same.P));
    }

    [Fact]
    public void Seeds_that_change_nothing_prove_nothing() => Assert.True(double.IsNaN(PairedTest.Of([.. Enumerable.Repeat((0.91, 0.90), 10)]).P));

    [Fact]
    public void One_seed_tests_nothing() => Assert.True(double.IsNaN(PairedTest.Of([(1, 2)]).P));

    [Fact]
    public void Two_equal_differences_are_no_proof_but_a_sign_test() =>
        // A t-test would divide by 0 and be certain.
        Assert.Equal(0.5, PairedTest.Of([(0.91, 0.90), (0.93, 0.92)]).P);

    [Fact]
    public void Rows_that_are_the_same_do_not_differ() => Assert.Equal((0, 1), (PairedTest.Of([(1, 1), (2, 2)]).Difference, PairedTest.Of([(1, 1), (2, 2)]).P));

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(29)]
    [InlineData(200)]
    public void The_power_of_a_paired_test_is_Rs(int n) =>
        Reference.AssertNear(FormattableString.Invariant($"power {n}"), 1e-6, SeedsNeeded.PowerOf(0.54, n));

    [Fact]
    public void So_many_seeds_settle_a_difference_as_R_says() => Reference.AssertNear("seeds 0.54", 0, SeedsNeeded.For(0.0054, 0.01)!.Value);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(0, 0)]
    [InlineData(1e-9, 1)]
    public void No_number_of_seeds_settles_what_is_no_difference(double difference, double deviation) =>
        Assert.Null(SeedsNeeded.For(difference, deviation));

    [Theory]
    [InlineData("clopper 5/5", 5, 5)]
    [InlineData("clopper 4/5", 4, 5)]
    [InlineData("clopper 0/5", 0, 5)]
    [InlineData("clopper 17/20", 17, 20)]
    [InlineData("clopper 4.5/5", 4.5, 5)]
    public void The_interval_of_beating_another_is_Rs_exact_one(string name, double won, int count)
    {
        var interval = Outperforming.IntervalOf(won, count);
        Reference.AssertNear(name, 1e-9, interval.Lower, interval.Upper);
    }

    [Fact]
    public void The_interval_of_beating_another_holds_however_often_they_tie()
    {
        // All outcomes of so many seeds, each as likely as wins and ties are: a grid over both.
        foreach (var seeds in (int[])[2, 3, 5, 8, 12])
        {
            Interval[] intervals = [.. Enumerable.Range(0, 2 * seeds + 1).Select(halves => Outperforming.IntervalOf(halves / 2.0, seeds))];
            for (var win = 0; win <= 20; win++)
            {
                for (var tie = 0; win + tie <= 20; tie++)
                {
                    var (p, q) = (win / 20.0, tie / 20.0);
                    Assert.InRange(Outcomes(seeds, p, q).Where(o => intervals[o.Halves].Lower <= p + q / 2 && p + q / 2 <= intervals[o.Halves].Upper).Sum(o => o.Probability), Interval.Level, 1 + 1e-9);
                }
            }
        }

        static IEnumerable<(int Halves, double Probability)> Outcomes(int seeds, double win, double tie)
        {
            var probabilities = new double[2 * seeds + 1];
            probabilities[0] = 1;
            for (var seed = 0; seed < seeds; seed++)
            {
                for (var halves = 2 * seed + 2; halves >= 0; halves--)
                    probabilities[halves] = (1 - win - tie) * probabilities[halves] + (halves > 0 ? tie * probabilities[halves - 1] : 0) + (halves > 1 ? win * probabilities[halves - 2] : 0);
            }
            return probabilities.Index();
        }
    }

    [Fact]
    public void How_alike_two_orders_are_is_told_by_Rs_tau() => Reference.AssertNear("concordance", 1e-12, Concordance.Of([.. Skewed.Zip(Skewed.Reverse())]));

    [Fact]
    public void With_ties_two_orders_are_as_alike_as_by_Harrells_counts() => Reference.AssertNear("concordance with ties", 1e-12, Concordance.Of(
        [(0.7, 0.8), (0.72, 0.78), (0.75, 0.85), (0.75, 0.86), (0.8, 0.86), (0.81, 0.9), (0.79, 0.84), (0.6, 0.7)]));

    [Fact]
    public void Of_pairs_that_are_equal_on_a_side_no_order_is_told()
    {
        Assert.Equal(3 / 5.0, Concordance.Of([(1, 1), (2, 3), (3, 2), (3, 2)]), 12); // of six pairs one is a tie, two are turned round
        Assert.True(double.IsNaN(Concordance.Of([(1, 1), (2, 2)])));
        Assert.True(double.IsNaN(Concordance.Of([(1, 1), (1, 2), (1, 3)])));
    }

    [Fact]
    public void The_expected_best_is_the_mean_over_all_draws() =>
        Reference.AssertNear("expected best", 1e-12, [.. ExpectedBest.Of([0.3, 0.9, 0.5, 0.7, 0.1], [1, 2, 3, 4, 5])]);

    [Fact]
    public void The_expected_best_of_very_many_draws_is_the_best() =>
        Assert.Equal(-0.25, ExpectedBest.Of([-1, -0.25, -3], [1_000_000]).Single(), 12);
}
