using System.Globalization;
using System.Text.Json;
using Dapper;

namespace Goalkeeper.Store;

internal sealed partial class SweepStore
{
    private const string SelectSweep =
        """
        SELECT s.id, s.name, s.number, s.description, s.experiment_file, s.experiment_text, s.plan, s.plan_hash, s.metric_name,
            s.metric_goal, s.weights_kept, s.command, s.git_commit, s.git_dirty, s.machine, s.versions, s.created_at, d.sha256, s.metric_examples,
            d.train_count, d.dev_count, d.test_count, s.uid, s.kind, s.metric_format, s.note
        FROM sweep s
        LEFT JOIN dataset d ON d.id = s.dataset_id
        """;

    /// <summary>The sweep that a reference means: without a number, the newest of its name.</summary>
    /// <exception cref="UserErrorException">There is none; the message says what there is.</exception>
    public SweepRecord Find(SweepReference reference) => _store.Read($"sweep {reference}", () =>
    {
        var found = ReadSweeps(_store.Prepared(
            $"{SelectSweep}\nWHERE s.name = ?1 AND (?2 IS NULL OR s.number = ?2) ORDER BY s.number DESC LIMIT 1")
            .Bind(1, reference.Name).Bind(2, reference.Number));
        return found.Count > 0 ? found[0] : throw Unknown(reference);
    });

    /// <summary>All sweeps of a name, newest first; none is an empty list.</summary>
    public IReadOnlyList<SweepRecord> SweepsNamed(string name) => _store.Read(
        $"a sweep named {name}",
        () => ReadSweeps(_store.Prepared($"{SelectSweep}\nWHERE s.name = ?1 ORDER BY s.number DESC").Bind(1, name)));

    /// <summary>All trials of a sweep by number, with their parameters and metrics.</summary>
    public IReadOnlyList<TrialRecord> Trials(SweepRecord sweep) => _store.Read(SomeTrial(sweep), () =>
    {
        var trials = ReadTrials(sweep);
        CheckNoneIsGone(sweep.Id, trials.Count);
        return trials;
    });

    /// <summary>One trial with its parameters and metrics.</summary>
    /// <exception cref="UserErrorException">The sweep has no trial of that number.</exception>
    public TrialRecord Trial(SweepRecord sweep, long number) => _store.Read(SomeTrial(sweep), () =>
    {
        var found = ReadTrials(sweep, "AND t.number = ?2", number);
        if (found.Count > 0) return found[0];
        var last = _store.Connection.ExecuteScalar<long>(
            "SELECT coalesce(max(number), 0) FROM trial WHERE sweep_id = @Id", new { sweep.Id });
        throw new UserErrorException(string.Create(
            CultureInfo.InvariantCulture, $"Sweep {sweep.Reference} has no trial {number}: its trials are 1 to {last}."));
    });

    /// <summary>The newest sweep of a name that has, or has had, a plan; null where there is none.</summary>
    public SweepRecord? FindPlan(string name, string planHash) => _store.Read($"a sweep named {name}", () =>
    {
        var found = ReadSweeps(_store.Prepared(
            $"""
            {SelectSweep}
            JOIN sweep_plan p ON p.sweep_id = s.id AND p.plan_hash = ?2
            WHERE s.name = ?1
            ORDER BY s.number DESC
            LIMIT 1
            """).Bind(1, name).Bind(2, planHash));
        return found.Count > 0 ? found[0] : null;
    });

    /// <summary>
    /// How many earlier sweeps chose on a dev set and have ended, so that their reports looked at the same test set.
    /// </summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="dataset">Its data.</param>
    public int EarlierLooks(SweepRecord sweep, StoredDataset dataset)
    {
        var looks = _store.Read(() =>
        {
            var rows = _store.Prepared(
                """
                SELECT d.sha256
                FROM sweep s
                JOIN dataset d ON d.id = s.dataset_id
                WHERE s.id < ?1
                    AND d.test_count = (SELECT test_count FROM dataset WHERE sha256 = ?2)
                    AND s.metric_name LIKE 'dev\_%' ESCAPE '\'
                    AND EXISTS (SELECT 1 FROM trial WHERE sweep_id = s.id AND state = 'finished')
                    AND NOT EXISTS (SELECT 1 FROM trial WHERE sweep_id = s.id AND state IN ('queued', 'running'))
                """).Bind(1, sweep.Id).Bind(2, dataset.Sha256);
            var found = new List<string>();
            while (rows.Step()) found.Add(rows.Text(0));
            return found;
        });
        return looks.GroupBy(sha256 => sha256).Where(data => data.Key == dataset.Sha256 || HasSameTest(data.Key)).Sum(data => data.Count());

        bool HasSameTest(string sha256)
        {
            try
            {
                return dataset.HasTestOf(Dataset(sha256));
            }
            catch (UserErrorException)
            {
                // Damaged, which is to be told of the sweeps that it is the data of, and not of this one.
                return false;
            }
        }
    }

    /// <summary>How many trials of a sweep are in each state that occurs.</summary>
    public IReadOnlyDictionary<string, long> StateCounts(SweepRecord sweep) => _store.Read(SomeTrial(sweep), () => CountStates(sweep.Id));

    /// <summary>The point that a sweep's metric recommends, by the mean over its replicates; null where none has one.</summary>
    public BestPoint? BestPoint(SweepRecord sweep) => _store.Read(SomeTrial(sweep), () =>
    {
        var row = _store.Prepared("SELECT point, trials, n, mean FROM best_point WHERE sweep = ?1 AND sweep_number = ?2")
            .Bind(1, sweep.Name).Bind(2, sweep.Number);
        if (!row.Step()) return null;
        CheckMetric(sweep.Id);
        var result = new PointResult(row.Int64(0), row.Int64(1), row.Int64(2), row.Double(3));
        row.Reset();
        return new BestPoint(result, ReadTrials(sweep, "AND t.point = ?2", result.Point));
    });

    /// <summary>All points of a sweep with what has come out of them so far.</summary>
    public PointRanking Ranking(SweepRecord sweep) => _store.Read(SomeTrial(sweep), () =>
    {
        var ranking = new PointRanking(sweep.Metric);
        var rows = _store.Prepared(
            """
            SELECT t.point, m.value
            FROM trial t
            LEFT JOIN metric m ON m.attempt_id = t.attempt_id AND m.name = ?2 AND t.state = 'finished'
            WHERE t.sweep_id = ?1
            ORDER BY t.number
            """).Bind(1, sweep.Id).Bind(2, sweep.MetricName);
        while (rows.Step())
        {
            ranking.Plan(rows.Int64(0));
            ranking.Finish(rows.Int64(0), rows.Double(1));
        }
        return ranking;
    });

    /// <summary>The best finished trial of a sweep by its metric, the lowest number among equals; null where none has a value.</summary>
    public BestTrial? Best(SweepRecord sweep) => _store.Read(SomeTrial(sweep), () =>
    {
        var row = _store.Prepared("SELECT trial, value FROM best_trial WHERE sweep = ?1 AND sweep_number = ?2")
            .Bind(1, sweep.Name).Bind(2, sweep.Number);
        if (!row.Step()) return null;
        var best = new BestTrial(row.Int64(0), row.Double(1));
        row.Reset();
        return best;
    });

    private static string SomeTrial(SweepRecord sweep) => $"a trial of {sweep.Reference}";

    private SweepRecord SweepById(long id) => ReadSweeps(_store.Prepared($"{SelectSweep}\nWHERE s.id = ?1").Bind(1, id))[0];

    private static List<SweepRecord> ReadSweeps(Statement rows)
    {
        var sweeps = new List<SweepRecord>();
        while (rows.Step())
        {
            sweeps.Add(new SweepRecord
            {
                Id = rows.Int64(0),
                Name = rows.Text(1),
                Number = rows.Int64(2),
                Description = rows.Text(3),
                ExperimentFile = rows.Text(4),
                ExperimentText = rows.Text(5),
                Plan = rows.Text(6),
                PlanHash = rows.Text(7),
                MetricName = rows.Text(8),
                MetricGoal = rows.Text(9) is var goal and (MetricDefinition.Maximize or MetricDefinition.Minimize) ? goal : throw new FormatException("its metric's goal is neither maximize nor minimize"),
                WeightsKept = rows.Text(10),
                Command = rows.Text(11),
                GitCommit = rows.IsNull(12) ? null : rows.Text(12),
                GitDirty = rows.IsNull(13) ? null : rows.Int64(13) != 0,
                Machine = JsonObject(rows, 14),
                Versions = JsonObject(rows, 15),
                CreatedAt = StoredTime.FromText(rows.Text(16)),
                DatasetSha256 = !rows.IsNull(17) ? rows.Text(17)
                    : rows.Text(23) == SweepKind.Network ? throw new FormatException("its dataset is not there")
                    : null,
                MetricExamples = rows.Int64(18),
                Examples = (rows.Int64(19), rows.Int64(20), rows.Int64(21)) is ( >= 0, >= 0, >= 0) counts
                    ? new SplitCounts(counts.Item1, counts.Item2, counts.Item3)
                    : throw new FormatException("a split of its dataset has less than no examples"),
                Uid = rows.Text(22),
                Kind = rows.Text(23) is var kind && SweepKind.All.Contains(kind) ? kind : throw new FormatException($"{kind} is no kind of sweep"),
                MetricFormat = Format(rows.Text(24)),
                Note = rows.IsNull(25) ? null : rows.Text(25),
            });
        }
        return sweeps;
    }

    private static MetricFormat Format(string text) => text switch
    {
        "percent" => MetricFormat.Percent,
        "number" => MetricFormat.Number,
        _ => throw new FormatException("metric_format is neither percent nor number"),
    };

    private static string JsonObject(Statement row, int column)
    {
        _ = row.Json<Dictionary<string, JsonElement>>(column);
        return row.Text(column);
    }

    private UserErrorException Unknown(SweepReference reference) => _store.Read("the name of a sweep", () =>
    {
        var numbers = _store.Connection
            .Query<long>("SELECT number FROM sweep WHERE name = @Name ORDER BY number", new { reference.Name })
            .ToList();
        if (numbers.Count > 0)
        {
            return new UserErrorException(
                $"There is no sweep {reference} in '{Path}'; there is {ShortList.Of(numbers.Select(n => $"{reference.Name}#{n}"))}.");
        }
        var names = _store.Connection.Query<string>("SELECT DISTINCT name FROM sweep ORDER BY name").ToList();
        if (names.Count == 0)
        {
            return new UserErrorException(
                $"There is no sweep {reference} in '{Path}': it holds none yet. `goalkeeper run <experiment file>` makes one.");
        }
        var nearest = Spelling.Nearest(reference.Name, names);
        var hint = nearest is null ? "" : $" Did you mean {nearest}?";
        return new UserErrorException($"There is no sweep {reference} in '{Path}'.{hint} It holds: {ShortList.Of(names)}.");
    });

    /// <summary>The processes that run trials of a sweep and have not left it, alive or not.</summary>
    public IReadOnlyList<WorkerRecord> Workers(SweepRecord sweep) =>
        _store.Read($"a worker of {sweep.Reference}", () => new Workers(_store, Clock).Of(sweep.Id));

    private string StateSql(SweepRecord sweep) => new Workers(_store, Clock).StateSql(sweep.Id);

    /// <param name="sweep">The sweep.</param>
    /// <param name="condition">What else must hold, with <paramref name="value"/> as ?2.</param>
    /// <param name="value">What the condition compares with.</param>
    private List<TrialRecord> ReadTrials(SweepRecord sweep, string condition = "", long? value = null)
    {
        var parameters = ReadGroups(
            "parameter", "v.trial_id = t.id", row => row.Value(3) is { } v and (long or double or string) ? v : throw new FormatException("a parameter is neither number nor text"));
        var metrics = ReadGroups("metric", "v.attempt_id = t.attempt_id", row => row.Double(3));
        using var rows = Select(
            $"""
            SELECT t.id, t.number, t.point, t.variant, t.replicate, t.seed, {StateSql(sweep)}, t.reason, t.started_at, t.duration_ms, t.attempt_id, a.id
            FROM trial t
            LEFT JOIN attempt a ON a.id = t.attempt_id
            WHERE t.sweep_id = ?1 {condition}
            ORDER BY t.number
            """);
        var trials = new List<TrialRecord>();
        while (rows.Step())
        {
            trials.Add(Named(rows, 1, () => new TrialRecord
            {
                Id = rows.Int64(0),
                Number = rows.Int64(1),
                Point = rows.Int64(2),
                Variant = rows.IsNull(3) ? null : rows.Text(3),
                Replicate = rows.Int64(4),
                Seed = rows.Int64(5),
                State = State(rows.Text(6)),
                AttemptId = rows.IsNull(10) ? null : rows.Int64(11) == 0 ? throw new FormatException("its attempt is gone") : rows.Int64(10),
                Reason = rows.IsNull(7) ? null : rows.Text(7),
                StartedAt = rows.IsNull(8) ? null : StoredTime.FromText(rows.Text(8)),
                DurationMs = rows.IsNull(9) ? null : rows.Double(9),
                Parameters = parameters.GetValueOrDefault(rows.Int64(0)) ?? [],
                Metrics = metrics.GetValueOrDefault(rows.Int64(0)) ?? [],
            }));
        }
        return trials;

        Statement Select(string sql)
        {
            var statement = new Statement(_store.Handle, sql).Bind(1, sweep.Id);
            return value is { } second ? statement.Bind(2, second) : statement;
        }

        Dictionary<long, SortedDictionary<string, T>> ReadGroups<T>(string table, string join, Func<Statement, T> read)
        {
            using var groupRows = Select(
                $"""
                SELECT t.number, t.id, v.name, v.value
                FROM trial t
                CROSS JOIN {table} v ON {join}
                WHERE t.sweep_id = ?1 {condition}
                """);
            var groups = new Dictionary<long, SortedDictionary<string, T>>();
            while (groupRows.Step())
            {
                Named(groupRows, 0, () =>
                {
                    if (!groups.TryGetValue(groupRows.Int64(1), out var group))
                        groups.Add(groupRows.Int64(1), group = new SortedDictionary<string, T>(StringComparer.Ordinal));
                    return group[groupRows.Text(2)] = read(groupRows);
                });
            }
            return groups;
        }

        // Damage is told with the trial that has it, where the row still says which.
        T Named<T>(Statement row, int number, Func<T> read)
        {
            try
            {
                return read();
            }
            catch (Exception e) when (StoreConnection.IsDamage(e) && row.Value(number) is long)
            {
                throw _store.Damaged($"trial {new TrialReference(sweep.Reference, row.Int64(number))}", e);
            }
        }
    }
}
