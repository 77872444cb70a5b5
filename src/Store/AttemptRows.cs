using System.Text.Json;

namespace Goalkeeper.Store;

/// <summary>How many rows ended attempts have: by that it is seen whether a file still holds what was committed to it.</summary>
/// <param name="Attempts">The attempts.</param>
/// <param name="Metrics">Their metrics.</param>
/// <param name="TracePoints">The points of their traces.</param>
/// <param name="Predictions">The splits that they predicted.</param>
internal readonly record struct AttemptRows(long Attempts, long Metrics, long TracePoints, long Predictions)
{
    private const string Select =
        """
        SELECT
            count(a.id),
            sum((SELECT count(*) FROM metric WHERE attempt_id = a.id)),
            sum((SELECT count(*) FROM trace WHERE attempt_id = a.id)),
            sum((SELECT count(*) FROM prediction WHERE attempt_id = a.id))
        """;

    public static AttemptRows operator +(AttemptRows rows, AttemptRows others) => new(
        rows.Attempts + others.Attempts,
        rows.Metrics + others.Metrics,
        rows.TracePoints + others.TracePoints,
        rows.Predictions + others.Predictions);

    /// <summary>Those of some attempts.</summary>
    public static AttemptRows Of(StoreConnection store, IReadOnlyCollection<long> attempts) => attempts.Count == 0 ? default : Read(store.Prepared(
        $"{Select}\nFROM json_each(?1) i JOIN attempt a ON a.id = i.value").Bind(1, JsonSerializer.Serialize(attempts))) ?? default;

    /// <summary>Those of the attempts that a worker has ended; null where the store has no such worker of that sweep.</summary>
    public static AttemptRows? Of(StoreConnection store, SweepRecord sweep, long worker) => store.Read($"what {sweep.Reference} measured", () => Read(store.Prepared(
        $"""
        {Select}
        FROM worker w
        JOIN sweep s ON s.id = w.sweep_id AND s.uid = ?2
        LEFT JOIN attempt a ON a.worker_id = w.id AND a.state IN ('finished', 'failed', 'diverged', 'pruned')
        WHERE w.id = ?1
        GROUP BY w.id
        """).Bind(1, worker).Bind(2, sweep.Uid)));

    private static AttemptRows? Read(Statement rows)
    {
        if (!rows.Step()) return null;
        var counts = new AttemptRows(rows.Int64(0), rows.Int64(1), rows.Int64(2), rows.Int64(3));
        rows.Reset();
        return counts;
    }
}
