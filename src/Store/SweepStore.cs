using System.Globalization;

namespace Goalkeeper.Store;

/// <summary>
/// The store: sweeps and their trials in one SQLite file. Every method that writes is one transaction, all or nothing, and returns when
/// the disk has it. Any number of stores, in any number of processes, may be open on one file; each is for one thread at a time.
/// </summary>
/// <remarks>
/// Every method throws <see cref="UserErrorException"/> where the file is damaged or no store, and <see cref="StoreException"/> where it
/// is locked, full, read-only or unreadable; nothing that was already stored is lost then.
/// </remarks>
internal sealed partial class SweepStore : IDisposable
{
    private readonly StoreConnection _store;

    private SweepStore(StoreConnection store, TimeProvider? clock = null) => (_store, Clock) = (store, clock ?? TimeProvider.System);

    /// <summary>The file, as it was given.</summary>
    public string Path => _store.Path;

    /// <summary>The connection, for who writes with transactions of its own.</summary>
    internal StoreConnection Connection => _store;

    /// <summary>The store's clock: this machine's, as the file is on it.</summary>
    internal TimeProvider Clock { get; }

    /// <summary>Opens a store to read and write; makes the folder and the file, and brings the schema up to date.</summary>
    /// <param name="path">The file.</param>
    public static SweepStore Open(string path) => Open(path, StoreConnection.DefaultBusyTimeout, Migration.All);

    /// <summary>
    /// Opens a store to read. A store of an older version is brought up to date first, in a temporary copy where it cannot be written.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserErrorException">There is no such file.</exception>
    public static SweepStore OpenReadOnly(string path) => OpenReadOnly(path, StoreConnection.DefaultBusyTimeout, Migration.All);

    internal static SweepStore Open(string path, TimeSpan busyTimeout, IReadOnlyList<Migration> migrations, TimeProvider? clock = null)
    {
        path = StorePath.Of(path);
        MakeFolder(path);
        var store = StoreConnection.Open(path, StoreAccess.Write, busyTimeout);
        try
        {
            Schema.Migrate(store, migrations);
            return new SweepStore(store, clock);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    internal static SweepStore OpenReadOnly(string path, TimeSpan busyTimeout, IReadOnlyList<Migration> migrations)
    {
        path = StorePath.Of(path);
        return File.Exists(path)
            ? new SweepStore(ReadOnlyStore.Open(path, busyTimeout, migrations))
            : throw new UserErrorException(
                $"There is no store '{path}' yet. `goalkeeper run <experiment file>` makes one; " +
                "name another with --store or GOALKEEPER_STORE.");
    }

    /// <summary>The folder of what an attempt leaves behind, which need not be there.</summary>
    public string Folder(SweepRecord sweep, Claim claim) => Folder(sweep, claim.Trial.Number, claim.Attempt);

    /// <summary>The folder of what an attempt at a trial has left behind, which need not be there.</summary>
    public string Folder(SweepRecord sweep, long trial, long attempt) => System.IO.Path.Combine(
        new SweepFiles(Path, sweep).Folder,
        trial.ToString(CultureInfo.InvariantCulture),
        attempt.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private static void MakeFolder(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"The folder '{folder}' for the store could not be made: {error.Message} " +
                "Name another store with --store or GOALKEEPER_STORE.",
                error);
        }
    }
}
