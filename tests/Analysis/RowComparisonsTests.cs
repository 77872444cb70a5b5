using Goalkeeper.Analysis;

namespace Goalkeeper.Tests.Analysis;

public sealed class RowComparisonsTests
{
    private const int Sweeps = 200;

    /// <summary>Of 200 sweeps that have a claim each with a probability of 1/20, more than 19 have one in less than one try of 200.</summary>
    private const int MostClaims = 19;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(11)]
    [InlineData(30)]
    public void Of_sweeps_of_equal_rows_with_five_seeds_at_most_one_in_twenty_has_a_claim(int rows) =>
        Assert.InRange(Claims(rows, ChanceOver.Seeds, luck => Accuracies(luck, rows, seeds: 5)), 0, MostClaims);

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    [InlineData(11, 3)]
    [InlineData(30, 4)]
    public void Of_sweeps_of_equal_rows_with_few_seeds_at_most_one_in_twenty_has_a_claim(int rows, int seeds) =>
        Assert.InRange(Claims(rows, ChanceOver.Seeds, luck => Accuracies(luck, rows, seeds)), 0, MostClaims);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(11)]
    [InlineData(30)]
    public void Of_sweeps_of_equal_rows_with_one_seed_at_most_one_in_twenty_has_a_claim(int rows) =>
        Assert.InRange(Claims(rows, ChanceOver.Examples, luck => Answers(luck, rows, examples: 200)), 0, MostClaims);

    /// <summary>With eight seeds a sign test of what no seed changes has p = 1/128, whatever the rows.</summary>
    [Fact]
    public void Rows_that_no_seed_changes_are_not_told_apart_by_seeds()
    {
        var rows = Rows(3);
        double[] luck = [0.01, -0.02, 0.015, 0, -0.005, 0.02, -0.01, 0.005];
        var comparisons = new RowComparisons(
            new PairedRows(ChanceOver.Seeds, rows, [[.. luck.Select(_ => 0.9)], [.. luck.Select(_ => 0.8)], [.. luck.Select(l => 0.5 + l)]]), baseline: rows[1], chosen: rows[0], sign: 1);
        Assert.Equal(Verdict.CannotTell, comparisons.WithBaseline(rows[0])!.Verdict);
        Assert.Equal(Verdict.CannotTell, comparisons.WithChosen(rows[1])!.Verdict);
        Assert.Equal(Verdict.Worse, comparisons.WithBaseline(rows[2])!.Verdict);
        // Nor does one of them beat the other eight times.
        Assert.Null(comparisons.Outperforms);
    }

    [Fact]
    public void A_row_that_is_better_with_every_seed_is_called_so_and_its_difference_has_the_metrics_sign()
    {
        double[] luck = [0.01, -0.02, 0.015, 0, -0.005, 0.02, -0.01, 0.005];
        var rows = Rows(3);
        // Losses 0.5, 0.4 and 0.1 and luck: negated, since less is better.
        var comparisons = new RowComparisons(
            new PairedRows(ChanceOver.Seeds, rows, [[.. luck.Select(l => -0.1 - l)], [.. luck.Select(l => -0.4 + l)], [.. luck.Select(l => -0.5 + l / 2)]]),
            baseline: rows[2], chosen: rows[0], sign: -1);
        Assert.Equal((Verdict.Better, -0.4, true), Told(comparisons.WithBaseline(rows[0])));
        Assert.Equal((Verdict.Better, -0.1, true), Told(comparisons.WithBaseline(rows[1])));
        Assert.Equal((Verdict.Worse, 0.4, true), Told(comparisons.WithChosen(rows[2])));
        Assert.Empty(comparisons.LikeTheChosen!);
        Assert.InRange(comparisons.Winner!.Estimate, 0.09, 0.115);
        Assert.Equal(1, comparisons.Winner.Won[0]);
        Assert.Equal(1, comparisons.Outperforms!.Probability);

        static (Verdict, double, bool) Told(RowComparison? comparison) => (comparison!.Verdict, Math.Round(comparison.Difference, 2), comparison.P < 0.05);
    }

    [Fact]
    public void Two_rows_are_one_comparison_whichever_is_chosen()
    {
        var rows = Rows(2);
        var values = new PairedRows(ChanceOver.Seeds, rows, [[0.9, 0.92, 0.95], [0.8, 0.86, 0.84]]);
        var comparisons = new RowComparisons(values, baseline: rows[1], chosen: rows[0], sign: 1);
        Assert.False(comparisons.ComparesWithChosen);
        // R: t.test(c(.9,.92,.95), c(.8,.86,.84), paired=TRUE)$p.value
        Assert.Equal(0.02761875, comparisons.WithBaseline(rows[0])!.P, 1e-6);
        Assert.Null(comparisons.WithChosen(rows[1]));
        Assert.Empty(comparisons.LikeTheChosen!);
        Assert.Equal([rows[0]], new RowComparisons(values, baseline: rows[0], chosen: rows[0], sign: 1).Rows.Except([rows[1]]));
    }

    [Fact]
    public void With_a_baseline_and_a_chosen_row_both_each_p_is_doubled()
    {
        var rows = Rows(3);
        var values = new PairedRows(ChanceOver.Seeds, rows, [[0.9, 0.92, 0.95, 0.93], [0.9, 0.9, 0.9, 0.91], [0.8, 0.86, 0.84, 0.85]]);
        var alone = new RowComparisons(values, baseline: rows[2], chosen: null, sign: 1).WithBaseline(rows[0])!.P;
        Assert.Equal(2 * alone, new RowComparisons(values, baseline: rows[2], chosen: rows[0], sign: 1).WithBaseline(rows[0])!.P, 1e-12);
    }

    private static int Claims(int count, ChanceOver over, Func<Random, double[][]> values)
    {
        var rows = Rows(count);
        return Enumerable.Range(1, Sweeps).Count(sweep =>
        {
            var made = values(new Random(sweep));
            var best = Enumerable.Range(0, count).MaxBy(row => made[row].Sum());
            var comparisons = new RowComparisons(new PairedRows(over, rows, made), baseline: rows[0], chosen: rows[best], sign: 1);
            return rows.Any(row => comparisons.WithBaseline(row) is { Verdict: not Verdict.CannotTell } || comparisons.WithChosen(row) is { Verdict: not Verdict.CannotTell });
        });
    }

    // Of 200 examples each, some seeds better for all rows.
    private static double[][] Accuracies(Random luck, int rows, int seeds)
    {
        var ofSeed = Enumerable.Range(0, seeds).Select(_ => 0.02 * luck.NextDouble()).ToArray();
        return [.. Enumerable.Range(0, rows).Select(_ => ofSeed.Select(seed => Math.Round(200 * (0.88 + seed + 0.04 * luck.NextDouble())) / 200).ToArray())];
    }

    // Some examples are harder for all rows.
    private static double[][] Answers(Random luck, int rows, int examples)
    {
        var ease = Enumerable.Range(0, examples).Select(_ => Math.Sqrt(luck.NextDouble())).ToArray();
        return [.. Enumerable.Range(0, rows).Select(_ => ease.Select(e => luck.NextDouble() < e ? 1.0 : 0.0).ToArray())];
    }

    private static List<SummaryRow> Rows(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new SummaryRow($"row {i}", "", new Dictionary<string, object>(), []))];
}
