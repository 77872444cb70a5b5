namespace Goalkeeper.Search;

/// <summary>
/// How far apart points are, dimension by dimension. A point's place is where its values lie in the unit interval, so that two points which are the
/// same after rounding have one place; a category's place is its number, and what does not exist is at NaN.
/// </summary>
internal sealed class Places(SearchSpace space)
{
    // With fewer values than this, each of them is tried.
    private const int Few = 20;

    private const double Beside = 1e-9;

    private readonly Dimension[] _dimensions = [.. space.Dimensions];

    /// <summary>How many dimensions there are.</summary>
    public int Dimensions => _dimensions.Length;

    /// <summary>Whether a dimension's values are so many that it has slopes.</summary>
    public bool IsDense(int dimension) => _dimensions[dimension].Domain is { IsOrdered: true, Count: null or > Few };

    /// <summary>Whether the distance along a dimension is that of numbers, which all points have.</summary>
    public bool IsPlain(int dimension) => _dimensions[dimension] is { Domain.IsOrdered: true, Conditions.Count: 0 };

    /// <summary>Points' places along a dimension.</summary>
    public static double[] Along(int dimension, IReadOnlyList<double[]> points) => [.. points.Select(point => point[dimension])];

    /// <summary>The place of a point.</summary>
    public double[] Of(IReadOnlyList<double> point)
    {
        var place = space.Units(point);
        for (var i = 0; i < place.Length; i++)
        {
            if (!_dimensions[i].Domain.IsOrdered) place[i] = point[i];
        }
        return place;
    }

    /// <summary>The place of the point that lies at these units; numbers that lie densely are not rounded, which is slow and moves nothing.</summary>
    public double[] At(double[] units)
    {
        var exists = space.HasConditions ? space.Point(units) : units;
        var place = new double[units.Length];
        for (var i = 0; i < place.Length; i++)
        {
            var domain = _dimensions[i].Domain;
            place[i] = double.IsNaN(exists[i]) ? double.NaN
                : domain is Continuous ? units[i]
                : domain.IsOrdered ? domain.Unit(domain.Value(units[i]))
                : domain.Value(units[i]);
        }
        return place;
    }

    /// <summary>
    /// The units of other values of a dimension whose values can be counted: all of them where they are few, else those beside a place.
    /// </summary>
    public IEnumerable<double> Others(int dimension, double unit)
    {
        var domain = _dimensions[dimension].Domain;
        if (domain is Continuous) return [];
        if (!IsDense(dimension)) return domain.Values().Select(domain.Unit);
        var (low, high) = domain.Cell(domain.Value(unit));
        return ((double[])[low - Beside, high + Beside]).Where(u => u is > 0 and < 1);
    }

    /// <summary>
    /// The square of the distance of two places along a dimension, always that of points somewhere in a Euclidean space, as a kernel needs it. Two
    /// categories are 1 apart. What exists only sometimes lies on an arc of a circle, by stereographic projection, with what does not exist
    /// in its centre: 1 from all that does (Swersky, Duvenaud, Snoek, Hutter and Osborne 2013, "Raiders of the lost architecture").
    /// </summary>
    public double SquaredDistance(int dimension, double a, double b)
    {
        if (!_dimensions[dimension].Domain.IsOrdered || double.IsNaN(a) || double.IsNaN(b)) return a.Equals(b) ? 0 : 1;
        if (_dimensions[dimension].Conditions.Count == 0) return (a - b) * (a - b);
        return (a - b) * (a - b) / (Bend(a) * Bend(b));
    }

    /// <summary>The slope of <see cref="SquaredDistance"/> in its first place.</summary>
    public double Slope(int dimension, double a, double b)
    {
        if (double.IsNaN(b)) return 0;
        if (_dimensions[dimension].Conditions.Count == 0) return 2 * (a - b);
        var bend = Bend(a);
        return (a - b) * (2 - (a - b) * 0.5 * (a - 0.5) / bend) / (bend * Bend(b));
    }

    // 1 + t² with t = tan(θ / 2), θ ≈ a − ½.
    private static double Bend(double a) => 1 + 0.25 * (a - 0.5) * (a - 0.5);
}
