using System.Globalization;
using Goalkeeper.Report.Text;

namespace Goalkeeper.Report.Charts;

/// <summary>Places values along an axis: 0 at its start, 1 at its end.</summary>
internal abstract class Scale
{
    /// <summary>Where a value stands; outside 0 … 1 beyond the ends, NaN for NaN.</summary>
    public abstract double Position(double value);

    /// <summary>Labelled and minor ticks in ascending order; at most <paramref name="most"/> (at least 2) of them labelled.</summary>
    public abstract IReadOnlyList<Tick> Ticks(int most);

    /// <summary>Where the axis is broken, or null.</summary>
    public virtual double? Break => null;

    /// <summary>Whether it has no place for a value that is not positive.</summary>
    public virtual bool IsLogarithmic => false;

    /// <summary>Whether the axis is broken between two values.</summary>
    public bool IsBrokenBetween(double left, double right) => Break is { } at && Position(left) < at && Position(right) > at;

    /// <summary>The ticks of an axis: at the values that it names, if it does, as they were written.</summary>
    public IReadOnlyList<Tick> Ticks(Axis axis, int most) => axis.At.Count == 0
        ? Ticks(most)
        : [.. axis.At.Select(value => new Tick(value, Position(value), NumberText.Exact(value)))];

    /// <summary>The scale that shows these values.</summary>
    /// <param name="axis">Its kind and, if given, its ends, which are then taken exactly.</param>
    /// <param name="values">The values to show, in any order; those that the scale cannot hold are ignored.</param>
    /// <param name="padding">Room before the smallest and after the largest value, as a fraction of their distance.</param>
    /// <exception cref="ArgumentException">The axis's ends are given in the wrong order, or are not finite.</exception>
    public static Scale Fit(Axis axis, IEnumerable<double> values, double padding = 0.03)
    {
        ArgumentNullException.ThrowIfNull(axis);
        if (axis is { Min: { } min, Max: { } max } && !(min < max && double.IsFinite(min) && double.IsFinite(max)))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Axis '{axis.Label}' runs from {min} to {max}; give two finite numbers, the smaller one first."), nameof(axis));
        }

        var finite = values.Where(double.IsFinite).ToList();
        var positive = finite.Where(v => v > 0).ToList();
        return axis.Kind switch
        {
            ScaleKind.Log => FitLog(axis, positive, padding),
            ScaleKind.LogWithZero when positive.Count == 0 && finite.Count > 0 => FitLinear(axis, finite, padding),
            ScaleKind.LogWithZero when finite.Contains(0) => new LogScaleWithZero(FitLog(axis, positive, padding), axis.Style),
            ScaleKind.LogWithZero => FitLog(axis, positive, padding),
            _ => FitLinear(axis, finite, padding),
        };
    }

    private static LinearScale FitLinear(Axis axis, List<double> values, double padding)
    {
        const double Largest = 1e300; // so that no difference overflows
        var low = Math.Clamp(axis.Min ?? (values.Count > 0 ? values.Min() : 0), -Largest, Largest);
        var high = Math.Clamp(axis.Max ?? (values.Count > 0 ? values.Max() : 1), -Largest, Largest);
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        if (!(high - low > Math.Max(size * 1e-12, 1e-300)))
        {
            var room = size > 1e-300 ? size * 0.1 : 0.5;
            var middle = axis.Max is null ? low : high;
            return new LinearScale(axis.Min ?? middle - room, axis.Max ?? middle + room, axis.Style);
        }

        var pad = (high - low) * padding;
        return new LinearScale(axis.Min is null ? low - pad : low, axis.Max is null ? high + pad : high, axis.Style);
    }

    private static LogScale FitLog(Axis axis, List<double> positive, double padding)
    {
        var (min, max) = (axis.Min > 0 ? axis.Min : null, axis.Max > 0 ? axis.Max : null);
        var low = Math.Log10(min ?? (positive.Count > 0 ? positive.Min() : (max ?? 1) / 10));
        var high = Math.Log10(max ?? (positive.Count > 0 ? positive.Max() : (min ?? 0.1) * 10));
        if (!(high - low > 1e-9))
        {
            (low, high) = (min is null ? high - 0.5 : low, max is null ? low + 0.5 : high);
        }

        var pad = (high - low) * padding;
        return new LogScale(min is null ? low - pad : low, max is null ? high + pad : high, axis.Style);
    }

    /// <summary>Keeps a far-off value within sight of the arithmetic that follows.</summary>
    private protected static double Bounded(double position) => Math.Clamp(position, -9, 10);
}

/// <summary>Equal differences, equal lengths.</summary>
internal sealed class LinearScale(double min, double max, NumberStyle style) : Scale
{
    public override double Position(double value) => Bounded((value - min) / (max - min));

    public override IReadOnlyList<Tick> Ticks(int most)
    {
        var values = NiceValues(min, max, most);
        var largest = values.Count == 0 ? 0 : values.Max(Math.Abs);
        var exponent = ChartNumber.NeedsExponent(style == NumberStyle.Percent ? largest * 100 : largest);
        return [.. values.Select(v => new Tick(v, Position(v), ChartNumber.Tick(v, style, exponent)))];
    }

    /// <summary>The multiples in range of the smallest step 1, 2 or 5 · 10ⁿ that has at most <paramref name="most"/> of them.</summary>
    public static IReadOnlyList<double> NiceValues(double min, double max, int most)
    {
        var exponent = (int)Math.Floor(Math.Log10((max - min) / Math.Max(2, most))) - 1;
        for (; ; exponent++)
        {
            foreach (var factor in (ReadOnlySpan<int>)[1, 2, 5])
            {
                // Parsing "35e-2" gives the double nearest to 0.35; multiplying by 0.01 often does not.
                var step = Decimal(factor, exponent);
                var first = Math.Ceiling(min / step - 1e-9);
                var last = Math.Floor(max / step + 1e-9);
                if (step > 0 && last - first + 1 <= Math.Max(2, most))
                {
                    var count = (int)Math.Max(0, last - first + 1);
                    return [.. Enumerable.Range(0, count).Select(i => Decimal((first + i) * factor, exponent))];
                }
            }
        }
    }

    public static double Decimal(double digits, int exponent) =>
        double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits + 0.0:0}e{exponent}"), CultureInfo.InvariantCulture) + 0.0;
}

/// <summary>Equal ratios, equal lengths; the ends are given as powers of ten.</summary>
internal sealed class LogScale(double minExponent, double maxExponent, NumberStyle style) : Scale
{
    public override bool IsLogarithmic => true;

    public override double Position(double value) =>
        double.IsNaN(value) ? value : value <= 0 ? 0 : Bounded((Math.Log10(value) - minExponent) / (maxExponent - minExponent));

    public override IReadOnlyList<Tick> Ticks(int most)
    {
        var first = (int)Math.Ceiling(minExponent - 1e-9);
        var decades = (int)Math.Floor(maxExponent + 1e-9) - first + 1;
        if (decades >= 2)
        {
            int[] strides = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500];
            var stride = strides.First(s => (decades + s - 1) / s <= Math.Max(2, most));
            var marks = stride == 1 && decades <= 8 ? Multiples([1, 2, 3, 4, 5, 6, 7, 8, 9]) : Multiples([1]);
            return [.. marks.Where(m => stride < 50 || IsLabelled(m))
                .Select(m => Mark(LinearScale.Decimal(m.Factor, m.Exponent), IsLabelled(m)))];

            bool IsLabelled((int Factor, int Exponent) mark) => mark.Factor == 1 && mark.Exponent % stride == 0;
        }

        var few = Multiples([1, 2, 5]).ToList();
        if (few.Count >= 2)
        {
            return [.. Multiples([1, 2, 3, 4, 5, 6, 7, 8, 9])
                .Select(m => Mark(LinearScale.Decimal(m.Factor, m.Exponent), few.Contains(m)))];
        }

        // Less than a factor of 5 or so: a logarithmic axis looks linear here, and so do its labels.
        return [.. LinearScale.NiceValues(Math.Pow(10, minExponent), Math.Pow(10, maxExponent), most).Select(v => Mark(v, true))];
    }

    private Tick Mark(double value, bool isLabelled) => new(value, Position(value), isLabelled ? ChartNumber.Tick(value, style) : "");

    private IEnumerable<(int Factor, int Exponent)> Multiples(int[] factors)
    {
        for (var exponent = (int)Math.Floor(minExponent); exponent <= maxExponent + 1e-9; exponent++)
        {
            foreach (var factor in factors)
            {
                var at = exponent + Math.Log10(factor);
                if (at >= minExponent - 1e-9 && at <= maxExponent + 1e-9 && exponent is > -324 and < 309)
                {
                    yield return (factor, exponent);
                }
            }
        }
    }
}

/// <summary>A logarithmic scale after a break, with 0 before it.</summary>
internal sealed class LogScaleWithZero(LogScale positive, NumberStyle style) : Scale
{
    private const double ZeroAt = 0.04;
    private const double LogFrom = 0.14;

    public override double? Break => (ZeroAt + LogFrom) / 2;

    public override double Position(double value) =>
        value == 0 ? ZeroAt : value < 0 ? 0 : LogFrom + (1 - LogFrom) * positive.Position(value);

    public override IReadOnlyList<Tick> Ticks(int most) =>
    [
        new Tick(0, ZeroAt, ChartNumber.Tick(0, style)),
        .. positive.Ticks(Math.Max(2, most - 1)).Select(t => t with { Position = Position(t.Value) }),
    ];
}
