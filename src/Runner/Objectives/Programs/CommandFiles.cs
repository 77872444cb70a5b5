using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Goalkeeper.Runner;

/// <summary>A file that a command names.</summary>
/// <param name="Path">As the command has it; the program as it was found.</param>
/// <param name="Sha256">The hash of its content, hexadecimal.</param>
internal sealed record CommandFile(string Path, string Sha256);

/// <summary>
/// What was run, beyond the command's words: its program, and the files that arguments name (<c>train.py</c>, <c>--config=small.yaml</c>), but for
/// words with the value of an environment variable, which is kept nowhere.
/// A file that is as long and as old as when it was last looked at is not read again, so that a trial of milliseconds stays one.
/// </summary>
internal sealed class CommandFiles
{
    private static readonly string OfNothing = Convert.ToHexStringLower(SHA256.HashData([]));

    private readonly ConcurrentDictionary<string, (long Length, DateTime Written, string Sha256)> _known = new();

    /// <summary>The files of a command that are there and can be read, in the order of its words.</summary>
    public IReadOnlyList<CommandFile> Of(ProgramStart start) =>
    [
        .. start.Shown.SelectMany(Named).Distinct()
            .Select(name => (Name: name, Hash: Hash(Path.GetFullPath(name, start.Folder))))
            .Where(file => file.Hash is not null)
            .Select(file => new CommandFile(file.Name, file.Hash!)),
    ];

    private static IEnumerable<string> Named(string argument)
    {
        string[] all = [argument, argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..]];
        return all.Where(name => name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal));
    }

    /// <summary>The hash of a file; null where it is not there or cannot be read.</summary>
    public string? Hash(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) return null;
            // A pipe may never have a writer, a device never end; they have no length, and are not opened.
            if (file.Length == 0) return OfNothing;
            var (length, written) = (file.Length, file.LastWriteTimeUtc);
            if (_known.TryGetValue(path, out var known) && known.Length == length && known.Written == written) return known.Sha256;
            using var stream = file.OpenRead();
            var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
            _known[path] = (length, written, hash);
            return hash;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
