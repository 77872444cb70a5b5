using System.Globalization;
using System.Text.Json;
using Dapper;

namespace Goalkeeper.Store;

public sealed partial class SweepStore
{
    private const string SelectSweep =
        """
        SELECT s.id, s.name, s.number, s.description, s.experiment_file, s.experiment_text, s.plan, s.plan_hash, s.metric_name,
            s.metric_goal, s.weights_kept, s.command, s.git_commit, s.git_dirty, s.machine, s.versions, s.created_at, d.sha256, s.process_id
        FROM sweep s
        JOIN dataset d ON d.id = s.dataset_id
        """;

    /// <summary>All sweeps with the counts of their trials and their best, by name and number.</summary>
    public IReadOnlyList<SweepOverview> List() => _store.Read(() =>
    {
        var rows = _store.Prepared("SELECT * FROM sweep_overview ORDER BY sweep, sweep_number");
        var list = new List<SweepOverview>();
        while (rows.Step())
        {
            list.Add(new SweepOverview(
                rows.Text(0),
                rows.Int64(1),
                rows.Int64(2),
                rows.Int64(3),
                rows.Int64(4),
                rows.Int64(5),
                rows.Int64(6),
                rows.Int64(7),
                rows.Text(8),
                rows.Text(9),
                rows.IsNull(10) ? null : rows.Double(10),
                rows.IsNull(11) ? null : rows.Int64(11),
                rows.Text(12)));
        }
        return list;
    });

    /// <summary>The sweep that a reference means: without a number, the newest of its name.</summary>
    /// <exception cref="UserErrorException">There is none; the message says what there is.</exception>
    public SweepRecord Find(SweepReference reference) => _store.Read(() =>
    {
        var found = QuerySweeps(
            "WHERE s.name = @Name AND (@Number IS NULL OR s.number = @Number) ORDER BY s.number DESC LIMIT 1", reference);
        return found.Count > 0 ? found[0] : throw Unknown(reference);
    });

    /// <summary>All sweeps of a name, newest first; none is an empty list.</summary>
    public IReadOnlyList<SweepRecord> SweepsNamed(string name) =>
        _store.Read(() => QuerySweeps("WHERE s.name = @name ORDER BY s.number DESC", new { name }));

    /// <summary>All trials of a sweep by number, with their parameters and metrics.</summary>
    public IReadOnlyList<TrialRecord> Trials(SweepRecord sweep) => _store.Read(() => ReadTrials("t.sweep_id = @Id", new { sweep.Id }));

    /// <summary>The trials that have not been started, in plan order.</summary>
    public IReadOnlyList<PlannedTrial> QueuedTrials(SweepRecord sweep) => _store.Read(
        () => ReadTrials("t.sweep_id = @Id AND t.state = 'queued'", new { sweep.Id }).ConvertAll(t => t.ToPlanned()));

    /// <summary>One trial with its parameters and metrics.</summary>
    /// <exception cref="UserErrorException">The sweep has no trial of that number.</exception>
    public TrialRecord Trial(SweepRecord sweep, long number) => _store.Read(() =>
    {
        var found = ReadTrials("t.sweep_id = @Id AND t.number = @number", new { sweep.Id, number });
        if (found.Count > 0) return found[0];
        var last = _store.Connection.ExecuteScalar<long>(
            "SELECT coalesce(max(number), 0) FROM trial WHERE sweep_id = @Id", new { sweep.Id });
        throw new UserErrorException(string.Create(
            CultureInfo.InvariantCulture, $"Sweep {sweep.Reference} has no trial {number}: its trials are 1 to {last}."));
    });

    /// <summary>How many trials of a sweep are in each state that occurs.</summary>
    public IReadOnlyDictionary<string, long> StateCounts(SweepRecord sweep) => _store.Read(() => _store.Connection
        .Query<(string State, long Count)>("SELECT state, count(*) FROM trial WHERE sweep_id = @Id GROUP BY state", new { sweep.Id })
        .ToDictionary(r => r.State, r => r.Count));

    /// <summary>The best finished trial of a sweep by its metric, the lowest number among equals; null where none has a value.</summary>
    public BestTrial? Best(SweepRecord sweep) => _store.Read(() => _store.Connection.QuerySingleOrDefault<BestTrial>(
        "SELECT trial AS Number, value AS Value FROM best_trial WHERE sweep = @Name AND sweep_number = @Number",
        new { sweep.Name, sweep.Number }));

    /// <summary>All traces of one trial, by metric.</summary>
    public IReadOnlyList<Trace> Traces(TrialRecord trial) => _store.Read(() => ReadTraces(_store.Prepared(
        "SELECT 0, metric, iteration, value FROM trace WHERE trial_id = ?1 ORDER BY metric, iteration")
        .Bind(1, trial.Id)).ConvertAll(t => t.Trace));

    /// <summary>One metric's traces of all trials of a sweep that recorded it, by trial number.</summary>
    public IReadOnlyList<TrialTrace> Traces(SweepRecord sweep, string metric) => _store.Read(() => ReadTraces(_store.Prepared(
        """
        SELECT t.number, r.metric, r.iteration, r.value
        FROM trial t
        CROSS JOIN trace r ON r.trial_id = t.id AND r.metric = ?2
        WHERE t.sweep_id = ?1
        ORDER BY t.number, r.iteration
        """).Bind(1, sweep.Id).Bind(2, metric)));

    /// <summary>One trial's predictions: train, dev, test, those that were stored.</summary>
    public IReadOnlyList<StoredPrediction> Predictions(TrialRecord trial) => _store.Read(() => _store.Connection
        .Query<(string Split, string Labels, byte[] Probabilities)>(
            "SELECT split, labels, probabilities FROM prediction WHERE trial_id = @Id", new { trial.Id })
        .Select(p => new StoredPrediction(p.Split, [.. p.Labels.Select(c => c - '0')], LittleEndian.Singles(p.Probabilities)))
        .OrderBy(p => DatasetContent.SplitNames.IndexOf(p.Split))
        .ToList());

    /// <summary>One trial's final weights, or null where the sweep did not keep them.</summary>
    public StoredWeights? Weights(TrialRecord trial) => _store.Read(() =>
    {
        var (layers, content) = _store.Connection.QuerySingleOrDefault<(string? Layers, byte[] Content)>(
            "SELECT layers, content FROM weights WHERE trial_id = @Id", new { trial.Id });
        return layers is null ? null : new StoredWeights(JsonSerializer.Deserialize<List<int>>(layers)!, LittleEndian.Doubles(content));
    });

    /// <summary>One trial's fingerprint, or null where it failed, has not ended, or ended in an older Goalkeeper.</summary>
    public Fingerprint? Fingerprint(TrialRecord trial) => _store.Read(() =>
    {
        using var row = new Statement(_store.Handle, "SELECT initial_weights, result FROM fingerprint WHERE trial_id = ?1");
        string? Hex(int column) => row.Value(column) is byte[] hash ? Convert.ToHexStringLower(hash) : null;
        return row.Bind(1, trial.Id).Step() ? new Fingerprint(Hex(0), Hex(1)!) : null;
    });

    /// <summary>A dataset by its hash.</summary>
    /// <exception cref="UserErrorException">The store does not hold it.</exception>
    public StoredDataset Dataset(string sha256) => _store.Read(() =>
    {
        var row = _store.Connection.QuerySingleOrDefault<DatasetRow>(
            """
            SELECT
                name, features, shape, classes, train_count AS TrainCount, dev_count AS DevCount, test_count AS TestCount, palette, content
            FROM dataset
            WHERE sha256 = @sha256
            """,
            new { sha256 })
            ?? throw new UserErrorException($"The store '{Path}' holds no dataset with SHA-256 {sha256}.");
        var shape = JsonSerializer.Deserialize<List<int>>(row.Shape)!;
        var splits = DatasetContent.Decompress(
            row.Palette, row.Content, shape.Aggregate(1, (product, axis) => product * axis), [row.TrainCount, row.DevCount, row.TestCount]);
        return new StoredDataset(sha256, row.Name, JsonSerializer.Deserialize<List<string>>(row.Features)!, splits)
        {
            Shape = shape,
            ClassNames = JsonSerializer.Deserialize<List<string>>(row.Classes)!,
        };
    });

    private static List<TrialTrace> ReadTraces(Statement rows)
    {
        var traces = new List<TrialTrace>();
        var iterations = new List<long>();
        var values = new List<double>();
        var (trial, metric) = (0L, "");
        while (rows.Step())
        {
            if (rows.Int64(0) != trial || rows.Text(1) != metric)
            {
                Close();
                (trial, metric) = (rows.Int64(0), rows.Text(1));
            }
            iterations.Add(rows.Int64(2));
            values.Add(rows.Double(3));
        }
        Close();
        return traces;

        void Close()
        {
            if (iterations.Count > 0)
            {
                traces.Add(new TrialTrace(trial, new Trace(metric, iterations.ToArray(), values.ToArray())));
            }
            iterations.Clear();
            values.Clear();
        }
    }

    private SweepRecord SweepById(long id) => QuerySweeps("WHERE s.id = @id", new { id })[0];

    private List<SweepRecord> QuerySweeps(string where, object parameters)
    {
        using var reader = _store.Connection.ExecuteReader($"{SelectSweep}\n{where}", parameters);
        var sweeps = new List<SweepRecord>();
        while (reader.Read())
        {
            sweeps.Add(new SweepRecord
            {
                Id = reader.GetInt64(0),
                Name = reader.GetString(1),
                Number = reader.GetInt64(2),
                Description = reader.GetString(3),
                ExperimentFile = reader.GetString(4),
                ExperimentText = reader.GetString(5),
                Plan = reader.GetString(6),
                PlanHash = reader.GetString(7),
                MetricName = reader.GetString(8),
                MetricGoal = reader.GetString(9),
                WeightsKept = reader.GetString(10),
                Command = reader.GetString(11),
                GitCommit = reader.IsDBNull(12) ? null : reader.GetString(12),
                GitDirty = reader.IsDBNull(13) ? null : reader.GetBoolean(13),
                Machine = reader.GetString(14),
                Versions = reader.GetString(15),
                CreatedAt = StoredTime.FromText(reader.GetString(16)),
                DatasetSha256 = reader.GetString(17),
                ProcessId = reader.IsDBNull(18) ? null : reader.GetInt64(18),
            });
        }
        return sweeps;
    }

    private UserErrorException Unknown(SweepReference reference)
    {
        var numbers = _store.Connection
            .Query<long>("SELECT number FROM sweep WHERE name = @Name ORDER BY number", new { reference.Name })
            .ToList();
        if (numbers.Count > 0)
        {
            return new UserErrorException(
                $"There is no sweep {reference} in '{Path}'; there is {string.Join(", ", numbers.Select(n => $"{reference.Name}#{n}"))}.");
        }
        var names = _store.Connection.Query<string>("SELECT DISTINCT name FROM sweep ORDER BY name").ToList();
        if (names.Count == 0)
        {
            return new UserErrorException(
                $"There is no sweep {reference} in '{Path}': it holds none yet. `goalkeeper run <experiment file>` makes one.");
        }
        var nearest = Spelling.Nearest(reference.Name, names);
        var hint = nearest is null ? "" : $" Did you mean {nearest}?";
        return new UserErrorException($"There is no sweep {reference} in '{Path}'.{hint} It holds: {string.Join(", ", names)}.");
    }

    private List<TrialRecord> ReadTrials(string where, object parameters)
    {
        var values = Grouped<object>(
            $"SELECT p.trial_id, p.name, p.value FROM trial t CROSS JOIN parameter p ON p.trial_id = t.id WHERE {where}",
            parameters,
            v => v);
        var metrics = Grouped<double>(
            $"SELECT m.trial_id, m.name, m.value FROM trial t CROSS JOIN metric m ON m.trial_id = t.id WHERE {where}",
            parameters,
            v => v is DBNull ? double.NaN : Convert.ToDouble(v, CultureInfo.InvariantCulture));
        using var rows = _store.Connection.ExecuteReader(
            $"""
            SELECT t.id, t.number, t.point, t.variant, t.replicate, t.seed, t.state, t.reason, t.started_at, t.duration_ms
            FROM trial t
            WHERE {where}
            ORDER BY t.number
            """,
            parameters);
        var trials = new List<TrialRecord>();
        while (rows.Read())
        {
            var id = rows.GetInt64(0);
            trials.Add(new TrialRecord
            {
                Id = id,
                Number = rows.GetInt64(1),
                Point = rows.GetInt64(2),
                Variant = rows.IsDBNull(3) ? null : rows.GetString(3),
                Replicate = rows.GetInt64(4),
                Seed = rows.GetInt64(5),
                State = rows.GetString(6),
                Reason = rows.IsDBNull(7) ? null : rows.GetString(7),
                StartedAt = rows.IsDBNull(8) ? null : StoredTime.FromText(rows.GetString(8)),
                DurationMs = rows.IsDBNull(9) ? null : rows.GetDouble(9),
                Parameters = values.GetValueOrDefault(id) ?? [],
                Metrics = metrics.GetValueOrDefault(id) ?? [],
            });
        }
        return trials;
    }

    private Dictionary<long, SortedDictionary<string, T>> Grouped<T>(string sql, object parameters, Func<object, T> convert)
    {
        using var rows = _store.Connection.ExecuteReader(sql, parameters);
        var groups = new Dictionary<long, SortedDictionary<string, T>>();
        while (rows.Read())
        {
            var id = rows.GetInt64(0);
            if (!groups.TryGetValue(id, out var group))
            {
                groups.Add(id, group = new SortedDictionary<string, T>(StringComparer.Ordinal));
            }
            group.Add(rows.GetString(1), convert(rows.GetValue(2)));
        }
        return groups;
    }

    private sealed record DatasetRow(
        string Name,
        string Features,
        string Shape,
        string Classes,
        long TrainCount,
        long DevCount,
        long TestCount,
        byte[]? Palette,
        byte[] Content);
}
