using System.Globalization;
using System.Text.Json;

namespace Goalkeeper.Store;

/// <summary>
/// Writes what came of a worker's attempts, within the transaction that its caller has open. An attempt's rows come first and its state
/// last: from then on the schema lets nothing of it change.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="sweep">Whose trials they are.</param>
internal class TrialCommit(StoreConnection store, SweepRecord sweep)
{
    /// <summary>Adds to the trace of an attempt that is under way; a step that is there already has its value now.</summary>
    public void Append(Claim claim, IReadOnlyList<Trace> traces)
    {
        if (IsHeld(claim)) InsertTraces(claim.AttemptId, traces);
    }

    /// <summary>Ends an attempt with everything that it measured.</summary>
    /// <returns>False where it came too late: the attempt was lost, and nothing of it is stored.</returns>
    public bool End(Claim claim, TrialResult result)
    {
        if (!TrialState.IsEnded(result.State))
            throw new ArgumentException($"A result's state must be finished, failed, diverged or pruned, not {result.State}.", nameof(result));
        if (!IsHeld(claim)) return false;
        var id = claim.AttemptId;
        InsertMetrics(id, result.Metrics);
        InsertTraces(id, result.Traces);
        InsertPredictions(id, result.Predictions);
        var keeps = result.Weights is { } weights && Retains(result);
        if (keeps) InsertWeights(id, result.Weights!);
        if (sweep.Kind == SweepKind.Network && Fingerprint.Of(result) is { } fingerprint) Insert(id, fingerprint);
        UpdateAttempt(id, result);
        UpdateTrial(claim.TrialId, result);
        if (keeps && sweep.WeightsKept == WeightsKept.Best) KeepOnly(id);
        return true;
    }

    private void UpdateAttempt(long id, TrialResult result)
    {
        var process = result.Process;
        store.Prepared(
            """
            UPDATE attempt
            SET state = ?2, reason = ?3, started_at = ?4, duration_ms = ?5, exit_code = ?6, signal = ?7, cpu_ms = ?8, peak_memory = ?9, files = ?10,
                remark = ?11
            WHERE id = ?1
            """)
            .Bind(1, id).Bind(2, result.State).Bind(3, result.Reason).Bind(4, StoredTime.ToText(result.StartedAt)).Bind(5, result.DurationMs)
            .Bind(6, process?.ExitCode).Bind(7, process?.Signal).Bind(8, process?.CpuMs ?? double.NaN).Bind(9, process?.PeakMemory)
            .Bind(10, process is null ? null : JsonSerializer.Serialize(process.Files)).Bind(11, process?.Remark).Execute();
    }

    private void UpdateTrial(long id, TrialResult result)
    {
        if (result.IsToBeTriedAgain)
        {
            store.Prepared("UPDATE trial SET state = 'queued', attempt_id = NULL, started_at = NULL WHERE id = ?1").Bind(1, id).Execute();
            return;
        }
        store.Prepared("UPDATE trial SET state = ?2, reason = ?3, started_at = ?4, duration_ms = ?5 WHERE id = ?1")
            .Bind(1, id).Bind(2, result.State).Bind(3, result.Reason).Bind(4, StoredTime.ToText(result.StartedAt))
            .Bind(5, result.DurationMs).Execute();
    }

    /// <summary>The fence: an attempt was lost if its worker was silent for too long, and another may have the trial by now.</summary>
    protected virtual bool IsHeld(Claim claim) =>
        store.Prepared("SELECT state = 'running' FROM attempt WHERE id = ?1").Bind(1, claim.AttemptId).Scalar() is 1L;

    private void InsertMetrics(long id, IReadOnlyDictionary<string, double> metrics)
    {
        var insert = store.Prepared("INSERT INTO metric (attempt_id, name, value) VALUES (?1, ?2, ?3)").Bind(1, id);
        foreach (var (name, value) in metrics) insert.Bind(2, name).Bind(3, value).Execute();
    }

    private void InsertTraces(long id, IReadOnlyList<Trace> traces)
    {
        var insert = store.Prepared("INSERT OR REPLACE INTO trace (attempt_id, metric, position, step, value) VALUES (?1, ?2, ?3, ?3, ?4)").Bind(1, id);
        foreach (var trace in traces)
        {
            if (trace.Iterations.Count != trace.Values.Count)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Trace {trace.Metric} has {trace.Iterations.Count} iterations but {trace.Values.Count} values."));
            }
            insert.Bind(2, trace.Metric);
            for (var i = 0; i < trace.Values.Count; i++)
                insert.Bind(3, trace.Iterations[i]).Bind(4, trace.Values[i]).Execute();
        }
    }

    private void InsertPredictions(long id, IReadOnlyList<Prediction> predictions)
    {
        var insert = store.Prepared("INSERT INTO prediction (attempt_id, split, labels, probabilities, example_set_id) VALUES (?1, ?2, ?3, ?4, ?5)").Bind(1, id);
        foreach (var prediction in predictions)
        {
            // From the double: rounded to single precision, 0.5 and a little is 0.5.
            var labels = string.Create(prediction.Probabilities.Length, prediction.Probabilities, static (text, probabilities) =>
            {
                for (var i = 0; i < text.Length; i++) text[i] = probabilities[i] > 0.5 ? '1' : '0';
            });
            var examples = prediction.Examples is { } set ? ExampleSets.FindOrInsert(store, set) : (long?)null;
            insert.Bind(2, prediction.Split).Bind(3, labels).Bind(4, LittleEndian.SingleBytes(prediction.Probabilities)).Bind(5, examples).Execute();
        }
    }

    private void Insert(long id, Fingerprint fingerprint)
    {
        static byte[]? Bytes(string? hex) => hex is null ? null : Convert.FromHexString(hex);
        store.Prepared("INSERT INTO fingerprint (attempt_id, initial_weights, result) VALUES (?1, ?2, ?3)")
            .Bind(1, id).BindValue(2, Bytes(fingerprint.InitialWeights)).BindValue(3, Bytes(fingerprint.Result)).Execute();
    }

    /// <summary>Whether a trial's weights are to be kept as the sweep says. For best, the outcome is the same in whatever order trials end.</summary>
    private bool Retains(TrialResult result)
    {
        if (sweep.WeightsKept != WeightsKept.Best) return sweep.WeightsKept == WeightsKept.All;
        // Only finished trials with a number compete, as in best_trial.
        return result.State == TrialState.Finished
            && result.Metrics.TryGetValue(sweep.MetricName, out var value)
            && !double.IsNaN(value)
            && (Kept() is not { } kept || IsBetter(value, result.Number, kept.Value, kept.Number));
    }

    private (long Number, double Value)? Kept()
    {
        var find = store.Prepared(
            """
            SELECT t.number, m.value
            FROM sweep s
            JOIN attempt k ON k.id = s.kept_attempt_id
            JOIN trial t ON t.id = k.trial_id
            JOIN metric m ON m.attempt_id = s.kept_attempt_id AND m.name = s.metric_name
            WHERE s.id = ?1
            """).Bind(1, sweep.Id);
        if (!find.Step()) return null;
        var kept = (find.Int64(0), find.Double(1));
        find.Reset();
        return kept;
    }

    private bool IsBetter(double value, long number, double keptValue, long keptNumber) =>
        sweep.Metric.IsBetter(value, keptValue) || (value == keptValue && number < keptNumber);

    private void InsertWeights(long id, StoredWeights weights) =>
        store.Prepared("INSERT INTO weights (attempt_id, layers, content) VALUES (?1, ?2, ?3)")
            .Bind(1, id).Bind(2, JsonSerializer.Serialize(weights.Layers)).Bind(3, LittleEndian.Bytes(weights.Values)).Execute();

    // Last: the schema lets weights go when a better trial has finished with its own.
    private void KeepOnly(long id)
    {
        var former = store.Prepared("SELECT kept_attempt_id FROM sweep WHERE id = ?1").Bind(1, sweep.Id).Scalar();
        store.Prepared("UPDATE sweep SET kept_attempt_id = ?2 WHERE id = ?1").Bind(1, sweep.Id).Bind(2, id).Execute();
        if (former is long attempt)
            store.Prepared("DELETE FROM weights WHERE attempt_id = ?1").Bind(1, attempt).Execute();
    }
}
