using System.Globalization;
using SQLitePCL;

namespace Goalkeeper.Store;

/// <summary>
/// Copies a sweep's rows into another store, within the transaction that its caller has open there. What is under way in the source is lost in
/// the copy, and its trial queued: nobody is at work on a copy.
/// </summary>
/// <param name="source">Where the sweep is. It need not be trusted: what contradicts the schema is an error of the target's.</param>
/// <param name="target">Where it goes.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="now">The time, as stores have it.</param>
internal sealed class SweepCopy(StoreConnection source, StoreConnection target, SweepRecord sweep, string now)
{
    private const string OfSweep = "sweep_id = ?1";
    private const string OfTrial = "trial_id IN (SELECT id FROM trial WHERE sweep_id = ?1)";
    private const string OfAttempt = "attempt_id IN (SELECT a.id FROM attempt a JOIN trial t ON t.id = a.trial_id WHERE t.sweep_id = ?1)";

    /// <summary>Copies it, with its data where the target has not got them.</summary>
    /// <returns>Its row's id in the target.</returns>
    public long Run()
    {
        // As the schema has it: what belongs to a sweep comes before its trials; those begin queued, their attempts running; their states come last.
        var id = InsertSweep();
        var sweeps = new Dictionary<long, long> { [sweep.Id] = id };
        Copy("sweep_plan", "plan_hash", "sweep_id", sweeps, OfSweep);
        Copy("proposal", "point, seen, attempts, digest, rungs", "sweep_id", sweeps, OfSweep);
        Copy("preparation", "feature, name, fill, mean, deviation", "sweep_id", sweeps, OfSweep);
        Copy("tag", "trial, name, value", "sweep_id", sweeps, OfSweep);
        Copy("event", "trial, kind, detail, at", "sweep_id", sweeps, OfSweep);
        var workers = CopyWithIds(
            "worker", "ended_at, host, process_id, process_start, job, started_at, lease_until", "sweep_id", sweeps, OfSweep, ended => ended ?? now);
        var trials = CopyWithIds("trial", "state, uid, number, point, variant, replicate, seed", "sweep_id", sweeps, OfSweep, _ => TrialState.Queued);
        Copy("parameter", "name, value", "trial_id", trials, OfTrial);
        var attempts = CopyWithIds(
            "attempt", "worker_id, number, started_at", "trial_id", trials, OfTrial, worker => worker is null ? null : workers[(long)worker], ", state", ", 'running'");
        Copy("metric", "name, value", "attempt_id", attempts, OfAttempt);
        Copy("trace", "metric, position, step, value, time", "attempt_id", attempts, OfAttempt);
        CopyPredictions(attempts);
        Copy("weights", "layers, content", "attempt_id", attempts, OfAttempt);
        Copy("fingerprint", "initial_weights, result", "attempt_id", attempts, OfAttempt);
        Copy("artifact", "path, size, sha256", "attempt_id", attempts, OfAttempt);
        EndAttempts(attempts);
        EndTrials(trials, attempts);
        return id;
    }

    private long InsertSweep()
    {
        const string columns =
            """
            uid, name, kind, description, note, experiment_file, experiment_text, plan, plan_hash, metric_name, metric_goal, metric_examples, metric_format,
            weights_kept, command, git_commit, git_dirty, machine, versions, created_at
            """;
        var dataset = sweep.DatasetSha256 is { } sha256 ? FindOrCopyDataset(sha256) : (long?)null;
        return Insert("sweep", $"{columns}, number, dataset_id", [.. Rows($"SELECT {columns} FROM sweep WHERE id = ?1").Single(), Number(), dataset]);
    }

    /// <summary>Its own number where that is free, else the next one of its name.</summary>
    private long Number()
    {
        var row = target.Prepared("SELECT count(*) FILTER (WHERE number = ?2), coalesce(max(number), 0) FROM sweep WHERE name = ?1")
            .Bind(1, sweep.Name).Bind(2, sweep.Number);
        row.Step();
        var number = row.Int64(0) == 0 ? sweep.Number : row.Int64(1) + 1;
        row.Reset();
        return number;
    }

    private long FindOrCopyDataset(string sha256)
    {
        if (target.Prepared("SELECT id FROM dataset WHERE sha256 = ?1").Bind(1, sha256).Scalar() is long known) return known;
        const string columns = "sha256, name, features, shape, classes, columns, train_count, dev_count, test_count, palette, content";
        return Insert("dataset", columns, Rows($"SELECT {columns} FROM dataset WHERE id = (SELECT dataset_id FROM sweep WHERE id = ?1)").Single());
    }

    private void CopyPredictions(Dictionary<long, long> attempts)
    {
        var sets = new Dictionary<long, long>();
        foreach (var row in Rows($"SELECT attempt_id, example_set_id, split, labels, probabilities FROM prediction WHERE {OfAttempt}"))
        {
            row[0] = attempts[(long)row[0]!];
            if (row[1] is long set)
                row[1] = sets.TryGetValue(set, out var known) ? known : sets[set] = ExampleSets.FindOrInsert(target, source.Guard(() => ExampleSets.Read(source, set)));
            Insert("prediction", "attempt_id, example_set_id, split, labels, probabilities", row);
        }
    }

    private void Copy(string table, string columns, string owner, Dictionary<long, long> owners, string condition)
    {
        foreach (var row in Rows($"SELECT {owner}, {columns} FROM {table} WHERE {condition}"))
        {
            row[0] = owners[(long)row[0]!];
            Insert(table, $"{owner}, {columns}", row);
        }
    }

    /// <summary>The same of rows that others belong to in turn, in their order.</summary>
    /// <returns>Their ids in the target by those in the source.</returns>
    private Dictionary<long, long> CopyWithIds(
        string table, string columns, string owner, Dictionary<long, long> owners, string condition, Func<object?, object?> first, string more = "", string value = "")
    {
        var ids = new Dictionary<long, long>();
        foreach (var row in Rows($"SELECT id, {owner}, {columns}{value} FROM {table} WHERE {condition} ORDER BY id"))
        {
            row[1] = owners[(long)row[1]!];
            row[2] = first(row[2]);
            ids.Add((long)row[0]!, Insert(table, $"{owner}, {columns}{more}", row[1..]));
        }
        return ids;
    }

    private void EndAttempts(Dictionary<long, long> attempts)
    {
        const string columns = "state, reason, started_at, duration_ms, exit_code, signal, cpu_ms, peak_memory, files, remark, gpu";
        foreach (var row in Rows($"SELECT id, {columns} FROM attempt WHERE {OfTrial}"))
        {
            if (row[1] is TrialState.Running) row[1] = TrialState.Lost;
            Update("attempt", columns, attempts[(long)row[0]!], row[1..]);
        }
        if (Rows("SELECT kept_attempt_id FROM sweep WHERE id = ?1").Single()[0] is long kept)
            target.Prepared("UPDATE sweep SET kept_attempt_id = ?2 WHERE uid = ?1").Bind(1, sweep.Uid).Bind(2, attempts[kept]).Execute();
    }

    private void EndTrials(Dictionary<long, long> trials, Dictionary<long, long> attempts)
    {
        const string columns = "state, attempt_id, reason, started_at, duration_ms";
        foreach (var row in Rows($"SELECT id, {columns} FROM trial WHERE {OfSweep} AND state NOT IN ('queued', 'running')"))
        {
            row[2] = attempts[(long)row[2]!];
            Update("trial", columns, trials[(long)row[0]!], row[1..]);
        }
    }

    private long Insert(string table, string columns, object?[] values)
    {
        var parameters = string.Join(", ", Enumerable.Range(1, values.Length).Select(Parameter));
        BindAll(target.Prepared($"INSERT INTO {table} ({columns}) VALUES ({parameters})"), values).Execute();
        return raw.sqlite3_last_insert_rowid(target.Handle);
    }

    private void Update(string table, string columns, long id, object?[] values)
    {
        var parameters = string.Join(", ", Enumerable.Range(1, values.Length).Select(Parameter));
        BindAll(target.Prepared($"UPDATE {table} SET ({columns}) = ({parameters}) WHERE id = {Parameter(values.Length + 1)}"), [.. values, id]).Execute();
    }

    private static Statement BindAll(Statement statement, object?[] values)
    {
        for (var i = 0; i < values.Length; i++) statement.BindValue(i + 1, values[i]);
        return statement;
    }

    private static string Parameter(int number) => string.Create(CultureInfo.InvariantCulture, $"?{number}");

    /// <summary>Rows of the source, ?1 being the sweep; an error of its file is told of it, and not of the target.</summary>
    private IEnumerable<object?[]> Rows(string sql)
    {
        using var rows = source.Guard(() => new Statement(source.Handle, sql).Bind(1, sweep.Id));
        while (source.Guard(rows.Step)) yield return rows.Row();
    }
}
