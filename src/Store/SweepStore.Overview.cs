using System.Globalization;

namespace Goalkeeper.Store;

// What there is: one line a sweep.
internal sealed partial class SweepStore
{
    /// <summary>All sweeps with the counts of their trials and their best, by name and number.</summary>
    /// <param name="onDamage">Is told of each sweep that cannot be read, which is left out; where it is null, damage is an exception.</param>
    public IReadOnlyList<SweepOverview> List(Action<UserErrorException>? onDamage = null)
    {
        var list = new List<SweepOverview>();
        // Each is read by itself, so that what is damaged of one hides no other.
        foreach (var (id, name, number) in _store.Read("the list of sweeps", Names))
        {
            try
            {
                list.Add(_store.Read(() => Overview(id, name, number)));
            }
            catch (Exception e) when (e is UserErrorException || StoreConnection.IsDamage(e))
            {
                var damage = _store.Damaged(
                    $"sweep {new SweepReference(name ?? "?", number)}", (e as UserErrorException)?.InnerException ?? e);
                if (onDamage is null) throw damage;
                onDamage(damage);
            }
        }
        return list;
    }

    // They are in an index too, whatever has become of the sweep's row.
    private List<(long Id, string? Name, long? Number)> Names()
    {
        using var rows = new Statement(_store.Handle, "SELECT id, name, number FROM sweep ORDER BY name, number");
        var names = new List<(long, string?, long?)>();
        while (rows.Step()) names.Add((rows.Int64(0), rows.Value(1) as string, rows.Value(2) as long?));
        return names;
    }

    private SweepOverview Overview(long id, string? name, long? number)
    {
        if (name is null || number is null) throw new FormatException("its name is no text, or its number none");
        using var sweep = new Statement(_store.Handle, "SELECT metric_name, metric_goal, metric_format, created_at FROM sweep WHERE id = ?1").Bind(1, id);
        if (!sweep.Step()) throw new FormatException("its row is gone");
        var counts = CountStates(id);
        using var best = new Statement(_store.Handle, "SELECT point, first_trial, n, mean FROM best_point WHERE sweep = ?1 AND sweep_number = ?2")
            .Bind(1, name).Bind(2, number);
        var hasBest = best.Step();
        CheckMetric(id);
        return new SweepOverview(
            name,
            number.Value,
            counts.Values.Sum(),
            counts.GetValueOrDefault(TrialState.Queued),
            counts.GetValueOrDefault(TrialState.Running),
            counts.GetValueOrDefault(TrialState.Lost) + counts.GetValueOrDefault(TrialState.Interrupted),
            counts.GetValueOrDefault(TrialState.Finished),
            counts.GetValueOrDefault(TrialState.Failed),
            counts.GetValueOrDefault(TrialState.Diverged),
            sweep.Text(0),
            sweep.Text(1),
            hasBest ? best.Double(3) : null,
            hasBest ? best.Int64(1) : null,
            sweep.Text(3),
            hasBest ? best.Int64(0) : null,
            hasBest ? best.Int64(2) : null,
            counts.GetValueOrDefault(TrialState.Pruned),
            Format(sweep.Text(2)))
        {
            Tags = ReadTags(id, trial: 0),
        };
    }

    private Dictionary<string, long> CountStates(long sweep)
    {
        using var rows = new Statement(
            _store.Handle, $"SELECT {new Workers(_store, Clock).StateSql(sweep)}, count(*) FROM trial t WHERE sweep_id = ?1 GROUP BY 1").Bind(1, sweep);
        var counts = new Dictionary<string, long>();
        while (rows.Step()) counts.Add(State(rows.Text(0)), rows.Int64(1));
        CheckNoneIsGone(sweep, counts.Values.Sum());
        return counts;
    }

    private static string State(string text) => TrialState.All.Contains(text) ? text : throw new FormatException($"the state of a trial is '{text}'");

    /// <summary>A grid has all trials of its plan; what has a run_cap may end before, with those up to its last.</summary>
    /// <exception cref="FormatException">Some are gone.</exception>
    private void CheckNoneIsGone(long sweep, long count)
    {
        using var planned = new Statement(
            _store.Handle,
            """
            SELECT max(
                CASE WHEN json_valid(plan) AND json_extract(plan, '$.run_cap') IS NULL THEN coalesce(json_extract(plan, '$.trials'), 0) ELSE 0 END,
                (SELECT coalesce(max(number), 0) FROM trial WHERE sweep_id = ?1))
            FROM sweep
            WHERE id = ?1
            """).Bind(1, sweep);
        if (planned.Step() && planned.Int64(0) - count is > 0 and var gone)
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{gone} of its {planned.Int64(0)} trials {(gone == 1 ? "is" : "are")} gone"));
    }

    /// <summary>What is no number would be one to SQLite's sums.</summary>
    /// <exception cref="FormatException">A trial's value of the metric that decides is none.</exception>
    private void CheckMetric(long sweep)
    {
        using var damaged = new Statement(
            _store.Handle,
            """
            SELECT t.number
            FROM sweep s
            JOIN trial t ON t.sweep_id = s.id
            JOIN metric m ON m.attempt_id = t.attempt_id AND m.name = s.metric_name
            WHERE s.id = ?1 AND typeof(m.value) NOT IN ('real', 'integer', 'null')
            LIMIT 1
            """).Bind(1, sweep);
        if (damaged.Step()) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"its metric's value in trial {damaged.Int64(0)} is no number"));
    }
}
