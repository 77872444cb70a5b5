namespace Goalkeeper.Search;

/// <summary>What a search varies, and when.</summary>
/// <param name="Name">Of a parameter, or of several that go together.</param>
/// <param name="Domain">Its values.</param>
internal sealed record Dimension(string Name, Domain Domain)
{
    /// <summary>All must hold for the dimension to exist; none: it always does.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];
}

/// <summary>Another dimension exists and has one of these values.</summary>
/// <param name="Dimension">Its place in the space.</param>
/// <param name="Values">Its values, as its domain has them.</param>
internal sealed record Condition(int Dimension, IReadOnlyList<double> Values)
{
    /// <summary>What never holds.</summary>
    public static Condition Never { get; } = new(0, []);
}

/// <summary>All that a search may propose. A point has a value for each dimension, NaN where the dimension does not exist there.</summary>
internal sealed class SearchSpace(IReadOnlyList<Dimension> dimensions)
{
    /// <summary>The dimensions; conditions form no circle.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; } = dimensions;

    /// <summary>Whether some dimension exists only sometimes.</summary>
    public bool HasConditions { get; } = dimensions.Any(d => d.Conditions.Count > 0);

    /// <summary>How many combinations of values there are, those that are one point under conditions counted apart; null: more than anyone will try.</summary>
    public long? Size => Dimensions.Aggregate((long?)1, (size, d) => d.Domain.Count is { } count && size <= long.MaxValue / count ? size * count : null);

    /// <summary>The point of a place in the unit cube.</summary>
    public double[] Point(ReadOnlySpan<double> units)
    {
        var point = new double[Dimensions.Count];
        for (var i = 0; i < point.Length; i++) point[i] = Dimensions[i].Domain.Value(units[i]);
        return Reduce(point);
    }

    /// <summary>A point's place in the unit cube; NaN where a dimension does not exist.</summary>
    public double[] Units(IReadOnlyList<double> point)
    {
        var units = new double[Dimensions.Count];
        for (var i = 0; i < units.Length; i++) units[i] = double.IsNaN(point[i]) ? double.NaN : Dimensions[i].Domain.Unit(point[i]);
        return units;
    }

    /// <summary>Takes out of a combination, in place, what does not exist there.</summary>
    public double[] Reduce(double[] point)
    {
        if (!HasConditions) return point;
        var exists = Enumerable.Range(0, point.Length).Select(i => Exists(i, point)).ToArray();
        for (var i = 0; i < point.Length; i++)
        {
            if (!exists[i]) point[i] = double.NaN;
        }
        return point;
    }

    /// <summary>All points, the last dimension changing fastest; where there is a <see cref="Size"/>. A point may come more than once under conditions.</summary>
    /// <param name="after">Only those behind this one; null: all.</param>
    public IEnumerable<double[]> Points(IReadOnlyList<double>? after = null)
    {
        // On the way to it are the combinations that begin as it does; all that follow one of these without being one are behind it.
        IEnumerable<(double[] Point, bool IsOnTheWay)> points = [([], after is not null)];
        foreach (var (i, dimension) in Dimensions.Index())
        {
            points = points.SelectMany(
                begun => begun.IsOnTheWay ? From(dimension.Domain, after![i]) : dimension.Domain.Values(),
                (begun, value) => ((double[])[.. begun.Point, value], begun.IsOnTheWay && (value == after![i] || double.IsNaN(after[i]))));
        }
        return points.Where(p => !p.IsOnTheWay).Select(p => Reduce(p.Point));

        // Where it has no value, any makes the same point: the last is behind all others.
        static IEnumerable<double> From(Domain domain, double value) => double.IsNaN(value) ? [domain.Values().Last()] : domain.Values(value);
    }

    /// <summary>Whether a dimension exists where the others have these values.</summary>
    public bool Exists(int dimension, IReadOnlyList<double> point) =>
        Dimensions[dimension].Conditions.All(c => c.Values.Contains(point[c.Dimension]) && Exists(c.Dimension, point));
}
