namespace Goalkeeper.Analysis.Importance;

/// <summary>What a factor does by itself: the mean over all others at each of its levels.</summary>
/// <param name="Share">Of the variance.</param>
/// <param name="Means">By level.</param>
/// <param name="Deviations">By level, the standard deviation of that mean over the trees.</param>
internal sealed record MainEffect(double Share, IReadOnlyList<double> Means, IReadOnlyList<double> Deviations);

/// <summary>What two factors do together that they do not do alone.</summary>
/// <param name="First">A factor.</param>
/// <param name="Second">A later one.</param>
/// <param name="Share">Of the variance.</param>
internal readonly record struct Interaction(int First, int Second, double Share);

/// <summary>
/// How much of a function's variance each factor and each pair of factors makes, over all that the factors can be: the functional analysis of variance
/// of a random forest that has learnt the function (Hutter, Hoos and Leyton-Brown 2014, "An efficient approach for assessing hyperparameter importance").
/// The same bits on every machine.
/// </summary>
/// <param name="Explained">
/// The share of the values' variance that the forest tells of rows that a tree has not seen (R² out of bag; Breiman 2001); below 0 where the mean tells more.
/// </param>
/// <param name="Effects">By factor.</param>
/// <param name="Interactions">The largest first.</param>
internal sealed record FunctionalAnova(double Explained, IReadOnlyList<MainEffect> Effects, IReadOnlyList<Interaction> Interactions)
{
    /// <summary>
    /// A forest that tells less of what it has not seen says nothing of factors: of values that depend on none, one in twenty tells more (simulated for
    /// 10 to 400 rows and three factors).
    /// </summary>
    public const double Enough = 0.2;

    private const int Trees = 32;

    /// <summary>A node of fewer rows is a leaf, as Breiman has it for regression.</summary>
    private const int Fewest = 5;

    /// <summary>Takes a function apart.</summary>
    /// <param name="factors">What it depends on; at least one.</param>
    /// <param name="values">Its value in each row, finite.</param>
    /// <returns>Null where there is no variance.</returns>
    public static FunctionalAnova? Of(IReadOnlyList<Factor> factors, IReadOnlyList<double> values)
    {
        var y = values.ToArray();
        if (y.Length == 0 || y.All(v => v == y[0])) return null;
        var forest = Enumerable.Range(0, Trees).Select(tree => new Part(factors, y, new Draws((uint)tree))).ToList();
        var told = forest.Where(part => part.Variance.Total > 0).ToList();
        var pairs = Enumerable.Range(0, factors.Count).SelectMany(first => Enumerable.Range(first + 1, factors.Count - first - 1).Select(second => (first, second)));
        return new(
            OutOfBag(forest, y),
            [.. factors.Select((_, f) => EffectOf(f, told))],
            [
                .. pairs.Select(p => new Interaction(p.first, p.second, Mean(told, part => part.Variance.Interaction(p.first, p.second) / part.Variance.Total)))
                    .OrderByDescending(i => i.Share),
            ]);
    }

    private static MainEffect EffectOf(int factor, List<Part> forest)
    {
        var effects = forest.ConvertAll(part => part.Effect(factor));
        var levels = effects.Count == 0 ? [] : Enumerable.Range(0, effects[0].Length).Select(level => Moments.Of(effects.ConvertAll(e => e[level]))).ToList();
        return new(Mean(forest, part => part.Variance.Shares[factor] / part.Variance.Total), [.. levels.Select(l => l.Mean)], [.. levels.Select(l => l.Deviation)]);
    }

    private static double Mean(List<Part> forest, Func<Part, double> of) => forest.Count == 0 ? 0 : forest.Sum(of) / forest.Count;

    private static double OutOfBag(List<Part> forest, double[] values)
    {
        var mean = values.Sum() / values.Length;
        double errors = 0, squares = 0;
        for (var row = 0; row < values.Length; row++)
        {
            var (sum, trees) = (0.0, 0);
            foreach (var part in forest)
            {
                if (part.HasSeen(row)) continue;
                sum += part.Predicted(row);
                trees++;
            }
            if (trees == 0) continue;
            errors += (sum / trees - values[row]) * (sum / trees - values[row]);
            squares += (mean - values[row]) * (mean - values[row]);
        }
        return squares > 0 ? 1 - errors / squares : double.NaN;
    }

    /// <summary>One tree, of rows that are drawn with replacement.</summary>
    private sealed class Part
    {
        private readonly byte[][] _places;
        private readonly int[][] _placeOf;
        private readonly bool[] _seen;
        private readonly RegressionTree _tree;

        public Part(IReadOnlyList<Factor> factors, double[] values, Draws draws)
        {
            var rows = new int[values.Length];
            _seen = new bool[values.Length];
            for (var i = 0; i < rows.Length; i++) _seen[rows[i] = draws.Below(values.Length)] = true;
            _placeOf = [.. factors.Select(factor => factor.IsOrdered ? [.. Enumerable.Range(0, factor.Levels.Count)] : ByMean(factor, values, rows))];
            _places = [.. factors.Select((factor, f) => factor.LevelOf.Select(level => (byte)_placeOf[f][level]).ToArray())];
            var weights = factors.Select((factor, f) => Weights(factor, _placeOf[f])).ToArray();
            // Five of six factors are tried at a split, as in the paper's forest.
            var tried = Math.Max(1, (5 * factors.Count + 5) / 6);
            _tree = RegressionTree.Grow(_places, [.. weights.Select(w => w.Length)], values, rows, tried, Fewest, draws);
            Variance = new TreeVariance(_tree.Boxes, weights);
        }

        public TreeVariance Variance { get; }

        public bool HasSeen(int row) => _seen[row];

        public double Predicted(int row) => _tree.Of(_places, row);

        /// <summary>By level, the mean over the other factors.</summary>
        public double[] Effect(int factor) => [.. _placeOf[factor].Select(place => Variance.Mean + Variance.Effect(factor)[place])];

        /// <summary>
        /// Words by the mean of the rows that have them, which makes the best of all splits in two one between neighbours (Fisher 1958). Only rows that the tree
        /// learns from have a say, or it would know of the others. Words that are too many share places.
        /// </summary>
        private static int[] ByMean(Factor factor, double[] values, int[] rows)
        {
            var count = factor.Levels.Count;
            var (sums, times) = (new double[count], new int[count]);
            foreach (var row in rows)
            {
                sums[factor.LevelOf[row]] += values[row];
                times[factor.LevelOf[row]]++;
            }
            var all = sums.Sum() / rows.Length;
            var places = new int[count];
            foreach (var (rank, level) in Enumerable.Range(0, count).OrderBy(level => times[level] > 0 ? sums[level] / times[level] : all).Index())
                places[level] = count <= Factor.MostLevels ? rank : (int)((long)rank * Factor.MostLevels / count);
            return places;
        }

        private static double[] Weights(Factor factor, int[] placeOf)
        {
            var weights = new double[placeOf.Max() + 1];
            for (var level = 0; level < placeOf.Length; level++) weights[placeOf[level]] += factor.Weights[level];
            return weights;
        }
    }
}
