using System.Globalization;

namespace Goalkeeper.Search;

/// <summary>
/// The values of a dimension. Each value has a part of the unit interval, as large as the value is likely: methods think in the unit
/// interval, where every domain looks alike.
/// </summary>
internal abstract record Domain
{
    /// <summary>How many values there are; null: more than anyone will try.</summary>
    public abstract long? Count { get; }

    /// <summary>Whether values nearby have results nearby; categories have no order.</summary>
    public abstract bool IsOrdered { get; }

    /// <summary>The value whose part u lies in.</summary>
    /// <param name="u">Above 0 and below 1.</param>
    public abstract double Value(double u);

    /// <summary>A value's part of the unit interval; one number twice where values lie densely.</summary>
    public abstract (double Low, double High) Cell(double value);

    /// <summary>The middle of a value's part.</summary>
    public double Unit(double value)
    {
        var (low, high) = Cell(value);
        return 0.5 * (low + high);
    }

    /// <summary>Whether a number is one of the values.</summary>
    public abstract bool Has(double value);

    /// <summary>All values, or those from one on; where there is a <see cref="Count"/>.</summary>
    public abstract IEnumerable<double> Values(double? from = null);
}

/// <summary>Numbers that lie densely. Each has as few digits as tell its place to a millionth: enough for any purpose, and short enough to be read.</summary>
internal sealed record Continuous(Distribution Distribution) : Domain
{
    private const double Millionth = 1e-6;

    public override long? Count => null;

    public override bool IsOrdered => true;

    public override double Value(double u)
    {
        var value = Distribution.Quantile(u);
        for (var digits = 3; digits < 17; digits++)
        {
            var text = value.ToString($"G{digits}", CultureInfo.InvariantCulture);
            var rounded = double.Parse(text, CultureInfo.InvariantCulture);
            if (rounded < Distribution.Smallest || rounded > Distribution.Largest) continue;
            if (Math.Abs(Distribution.Cumulative(rounded) - u) <= Millionth) return rounded;
        }
        return value;
    }

    public override (double Low, double High) Cell(double value)
    {
        var u = Distribution.Cumulative(value);
        return (u, u);
    }

    public override bool Has(double value) => value >= Distribution.Smallest && value <= Distribution.Largest;

    public override IEnumerable<double> Values(double? from = null) => throw new InvalidOperationException("Numbers that lie densely cannot be counted.");
}

/// <summary>Multiples of a step.</summary>
/// <param name="Distribution">Of the numbers that are rounded to multiples.</param>
/// <param name="Step">The distance of two values.</param>
internal sealed record Stepped(Distribution Distribution, double Step) : Domain
{
    // So near to a half that no value is lost, and never rounded to the next number.
    private const double HalfStep = 0.4999999999;

    private double First => Index(Distribution.Smallest);

    private double Last => Index(Distribution.Largest);

    /// <summary>Whole numbers from one to another, each as likely as any other.</summary>
    public static Stepped Whole(double first, double last) => new(new Uniform(first - HalfStep, last + HalfStep), 1);

    public override long? Count => Last - First < 1e15 ? (long)(Last - First) + 1 : null;

    public override bool IsOrdered => true;

    public override double Value(double u) => Multiple(Index(Distribution.Quantile(u)));

    public override (double Low, double High) Cell(double value) =>
        (Distribution.Cumulative(value - 0.5 * Step), Distribution.Cumulative(value + 0.5 * Step));

    public override bool Has(double value) => Index(value) >= First && Index(value) <= Last && Multiple(Index(value)) == value;

    public override IEnumerable<double> Values(double? from = null)
    {
        for (var index = from is { } value ? Index(value) : First; index <= Last; index++) yield return Multiple(index);
    }

    private double Index(double number) => Math.Round(number / Step);

    // 3 × 0.1 is 0.3: fifteen digits are what a double holds of a decimal number.
    private double Multiple(double index) =>
        double.Parse((index * Step).ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

/// <summary>One of a list. A value is its place in the list, from 0. What has the probability 0 is none of the values.</summary>
internal sealed record Choice : Domain
{
    private readonly double[] _ends;
    private readonly int _last; // of those that have a part

    /// <summary>Values of a list.</summary>
    /// <param name="probabilities">How likely each is before anything is known; their sum is 1.</param>
    /// <param name="isOrdered">Whether the list is one of numbers in their order.</param>
    public Choice(IReadOnlyList<double> probabilities, bool isOrdered = false)
    {
        IsOrdered = isOrdered;
        _ends = new double[probabilities.Count];
        var sum = 0.0;
        for (var i = 0; i < _ends.Length; i++)
        {
            _ends[i] = Math.Min(1, sum += probabilities[i]);
            if (probabilities[i] > 0) _last = i;
        }
        Array.Fill(_ends, 1, _last, _ends.Length - _last);
        Count = Values().LongCount();
    }

    /// <summary>Equally likely values.</summary>
    public static Choice Of(int count, bool isOrdered = false) => new([.. Enumerable.Repeat(1.0 / count, count)], isOrdered);

    public override long? Count { get; }

    public override bool IsOrdered { get; }

    public override double Value(double u)
    {
        var index = Array.FindIndex(_ends, end => u < end);
        return index < 0 ? _last : index;
    }

    public override (double Low, double High) Cell(double value) => (value == 0 ? 0 : _ends[(int)value - 1], _ends[(int)value]);

    public override bool Has(double value) => value >= 0 && value < _ends.Length && value == Math.Floor(value) && Cell(value) is var (low, high) && high > low;

    public override IEnumerable<double> Values(double? from = null) =>
        Enumerable.Range((int)(from ?? 0), _ends.Length - (int)(from ?? 0)).Select(i => (double)i).Where(Has);
}
