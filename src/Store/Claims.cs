using System.Globalization;
using System.Text.Json;

namespace Goalkeeper.Store;

/// <summary>A trial in a worker's hands: an attempt that is under way.</summary>
/// <param name="AttemptId">The attempt's row.</param>
/// <param name="TrialId">The trial's row.</param>
/// <param name="Attempt">1, 2, … within the trial.</param>
/// <param name="Trial">What is to be run.</param>
internal sealed record Claim(long AttemptId, long TrialId, long Attempt, PlannedTrial Trial)
{
    /// <summary>What a stopping rule lets it not be worse than, by step; none: no rule looks at it.</summary>
    public IReadOnlyList<StoredThreshold> Thresholds { get; init; } = [];

    /// <summary>The GPU that it has for itself, as CUDA counts them; null: it has none of its own.</summary>
    public int? Gpu { get; init; }
}

/// <summary>
/// One worker's claims on the trials of a sweep. A worker holds what it has claimed for as long as its lease, which it renews. Whose lease
/// has ended, or whose process is known to have, is lost: its trials are queued again, and its late results are refused. Each method that changes
/// anything is to be called within a transaction that writes.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="clock">The store's clock: of this machine, as the file is.</param>
/// <param name="lease">For how long the worker may be silent.</param>
/// <param name="gpus">Of which each trial has one for itself, among all that run on this machine by this store; none or null: trials need none.</param>
internal sealed class Claims(StoreConnection store, SweepRecord sweep, TimeProvider clock, TimeSpan lease, IReadOnlyList<int>? gpus = null)
{
    /// <summary>The worker's row.</summary>
    public long Worker { get; private set; }

    /// <summary>Enters the worker.</summary>
    public void Join(WorkerIdentity identity)
    {
        Worker = (long)store.Prepared(
            """
            INSERT INTO worker (sweep_id, host, process_id, process_start, job, started_at, lease_until)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            RETURNING id
            """)
            .Bind(1, sweep.Id).Bind(2, identity.Host).Bind(3, identity.ProcessId).Bind(4, identity.ProcessStart).Bind(5, identity.Job)
            .Bind(6, Now()).Bind(7, LeaseUntil()).Scalar()!;
    }

    /// <summary>Holds what is claimed for another lease. A worker that was taken for lost is one again.</summary>
    /// <returns>Whether somebody has asked it to end, and whether no other is at work on any sweep of the store.</returns>
    public (bool IsAskedToStop, bool IsAlone) Renew()
    {
        var row = store.Prepared(
            """
            UPDATE worker
            SET lease_until = ?2, ended_at = NULL
            WHERE id = ?1
            RETURNING stop, NOT EXISTS (SELECT 1 FROM worker other WHERE other.ended_at IS NULL AND other.id <> ?1)
            """).Bind(1, Worker).Bind(2, LeaseUntil());
        var renewed = row.Step() ? (row.Int64(0) == 1, row.Int64(1) == 1) : default;
        row.Reset();
        return renewed;
    }

    /// <summary>Queues the trials of lost workers again.</summary>
    /// <returns>How many there were.</returns>
    public int Retake()
    {
        var workers = new Workers(store, clock);
        return workers.Of(sweep.Id).Where(w => w.Id != Worker && !w.IsAlive).Sum(w => End(w.Id, "lost"));
    }

    /// <summary>Claims queued trials, the lowest numbers first; where they need GPUs, as many as are free.</summary>
    public IReadOnlyList<Claim> Take(int count)
    {
        if (gpus is { Count: > 0 })
        {
            var free = gpus.Except(GpusInUse()).ToList();
            return [.. TakeQueued(Math.Min(count, free.Count)).Zip(free, WithGpu)];
        }
        return TakeQueued(count);
    }

    private IReadOnlyList<Claim> TakeQueued(int count)
    {
        var find = store.Prepared("SELECT id FROM trial WHERE sweep_id = ?1 AND state = 'queued' ORDER BY number LIMIT ?2").Bind(1, sweep.Id).Bind(2, count);
        var trials = new List<long>();
        while (find.Step()) trials.Add(find.Int64(0));
        return Take(trials);
    }

    /// <summary>Claims trials by their rows; all of them are queued.</summary>
    public IReadOnlyList<Claim> Take(IReadOnlyCollection<long> trials)
    {
        if (trials.Count == 0) return [];
        var ids = JsonSerializer.Serialize(trials);
        store.Prepared(
            """
            INSERT INTO attempt (trial_id, number, worker_id, state, started_at)
            SELECT t.value, (SELECT coalesce(max(number), 0) + 1 FROM attempt WHERE trial_id = t.value), ?2, 'running', ?3
            FROM json_each(?1) t
            """).Bind(1, ids).Bind(2, Worker).Bind(3, Now()).Execute();
        store.Prepared(
            """
            UPDATE trial SET state = 'running', attempt_id = a.id, started_at = a.started_at
            FROM json_each(?1) t
            CROSS JOIN attempt a ON a.trial_id = t.value AND a.state = 'running'
            WHERE trial.id = t.value
            """).Bind(1, ids).Execute();
        return store.Read($"trials of {sweep.Reference}", () => WithThresholds(Claimed(ids), ids));
    }

    /// <summary>Gives back what was claimed and not begun, as if it had not been.</summary>
    public void GiveBack(IEnumerable<Claim> claims)
    {
        foreach (var claim in claims)
        {
            if (Queue(claim.TrialId, claim.AttemptId))
                store.Prepared("DELETE FROM attempt WHERE id = ?1 AND state = 'running'").Bind(1, claim.AttemptId).Execute();
        }
    }

    /// <summary>Ends the worker; what it had begun is queued again.</summary>
    public void Leave() => End(Worker, "stopped");

    /// <summary>Whether any trial is queued or in a worker's hands.</summary>
    public bool AreOpen() => store.Prepared(
        """
        SELECT EXISTS (SELECT 1 FROM trial WHERE sweep_id = ?1 AND state = 'queued')
            OR EXISTS (SELECT 1 FROM trial WHERE sweep_id = ?1 AND state = 'running')
        """).Bind(1, sweep.Id).Scalar() is 1L;

    /// <summary>How many trials have ended, by state, but for those that this worker ended.</summary>
    public IReadOnlyDictionary<string, long> CountEndedByOthers() => store.Read(() =>
    {
        var rows = store.Prepared(
            """
            SELECT t.state, count(*)
            FROM trial t
            CROSS JOIN attempt a ON a.id = t.attempt_id AND a.worker_id IS NOT ?2
            WHERE t.sweep_id = ?1 AND t.state NOT IN ('queued', 'running')
            GROUP BY 1
            """).Bind(1, sweep.Id).Bind(2, Worker);
        var counts = TrialState.All.Where(TrialState.IsEnded).ToDictionary(state => state, _ => 0L);
        while (rows.Step()) counts[rows.Text(0)] = rows.Int64(1);
        return counts;
    });

    /// <summary>
    /// Those that trials of any sweep have on this machine. A process that has ended has none, though its trials be stored as running; one that is silent has
    /// its own until they are taken from it.
    /// </summary>
    private HashSet<int> GpusInUse()
    {
        var here = WorkerIdentity.Here;
        var rows = store.Prepared(
            """
            SELECT a.gpu, w.process_id, w.process_start
            FROM attempt a
            JOIN worker w ON w.id = a.worker_id
            WHERE a.state = 'running' AND a.gpu IS NOT NULL AND w.host = ?1
            """).Bind(1, here.Host);
        var used = new HashSet<int>();
        while (rows.Step())
            if (!new WorkerIdentity(here.Host, rows.Int64(1), rows.Int64(2), Job: null).HasEnded) used.Add((int)rows.Int64(0));
        return used;
    }

    private Claim WithGpu(Claim claim, int gpu)
    {
        store.Prepared("UPDATE attempt SET gpu = ?2 WHERE id = ?1").Bind(1, claim.AttemptId).Bind(2, gpu).Execute();
        return claim with { Gpu = gpu };
    }

    private int End(long worker, string attemptState)
    {
        var find = store.Prepared("SELECT id, trial_id FROM attempt WHERE worker_id = ?1 AND state = 'running'").Bind(1, worker);
        var attempts = new List<(long Id, long Trial)>();
        while (find.Step()) attempts.Add((find.Int64(0), find.Int64(1)));
        foreach (var (id, trial) in attempts)
        {
            store.Prepared("UPDATE attempt SET state = ?2 WHERE id = ?1").Bind(1, id).Bind(2, attemptState).Execute();
            Queue(trial, id);
        }
        store.Prepared("UPDATE worker SET ended_at = ?2 WHERE id = ?1").Bind(1, worker).Bind(2, Now()).Execute();
        return attempts.Count;
    }

    // Only if the attempt is still the trial's: another worker may have it by now.
    private bool Queue(long trial, long attempt) => store.Prepared(
        """
        UPDATE trial SET state = 'queued', attempt_id = NULL, reason = NULL, started_at = NULL, duration_ms = NULL
        WHERE id = ?1 AND attempt_id = ?2 AND state = 'running'
        RETURNING id
        """).Bind(1, trial).Bind(2, attempt).Scalar() is not null;

    private List<Claim> Claimed(string trials)
    {
        var rows = store.Prepared(
            """
            SELECT t.id, t.number, t.point, t.variant, t.replicate, t.seed, a.id, a.number, p.name, p.value
            FROM json_each(?1) i
            CROSS JOIN trial t ON t.id = i.value
            JOIN attempt a ON a.id = t.attempt_id
            LEFT JOIN parameter p ON p.trial_id = t.id
            ORDER BY t.number
            """).Bind(1, trials);
        var claims = new List<Claim>();
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (rows.Step())
        {
            var (id, number) = (rows.Int64(0), rows.Int64(1));
            if (claims.Count == 0 || claims[^1].TrialId != id)
            {
                parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
                var variant = rows.IsNull(3) ? null : rows.Text(3);
                claims.Add(new Claim(
                    rows.Int64(6), id, rows.Int64(7), new PlannedTrial(number, rows.Int64(2), variant, rows.Int64(4), rows.Int64(5), parameters)));
            }
            if (rows.IsNull(8)) continue;
            parameters.Add(rows.Text(8), rows.Value(9) is { } value
                ? ParameterValue.ToJson(value)
                : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"a parameter of trial {number} has no value")));
        }
        return claims;
    }

    private List<Claim> WithThresholds(List<Claim> claims, string trials)
    {
        var rows = store.Prepared(
            """
            SELECT t.id, p.rungs
            FROM json_each(?1) i
            CROSS JOIN trial t ON t.id = i.value
            JOIN proposal p ON p.sweep_id = t.sweep_id AND p.point = t.point AND p.rungs <> '[]'
            """).Bind(1, trials);
        var thresholds = new Dictionary<long, IReadOnlyList<StoredThreshold>>();
        while (rows.Step()) thresholds.Add(rows.Int64(0), rows.Json<List<StoredThreshold>>(1));
        return thresholds.Count == 0 ? claims : claims.ConvertAll(claim => claim with { Thresholds = thresholds.GetValueOrDefault(claim.TrialId, []) });
    }

    private string Now() => StoredTime.ToText(clock.GetUtcNow());

    private long LeaseUntil() => (clock.GetUtcNow() + lease).ToUnixTimeMilliseconds();
}
