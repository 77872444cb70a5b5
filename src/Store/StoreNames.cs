using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Goalkeeper.Store;

/// <summary>
/// The names by which stores are being written. SQLite's journal goes by name, so that a second name of a file damages what is written by the
/// first. Who works on a sweep holds an empty file in the folder for temporary files, whose name has the store's device, inode and time of birth, and its name.
/// </summary>
internal static class StoreNames
{
    // Who only looks whether a file is held keeps it for less than a moment.
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Holds the store's name until it is disposed; null where that cannot be done here.</summary>
    public static FileStream? Hold(StoreFile store)
    {
        if (store.Identity is not { } identity) return null;
        var path = Path.Combine(Path.GetTempPath(), FileName(identity, Name(store)));
        if (FileIdentity.IsSpecial(path)) return null;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                // Shared: any number of processes may have the same name.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
            }
            catch (IOException)
            {
                Thread.Sleep(Pause);
            }
            catch (UnauthorizedAccessException)
            {
                return null; // another user's, say
            }
        }
        return null;
    }

    /// <summary>Whether a process writes the store by any name.</summary>
    public static bool AreHeld(StoreFile store) => Find(store).Any(IsHeld);

    /// <summary>Whether a process writes the store by another name.</summary>
    public static bool AreHeldByAnother(StoreFile store) =>
        Find(store).Any(path => !Path.GetFileName(path).Contains(Name(store), StringComparison.Ordinal) && IsHeld(path));

    private static IEnumerable<string> Find(StoreFile store) => store.Identity is { } identity
        ? Directory.EnumerateFiles(Path.GetTempPath(), FileName(identity, "*"))
        : [];

    private static string FileName(FileIdentity identity, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"goalkeeper-{identity.Device:x}-{identity.Inode:x}-{identity.Born:x}-{name}.lock");

    private static string Name(StoreFile store) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(store.Path)))[..16];

    private static bool IsHeld(string path)
    {
        if (FileIdentity.IsSpecial(path)) return false; // and opening a pipe would wait for ever
        try
        {
            // For itself alone, and gone with it: nobody holds it, and nobody needs it.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 1, FileOptions.DeleteOnClose);
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
}
