using System.Globalization;
using Dapper;

namespace Goalkeeper.Store;

/// <summary>
/// The right to run a sweep: one process at a time. It is an operating-system lock on files (<see cref="LockFiles"/>), so that it dies with
/// the process; the process id in the sweep's row is only for the message.
/// </summary>
/// <remarks>
/// Taking and releasing it happen while the store's write lock is held: else one process could delete a file under
/// another that has just opened it, and a third could lock a new one.
/// </remarks>
public sealed class SweepLock : IDisposable
{
    private readonly SweepStore _store;
    private readonly List<FileStream> _files;

    private SweepLock(SweepStore store, List<FileStream> files) => (_store, _files) = (store, files);

    /// <summary>Takes the lock and notes this process as the sweep's.</summary>
    /// <param name="store">The store, which must stay open until the lock is disposed.</param>
    /// <param name="sweep">The sweep to be run.</param>
    /// <exception cref="UserErrorException">Another process runs it; the message has its id.</exception>
    public static SweepLock Acquire(SweepStore store, SweepRecord sweep) => store.Connection.Write(() =>
    {
        var files = LockFiles.Take(store.Connection.File, sweep.Id) ?? throw Held(store, sweep);
        try
        {
            store.Connection.Connection.Execute(
                "UPDATE sweep SET process_id = @ProcessId WHERE id = @Id", new { Environment.ProcessId, sweep.Id });
            return new SweepLock(store, files);
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    });

    /// <summary>Whether a process runs the sweep, this one included.</summary>
    internal static bool IsHeld(SweepStore store, long sweep) => LockFiles.AreHeld(store.Connection.File, sweep);

    /// <summary>Releases the lock and deletes its files.</summary>
    public void Dispose()
    {
        if (_files.Count == 0)
        {
            return;
        }
        try
        {
            _store.Connection.Write(() => _files.ForEach(file => File.Delete(file.Name)));
        }
        catch (Exception error) when (error is StoreException or UserErrorException or IOException or UnauthorizedAccessException)
        {
            // Empty files that nobody holds stay behind. They harm nothing: only the lock on them counts.
        }
        _files.ForEach(file => file.Dispose());
        _files.Clear();
    }

    private static UserErrorException Held(SweepStore store, SweepRecord sweep)
    {
        var process = store.Connection.Connection.ExecuteScalar<long?>("SELECT process_id FROM sweep WHERE id = @Id", new { sweep.Id });
        return new UserErrorException(string.Create(
            CultureInfo.InvariantCulture,
            $"Sweep {sweep.Reference} is being run by process {process}. Wait for it, or stop it; or start afresh with --new."));
    }
}
