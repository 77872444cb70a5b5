using System.Globalization;
using Dapper;

namespace Goalkeeper.Store;

// What people do to sweeps that are there, without a change to what was measured.
internal sealed partial class SweepStore
{
    // What belongs to an attempt, then what belongs to a trial, then what belongs to a sweep: nothing points to what is gone.
    private static readonly string[] OfAttempt = ["artifact", "fingerprint", "weights", "prediction", "trace", "metric"];
    private static readonly string[] OfSweep = ["preparation", "proposal", "trial", "worker", "tag", "event", "sweep_plan"];

    /// <summary>Deletes a sweep with all that it has, and its data where no other sweep learns from them. Its room in the file is used again.</summary>
    /// <exception cref="UserErrorException">A process is at work on it.</exception>
    public void Delete(SweepRecord sweep)
    {
        _store.Write(() =>
        {
            CheckThatNobodyIsAtWork(sweep, "deleted");
            // A trial and its attempts point to each other; both are gone at the end.
            _store.Execute("PRAGMA defer_foreign_keys = ON");
            Run("INSERT INTO deletion (sweep_id) VALUES (@Id)");
            foreach (var table in OfAttempt)
                Run($"DELETE FROM {table} WHERE attempt_id IN (SELECT a.id FROM attempt a JOIN trial t ON t.id = a.trial_id WHERE t.sweep_id = @Id)");
            foreach (var table in (string[])["attempt", "parameter"]) Run($"DELETE FROM {table} WHERE trial_id IN (SELECT id FROM trial WHERE sweep_id = @Id)");
            foreach (var table in OfSweep) Run($"DELETE FROM {table} WHERE sweep_id = @Id");
            Run("DELETE FROM sweep WHERE id = @Id");
            Run("DELETE FROM dataset WHERE sha256 = @DatasetSha256 AND id NOT IN (SELECT dataset_id FROM sweep WHERE dataset_id IS NOT NULL)");
            Run("DELETE FROM example WHERE example_set_id NOT IN (SELECT example_set_id FROM prediction WHERE example_set_id IS NOT NULL)");
            Run("DELETE FROM example_set WHERE id NOT IN (SELECT example_set_id FROM prediction WHERE example_set_id IS NOT NULL)");
            Run("DELETE FROM deletion WHERE sweep_id = @Id");
        });
        // Last: what is left by a kill in between belongs to no sweep.
        new SweepFiles(Path, sweep).Delete();

        void Run(string sql) => _store.Connection.Execute(sql, sweep);
    }

    /// <summary>Gives a sweep another name, and the next number of that name.</summary>
    /// <exception cref="UserErrorException">A process is at work on it.</exception>
    public SweepRecord Rename(SweepRecord sweep, string name) => _store.Write(() =>
    {
        CheckThatNobodyIsAtWork(sweep, "renamed");
        _store.Connection.Execute(
            "UPDATE sweep SET name = @name, number = (SELECT coalesce(max(number), 0) + 1 FROM sweep WHERE name = @name) WHERE id = @Id",
            new { sweep.Id, name });
        AddEvent(sweep, trial: null, "rename", sweep.Reference.ToString());
        return SweepById(sweep.Id);
    });

    /// <summary>Writes a note about a sweep in place of an earlier one; null is none.</summary>
    public void SetNote(SweepRecord sweep, string? note) =>
        _store.Write(() => _store.Connection.Execute("UPDATE sweep SET note = @note WHERE id = @Id", new { sweep.Id, note }));

    /// <summary>Tags a sweep, or one of its trials; a tag that is there has its new value.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="trial">The trial's number, or null for the sweep itself.</param>
    /// <param name="tags">Values by name; a tag may have none, "".</param>
    public void AddTags(SweepRecord sweep, long? trial, IEnumerable<KeyValuePair<string, string>> tags) =>
        _store.Write(() => InsertTags(sweep.Id, trial ?? 0, tags));

    private void InsertTags(long sweep, long trial, IEnumerable<KeyValuePair<string, string>> tags)
    {
        foreach (var (name, value) in tags)
            _store.Connection.Execute("INSERT OR REPLACE INTO tag (sweep_id, trial, name, value) VALUES (@sweep, @trial, @name, @value)", new { sweep, trial, name, value });
    }

    /// <summary>Takes tags away.</summary>
    /// <exception cref="UserErrorException">There is no such tag; then none is taken away.</exception>
    public void RemoveTags(SweepRecord sweep, long? trial, IEnumerable<string> names) => _store.Write(() =>
    {
        foreach (var name in names)
        {
            if (_store.Connection.Execute("DELETE FROM tag WHERE sweep_id = @Id AND trial = @trial AND name = @name", new { sweep.Id, trial = trial ?? 0, name }) > 0) continue;
            var what = trial is { } number ? new TrialReference(sweep.Reference, number).ToString() : sweep.Reference.ToString();
            var known = Tags(sweep, trial).Keys.ToList();
            throw new UserErrorException($"{what} has no tag `{name}`{Spelling.Hint(name, known)}; it has {(known.Count == 0 ? "none" : ShortList.Of(known))}");
        }
    });

    /// <summary>The tags of a sweep, or of one of its trials, by name.</summary>
    public IReadOnlyDictionary<string, string> Tags(SweepRecord sweep, long? trial = null) => _store.Read($"a tag of {sweep.Reference}", () => ReadTags(sweep.Id, trial ?? 0));

    private SortedDictionary<string, string> ReadTags(long sweep, long trial)
    {
        var rows = _store.Prepared("SELECT name, value FROM tag WHERE sweep_id = ?1 AND trial = ?2").Bind(1, sweep).Bind(2, trial);
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (rows.Step()) tags.Add(rows.Text(0), rows.Text(1));
        return tags;
    }

    private void CheckThatNobodyIsAtWork(SweepRecord sweep, string done)
    {
        var alive = Workers(sweep).Where(w => w.IsAlive).ToList();
        if (alive.Count == 0) return;
        var who = string.Join(", ", alive.Select(w => string.Create(CultureInfo.InvariantCulture, $"process {w.ProcessId} on {w.Host}")));
        throw new UserErrorException($"{sweep.Reference} cannot be {done} while it is worked on ({who}); `goalkeeper stop '{sweep.Reference}'` ends that");
    }
}
