namespace Goalkeeper.Search;

/// <summary>How much a point promises, and where that is most: ln of its expected improvement.</summary>
internal sealed class Acquisition(Places places, GaussianProcess process, double best)
{
    private const int Steps = 30;

    private const double Tolerance = 1e-4;

    // How often categories and numbers take turns.
    private const int Turns = 3;

    private readonly double[] _meanSlopes = new double[places.Dimensions], _varianceSlopes = new double[places.Dimensions];

    /// <summary>At units.</summary>
    public double At(double[] units)
    {
        var (mean, variance) = process.At(places.At(units));
        return LogExpectedImprovement.At(best, mean, Math.Sqrt(variance)).Value;
    }

    /// <summary>A local maximum within a box.</summary>
    public (double[] Units, double Value) Climb(double[] start, Box box)
    {
        var (units, value) = ((double[])start.Clone(), At(start));
        for (var turn = 0; turn < Turns; turn++)
        {
            (units, value) = ClimbDense(units, value, box);
            if (!ClimbDiscrete(units, ref value)) break;
        }
        return (units, value);
    }

    // Along numbers with many steps as if they lay densely; the value is that of the rounded place.
    private (double[] Units, double Value) ClimbDense(double[] start, double startValue, Box box)
    {
        var place = places.At(start);
        int[] dense = [.. Enumerable.Range(0, place.Length).Where(d => places.IsDense(d) && !double.IsNaN(place[d]))];
        if (dense.Length == 0) return (start, startValue);
        var (x, least, most) = (new double[dense.Length], new double[dense.Length], new double[dense.Length]);
        for (var i = 0; i < dense.Length; i++) (x[i], least[i], most[i]) = (start[dense[i]], box.Low[dense[i]], box.High[dense[i]]);
        var (found, _) = QuasiNewton.Minimize(
            (candidate, gradient) =>
            {
                for (var i = 0; i < dense.Length; i++) place[dense[i]] = candidate[i];
                var (mean, variance) = process.At(place, _meanSlopes, _varianceSlopes);
                var deviation = Math.Sqrt(variance);
                var (log, byMean, byDeviation) = LogExpectedImprovement.At(best, mean, deviation);
                for (var i = 0; i < dense.Length; i++)
                {
                    gradient[i] = -(byMean * _meanSlopes[dense[i]] + byDeviation * _varianceSlopes[dense[i]] / (2 * deviation));
                }
                return -log;
            },
            x, least, most, Steps, Tolerance);
        var units = (double[])start.Clone();
        for (var i = 0; i < dense.Length; i++) units[dense[i]] = found[i];
        var value = At(units);
        return value > startValue ? (units, value) : (start, startValue);
    }

    private bool ClimbDiscrete(double[] units, ref double value)
    {
        var moved = false;
        for (var d = 0; d < units.Length; d++)
        {
            var here = units[d];
            foreach (var unit in places.Others(d, here))
            {
                (var before, units[d]) = (units[d], unit);
                var there = At(units);
                if (there > value) (value, here, moved) = (there, unit, true);
                units[d] = before;
            }
            units[d] = here;
        }
        return moved;
    }
}
