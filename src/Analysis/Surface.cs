namespace Goalkeeper.Analysis;

/// <summary>Where marks stand on an axis.</summary>
/// <param name="Values">A number a mark; NaN where it has none.</param>
/// <param name="IsLog">Whether equal ratios are equally far.</param>
internal sealed record Coordinates(IReadOnlyList<double> Values, bool IsLog)
{
    /// <summary>How many numbers there are.</summary>
    public int Distinct { get; } = Values.Where(v => !double.IsNaN(v)).Distinct().Count();
}

/// <summary>What a quantity is over two others: on a grid, the mean of the marks near each node, weighted by how near (Nadaraya and Watson, 1964).</summary>
/// <param name="X">Across: the nodes' values, ascending, evenly on the axis' scale.</param>
/// <param name="Y">Up.</param>
/// <param name="Values">By row, from the lowest y up, and column; NaN where no mark is near, or more of those near have no value.</param>
internal sealed record Surface(IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<IReadOnlyList<double>> Values)
{
    /// <summary>Nodes a side.</summary>
    private const int Nodes = 24;

    /// <summary>
    /// How far a mark reaches, as a fraction of an axis: its weight falls as a Gaussian of this deviation, and is 0 from three of them on. Of a grid, whose
    /// values are further apart, half of a step.
    /// </summary>
    private const double Reach = 0.08;

    /// <summary>The surface; null where there are fewer than three marks, or all have one value on an axis.</summary>
    /// <param name="x">Across.</param>
    /// <param name="y">Up.</param>
    /// <param name="z">What is averaged; marks without a finite value are left out.</param>
    public static Surface? Of(Coordinates x, Coordinates y, IReadOnlyList<double> z)
    {
        var marks = Enumerable.Range(0, z.Count)
            .Where(i => double.IsFinite(z[i]) && double.IsFinite(x.Values[i]) && double.IsFinite(y.Values[i])).ToList();
        if (marks.Count < 3) return null;
        var (across, up) = (Place(x, marks), Place(y, marks));
        if (across is null || up is null) return null;
        var (reachX, reachY) = (Math.Max(Reach, 0.5 / (x.Distinct - 1)), Math.Max(Reach, 0.5 / (y.Distinct - 1)));
        // What failed says nothing of a value, but that its neighbours' is not to be had there.
        var failed = Enumerable.Range(0, z.Count).Where(i => !double.IsFinite(z[i]) && double.IsFinite(x.Values[i]) && double.IsFinite(y.Values[i]));
        var places = marks.Concat(failed).Select(i => (X: across.Value.Of(x.Values[i]), Y: up.Value.Of(y.Values[i]), Z: z[i])).ToList();
        return new Surface(
            [.. Enumerable.Range(0, Nodes).Select(i => across.Value.At(Node(i)))],
            [.. Enumerable.Range(0, Nodes).Select(i => up.Value.At(Node(i)))],
            [.. Enumerable.Range(0, Nodes).Select(row => (IReadOnlyList<double>)[.. Enumerable.Range(0, Nodes).Select(column => Mean(Node(column), Node(row)))])]);

        static double Node(int i) => i / (Nodes - 1.0);

        double Mean(double atX, double atY)
        {
            var (sum, weights, without) = (0.0, 0.0, 0.0);
            foreach (var (markX, markY, value) in places)
            {
                var (dx, dy) = ((markX - atX) / reachX, (markY - atY) / reachY);
                var distance = dx * dx + dy * dy;
                if (distance >= 9) continue;
                var weight = Math.Exp(-distance / 2);
                if (!double.IsFinite(value))
                {
                    without += weight;
                    continue;
                }
                sum += weight * value;
                weights += weight;
            }
            return weights > 0 && without <= weights ? sum / weights : double.NaN;
        }
    }

    /// <summary>Where a value stands, from 0 to 1, and which value stands where; null where all are one.</summary>
    private static (Func<double, double> Of, Func<double, double> At)? Place(Coordinates column, List<int> marks)
    {
        var (low, high) = (marks.Min(i => Scaled(column.Values[i])), marks.Max(i => Scaled(column.Values[i])));
        if (!(high > low)) return null;
        return (v => (Scaled(v) - low) / (high - low), at => low + at * (high - low) is var v && column.IsLog ? Math.Pow(10, v) : low + at * (high - low));

        double Scaled(double value) => column.IsLog ? Math.Log10(value) : value;
    }
}
