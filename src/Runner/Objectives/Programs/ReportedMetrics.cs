using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Is told of each measurement as it comes.</summary>
/// <param name="step">The step.</param>
/// <param name="values">The metrics' values there.</param>
/// <returns>Whether the trial may go on.</returns>
internal delegate bool MetricsReport(long step, IReadOnlyDictionary<string, double> values);

/// <summary>Lines that were meant as measurements and are none.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">Where the first is, and what is wrong with it.</param>
internal sealed record WrongLines(int Count, string First);

/// <summary>All that a program measured. A step that comes again replaces what it had.</summary>
/// <param name="declared">The metrics for which an unmarked line of JSON counts.</param>
/// <param name="report">Is told of each.</param>
internal sealed class ReportedMetrics(IReadOnlySet<string> declared, MetricsReport report)
{
    /// <summary>The most points that a trial has, over all of its metrics.</summary>
    public const int MostPoints = 1_000_000;

    /// <summary>The most metrics that a trial has.</summary>
    public const int MostMetrics = 1_000;

    // So many lines that begin as JSON are looked at for numbers that nobody declared.
    private const int MostLooked = 100;

    private readonly Dictionary<string, Points> _metrics = [];
    private int _looked;
    private int _points;
    private int _wrong;
    private string _firstWrong = "";

    /// <summary>Whether the trial may go on. Once it may not, nothing counts any more.</summary>
    public bool MayGoOn { get; private set; } = true;

    /// <summary>The lines that were wrong; null: none.</summary>
    public WrongLines? Wrong => _wrong == 0 ? null : new WrongLines(_wrong, _firstWrong);

    /// <summary>The numbers in the first unmarked line of JSON that has some and does not count: perhaps a metric was meant.</summary>
    public IReadOnlyList<string> Undeclared { get; private set; } = [];

    /// <summary>The metrics in the order of their names.</summary>
    public IReadOnlyList<Trace> Traces() =>
    [
        .. _metrics.OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => (Name: m.Key, Points: m.Value.BySteps.OrderBy(p => p.Key).ToList()))
            .Select(m => new Trace(m.Name, [.. m.Points.Select(p => p.Key)], [.. m.Points.Select(p => p.Value)])),
    ];

    /// <summary>Takes a line of standard output; a <see cref="LineReceiver"/>.</summary>
    public void AddOutput(int number, ReadOnlySpan<byte> line, bool isWhole)
    {
        try
        {
            var measurement = MetricLine.OfOutput(line, isWhole, declared);
            if (measurement is null && Undeclared.Count == 0 && _looked < MostLooked && MetricLine.NumbersIn(line) is { } numbers)
            {
                _looked++;
                Undeclared = numbers;
            }
            Add(measurement);
        }
        catch (WrongLineException e)
        {
            AddWrong("the output", number, e.Message);
        }
    }

    /// <summary>Takes a line of the metrics file; a <see cref="LineReceiver"/>.</summary>
    public void AddFile(int number, ReadOnlySpan<byte> line, bool isWhole)
    {
        try
        {
            Add(MetricLine.OfFile(line, isWhole));
        }
        catch (WrongLineException e)
        {
            AddWrong("the metrics file", number, e.Message);
        }
    }

    private void Add(Measurement? measurement)
    {
        if (measurement is null || !MayGoOn) return;
        var points = measurement.Values.ToDictionary(v => v.Key, v => _metrics.GetValueOrDefault(v.Key));
        // Metrics that are told in lines of their own count on side by side.
        var step = measurement.Step ?? (1 + points.Values.Max(p => p?.LastStep ?? 0));
        Check(points.Values, step);
        foreach (var (name, value) in measurement.Values)
        {
            if (!_metrics.TryGetValue(name, out var metric)) _metrics[name] = metric = new Points();
            if (metric.Set(step, value)) _points++;
        }
        MayGoOn = report(step, measurement.Values);
    }

    private void Check(IReadOnlyCollection<Points?> metrics, long step)
    {
        if (_metrics.Count + metrics.Count(m => m is null) > MostMetrics)
            throw new WrongLineException(string.Create(CultureInfo.InvariantCulture, $"a trial has at most {MostMetrics:N0} metrics"));
        if (_points + metrics.Count(m => m is null || !m.BySteps.ContainsKey(step)) > MostPoints)
            throw new WrongLineException(string.Create(CultureInfo.InvariantCulture, $"a trial has at most {MostPoints:N0} values of metrics"));
    }

    private void AddWrong(string where, int number, string reason)
    {
        if (!MayGoOn || _wrong++ > 0) return;
        _firstWrong = string.Create(CultureInfo.InvariantCulture, $"line {number} of {where}: {reason}");
    }

    private sealed class Points
    {
        public Dictionary<long, double> BySteps { get; } = [];

        public long LastStep { get; private set; }

        /// <returns>Whether the step is new.</returns>
        public bool Set(long step, double value)
        {
            var isNew = !BySteps.ContainsKey(step);
            BySteps[step] = value;
            LastStep = Math.Max(LastStep, step);
            return isNew;
        }
    }
}
