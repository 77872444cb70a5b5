using System.Globalization;
using System.Text.Json;

namespace Goalkeeper.Store;

/// <summary>
/// Writes what happened to trials of one sweep, within the transaction that its caller has open.
/// A trial's rows come first and its state last: from then on the schema lets nothing of it change.
/// </summary>
internal sealed class TrialCommit
{
    private readonly StoreConnection _store;
    private readonly SweepRecord _sweep;
    private readonly (long First, long Last) _ids;

    public TrialCommit(StoreConnection store, SweepRecord sweep)
    {
        _store = store;
        _sweep = sweep;
        _ids = sweep.TrialIds(store);
    }

    /// <summary>queued → running.</summary>
    /// <exception cref="InvalidOperationException">The trial is not queued.</exception>
    public void Start(TrialStart start)
    {
        var (id, state) = Find(start.Number);
        if (state != TrialState.Queued)
        {
            throw Refusal(start.Number, $"can not start: it is {state}, not queued");
        }
        _store.Prepared("UPDATE trial SET state = 'running', started_at = ?2 WHERE id = ?1")
            .Bind(1, id).Bind(2, StoredTime.ToText(start.StartedAt)).Execute();
    }

    /// <summary>queued or running → ended, with everything that it measured.</summary>
    /// <exception cref="InvalidOperationException">The trial has ended already.</exception>
    public void End(TrialResult result)
    {
        if (!IsEnd(result.State))
        {
            throw new ArgumentException($"A result's state must be finished, failed or diverged, not {result.State}.", nameof(result));
        }
        var (id, state) = Find(result.Number);
        if (IsEnd(state))
        {
            throw Refusal(result.Number, $"has ended already ({state}); an ended trial never changes");
        }
        InsertMetrics(id, result.Metrics);
        InsertTraces(id, result.Traces);
        InsertPredictions(id, result.Predictions);
        var former = result.Weights is { } weights ? Retain(id, result, weights) : null;
        if (Fingerprint.Of(result) is { } fingerprint)
        {
            Insert(id, fingerprint);
        }
        _store.Prepared("UPDATE trial SET state = ?2, reason = ?3, started_at = ?4, duration_ms = ?5 WHERE id = ?1")
            .Bind(1, id).Bind(2, result.State).Bind(3, result.Reason).Bind(4, StoredTime.ToText(result.StartedAt))
            .Bind(5, result.DurationMs).Execute();
        if (former is not null)
        {
            // Only now: the schema lets weights go when a better trial has finished with its own.
            _store.Prepared("DELETE FROM weights WHERE trial_id = ?1").Bind(1, former).Execute();
        }
    }

    private static bool IsEnd(string state) => state is TrialState.Finished or TrialState.Failed or TrialState.Diverged;

    private InvalidOperationException Refusal(long number, string why) =>
        new($"Trial {new TrialReference(_sweep.Reference, number)} {why}. Nothing of this commit was stored.");

    private (long Id, string State) Find(long number)
    {
        var find = _store.Prepared("SELECT id, state FROM trial WHERE sweep_id = ?1 AND number = ?2").Bind(1, _sweep.Id).Bind(2, number);
        if (!find.Step())
        {
            throw Refusal(number, "does not exist");
        }
        var found = (find.Int64(0), find.Text(1));
        find.Reset();
        return found;
    }

    private void InsertMetrics(long id, IReadOnlyDictionary<string, double> metrics)
    {
        var insert = _store.Prepared("INSERT INTO metric (trial_id, name, value) VALUES (?1, ?2, ?3)").Bind(1, id);
        foreach (var (name, value) in metrics)
        {
            insert.Bind(2, name).Bind(3, value).Execute();
        }
    }

    private void InsertTraces(long id, IReadOnlyList<Trace> traces)
    {
        var insert = _store.Prepared("INSERT INTO trace (trial_id, metric, iteration, value) VALUES (?1, ?2, ?3, ?4)").Bind(1, id);
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
            {
                insert.Bind(3, trace.Iterations[i]).Bind(4, trace.Values[i]).Execute();
            }
        }
    }

    private void InsertPredictions(long id, IReadOnlyList<Prediction> predictions)
    {
        var insert = _store.Prepared("INSERT INTO prediction (trial_id, split, labels, probabilities) VALUES (?1, ?2, ?3, ?4)").Bind(1, id);
        foreach (var prediction in predictions)
        {
            // From the double: rounded to single precision, 0.5 and a little is 0.5.
            var labels = string.Create(prediction.Probabilities.Length, prediction.Probabilities, static (text, probabilities) =>
            {
                for (var i = 0; i < text.Length; i++)
                {
                    text[i] = probabilities[i] > 0.5 ? '1' : '0';
                }
            });
            insert.Bind(2, prediction.Split).Bind(3, labels).Bind(4, LittleEndian.SingleBytes(prediction.Probabilities)).Execute();
        }
    }

    private void Insert(long id, Fingerprint fingerprint)
    {
        static byte[]? Bytes(string? hex) => hex is null ? null : Convert.FromHexString(hex);
        _store.Prepared("INSERT INTO fingerprint (trial_id, initial_weights, result) VALUES (?1, ?2, ?3)")
            .Bind(1, id).BindValue(2, Bytes(fingerprint.InitialWeights)).BindValue(3, Bytes(fingerprint.Result)).Execute();
    }

    /// <summary>Keeps weights as the sweep says. For best, the outcome is the same in whatever order trials end.</summary>
    /// <returns>The trial whose weights must go, if any.</returns>
    private long? Retain(long id, TrialResult result, StoredWeights weights)
    {
        long? former = null;
        switch (_sweep.WeightsKept)
        {
            case WeightsKept.None:
                return null;
            case WeightsKept.Best:
                // Only finished trials with a number compete, as in best_trial.
                if (result.State != TrialState.Finished
                    || !result.Metrics.TryGetValue(_sweep.MetricName, out var value)
                    || double.IsNaN(value))
                {
                    return null;
                }
                if (Kept() is { } kept)
                {
                    if (!IsBetter(value, result.Number, kept.Value, kept.Number))
                    {
                        return null;
                    }
                    former = kept.Id;
                }
                break;
        }
        _store.Prepared("INSERT INTO weights (trial_id, layers, content) VALUES (?1, ?2, ?3)")
            .Bind(1, id).Bind(2, JsonSerializer.Serialize(weights.Layers)).Bind(3, LittleEndian.Bytes(weights.Values)).Execute();
        return former;
    }

    private (long Id, long Number, double Value)? Kept()
    {
        // Few weights are kept: from those to their trials (CROSS JOIN holds the order), not through all trials of the sweep.
        // The range of ids keeps SQLite from walking other sweeps' weights.
        var find = _store.Prepared(
            """
            SELECT t.id, t.number, m.value
            FROM weights w
            CROSS JOIN trial t ON t.id = w.trial_id
            CROSS JOIN metric m ON m.trial_id = t.id AND m.name = ?4
            WHERE w.trial_id BETWEEN ?1 AND ?2 AND t.sweep_id = ?3
            """).Bind(1, _ids.First).Bind(2, _ids.Last).Bind(3, _sweep.Id).Bind(4, _sweep.MetricName);
        if (!find.Step())
        {
            return null;
        }
        var kept = (find.Int64(0), find.Int64(1), find.Double(2));
        find.Reset();
        return kept;
    }

    private bool IsBetter(double value, long number, double keptValue, long keptNumber) =>
        _sweep.Metric.IsBetter(value, keptValue) || (value == keptValue && number < keptNumber);
}
