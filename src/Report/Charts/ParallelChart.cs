namespace Goalkeeper.Report.Charts;

/// <summary>A trial's way across the axes.</summary>
/// <param name="Places">Its place on each axis: 0 at the foot, 1 at the top; X is the axis' number. NaN where it has no value, which interrupts the line.</param>
/// <param name="Strength">How good it is among the lines: 0 the weakest colour, 1 the strongest.</param>
/// <param name="IsBest">Whether it is of the best point.</param>
internal readonly record struct ParallelLine(IReadOnlyList<Place> Places, double Strength, bool IsBest);

/// <summary>Parallel coordinates (Inselberg 1985): an upright axis for each parameter and one for the metric, and a line a trial.</summary>
internal sealed class ParallelChart : Chart
{
    /// <summary>Lines that a picture can hold.</summary>
    public const int MostLines = 400;

    /// <param name="axes">What varies, by trial, at least one.</param>
    /// <param name="metric">The last axis, by trial. A trial without a finite value has no line.</param>
    public ParallelChart(IReadOnlyList<ChartColumn> axes, ChartColumn metric) => Axes = [.. axes, metric];

    /// <summary>The axes, the metric's last.</summary>
    public IReadOnlyList<ChartColumn> Axes { get; }

    /// <summary>Whether more is better of the metric.</summary>
    public bool Maximizes { get; init; }

    /// <summary>The trials of the best point, by their places in the columns.</summary>
    public IReadOnlySet<int> Best { get; init; } = new HashSet<int>();

    /// <inheritdoc/>
    public override string Description => $"Parallel coordinates, a line a trial. Axes: {string.Join(", ", Axes.Select(a => a.Axis.Name))}.";

    /// <summary>An axis' ticks, from its foot: each word, or round numbers.</summary>
    /// <param name="axis">One of the axes.</param>
    /// <param name="most">As many numbers at most; at least 2.</param>
    public static IReadOnlyList<Tick> Ticks(ChartColumn axis, int most) => axis.Words.Count > 0
        ? [.. axis.Words.Select((word, i) => new Tick(i, PlaceOf(axis, i), word))]
        : ScaleOf(axis).Ticks(axis.Axis, most);

    /// <summary>The lines, the best last, so that it is above the others; of too many some, evenly by how good they are.</summary>
    public IReadOnlyList<ParallelLine> Lines()
    {
        var scales = Axes.Select(axis => axis.Words.Count > 0 ? null : ScaleOf(axis)).ToList();
        List<ParallelLine> lines = [.. Drawn().Select(trial => Line(trial, scales)).OrderBy(line => line.IsBest).ThenBy(line => line.Strength)];
        return lines.Count <= MostLines ? lines : [.. Enumerable.Range(1, MostLines).Select(i => lines[(int)((long)i * lines.Count / MostLines) - 1])];
    }

    private IEnumerable<int> Drawn()
    {
        var (values, isByRatio) = (Axes[^1].Values, ScaleOf(Axes[^1]).IsLogarithmic);
        return Enumerable.Range(0, values.Count).Where(trial => double.IsFinite(values[trial]) && (!isByRatio || values[trial] > 0));
    }

    private ParallelLine Line(int trial, List<Scale?> scales)
    {
        // What is too large for a scale stands at its end.
        var places = Axes.Select((axis, i) => new Place(i, Math.Clamp(scales[i] is { } scale ? scale.Position(axis.Values[trial]) : PlaceOf(axis, axis.Values[trial]), 0, 1))).ToList();
        var height = places[^1].Y;
        return new ParallelLine(places, Maximizes ? height : 1 - height, Best.Contains(trial));
    }

    private static Scale ScaleOf(ChartColumn axis) => Scale.Fit(axis.Axis, axis.Values);

    private static double PlaceOf(ChartColumn axis, double word) => (word + 0.5) / axis.Words.Count;
}
