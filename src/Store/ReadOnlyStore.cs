namespace Goalkeeper.Store;

/// <summary>Opens stores to read them, also where nothing may be written: neither the file, nor its -wal and -shm beside it.</summary>
internal static class ReadOnlyStore
{
    /// <summary>Opens a store of whatever version as one of the newest.</summary>
    public static StoreConnection Open(string path, TimeSpan busyTimeout, IReadOnlyList<Migration> migrations)
    {
        var store = OpenAsItIs(path, busyTimeout, migrations);
        if (Schema.Version(store, migrations) == Schema.NewestVersion(migrations)) return store;
        store.Dispose();
        try
        {
            SweepStore.Open(path, busyTimeout, migrations).Dispose();
            return StoreConnection.Open(path, StoreAccess.Read, busyTimeout);
        }
        catch (StoreException error) when (StoreErrors.IsUnwritable(error))
        {
            return OpenCopy(path, busyTimeout, migrations);
        }
        catch (StoreException error)
        {
            throw new StoreException(
                $"The store '{path}' was made by an older Goalkeeper and must be brought up to date before it can be read, which failed: " +
                error.Message,
                error);
        }
    }

    private static StoreConnection OpenAsItIs(string path, TimeSpan busyTimeout, IReadOnlyList<Migration> migrations)
    {
        try
        {
            return OpenAndRead(StoreAccess.Read);
        }
        catch (StoreException error) when (StoreErrors.IsUnwritable(error))
        {
            // SQLite would keep an index of the -wal file beside it. Without one, a -wal file is passed over, and with it the newest results.
            var journal = new FileInfo(path + "-wal");
            return journal.Exists && journal.Length > 0 ? OpenCopy(path, busyTimeout, migrations) : OpenAndRead(StoreAccess.Immutable);
        }

        StoreConnection OpenAndRead(StoreAccess access)
        {
            var store = StoreConnection.Open(path, access, busyTimeout);
            try
            {
                _ = Schema.Version(store, migrations);
                return store;
            }
            catch
            {
                store.Dispose();
                throw;
            }
        }
    }

    private static StoreConnection OpenCopy(string path, TimeSpan busyTimeout, IReadOnlyList<Migration> migrations)
    {
        var store = StoreConnection.Open(path, StoreAccess.Write, busyTimeout, TemporaryCopy.Of(path));
        try
        {
            Schema.Migrate(store, migrations);
            store.Execute("PRAGMA query_only = ON");
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
