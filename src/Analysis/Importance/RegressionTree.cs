namespace Goalkeeper.Analysis.Importance;

/// <summary>Part of what factors can be: a stretch of each one's places. A tree says the same everywhere in it.</summary>
/// <param name="From">By factor, the first place.</param>
/// <param name="To">By factor, the first place after it.</param>
/// <param name="Value">What the tree says there.</param>
internal sealed record Box(byte[] From, byte[] To, double Value);

/// <summary>A regression tree of least squares (Breiman, Friedman, Olshen and Stone 1984) over factors that have places 0, 1, ….</summary>
internal sealed class RegressionTree
{
    private readonly List<(int Factor, int Cut, int Left, double Value)> _nodes = [];
    private readonly List<Box> _boxes = [];

    private RegressionTree()
    {
    }

    /// <summary>Where it says what: boxes that together are everything.</summary>
    public IReadOnlyList<Box> Boxes => _boxes;

    /// <summary>Grows a tree.</summary>
    /// <param name="places">By factor, the place of every row.</param>
    /// <param name="counts">By factor, how many places there are, at most 256.</param>
    /// <param name="values">A value a row.</param>
    /// <param name="rows">The rows that it learns from, some more than once; their order changes.</param>
    /// <param name="tried">How many factors are tried for a split; all are, one after the other, where none of these can split.</param>
    /// <param name="fewest">A node of fewer rows is not split.</param>
    /// <param name="draws">Which these are.</param>
    public static RegressionTree Grow(byte[][] places, int[] counts, double[] values, int[] rows, int tried, int fewest, Draws draws)
    {
        var tree = new RegressionTree();
        var order = Enumerable.Range(0, places.Length).ToArray();
        var (sums, times) = (new double[256], new int[256]);
        var open = new Stack<(int Node, int Start, int End, byte[] From, byte[] To)>();
        tree._nodes.Add(default);
        open.Push((0, 0, rows.Length, new byte[counts.Length], [.. counts.Select(c => (byte)c)]));
        while (open.TryPop(out var node))
        {
            var mine = rows.AsSpan(node.Start, node.End - node.Start);
            var mean = Mean(mine, values);
            var (factor, cut) = mine.Length < fewest || IsConstant(mine, values) ? (-1, 0) : BestSplit(mine);
            if (factor < 0)
            {
                tree._nodes[node.Node] = (-1, 0, 0, mean);
                tree._boxes.Add(new Box(node.From, node.To, mean));
                continue;
            }
            var left = tree._nodes.Count;
            tree._nodes[node.Node] = (factor, cut, left, mean);
            tree._nodes.Add(default);
            tree._nodes.Add(default);
            var middle = node.Start + Partition(mine, places[factor], cut);
            byte[] to = [.. node.To], from = [.. node.From];
            to[factor] = from[factor] = (byte)cut;
            open.Push((left + 1, middle, node.End, from, node.To));
            open.Push((left, node.Start, middle, node.From, to));
        }
        return tree;

        (int Factor, int Cut) BestSplit(ReadOnlySpan<int> mine)
        {
            var (factor, cut, best) = (-1, 0, double.NegativeInfinity);
            draws.Shuffle(order.AsSpan());
            for (var i = 0; i < order.Length && (i < tried || factor < 0); i++)
            {
                var (at, gain) = Cut(mine, order[i]);
                if (gain > best) (factor, cut, best) = (order[i], at, gain);
            }
            return (factor, cut);
        }

        // The cut that leaves the least squares: with the largest Σ(sum² / rows) of the two sides. Halfway between places that rows have.
        (int Cut, double Gain) Cut(ReadOnlySpan<int> mine, int factor)
        {
            var (count, place) = (counts[factor], places[factor]);
            Array.Clear(sums, 0, count);
            Array.Clear(times, 0, count);
            var all = 0.0;
            foreach (var row in mine)
            {
                var p = place[row];
                sums[p] += values[row];
                times[p]++;
                all += values[row];
            }
            var (cut, gain) = (0, double.NegativeInfinity);
            var (sum, rowsBelow, last) = (0.0, 0, -1);
            for (var p = 0; p < count; p++)
            {
                if (times[p] == 0) continue;
                if (last >= 0)
                {
                    var (rest, rowsAbove) = (all - sum, mine.Length - rowsBelow);
                    var here = sum * sum / rowsBelow + rest * rest / rowsAbove;
                    if (here > gain) (cut, gain) = ((last + p + 1) / 2, here);
                }
                sum += sums[p];
                rowsBelow += times[p];
                last = p;
            }
            return (cut, gain);
        }
    }

    /// <summary>What it says of a row.</summary>
    public double Of(byte[][] places, int row)
    {
        var node = _nodes[0];
        while (node.Factor >= 0) node = _nodes[places[node.Factor][row] < node.Cut ? node.Left : node.Left + 1];
        return node.Value;
    }

    private static double Mean(ReadOnlySpan<int> rows, double[] values)
    {
        var sum = 0.0;
        foreach (var row in rows) sum += values[row];
        return sum / rows.Length;
    }

    private static bool IsConstant(ReadOnlySpan<int> rows, double[] values)
    {
        foreach (var row in rows) if (values[row] != values[rows[0]]) return false;
        return true;
    }

    private static int Partition(Span<int> rows, byte[] place, int cut)
    {
        var below = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (place[rows[i]] >= cut) continue;
            (rows[below], rows[i]) = (rows[i], rows[below]);
            below++;
        }
        return below;
    }
}
