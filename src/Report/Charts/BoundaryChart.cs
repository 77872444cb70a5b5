namespace Goalkeeper.Report.Charts;

/// <summary>A labelled example in the plane.</summary>
/// <param name="X">Its first feature.</param>
/// <param name="Y">Its second feature.</param>
/// <param name="Label">Its class, 0 or 1.</param>
internal readonly record struct LabelledPoint(double X, double Y, int Label);

/// <summary>Where a classifier says 1, as closed outlines (even-odd), and the boundary: their stretches off the chart's border.</summary>
/// <param name="Region">The outlines.</param>
/// <param name="Boundary">Open lines.</param>
internal sealed record DecisionOutline(IReadOnlyList<IReadOnlyList<Place>> Region, IReadOnlyList<IReadOnlyList<Place>> Boundary);

/// <summary>A classifier's decision boundary over its data. The axes show the grid's ranges.</summary>
internal sealed class BoundaryChart : Chart
{
    /// <summary>In all outlines together, so that a picture stays small.</summary>
    private const int MostPoints = 1000;

    /// <summary>Of the width; some two pixels. Only noise comes to this; then the border is simplified with the rest, or its many stretches
    /// would remain.</summary>
    private const double Coarse = 0.008;

    /// <summary>Probabilities of class 1 at the nodes of a grid.</summary>
    public required ValueGrid Probabilities { get; init; }

    /// <summary>The examples; those outside the grid's ranges are not shown.</summary>
    public IReadOnlyList<LabelledPoint> Points { get; init; } = [];

    /// <summary>The horizontal axis's label.</summary>
    public string XLabel { get; init; } = "x₁";

    /// <summary>The vertical axis's label.</summary>
    public string YLabel { get; init; } = "x₂";

    /// <summary>What the legend calls the two classes, 0 and 1.</summary>
    public (string Zero, string One) Classes { get; init; } = ("y = 0", "y = 1");

    /// <summary>What the legend calls the filled region.</summary>
    public string RegionName { get; init; } = "predicted 1";

    /// <summary>Whether a unit across is as long as a unit up.</summary>
    public bool HasEqualUnits { get; init; }

    /// <summary>The horizontal axis.</summary>
    public Axis X => new(XLabel) { Min = Probabilities.XMin, Max = Probabilities.XMax };

    /// <summary>The vertical axis.</summary>
    public Axis Y => new(YLabel) { Min = Probabilities.YMin, Max = Probabilities.YMax };

    /// <summary>The height for a width of 1 at which units are equally long; null where they need not be.</summary>
    public double? HeightPerWidth => HasEqualUnits
        ? (Probabilities.YMax - Probabilities.YMin) / (Probabilities.XMax - Probabilities.XMin)
        : null;

    /// <inheritdoc/>
    public override string Description => $"Decision boundary over {Points.Count} points. Across: {X.Name}. Up: {Y.Name}.";

    /// <summary>The places of a class's examples, each once.</summary>
    public IReadOnlyList<Place> PlacesOf(int label)
    {
        var (x, y) = (Scale.Fit(X, []), Scale.Fit(Y, []));
        return [.. Points.Where(p => p.Label == label).Select(p => new Place(x.Position(p.X), y.Position(p.Y)))
            .Where(p => p is { X: >= 0 and <= 1, Y: >= 0 and <= 1 }).Distinct()];
    }

    /// <summary>The outline, as coarse as it must be to stay small.</summary>
    public DecisionOutline Outline()
    {
        var (x, y) = (Scale.Fit(X, []), Scale.Fit(Y, []));
        var outlines = Contour.Region(Probabilities, 0.5)
            .Select(outline => outline.Select(p => new Place(x.Position(p.X), y.Position(p.Y))).ToList()).ToList();
        for (var tolerance = Coarse / 10; ; tolerance *= 2)
        {
            var (region, boundary) = (new List<IReadOnlyList<Place>>(), new List<IReadOnlyList<Place>>());
            outlines.ForEach(outline => Trace(outline, tolerance, region, boundary));
            if (region.Sum(line => line.Count) <= MostPoints) return new DecisionOutline(region, boundary);
        }
    }

    private static void Trace(List<Place> outline, double tolerance, List<IReadOnlyList<Place>> region, List<IReadOnlyList<Place>> boundary)
    {
        // The outline alternates between stretches inside and along the border. Each is simplified on its own,
        // so that the line stays on the region's edge.
        var first = Enumerable.Range(0, outline.Count).FirstOrDefault(i => IsOnBorder(outline[i]) && !IsAlongBorder(outline[i], Next(i)));
        var stretches = new List<(List<Place> Places, bool IsBorder)>();
        for (var i = first; i < first + outline.Count; i++)
        {
            var (from, to) = (outline[i % outline.Count], Next(i));
            var isBorder = tolerance < Coarse && IsAlongBorder(from, to);
            if (stretches.Count == 0 || stretches[^1].IsBorder != isBorder) stretches.Add(([from], isBorder));
            stretches[^1].Places.Add(to);
        }
        var simple = stretches.Select(s => (Places: Polyline.Simplify(s.Places, tolerance), s.IsBorder)).ToList();
        if (simple.Sum(s => s.Places.Count - 1) < 3) return; // smaller than the tolerance
        region.Add([.. simple.SelectMany(s => s.Places.Skip(1))]);
        boundary.AddRange(simple.Where(s => !s.IsBorder).Select(s => s.Places));

        Place Next(int i) => outline[(i + 1) % outline.Count];
    }

    private static bool IsOnBorder(Place p) => p.X is 0 or 1 || p.Y is 0 or 1;

    private static bool IsAlongBorder(Place a, Place b) => (a.X == b.X && a.X is 0 or 1) || (a.Y == b.Y && a.Y is 0 or 1);
}
