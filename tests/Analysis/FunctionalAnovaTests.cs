using Goalkeeper.Analysis;
using Goalkeeper.Analysis.Importance;

namespace Goalkeeper.Tests.Analysis;

/// <summary>Functions whose variance is known, taken apart.</summary>
public class FunctionalAnovaTests
{
    [Fact]
    public void A_trees_variance_is_what_NumPy_makes_of_its_table()
    {
        var variance = new TreeVariance(
            [
                new([0, 0, 0], [2, 1, 5], 3.5), new([0, 1, 0], [2, 3, 2], -1.25), new([0, 1, 2], [2, 3, 5], 0.75), new([2, 0, 0], [4, 3, 1], 8),
                new([2, 0, 1], [3, 3, 5], -2.5), new([3, 0, 1], [4, 2, 5], 6), new([3, 2, 1], [4, 3, 5], 10),
            ],
            [[0.1, 0.2, 0.3, 0.4], [0.5, 0.2, 0.3], [0.3, 0.1, 0.1, 0.2, 0.3]]);
        Reference.AssertNear("tree mean and variance", 1e-12, variance.Mean, variance.Total);
        Reference.AssertNear("tree shares", 1e-12, [.. variance.Shares]);
        Reference.AssertNear("tree pairs", 1e-12, variance.Interaction(0, 1), variance.Interaction(0, 2), variance.Interaction(1, 2));
        for (var f = 0; f < 3; f++) Reference.AssertNear(FormattableString.Invariant($"tree effect {f}"), 1e-12, [.. variance.Effect(f)]);
    }

    [Fact]
    public void Ishigamis_function_is_shared_out_as_by_scikit_learns_forest()
    {
        var places = ((double[])[0.8191725133961645, 0.6710436067037893, 0.5497004779019703]).Select(step => Enumerable.Range(1, 3000).Select(i => i * step % 1).ToArray()).ToArray();
        double Angle(int factor, int row) => (2 * places[factor][row] - 1) * Math.PI;
        var anova = Of(places, i => Math.Sin(Angle(0, i)) + 7 * Math.Pow(Math.Sin(Angle(1, i)), 2) + 0.1 * Math.Pow(Angle(2, i), 4) * Math.Sin(Angle(0, i)))!;
        double Pair(int first, int second) => anova.Interactions.Single(i => (i.First, i.Second) == (first, second)).Share;
        double[] shares = [.. anova.Effects.Select(e => e.Share), Pair(0, 1), Pair(0, 2), Pair(1, 2)];
        var (sklearn, deviations) = (Reference.Of("ishigami"), Reference.Of("ishigami deviations"));
        // 32 trees of ours and 200 of its: five standard errors of the difference, which are 0.95 of what a tree deviates by.
        for (var i = 0; i < shares.Length; i++) Assert.InRange(shares[i] - sklearn[i], -0.95 * deviations[i], 0.95 * deviations[i]);
        // Five deviations of a forest of 32 trees.
        Assert.InRange((anova.Explained - Reference.Of("ishigami out of bag")[0]) / Reference.Of("ishigami out of bag")[1], -5, 5);
    }

    [Fact]
    public void A_trees_variance_is_that_of_all_its_places_counted_one_by_one()
    {
        const int rows = 200;
        int[] counts = [5, 4, 6];
        var draws = new Draws(9);
        var places = counts.Select(count => Enumerable.Range(0, rows).Select(_ => (byte)draws.Below(count)).ToArray()).ToArray();
        var values = Enumerable.Range(0, rows).Select(_ => (double)draws.Below(1000)).ToArray();
        var tree = RegressionTree.Grow(places, counts, values, [.. Enumerable.Range(0, rows)], tried: 2, fewest: 2, draws);
        double[][] weights = [.. counts.Select(count => Enumerable.Range(1, count).Select(i => 2.0 * i / (count * (count + 1))).ToArray())];

        var variance = new TreeVariance(tree.Boxes, weights);

        var cells = (from a in Enumerable.Range(0, 5) from b in Enumerable.Range(0, 4) from c in Enumerable.Range(0, 6) select (int[])[a, b, c])
            .Select(at => (At: at, Weight: at.Select((p, f) => weights[f][p]).Aggregate((x, y) => x * y), Value: tree.Of([.. at.Select(p => (byte[])[(byte)p])], 0))).ToList();
        double MeanWhere(Func<int[], bool> isMeant) => cells.Where(c => isMeant(c.At)).Sum(c => c.Weight * c.Value) / cells.Where(c => isMeant(c.At)).Sum(c => c.Weight);
        var mean = MeanWhere(_ => true);
        Assert.Equal(mean, variance.Mean, 9);
        Assert.Equal(cells.Sum(c => c.Weight * Math.Pow(c.Value - mean, 2)), variance.Total, 6);
        var main = counts.Select((count, f) => Enumerable.Range(0, count).Select(p => MeanWhere(at => at[f] == p) - mean).ToArray()).ToArray();
        for (var f = 0; f < 3; f++)
        {
            Assert.Equal(main[f].Select((effect, p) => weights[f][p] * effect * effect).Sum(), variance.Shares[f], 6);
            Assert.All(main[f].Zip(variance.Effect(f)), pair => Assert.Equal(pair.First, pair.Second, 9));
        }
        foreach (var (f, g) in ((int, int)[])[(0, 1), (0, 2), (1, 2)])
        {
            var together = (from p in Enumerable.Range(0, counts[f])
                            from q in Enumerable.Range(0, counts[g])
                            select weights[f][p] * weights[g][q] * Math.Pow(MeanWhere(at => at[f] == p && at[g] == q) - mean - main[f][p] - main[g][q], 2)).Sum();
            Assert.Equal(together, variance.Interaction(f, g), 6);
        }
    }

    [Fact]
    public void An_additive_functions_shares_are_those_of_its_terms()
    {
        // Var(2a) : Var(b) = 4 : 1, and c does nothing.
        var (a, b, c) = (Column(1), Column(2), Column(3));
        var anova = Of([a, b, c], i => 2 * a[i] + b[i])!;
        Assert.InRange(anova.Explained, 0.97, 1);
        Assert.InRange(anova.Effects[0].Share, 0.77, 0.83);
        Assert.InRange(anova.Effects[1].Share, 0.17, 0.21);
        Assert.InRange(anova.Effects[2].Share, 0, 0.01);
        Assert.All(anova.Interactions, i => Assert.InRange(i.Share, 0, 0.02));
    }

    [Fact]
    public void What_two_factors_do_only_together_is_their_interaction()
    {
        var (a, b, c) = (Column(1), Column(2), Column(3));
        var anova = Of([a, b, c], i => a[i] > 0.5 != b[i] > 0.5 ? 1 : 0)!;
        Assert.All(anova.Effects, e => Assert.InRange(e.Share, 0, 0.02));
        Assert.Equal((0, 1), (anova.Interactions[0].First, anova.Interactions[0].Second));
        Assert.InRange(anova.Interactions[0].Share, 0.93, 1);
    }

    [Fact]
    public void A_main_effect_is_the_mean_over_the_others_with_its_deviation()
    {
        var (a, b) = (Column(1), Column(2));
        var anova = Of([a, b], i => a[i] + (b[i] > 0.5 ? 1 : 0))!;
        Assert.Equal(Factor.MostLevels, anova.Effects[0].Means.Count);
        Assert.InRange(anova.Effects[0].Means[32], 0.9, 1.1); // 0.5 + 0.5
        Assert.InRange(anova.Effects[1].Means[^1] - anova.Effects[1].Means[0], 0.97, 1.03);
        Assert.All(anova.Effects[1].Deviations, d => Assert.InRange(d, 0, 0.1));
    }

    [Fact]
    public void A_full_grid_of_every_kind_has_the_shares_of_Rs_analysis_of_variance()
    {
        // 4 numbers × 3 words × 2, ten of each.
        var cells = Enumerable.Range(0, 240).Select(i => (Number: i % 4, Word: i / 4 % 3, Other: i / 12 % 2)).ToList();
        double[] word = [1, -1, 0];
        var anova = FunctionalAnova.Of(
            [
                Factor.OfNumbers([.. cells.Select(c => Math.Pow(10, c.Number))], isLog: true, isRange: false),
                Factor.OfWords([.. cells.Select(c => (double)c.Word)]),
                Factor.OfWords([.. cells.Select(c => (double)c.Other)]),
            ],
            [.. cells.Select(c => c.Number + word[c.Word] + (c.Other == 1 && c.Word == 0 ? 3.0 : 0))])!;
        // A forest of bootstrapped trees has not every cell as often.
        Assert.All(
            Reference.Of("anova").Zip((double[])[.. anova.Effects.Select(e => e.Share), anova.Interactions.Single(i => (i.First, i.Second) == (1, 2)).Share]),
            pair => Assert.Equal(pair.First, pair.Second, 0.04));
    }

    [Fact]
    public void Ishigamis_function_has_the_indices_that_are_known_of_it()
    {
        // sin x + 7 sin² y + 0.1 z⁴ sin x over −π … π (Ishigami and Homma 1990): Sobol's indices 0.3139, 0.4424, 0 and, of x and z together, 0.2437.
        var (x, y, z) = (Column(1), Column(2), Column(3));
        static double Angle(double share) => (2 * share - 1) * Math.PI;
        var anova = Of([x, y, z], i => Math.Sin(Angle(x[i])) * (1 + 0.1 * Math.Pow(Angle(z[i]), 4)) + 7 * Math.Pow(Math.Sin(Angle(y[i])), 2))!;
        // Trees of 2,000 points blur what swings that fast.
        Assert.Equal(0.3139, anova.Effects[0].Share, 0.06);
        Assert.Equal(0.4424, anova.Effects[1].Share, 0.06);
        Assert.Equal(0, anova.Effects[2].Share, 0.03);
        Assert.Equal(0.2437, anova.Interactions.Single(i => (i.First, i.Second) == (0, 2)).Share, 0.06);
    }

    [Fact]
    public void A_constant_has_no_variance_to_share() => Assert.Null(Of([Column(1)], _ => 0.1));

    [Fact]
    public void The_only_factor_has_all_of_it()
    {
        var a = Column(1);
        var anova = Of([a], i => a[i])!;
        Assert.Equal(1, anova.Effects[0].Share, 9);
        Assert.Empty(anova.Interactions);
    }

    [Fact]
    public void That_a_factor_is_absent_is_a_level()
    {
        // b exists where a is below a half, and only that it is there counts.
        var (a, b) = (Column(1), Column(2));
        var conditional = Factor.OfNumbers([.. b.Select((v, i) => a[i] < 0.5 ? v : double.NaN)], isLog: false, isRange: true);
        Assert.Equal(double.NaN, conditional.Levels[0]);
        Assert.Equal(1, conditional.Weights.Sum(), 9);
        Assert.InRange(conditional.Weights[0], 0.4, 0.6);
        var anova = FunctionalAnova.Of([conditional], [.. a.Select(v => v < 0.5 ? 1.0 : 0)])!;
        Assert.Equal([0, 1], [anova.Effects[0].Means[0], anova.Effects[0].Means[^1]]);
    }

    [Fact]
    public void A_thousand_words_that_mean_nothing_tell_nothing()
    {
        var words = Enumerable.Range(0, 1500).Select(i => (double)(i % 1000)).ToArray();
        var anova = FunctionalAnova.Of([Factor.OfWords(words), Factor.OfWords([.. words.Reverse()])], Column(4)[..1500])!;
        Assert.InRange(anova.Explained, double.MinValue, FunctionalAnova.Enough);
    }

    [Fact]
    public void Values_that_depend_on_nothing_seldom_seem_to()
    {
        var told = Enumerable.Range(0, 100).Count(s =>
        {
            var draws = new Draws((uint)(1000 + s));
            double[] Uniform() => [.. Enumerable.Range(0, 12).Select(_ => draws.Below(1 << 20) / (double)(1 << 20))];
            return FunctionalAnova.Of([.. Enumerable.Range(0, 3).Select(_ => Factor.OfNumbers(Uniform(), false, true))], Uniform())!.Explained >= FunctionalAnova.Enough;
        });
        Assert.InRange(told, 0, 5);
    }

    [Fact]
    public void A_ranges_values_stand_for_what_is_near_them_and_a_lists_for_themselves()
    {
        double[] values = [1, 2, 4];
        Assert.Equal([1 / 4.5, 1.5 / 4.5, 2 / 4.5], Factor.OfNumbers(values, isLog: false, isRange: true).Weights.Select(w => Math.Round(w, 12)), Near);
        Assert.Equal([1 / 3.0, 1 / 3.0, 1 / 3.0], Factor.OfNumbers(values, isLog: true, isRange: true).Weights, Near);
        Assert.Equal([1 / 3.0, 1 / 3.0, 1 / 3.0], Factor.OfNumbers(values, isLog: false, isRange: false).Weights, Near);

        static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9;
    }

    [Fact]
    public void Its_bits_are_the_same_in_every_run_and_on_every_machine()
    {
        var (a, b) = (Column(1), Column(2));
        var anova = Of([a, b], i => a[i] * b[i])!;
        Assert.Equal([0.9989812066847138, 0.42762854920011029, 0.14519796275680338], [anova.Explained, anova.Effects[0].Share, anova.Interactions[0].Share]);
    }

    private static FunctionalAnova? Of(double[][] columns, Func<int, double> function) => FunctionalAnova.Of(
        [.. columns.Select(c => Factor.OfNumbers(c, isLog: false, isRange: true))], [.. Enumerable.Range(0, columns[0].Length).Select(function)]);

    private static double[] Column(uint stream)
    {
        var draws = new Draws(stream);
        return [.. Enumerable.Range(0, 2000).Select(_ => draws.Below(1 << 20) / (double)(1 << 20))];
    }
}
