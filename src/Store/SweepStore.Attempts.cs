namespace Goalkeeper.Store;

// What was tried, and with which files.
internal sealed partial class SweepStore
{
    /// <summary>All attempts at a trial, the first one first.</summary>
    public IReadOnlyList<AttemptRecord> Attempts(TrialRecord trial) => _store.Read($"an attempt at trial {trial.Number}", () =>
    {
        var rows = _store.Prepared(
            """
            SELECT number, state, reason, started_at, duration_ms, id, exit_code, signal, cpu_ms, peak_memory, files, remark
            FROM attempt
            WHERE trial_id = ?1
            ORDER BY number
            """).Bind(1, trial.Id);
        var attempts = new List<AttemptRecord>();
        while (rows.Step())
        {
            var counts = rows.Int64(5) == trial.AttemptId;
            attempts.Add(new AttemptRecord(
                rows.Int64(0),
                counts ? trial.State : rows.Text(1),
                rows.IsNull(2) ? null : rows.Text(2),
                rows.IsNull(3) ? null : StoredTime.FromText(rows.Text(3)),
                rows.IsNull(4) ? null : rows.Double(4),
                counts)
            { Process = rows.IsNull(10) ? null : Process(rows) });
        }
        return attempts;
    });

    /// <summary>How often each of a sweep's trials was tried, by its number; those that never were are not there.</summary>
    public IReadOnlyDictionary<long, long> AttemptCounts(SweepRecord sweep) => _store.Read(() =>
    {
        var rows = _store.Prepared("SELECT t.number, count(*) FROM trial t JOIN attempt a ON a.trial_id = t.id WHERE t.sweep_id = ?1 GROUP BY t.id").Bind(1, sweep.Id);
        var counts = new Dictionary<long, long>();
        while (rows.Step()) counts.Add(rows.Int64(0), rows.Int64(1));
        return counts;
    });

    private static ProcessRecord Process(Statement row) => new(
        row.IsNull(6) ? null : row.Int64(6),
        row.IsNull(7) ? null : row.Int64(7),
        row.IsNull(8) ? null : row.Double(8),
        row.IsNull(9) ? null : row.Int64(9),
        row.Json<Dictionary<string, string>>(10),
        row.IsNull(11) ? null : row.Text(11));

    /// <summary>The files that the last of a sweep's programs was run with, and of which trial; null where none is known.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="withResult">Whether only those count that did not fail.</param>
    public (long Trial, IReadOnlyDictionary<string, string> Sha256)? LastFiles(SweepRecord sweep, bool withResult = false) => _store.Read(SomeTrial(sweep), () =>
    {
        using var row = new Statement(
            _store.Handle,
            """
            SELECT t.number, a.files
            FROM trial t
            CROSS JOIN attempt a ON a.trial_id = t.id
            WHERE t.sweep_id = ?1 AND a.files IS NOT NULL AND (NOT ?2 OR a.state IN ('finished', 'pruned', 'diverged'))
            ORDER BY a.id DESC
            LIMIT 1
            """).Bind(1, sweep.Id).Bind(2, withResult ? 1 : 0);
        return row.Step()
            ? (row.Int64(0), row.Json<Dictionary<string, string>>(1))
            : ((long, IReadOnlyDictionary<string, string>)?)null;
    });

    /// <summary>How many of a sweep's trials each version of its program's files has run, the first version first; none where no file is known.</summary>
    public IReadOnlyList<long> FileVersions(SweepRecord sweep) => _store.Read(SomeTrial(sweep), () =>
    {
        using var row = new Statement(
            _store.Handle,
            """
            SELECT count(*)
            FROM trial t
            JOIN attempt a ON a.id = t.attempt_id
            WHERE t.sweep_id = ?1 AND a.files IS NOT NULL AND t.state IN ('finished', 'pruned', 'diverged')
            GROUP BY a.files
            ORDER BY min(a.id)
            """).Bind(1, sweep.Id);
        var versions = new List<long>();
        while (row.Step()) versions.Add(row.Int64(0));
        return versions;
    });
}
