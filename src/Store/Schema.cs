using System.Globalization;

namespace Goalkeeper.Store;

/// <summary>Brings a file's schema to this program's version, and refuses files that are not its own.</summary>
internal static class Schema
{
    /// <summary>"Goal": what the first migration leaves in the file's header.</summary>
    private const long ApplicationId = 0x476F616C;

    public static long NewestVersion(IReadOnlyList<Migration> migrations) => migrations[^1].Version;

    /// <summary>The file's version; 0 where nothing has been made yet.</summary>
    /// <exception cref="UserErrorException">Another program's database, or a newer Goalkeeper's.</exception>
    public static long Version(StoreConnection store, IReadOnlyList<Migration> migrations) => store.Read(() =>
    {
        var version = Number("PRAGMA user_version");
        var application = Number("PRAGMA application_id");
        var isEmpty = Number("SELECT count(*) FROM sqlite_master") == 0;
        if (application != ApplicationId && !(isEmpty && version == 0 && application == 0))
        {
            throw new UserErrorException(
                $"'{store.Path}' is a SQLite database, but not a Goalkeeper store. It was left as it is. Give the path of a store, or of " +
                "a file that does not exist yet, with --store or GOALKEEPER_STORE.");
        }
        var newest = NewestVersion(migrations);
        if (version > newest)
        {
            throw new UserErrorException(string.Create(
                CultureInfo.InvariantCulture,
                $"The store '{store.Path}' has schema version {version}, made by a newer Goalkeeper; ") +
                string.Create(CultureInfo.InvariantCulture, $"this one knows versions up to {newest}. ") +
                "Update Goalkeeper, or name another store with --store.");
        }
        return version;

        long Number(string sql)
        {
            using var statement = new Statement(store.Handle, sql);
            statement.Step();
            return statement.Int64(0);
        }
    });

    /// <summary>Applies the steps that the file has not seen, all or none.</summary>
    public static void Migrate(StoreConnection store, IReadOnlyList<Migration> migrations)
    {
        var found = Version(store, migrations);
        store.Guard(() =>
        {
            store.UseWriteAheadLog();
            return true;
        });
        if (found == NewestVersion(migrations)) return;
        if (StoreNames.AreHeld(store.File))
        {
            throw new UserErrorException(
                $"The store '{store.Path}' is of an older Goalkeeper, which is running a sweep in it. Wait for it, or stop it; then the store is " +
                "brought up to date.");
        }
        // Tables may be made anew; that nothing points to what is not there is checked in the end.
        store.Execute("PRAGMA foreign_keys = OFF");
        store.Write(() =>
        {
            // Again, now that nobody else can write: another process may have migrated in between.
            var version = Version(store, migrations);
            foreach (var migration in migrations.Where(m => m.Version > version))
            {
                store.Execute(migration.Sql);
                store.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {migration.Version}"));
            }
            using var broken = new Statement(store.Handle, "PRAGMA foreign_key_check");
            if (version > 0 && broken.Step()) throw store.Damaged($"a row of {broken.Text(0)}", new FormatException("it points to a row that is not there"));
        });
        store.Execute("PRAGMA foreign_keys = ON");
    }
}
