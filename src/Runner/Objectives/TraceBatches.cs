using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Gathers what a running program measures, and passes it on about once a second, so that it can be seen before the trial ends.</summary>
/// <param name="trial">The trial.</param>
/// <param name="clock">The time.</param>
internal sealed class TraceBatches(TrialContext trial, TimeProvider clock)
{
    private const int MostPoints = 10_000;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, SortedDictionary<long, double>> _points = [];
    private long _since = clock.GetTimestamp();
    private int _count;

    /// <summary>Takes a measurement.</summary>
    /// <returns>Whether the trial may go on.</returns>
    public bool Add(long step, IReadOnlyDictionary<string, double> values)
    {
        var mayGoOn = true;
        foreach (var (name, value) in values)
        {
            if (!_points.TryGetValue(name, out var metric)) _points.Add(name, metric = []);
            metric[step] = value;
            _count++;
            mayGoOn &= trial.MayGoOn(name, step, value);
        }
        if (_count < MostPoints && clock.GetElapsedTime(_since) < Between) return mayGoOn;
        _since = clock.GetTimestamp();
        trial.Report(Rest());
        return mayGoOn;
    }

    /// <summary>What has not been passed on.</summary>
    public IReadOnlyList<Trace> Rest()
    {
        Trace[] traces = [.. _points.Select(p => new Trace(p.Key, [.. p.Value.Keys], [.. p.Value.Values]))];
        _points.Clear();
        _count = 0;
        return traces;
    }
}
