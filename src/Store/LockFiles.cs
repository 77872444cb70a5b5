using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Goalkeeper.Store;

/// <summary>
/// The empty files whose locks say that a sweep is being run. One lies beside the store, where every machine and container that sees the
/// store sees it. One is in the folder for temporary files, named by the store's device and inode: it holds whatever the store is called
/// by then, and whoever tidies the store's folder.
/// </summary>
internal static class LockFiles
{
    // Who only looks whether a file is locked keeps it for less than a moment.
    private const int Attempts = 5;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Locks a sweep's files; null where another process has one of them.</summary>
    /// <exception cref="StoreException">The file beside the store cannot be made.</exception>
    public static List<FileStream>? Take(StoreFile store, long sweep)
    {
        var files = new List<FileStream>();
        var beside = BesideStore(store, sweep);
        foreach (var path in ByIdentity(store, sweep).Append(beside))
        {
            try
            {
                if (Lock(path) is not { } file)
                {
                    files.ForEach(f => f.Dispose());
                    return null;
                }
                files.Add(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if (path != beside)
                {
                    continue; // another user's, say; the one beside the store still counts
                }
                files.ForEach(f => f.Dispose());
                throw new StoreException(
                    $"The lock file '{path}' could not be made: {error.Message} Its folder must be writable, and nothing else may have its " +
                    "name. Run the same command again then; nothing that was already stored is lost.",
                    error);
            }
        }
        return files;
    }

    /// <summary>Whether a process has a sweep's lock, by whatever name of the store.</summary>
    public static bool AreHeld(StoreFile store, long sweep) =>
        IsLocked(BesideStore(store, sweep)) || Find(store, "*", Invariant($"{sweep}")).Any(IsLocked);

    /// <summary>Whether a process runs any sweep of the store by another name.</summary>
    public static bool AreHeldByAnotherName(StoreFile store)
    {
        var own = Find(store, Name(store), "*").ToHashSet();
        return Find(store, "*", "*").Any(path => !own.Contains(path) && IsLocked(path));
    }

    private static string BesideStore(StoreFile store, long sweep) => Invariant($"{store.Path}.{sweep}.lock");

    private static IEnumerable<string> ByIdentity(StoreFile store, long sweep) => store.Identity is { } identity
        ? [Path.Combine(Path.GetTempPath(), FileName(identity, Name(store), Invariant($"{sweep}")))]
        : [];

    private static IEnumerable<string> Find(StoreFile store, string name, string sweep) => store.Identity is { } identity
        ? Directory.EnumerateFiles(Path.GetTempPath(), FileName(identity, name, sweep))
        : [];

    private static string FileName(FileIdentity identity, string name, string sweep) =>
        Invariant($"goalkeeper-{identity.Device:x}-{identity.Inode:x}-{name}-{sweep}.lock");

    private static string Name(StoreFile store) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(store.Path)))[..16];

    private static FileStream? Lock(string path)
    {
        if (FileIdentity.IsSpecial(path))
        {
            throw new IOException("Something that is no file is in its place.");
        }
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (attempt == Attempts)
                {
                    return null;
                }
                Thread.Sleep(s_pause);
            }
        }
    }

    private static bool IsLocked(string path)
    {
        if (FileIdentity.IsSpecial(path))
        {
            return false; // and opening a pipe would wait for ever
        }
        try
        {
            // Shared: those who look do not disturb each other.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
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

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
