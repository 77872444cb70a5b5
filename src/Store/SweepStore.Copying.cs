using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Goalkeeper.Store;

// Sweeps from one store to another.
internal sealed partial class SweepStore
{
    /// <summary>Whether another store is the same file, by whatever name.</summary>
    public bool IsSameFileAs(SweepStore other) => _store.File.Identity is { } identity
        ? identity == other._store.File.Identity
        : string.Equals(_store.File.Path, other._store.File.Path, StringComparison.OrdinalIgnoreCase);

    /// <summary>The sweep of a uid; null where there is none.</summary>
    public SweepRecord? FindUid(string uid) => _store.Read("a sweep", () =>
        ReadSweeps(_store.Prepared($"{SelectSweep}\nWHERE s.uid = ?1").Bind(1, uid)) is [var found] ? found : null);

    /// <summary>
    /// Copies a sweep of another store into this one, with all that it has and its files: it keeps its uid, and its number where that is free. What is
    /// under way there is queued here.
    /// </summary>
    /// <param name="source">The other store, which need not be trusted.</param>
    /// <param name="sweep">The sweep there.</param>
    /// <returns>The sweep here.</returns>
    /// <exception cref="UserErrorException">It contradicts the schema, or cannot be read; then nothing is copied.</exception>
    public SweepRecord Copy(SweepStore source, SweepRecord sweep)
    {
        if (!SweepFiles.IsUid(sweep.Uid)) throw source._store.Damaged($"the uid of {sweep.Reference}", new FormatException("it is not 32 hexadecimal digits"));
        var files = new SweepFiles(Path, sweep);
        var isCopied = false;
        try
        {
            var copy = source._store.Read(() =>
            {
                source.ReadAll(sweep);
                return _store.Write(() =>
                {
                    var copied = CopyRows(source, sweep);
                    // Within the transaction: a sweep that is here has its files, and files without a sweep are nobody's.
                    isCopied = true;
                    new SweepFiles(source.Path, sweep).CopyTo(files);
                    return copied;
                });
            });
            isCopied = false;
            return copy;
        }
        finally
        {
            if (isCopied) files.TryDelete();
        }
    }

    /// <summary>Writes a store that has a sweep of this one alone, with its files beside it: whole, or not at all.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="path">A file that is not there yet.</param>
    /// <exception cref="UserErrorException">It is there.</exception>
    public void Export(SweepRecord sweep, string path)
    {
        path = System.IO.Path.GetFullPath(StorePath.Of(path));
        // A journal or files that are left of another store would be taken for this one's.
        foreach (var place in (string[])[path, path + "-wal", path + "-shm", path + ".files"])
        {
            if (System.IO.Path.Exists(place) || new FileInfo(place).LinkTarget is not null)
                throw new UserErrorException($"'{place}' is there already, and a store is never replaced; expected another name, or delete it first");
        }
        var written = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".{System.IO.Path.GetFileName(path)}.new");
        try
        {
            DeleteStore(written); // what a killed process left
            using (var store = Open(written)) store.Copy(this, sweep);
            if (Directory.Exists(written + ".files")) Directory.Move(written + ".files", path + ".files");
            File.Move(written, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{sweep.Reference} could not be written to '{path}': {e.Message}", e);
        }
        finally
        {
            DeleteStore(written);
        }
    }

    private static void DeleteStore(string path)
    {
        foreach (var file in (string[])[path, path + "-wal", path + "-shm"]) File.Delete(file);
        if (Directory.Exists(path + ".files")) Directory.Delete(path + ".files", recursive: true);
    }

    private SweepRecord CopyRows(SweepStore source, SweepRecord sweep)
    {
        try
        {
            return SweepById(new SweepCopy(source._store, _store, sweep, StoredTime.ToText(Clock.GetUtcNow())).Run());
        }
        catch (Exception e) when (e is SqliteException { SqliteErrorCode: raw.SQLITE_CONSTRAINT } or InvalidOperationException or KeyNotFoundException or NullReferenceException
            || StoreConnection.IsDamage(e))
        {
            // Rows that point nowhere, or are not as the schema has them.
            throw source._store.Damaged($"{sweep.Reference}", e);
        }
    }

    /// <summary>What cannot be read shows itself now, and not when it is needed.</summary>
    private void ReadAll(SweepRecord sweep)
    {
        SweepPlan.Of(sweep);
        Tags(sweep);
        Preparation(sweep);
        foreach (var trial in Trials(sweep))
        {
            Attempts(trial);
            Traces(trial);
            JudgedPredictions(sweep, trial);
            Weights(trial);
            Fingerprint(trial);
        }
    }
}
