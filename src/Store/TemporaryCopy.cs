using System.Runtime.InteropServices;

namespace Goalkeeper.Store;

/// <summary>A copy of a store that cannot be written, in a folder of its own for as long as it is read.</summary>
internal sealed class TemporaryCopy : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goalkeeper-copy-").FullName;

    // A command that is interrupted disposes of nothing.
    private readonly PosixSignalRegistration[] _ends;

    private TemporaryCopy() =>
        _ends = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, _ => Delete()))];

    public string Path => System.IO.Path.Combine(_folder, "goalkeeper.db");

    /// <summary>Copies a store that this process does not have open.</summary>
    /// <exception cref="StoreException">It cannot be read, or there is no room for the copy.</exception>
    public static TemporaryCopy Of(string store)
    {
        var copy = new TemporaryCopy();
        try
        {
            Copy(store, copy.Path);
            if (File.Exists(store + "-wal")) Copy(store + "-wal", copy.Path + "-wal");
            return copy;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            copy.Dispose();
            throw new StoreException(
                $"The store '{store}' cannot be written where it is, and could not be copied to '{copy._folder}' to be read: {error.Message} " +
                "Copy it, with its -wal file if there is one, to a folder of your own.",
                error);
        }
    }

    public void Dispose()
    {
        foreach (var end in _ends) end.Dispose();
        Delete();
    }

    private void Delete()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Gone already, or open elsewhere: it is in the system's folder of temporary files.
        }
    }

    // Not File.Copy: what may only be read would be copied as such.
    private static void Copy(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var target = new FileStream(to, FileMode.CreateNew);
        source.CopyTo(target);
    }
}
