using System.Globalization;

namespace Goalkeeper.Store;

/// <summary>
/// What a sweep's points are compared by. This is the one place that says which is better; the view best_point says the same in SQL.
/// As a comparer it puts the best first: points of which every trial finished with a number before others, then the better mean, then
/// the lower number.
/// </summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Goal">"maximize" or "minimize".</param>
/// <param name="Examples">How many examples it is a share of; 0 where it is none.</param>
internal sealed record Metric(string Name, string Goal, long Examples) : IComparer<PointResult>
{
    // Accuracies are added up as whole numbers of this part of an example: exactly, so that equal ones have equal means.
    private const double PartsOfExample = 1e6;

    /// <summary>Whether more of it is better.</summary>
    public bool Maximizes => Goal == MetricDefinition.Maximize;

    /// <summary>
    /// The mean of some values, which does not depend on their order: exact for shares of examples, to twelve digits for others. NaN where
    /// there are none, or one is NaN.
    /// </summary>
    public double Mean(IReadOnlyCollection<double> values)
    {
        var unit = Examples * PartsOfExample;
        var mean = unit > 0 ? values.Sum(v => Math.Round(v * unit)) / (values.Count * unit) : values.Order().Sum() / values.Count;
        return unit > 0 || !double.IsFinite(mean)
            ? mean
            : double.Parse(mean.ToString("E11", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>Whether one value is better than another; any number is better than NaN.</summary>
    public bool IsBetter(double value, double other) =>
        !double.IsNaN(value) && (double.IsNaN(other) || (Maximizes ? value > other : value < other));

    /// <inheritdoc/>
    public int Compare(PointResult? x, PointResult? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.IsWhole != y.IsWhole) return x.IsWhole ? -1 : 1;
        if (IsBetter(x.Mean, y.Mean)) return -1;
        return IsBetter(y.Mean, x.Mean) ? 1 : x.Point.CompareTo(y.Point);
    }
}
