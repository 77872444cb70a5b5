using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Goalkeeper.Search;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// The points of a search as its sweep runs. Point k of a method that learns is proposed when points 1 … k − parallelism have ended, with all
/// their replicates and retries, from their results and nothing else: so it is the same for any number of workers, in whatever order they end.
/// </summary>
/// <param name="sweep">The sweep.</param>
/// <param name="plan">Its plan.</param>
internal sealed class SearchProposals(SweepRecord sweep, SweepPlan plan) : IDisposable
{
    // Points that need no results are stored some at a time.
    private const int MostAtOnce = 256;

    private readonly PlannedSearch _search = new(plan);
    private readonly PlanSearch _settings = plan.Search!;

    /// <summary>Adds to the store what can be proposed now.</summary>
    /// <returns>How many points that is.</returns>
    public int Grow(SweepStore store) => store.Propose(sweep, Next);

    /// <inheritdoc/>
    public void Dispose() => _search.Dispose();

    /// <summary>Proposes each point of the sweep again, from what its proposal saw.</summary>
    public ProposalVerification Verify(SweepStore store)
    {
        var points = store.SeenTrials(sweep).GroupBy(t => t.Trial.Point).Select(point => point.ToList()).ToList();
        var places = points.ConvertAll(point => (IReadOnlyList<double>)_search.PointOf(point[0].Trial));
        var (records, attempts) = (store.Proposals(sweep), store.SeenAttempts(sweep));
        var differences = new List<(long, string)>();
        foreach (var (i, point) in points.Index())
        {
            var record = records.GetValueOrDefault(i + 1) ?? Record(i + 1, [], 0);
            var seen = points.Take((int)record.Seen).Select(p => p.ConvertAll(t => attempts.GetValueOrDefault((t.Trial.Number, record.Attempts.GetValueOrDefault(t.Trial.Number, 1)), t))).ToList();
            if (record.Seen != Seen(i + 1)) differences.Add((i + 1, FormattableString.Invariant($"it saw {record.Seen} points, and not {Seen(i + 1)}")));
            else if (Record(i + 1, [.. seen.SelectMany(p => p)], seen.Count).Digest != record.Digest) differences.Add((i + 1, "it saw other results than are stored"));
            else if (DifferenceOf(point[0].Trial, _search.Next(new History(Observations(seen, places), places[seen.Count..i]))) is { } difference) differences.Add((i + 1, difference));
        }
        return new ProposalVerification(points.Count, differences);
    }

    private List<NewPoint> Next(IReadOnlyList<SeenTrial> trials)
    {
        var points = trials.GroupBy(t => t.Trial.Point).Select(point => point.ToList()).ToList();
        var places = points.ConvertAll(point => (IReadOnlyList<double>)_search.PointOf(point[0].Trial));
        var ended = points.TakeWhile(point => point.TrueForAll(t => TrialState.IsEnded(t.State))).ToList();
        var observations = Observations(ended, places);
        var added = new List<NewPoint>();
        while (added.Count < MostAtOnce && Seen(places.Count + 1) is var seen && seen <= ended.Count)
        {
            if (_search.Next(new History(observations[..seen], places[seen..])) is not { } point) break;
            places.Add(point);
            added.Add(new NewPoint([.. _search.Trials(places.Count, point)], Record(places.Count, [.. ended.Take(seen).SelectMany(p => p)], seen)));
        }
        return added;
    }

    private string? DifferenceOf(PlannedTrial stored, double[]? proposed)
    {
        if (proposed is null) return "nothing is proposed";
        var again = _search.Trials((int)stored.Point, proposed).First();
        var names = stored.Parameters.Keys.Union(again.Parameters.Keys).Where(name => Value(stored, name) != Value(again, name)).ToList();
        if (again.Variant != stored.Variant) return $"variant {again.Variant} is proposed, and {stored.Variant} stored";
        return names.Count == 0 ? null : string.Join(", ", names.Select(name => $"{name} {Value(again, name) ?? "none"} is proposed, and {Value(stored, name) ?? "none"} stored"));

        static string? Value(PlannedTrial trial, string name) => trial.Parameters.GetValueOrDefault(name) is { } json ? SettingValue.Parse(json).Word : null;
    }

    private List<Observation> Observations(List<List<SeenTrial>> points, List<IReadOnlyList<double>> places) => [.. points.Select((point, i) => new Observation(places[i], Value(point)))];

    /// <summary>How many points must have ended before point k is proposed.</summary>
    private int Seen(int k) => _settings.Learns ? Math.Max(0, k - _settings.Parallelism) : 0;

    /// <summary>The mean over a point's replicates, the lower the better; null where one of them has no number.</summary>
    private double? Value(List<SeenTrial> point)
    {
        if (point.Exists(t => t.State != TrialState.Finished || !double.IsFinite(t.Value))) return null;
        var mean = point.Sum(t => t.Value) / point.Count;
        return sweep.MetricGoal == MetricDefinition.Maximize ? -mean : mean;
    }

    private static ProposalRecord Record(int point, IReadOnlyCollection<SeenTrial> seen, int points)
    {
        var lines = seen.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Trial.Number} {t.Attempt} {t.State} {t.Value:R}\n"));
        return new ProposalRecord(
            point,
            points,
            seen.Where(t => t.Attempt > 1).ToDictionary(t => t.Trial.Number, t => t.Attempt),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines)))));
    }
}
