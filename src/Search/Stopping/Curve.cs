namespace Goalkeeper.Search;

/// <summary>How the metric that decides went in a trial that has ended, the lower the better.</summary>
/// <param name="steps">Ascending.</param>
/// <param name="values">As many.</param>
/// <param name="isWhole">Whether the trial went to its own end.</param>
internal sealed class Curve(IReadOnlyList<long> steps, IReadOnlyList<double> values, bool isWhole)
{
    private readonly (long Step, double Loss)[] _points = [.. steps.Zip(values, (step, value) => (step, Loss.Of(value)))];

    /// <summary>Whether the trial went to its own end.</summary>
    public bool IsWhole => isWhole;

    /// <summary>The steps that have a value.</summary>
    public IEnumerable<long> Steps => _points.Select(p => p.Step);

    /// <summary>The losses at a step of the trials that got so far, the best first.</summary>
    public static List<double> Sorted(IEnumerable<Curve> curves, long step) => [.. curves.Select(curve => curve.At(step)).OfType<double>().Order()];

    /// <summary>The loss at a step, or the next that there is; null where the trial did not get so far.</summary>
    public double? At(long step)
    {
        var (low, high) = (0, _points.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_points[middle].Step < step) low = middle + 1;
            else high = middle;
        }
        return low < _points.Length ? _points[low].Loss : null;
    }
}
