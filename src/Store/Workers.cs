namespace Goalkeeper.Store;

/// <summary>A process that runs trials of a sweep and has not left it.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="Host">The machine.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="StartedAt">When it joined, UTC.</param>
/// <param name="IsAlive">Whether its lease holds, and its process is not known to have ended.</param>
internal sealed record WorkerRecord(long Id, string Host, long ProcessId, DateTimeOffset StartedAt, bool IsAlive);

/// <summary>Who is at work.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The store's clock.</param>
internal sealed class Workers(StoreConnection store, TimeProvider clock)
{
    /// <summary>The workers of a sweep that have not left, alive or not.</summary>
    public List<WorkerRecord> Of(long sweep)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var rows = store.Prepared(
            "SELECT id, host, process_id, process_start, started_at, lease_until FROM worker WHERE sweep_id = ?1 AND ended_at IS NULL ORDER BY id")
            .Bind(1, sweep);
        var workers = new List<WorkerRecord>();
        while (rows.Step())
        {
            var identity = new WorkerIdentity(rows.Text(1), rows.Int64(2), rows.Int64(3), Job: null);
            workers.Add(new WorkerRecord(
                rows.Int64(0),
                identity.Host.Split(' ')[0],
                identity.ProcessId,
                StoredTime.FromText(rows.Text(4)),
                rows.Int64(5) >= now && !identity.HasEnded));
        }
        return workers;
    }

    /// <summary>
    /// SQL for the state of a trial <c>t</c> of a sweep as people see it: one that is stored as running is so while its worker is alive. Else it is
    /// lost where others work on its sweep, who will take it again, and interrupted where nobody does.
    /// </summary>
    public string StateSql(long sweep)
    {
        var alive = Of(sweep).Where(w => w.IsAlive).Select(w => w.Id).ToList();
        var gone = alive.Count > 0 ? TrialState.Lost : TrialState.Interrupted;
        return $"""
            (CASE
                WHEN t.state <> 'running' THEN t.state
                WHEN (SELECT worker_id FROM attempt WHERE id = t.attempt_id) IN ({string.Join(", ", alive)}) THEN 'running'
                ELSE '{gone}'
            END)
            """;
    }
}
