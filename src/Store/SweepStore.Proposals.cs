using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;

namespace Goalkeeper.Store;

/// <summary>A trial as a search sees it.</summary>
/// <param name="Trial">What was planned.</param>
/// <param name="State">One of <see cref="TrialState"/>.</param>
/// <param name="Attempt">The number of the attempt that counts; 0 where there is none.</param>
/// <param name="Value">Its value of the metric that decides; NaN where it has none.</param>
internal sealed record SeenTrial(PlannedTrial Trial, string State, long Attempt, double Value)
{
    /// <summary>Trials point by point, in order of the points' first.</summary>
    public static List<IReadOnlyList<SeenTrial>> ByPoint(IEnumerable<SeenTrial> trials) =>
        [.. trials.GroupBy(t => t.Trial.Point).Select(IReadOnlyList<SeenTrial> (point) => [.. point])];

    /// <summary>The mean over a point's trials; of those that were pruned, their value there. Null where one of them has no number, or their sum is none.</summary>
    public static double? Mean(IReadOnlyList<SeenTrial> point) =>
        point.All(t => t.State is TrialState.Finished or TrialState.Pruned) && point.Sum(t => t.Value) / point.Count is var mean && double.IsFinite(mean) ? mean : null;
}

/// <summary>A point that a search proposes.</summary>
/// <param name="Trials">Its trials; their numbers follow those that are there.</param>
/// <param name="Proposal">What it was proposed from.</param>
internal sealed record NewPoint(IReadOnlyList<PlannedTrial> Trials, ProposalRecord Proposal);

/// <summary>What a proposal was made from.</summary>
/// <param name="Point">The point that was proposed.</param>
/// <param name="Seen">It saw the results of points 1 to this.</param>
/// <param name="Attempts">By trial, the attempt that it saw where that was not the first.</param>
/// <param name="Digest">SHA-256 of what it saw.</param>
/// <param name="Thresholds">What the point's trials must not be worse than, by step.</param>
internal sealed record ProposalRecord(long Point, long Seen, IReadOnlyDictionary<long, long> Attempts, string Digest, IReadOnlyList<StoredThreshold> Thresholds);

/// <summary>What a trial must not be worse than at a rung, a step at which a stopping rule looks.</summary>
/// <param name="Step">The rung.</param>
/// <param name="Value">A trial whose metric is worse there is pruned.</param>
/// <param name="Trials">How many trials it comes from.</param>
internal sealed record StoredThreshold(long Step, [property: JsonPropertyName("threshold")] double Value, int Trials)
{
    internal static string ToJson(IReadOnlyList<StoredThreshold> thresholds) => JsonSerializer.Serialize(thresholds, JsonSerializerOptions.Web);
}

internal sealed partial class SweepStore
{
    /// <summary>
    /// Adds the points to a sweep that a search proposes next. A proposal is made before the store is written to, and dropped where another process
    /// was faster: it has proposed the same.
    /// </summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="propose">From all trials in order of their numbers, the next points: none where others must end first, or there are no more.</param>
    /// <returns>How many points there are more than before.</returns>
    public int Propose(SweepRecord sweep, Func<IReadOnlyList<SeenTrial>, IReadOnlyList<NewPoint>> propose)
    {
        var trials = SeenTrials(sweep);
        var points = propose(trials);
        if (points.Count == 0) return 0;
        var last = trials.Count == 0 ? 0 : trials[^1].Trial.Number;
        _store.Write(() =>
        {
            var now = _store.Connection.ExecuteScalar<long>("SELECT coalesce(max(number), 0) FROM trial WHERE sweep_id = @Id", new { sweep.Id });
            if (now != last) return;
            foreach (var (added, proposal) in points)
            {
                InsertTrials(sweep.Id, added);
                if (proposal.Seen == 0) continue;
                _store.Connection.Execute(
                    "INSERT INTO proposal (sweep_id, point, seen, attempts, digest, rungs) VALUES (@Id, @Point, @Seen, @attempts, @Digest, @rungs)",
                    new { sweep.Id, proposal.Point, proposal.Seen, attempts = JsonSerializer.Serialize(proposal.Attempts), proposal.Digest, rungs = StoredThreshold.ToJson(proposal.Thresholds) });
            }
        });
        return points.Count;
    }

    /// <summary>All trials as a search sees them now, in order of their numbers.</summary>
    public IReadOnlyList<SeenTrial> SeenTrials(SweepRecord sweep) => _store.Read(IReadOnlyList<SeenTrial> () =>
    {
        var attempts = _store.Connection.Query<(long Trial, long Attempt)>(
            "SELECT t.number, a.number FROM trial t JOIN attempt a ON a.id = t.attempt_id WHERE t.sweep_id = @Id", new { sweep.Id }).ToDictionary(a => a.Trial, a => a.Attempt);
        return
        [
            .. Trials(sweep).Select(t => new SeenTrial(
                t.ToPlanned(), t.State, attempts.GetValueOrDefault(t.Number), t.Metrics.GetValueOrDefault(sweep.MetricName, double.NaN))),
        ];
    });

    /// <summary>All attempts as a search saw them, by the trial's number and theirs.</summary>
    public IReadOnlyDictionary<(long Trial, long Attempt), SeenTrial> SeenAttempts(SweepRecord sweep) => _store.Read(() =>
    {
        var planned = Trials(sweep).ToDictionary(t => t.Number, t => t.ToPlanned());
        var rows = _store.Connection.Query<(long Trial, long Attempt, string State, double? Value)>(
            """
            SELECT t.number, a.number, a.state, m.value
            FROM attempt a
            JOIN trial t ON t.id = a.trial_id
            LEFT JOIN metric m ON m.attempt_id = a.id AND m.name = @MetricName
            WHERE t.sweep_id = @Id
            """,
            new { sweep.Id, sweep.MetricName });
        return rows.ToDictionary(r => (r.Trial, r.Attempt), r => new SeenTrial(planned[r.Trial], r.State, r.Attempt, r.Value ?? double.NaN));
    });

    /// <summary>What the proposals of a search were made from, by point.</summary>
    public IReadOnlyDictionary<long, ProposalRecord> Proposals(SweepRecord sweep) => _store.Read($"a proposal of {sweep.Reference}", () =>
    {
        using var row = new Statement(_store.Handle, "SELECT point, seen, attempts, digest, rungs FROM proposal WHERE sweep_id = ?1").Bind(1, sweep.Id);
        var proposals = new Dictionary<long, ProposalRecord>();
        while (row.Step())
            proposals.Add(row.Int64(0), new ProposalRecord(row.Int64(0), row.Int64(1), row.Json<Dictionary<long, long>>(2), row.Text(3), row.Json<List<StoredThreshold>>(4)));
        return proposals;
    });

    /// <summary>The trace of the metric that decides, of an attempt at a trial; without points where it measured nothing.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="trial">The trial's number.</param>
    /// <param name="attempt">The attempt's number.</param>
    public Trace DecidingTrace(SweepRecord sweep, long trial, long attempt) => _store.Read($"the trace of trial {trial}", () => ReadTraces(_store.Prepared(
        """
        SELECT 0, r.metric, r.step, r.value
        FROM trial t
        JOIN attempt a ON a.trial_id = t.id AND a.number = ?3
        JOIN trace r ON r.attempt_id = a.id AND r.metric = ?4
        WHERE t.sweep_id = ?1 AND t.number = ?2
        ORDER BY r.position
        """).Bind(1, sweep.Id).Bind(2, trial).Bind(3, attempt).Bind(4, sweep.MetricName)) is [{ Trace: var trace }] ? trace : new Trace(sweep.MetricName, [], []));
}
