using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Goalkeeper.Search;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// By which the next point of a search follows from what has ended. Where something learns, the method or a stopping rule, point k sees the
/// results of points 1 … k − parallelism, with all their replicates and retries, and nothing else; the rest count as under way, even where they have ended. So a point is the
/// same for any number of workers, in whatever order they end.
/// </summary>
/// <param name="sweep">The sweep.</param>
/// <param name="plan">Its plan.</param>
/// <param name="isExcluded">Whether the point of a trial is left out, besides those that the plan says; null: none is.</param>
internal sealed class ProposalRule(SweepRecord sweep, SweepPlan plan, Func<PlannedTrial, bool>? isExcluded = null) : IDisposable
{
    private readonly PlanSearch _settings = plan.Search!;
    private readonly Dictionary<(long Trial, long Attempt), Curve> _curves = []; // what has ended never changes

    /// <summary>The search.</summary>
    public PlannedSearch Search { get; } = new(plan, isExcluded);

    /// <summary>How many points must have ended before point k is proposed.</summary>
    public int Seen(int k) => _settings.Waits ? Math.Max(0, k - _settings.Parallelism) : 0;

    /// <inheritdoc/>
    public void Dispose() => Search.Dispose();

    /// <summary>The place of a point in the search's space.</summary>
    public IReadOnlyList<double> PlaceOf(IReadOnlyList<SeenTrial> point) => Search.PointOf(point[0].Trial);

    /// <summary>The point that comes next; null: there is none.</summary>
    /// <param name="seen">The trials of the points that it sees, point by point.</param>
    /// <param name="places">Of all earlier points.</param>
    public double[]? Next(IReadOnlyList<IReadOnlyList<SeenTrial>> seen, IReadOnlyList<IReadOnlyList<double>> places) =>
        Search.Next(new History([.. seen.Select((point, i) => new Observation(places[i], plan.Sign * SeenTrial.Mean(point)))], [.. places.Skip(seen.Count)]));

    /// <summary>The first of some points whose trials have all finished, and with a mean that reaches the metric's target: it ends the search of who sees it.</summary>
    public (long Point, double Mean)? Reached(IReadOnlyList<IReadOnlyList<SeenTrial>> points)
    {
        if (_settings.Target is not { } target) return null;
        foreach (var point in points.Where(point => point.All(t => t.State == TrialState.Finished)))
        {
            if (SeenTrial.Mean(point) is { } mean && plan.Sign * mean <= plan.Sign * target) return (point[0].Trial.Point, mean);
        }
        return null;
    }

    /// <summary>What is stored of a point's proposal.</summary>
    /// <param name="store">Where the traces are.</param>
    /// <param name="point">The point's number.</param>
    /// <param name="seen">The trials of the points that it sees, point by point.</param>
    public ProposalRecord Record(SweepStore store, int point, IReadOnlyList<IReadOnlyList<SeenTrial>> seen)
    {
        var trials = seen.SelectMany(p => p).ToList();
        var lines = trials.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Trial.Number} {t.Attempt} {t.State} {t.Value:R}\n"));
        return new ProposalRecord(
            point,
            seen.Count,
            trials.Where(t => t.Attempt > 1).ToDictionary(t => t.Trial.Number, t => t.Attempt),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines)))),
            Thresholds(store, trials));
    }

    private IReadOnlyList<StoredThreshold> Thresholds(SweepStore store, List<SeenTrial> seen)
    {
        if (Search.Rule is not { } rule) return [];
        var thresholds = rule.Rule.Thresholds(seen.ConvertAll(trial => CurveOf(store, trial)));
        return [.. thresholds.Where(t => t.Value < Loss.Worst).Select(t => new StoredThreshold(t.Step, plan.Sign * t.Value, t.Trials))];
    }

    private Curve CurveOf(SweepStore store, SeenTrial trial)
    {
        var key = (trial.Trial.Number, trial.Attempt);
        if (_curves.TryGetValue(key, out var known)) return known;
        var trace = store.DecidingTrace(sweep, trial.Trial.Number, trial.Attempt);
        return _curves[key] = new Curve(trace.Iterations, [.. trace.Values.Select(value => plan.Sign * value)], trial.State == TrialState.Finished);
    }
}
