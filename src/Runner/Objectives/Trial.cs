using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A trial as the function sees it that is its objective: a point's values and a seed in, metrics out.</summary>
public sealed class Trial
{
    private readonly Lock _lock = new();
    private readonly TrialContext _context;
    private readonly TraceBatches _trace;
    private readonly CancellationToken _stop;
    private readonly Dictionary<string, (long Step, double Value)> _last = [];

    internal Trial(TrialContext context, Point point, TimeProvider clock, CancellationToken stop)
    {
        (_context, Point, _stop) = (context, point, stop);
        _trace = new TraceBatches(context, clock);
    }

    /// <summary>1, 2, … within the sweep: <c>goalkeeper show name/3</c> tells of trial 3.</summary>
    public long Number => _context.Trial.Number;

    /// <summary>1, 2, …, the same for every point: what the trial draws should depend on it and on nothing else.</summary>
    public int Seed => (int)_context.Trial.Seed;

    /// <summary>1 for the first try of the trial, 2 for the second, ….</summary>
    public int Attempt => (int)_context.Attempt;

    /// <summary>Its values.</summary>
    public Point Point { get; }

    /// <summary>A folder of its own for what it leaves behind; made when it is first asked for.</summary>
    public string Folder => Directory.CreateDirectory(_context.Folder!).FullName;

    /// <inheritdoc cref="Point.Get"/>
    public T Get<T>(Parameter<T> parameter)
        where T : notnull => Point.Get(parameter);

    /// <inheritdoc cref="Point.Has"/>
    public bool Has(Parameter parameter) => Point.Has(parameter);

    /// <summary>
    /// Tells what was measured, so that it can be seen while the trial runs. A step that comes again has its new values. Of a metric that the
    /// function does not return, the value of the last step is the trial's.
    /// </summary>
    /// <param name="step">From 0 on.</param>
    /// <param name="metrics">Names and values; NaN and infinities are values.</param>
    /// <returns>Whether to go on; where not, the function should return.</returns>
    /// <exception cref="OperationCanceledException">The sweep is being stopped.</exception>
    public bool Report(long step, params ReadOnlySpan<(string Metric, double Value)> metrics)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        _stop.ThrowIfCancellationRequested();
        var values = new Dictionary<string, double>();
        foreach (var (metric, value) in metrics)
        {
            if (!MetricGoal.IsName(metric)) throw new ArgumentException($"`{metric}` is no metric's name; expected a line of text.", nameof(metrics));
            values[metric] = value;
        }
        lock (_lock)
        {
            if (!MayGoOn) return false;
            foreach (var (metric, value) in values)
            {
                if (!_last.TryGetValue(metric, out var last) || last.Step <= step) _last[metric] = (step, value);
            }
            return MayGoOn = _trace.Add(step, values);
        }
    }

    internal bool MayGoOn { get; private set; } = true;

    /// <summary>What of the trace has not been passed on.</summary>
    internal IReadOnlyList<Trace> RestOfTrace
    {
        get
        {
            lock (_lock) return _trace.Rest();
        }
    }

    /// <summary>The last value of each metric.</summary>
    internal IReadOnlyDictionary<string, double> Metrics
    {
        get
        {
            lock (_lock) return _last.ToDictionary(m => m.Key, m => m.Value.Value);
        }
    }
}
