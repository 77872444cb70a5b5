using System.Globalization;
using System.Text.Json;
using Dapper;

namespace Goalkeeper.Store;

internal sealed partial class SweepStore
{
    /// <summary>
    /// Finds the newest sweep of that name with that plan, or stores a new one with all its trials queued: atomically, so that two
    /// processes that ask at once get one sweep. A sweep is what its plan means: one that is found again takes the experiment's
    /// text, file and description as they are now, and keeps everything else; and all of it where it was extended since.
    /// </summary>
    /// <param name="sweep">What was asked for.</param>
    /// <param name="trials">All trials of the plan; unused when the sweep is there already.</param>
    /// <param name="forceNew">Store a new sweep whatever is there.</param>
    public FoundSweep FindOrCreate(NewSweep sweep, IReadOnlyList<PlannedTrial> trials, bool forceNew = false) => _store.Write(() =>
    {
        if (!forceNew && FindPlan(sweep.Name, sweep.PlanHash)?.Id is { } found)
        {
            // A search may have another number of points now.
            _store.Connection.Execute(
                "UPDATE sweep SET plan = @Plan WHERE id = @found AND plan <> @Plan AND json_valid(plan) AND plan ->> 'run_cap' IS NOT NULL", new { sweep.Plan, found });
            _store.Connection.Execute(
                """
                UPDATE sweep
                SET experiment_text = @ExperimentText, experiment_file = @ExperimentFile, description = @Description
                WHERE id = @found
                    AND plan_hash = @PlanHash
                    AND (experiment_text, experiment_file, description) <> (@ExperimentText, @ExperimentFile, @Description)
                """,
                new { sweep.ExperimentText, sweep.ExperimentFile, sweep.Description, sweep.PlanHash, found });
            return new FoundSweep(SweepById(found), Resumed: true);
        }
        var created = InsertSweep(sweep, sweep.Dataset is { } dataset ? InsertDataset(dataset) : null);
        InsertPlan(created, sweep);
        InsertPreparation(created, sweep);
        InsertTrials(created, trials);
        InsertTags(created, trial: 0, sweep.Tags);
        return new FoundSweep(SweepById(created), Resumed: false);
    });

    /// <summary>
    /// Adds trials to a sweep, whose plan is another from then on. Nothing changes of the trials that are there, and the sweep is found by its
    /// earlier plans too. Who is at work on it takes the new trials as well.
    /// </summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="plan">What it is then.</param>
    /// <param name="added">Their numbers follow those that are there.</param>
    /// <exception cref="UserErrorException">The sweep is no longer what was found.</exception>
    public SweepRecord Extend(SweepRecord sweep, NewSweep plan, IReadOnlyList<PlannedTrial> added) => _store.Write(() =>
    {
        var isExtended = _store.Connection.Execute(
            """
            UPDATE sweep
            SET plan = @Plan, plan_hash = @PlanHash, command = @Command, experiment_text = @ExperimentText, experiment_file = @ExperimentFile,
                description = @Description
            WHERE id = @Id AND plan_hash = @former
            """,
            new
            {
                sweep.Id,
                former = sweep.PlanHash,
                plan.Plan,
                plan.PlanHash,
                plan.Command,
                plan.ExperimentText,
                plan.ExperimentFile,
                plan.Description,
            });
        if (isExtended == 0)
            throw new UserErrorException($"{sweep.Reference} was extended or deleted by another process meanwhile; run the same command again");
        InsertPlan(sweep.Id, plan);
        InsertTrials(sweep.Id, added);
        AddEvent(sweep, trial: null, "extend", string.Create(CultureInfo.InvariantCulture, $"trials {added[0].Number} to {added[^1].Number}"));
        return SweepById(sweep.Id);
    });

    /// <summary>
    /// Queues ended trials again; what they gave stays readable as an earlier attempt. A finished trial is not tried again: its result would be
    /// the same, or a program's that nobody could choose between.
    /// </summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="numbers">Failed or diverged trials.</param>
    /// <returns>How many there were; others are left as they are.</returns>
    public int Retry(SweepRecord sweep, IReadOnlyCollection<long> numbers) => _store.Write(() =>
    {
        var count = 0;
        foreach (var number in numbers)
        {
            var isQueued = _store.Connection.Execute(
                """
                UPDATE trial SET state = 'queued', attempt_id = NULL, reason = NULL, started_at = NULL, duration_ms = NULL
                WHERE sweep_id = @Id AND number = @number AND state IN ('failed', 'diverged')
                """,
                new { sweep.Id, number });
            if (isQueued > 0) AddEvent(sweep, number, "retry");
            count += isQueued;
        }
        return count;
    });

    /// <summary>Asks all who work on a sweep to end.</summary>
    /// <returns>How many there are.</returns>
    public int AskToStop(SweepRecord sweep) => _store.Write(() =>
    {
        var alive = Workers(sweep).Where(w => w.IsAlive).Select(w => w.Id).ToList();
        foreach (var id in alive) _store.Connection.Execute("UPDATE worker SET stop = 1 WHERE id = @id", new { id });
        if (alive.Count > 0) AddEvent(sweep, trial: null, "stop");
        return alive.Count;
    });

    private void AddEvent(SweepRecord sweep, long? trial, string kind, string? detail = null) => _store.Connection.Execute(
        "INSERT INTO event (sweep_id, trial, kind, detail, at) VALUES (@Id, @trial, @kind, @detail, @at)",
        new { sweep.Id, trial, kind, detail, at = StoredTime.ToText(Clock.GetUtcNow()) });

    private long InsertDataset(StoredDataset dataset)
    {
        var known = _store.Connection.ExecuteScalar<long?>("SELECT id FROM dataset WHERE sha256 = @Sha256", new { dataset.Sha256 });
        if (known is { } id) return id;
        var (palette, content) = DatasetContent.Compress(dataset);
        long Count(string split) => dataset.Splits.FirstOrDefault(s => s.Name == split)?.Labels.Length ?? 0;
        return _store.Connection.ExecuteScalar<long>(
            """
            INSERT INTO dataset (sha256, name, features, shape, classes, columns, train_count, dev_count, test_count, palette, content)
            VALUES (@Sha256, @Name, @Features, @Shape, @Classes, @Columns, @Train, @Dev, @Test, @Palette, @Content);
            SELECT last_insert_rowid();
            """,
            new
            {
                dataset.Sha256,
                dataset.Name,
                Features = JsonSerializer.Serialize(dataset.FeatureNames),
                Shape = JsonSerializer.Serialize(dataset.Shape),
                Classes = JsonSerializer.Serialize(dataset.ClassNames),
                Columns = JsonSerializer.Serialize(dataset.Columns, JsonSerializerOptions.Web),
                Train = Count("train"),
                Dev = Count("dev"),
                Test = Count("test"),
                Palette = palette,
                Content = content,
            });
    }

    private long InsertSweep(NewSweep sweep, long? dataset) => _store.Connection.ExecuteScalar<long>(
        """
        INSERT INTO sweep (
            name, number, kind, description, experiment_file, experiment_text, plan, plan_hash, metric_name, metric_goal,
            metric_examples, metric_format, weights_kept, command, git_commit, git_dirty, machine, versions, created_at, dataset_id)
        VALUES (
            @Name, (SELECT coalesce(max(number), 0) + 1 FROM sweep WHERE name = @Name), @Kind, @Description, @ExperimentFile, @ExperimentText,
            @Plan, @PlanHash, @MetricName, @MetricGoal, @MetricExamples, @Format, @WeightsKept, @Command,
            @GitCommit, @GitDirty, @Machine, @Versions, @CreatedAt, @Dataset);
        SELECT last_insert_rowid();
        """,
        new
        {
            sweep.Name,
            sweep.Kind,
            sweep.Description,
            sweep.ExperimentFile,
            sweep.ExperimentText,
            sweep.Plan,
            sweep.PlanHash,
            sweep.MetricName,
            sweep.MetricGoal,
            sweep.MetricExamples,
            Format = sweep.MetricFormat == MetricFormat.Percent ? "percent" : "number",
            sweep.WeightsKept,
            sweep.Command,
            sweep.GitCommit,
            sweep.GitDirty,
            sweep.Machine,
            sweep.Versions,
            CreatedAt = StoredTime.ToText(sweep.CreatedAt),
            Dataset = dataset,
        });

    private void InsertPlan(long id, NewSweep sweep) =>
        _store.Connection.Execute("INSERT INTO sweep_plan (sweep_id, plan_hash) VALUES (@id, @PlanHash)", new { id, sweep.PlanHash });

    private void InsertPreparation(long id, NewSweep sweep)
    {
        var insert = _store.Prepared("INSERT INTO preparation (sweep_id, feature, name, fill, mean, deviation) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        foreach (var (i, feature) in sweep.Preparation.Index())
        {
            insert.Bind(1, id).Bind(2, i + 1).Bind(3, sweep.Dataset?.FeatureNames.ElementAtOrDefault(i))
                .Bind(4, feature.Fill).Bind(5, feature.Mean).Bind(6, feature.Deviation).Execute();
        }
    }

    private void InsertTrials(long sweep, IReadOnlyList<PlannedTrial> trials)
    {
        var insert = _store.Prepared(
            "INSERT INTO trial (sweep_id, number, point, variant, replicate, seed, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'queued')");
        var insertParameter = _store.Prepared("INSERT INTO parameter (trial_id, name, value) VALUES (?1, ?2, ?3)");
        foreach (var trial in trials)
        {
            insert.Bind(1, sweep).Bind(2, trial.Number).Bind(3, trial.Point).Bind(4, trial.Variant).Bind(5, trial.Replicate)
                .Bind(6, trial.Seed).Execute();
            insertParameter.Bind(1, SQLitePCL.raw.sqlite3_last_insert_rowid(_store.Handle));
            foreach (var (name, json) in trial.Parameters)
                insertParameter.Bind(2, name).BindValue(3, ParameterValue.FromJson(json)).Execute();
        }
    }
}
