using System.Globalization;
using Dapper;

namespace Goalkeeper.Store;

/// <summary>
/// The right to run a sweep: one process at a time. It is an operating-system lock on a file beside the store, so that it dies with the
/// process; the process id in the sweep's row is only for the message.
/// </summary>
/// <remarks>
/// Taking and releasing it happen while the store's write lock is held: else one process could delete the file under
/// another that has just opened it, and a third could lock a new one.
/// </remarks>
public sealed class SweepLock : IDisposable
{
    // Who only looks whether the lock is held has it for less than a moment.
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly SweepStore _store;
    private readonly string _path;
    private FileStream? _file;

    private SweepLock(SweepStore store, string path, FileStream file) => (_store, _path, _file) = (store, path, file);

    /// <summary>Takes the lock and notes this process as the sweep's.</summary>
    /// <param name="store">The store, which must stay open until the lock is disposed.</param>
    /// <param name="sweep">The sweep to be run.</param>
    /// <exception cref="UserErrorException">Another process runs it; the message has its id.</exception>
    public static SweepLock Acquire(SweepStore store, SweepRecord sweep)
    {
        var path = PathOf(store, sweep.Id);
        return store.Connection.Write(() =>
        {
            var file = Open(path, () => Held(store, sweep));
            try
            {
                store.Connection.Connection.Execute(
                    "UPDATE sweep SET process_id = @ProcessId WHERE id = @Id", new { Environment.ProcessId, sweep.Id });
                return new SweepLock(store, path, file);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        });
    }

    /// <summary>Whether a process runs the sweep, this one included.</summary>
    internal static bool IsHeld(SweepStore store, long sweep)
    {
        try
        {
            // A shared lock, for a moment: readers do not disturb each other, and Acquire tries again.
            using var file = new FileStream(PathOf(store, sweep), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Releases the lock and deletes its file.</summary>
    public void Dispose()
    {
        if (_file is null)
        {
            return;
        }
        try
        {
            _store.Connection.Write(() => File.Delete(_path));
        }
        catch (Exception error) when (error is StoreException or UserErrorException or IOException or UnauthorizedAccessException)
        {
            // An empty file that nobody holds stays behind. It harms nothing: only the lock on it counts.
        }
        _file.Dispose();
        _file = null;
    }

    private static string PathOf(SweepStore store, long sweep) => string.Create(CultureInfo.InvariantCulture, $"{store.Path}.{sweep}.lock");

    private static FileStream Open(string path, Func<UserErrorException> held)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && attempt < Attempts)
            {
                Thread.Sleep(Pause);
            }
            catch (IOException) when (File.Exists(path))
            {
                throw held();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new StoreException(
                    $"The lock file '{path}' could not be made: {error.Message} Make the store's folder writable and run the same " +
                    "command again. Nothing that was already stored is lost.",
                    error);
            }
        }
    }

    private static UserErrorException Held(SweepStore store, SweepRecord sweep)
    {
        var process = store.Connection.Connection.ExecuteScalar<long?>("SELECT process_id FROM sweep WHERE id = @Id", new { sweep.Id });
        return new UserErrorException(string.Create(
            CultureInfo.InvariantCulture,
            $"Sweep {sweep.Reference} is being run by process {process}. Wait for it, or stop it; or start afresh with --new."));
    }
}
