namespace Goalkeeper.Analysis;

/// <summary>
/// Compares every pair of rows over the same blocks, seeds or examples, by the largest difference that chance makes: within each block the rows'
/// values change places, and the widest range of the rows' means is noted (the max-statistic of Westfall and Young 1993 for the statistic of
/// Tukey's range test). Its p holds for any pair, whichever the data chose: of sweeps of equal rows one in twenty has a pair below 0.05.
/// </summary>
/// <remarks>
/// Where some rows do differ, the permutations take their difference for chance too, so that one bad row hides all other differences. <see cref="AgainstOne"/> goes down
/// in steps (Romano and Wolf 2005): what is told from the chosen row is left out, and the rest compared among themselves.
/// </remarks>
internal sealed class BlockPermutation
{
    private const int Samples = 1_999;

    private readonly double[] _means;
    private readonly double[] _ranges;
    private readonly double _rounding;

    /// <param name="values">A row each: its value in every block, all of them finite.</param>
    public BlockPermutation(IReadOnlyList<IReadOnlyList<double>> values)
    {
        int rows = values.Count, blocks = rows == 0 ? 0 : values[0].Count;
        _means = [.. values.Select(row => row.Sum() / blocks)];
        // Sums in another order differ in their last bits; equal ranges must count as equal.
        _rounding = 1e-12 * values.SelectMany(row => row).Select(Math.Abs).DefaultIfEmpty(0).Max();
        _ranges = new double[Samples];
        var draws = new Draws((uint)rows);
        // A block in which all rows have the same value adds the same to all.
        var told = Enumerable.Range(0, blocks).Where(b => values.Any(row => row[b] != values[0][b]))
            .Select(b => values.Select(row => row[b]).ToArray()).ToList();
        var sums = new double[rows];
        for (var sample = 0; sample < Samples && rows > 0; sample++)
        {
            Array.Clear(sums);
            foreach (var block in told)
            {
                draws.Shuffle(block.AsSpan());
                for (var row = 0; row < rows; row++) sums[row] += block[row];
            }
            _ranges[sample] = (sums.Max() - sums.Min()) / blocks;
        }
    }

    /// <summary>
    /// The p of each row's difference to one of them, corrected for all pairs, in steps. All rows that are equal to that one are compared with it in one step at the latest,
    /// with none left out, so that the chance of telling one of them from it stays what it is.
    /// </summary>
    /// <param name="values">A row each: its value in every block, all of them finite.</param>
    /// <param name="one">The place of the one.</param>
    /// <param name="level">Below this p a row is told from it.</param>
    public static IReadOnlyList<double> AgainstOne(IReadOnlyList<IReadOnlyList<double>> values, int one, double level)
    {
        var p = new double[values.Count];
        var (left, least) = (Enumerable.Range(0, values.Count).ToList(), 0.0);
        while (true)
        {
            var test = new BlockPermutation([.. left.Select(row => values[row])]);
            var place = left.IndexOf(one);
            // A row that is nearer is no clearer.
            foreach (var (i, row) in left.Index()) p[row] = Math.Max(least, test.P(i, place));
            var told = left.FindAll(row => row != one && p[row] < level);
            if (told.Count == 0) return p;
            least = told.Max(row => p[row]);
            left.RemoveAll(told.Contains);
        }
    }

    /// <summary>The p of two rows' difference, corrected for all pairs; never below 1/2000, since the data are one of the orders (Phipson and Smyth 2010).</summary>
    public double P(int first, int second)
    {
        var difference = Math.Abs(_means[first] - _means[second]) - _rounding;
        return (1.0 + _ranges.Count(range => range >= difference)) / (Samples + 1);
    }
}
