using System.Globalization;

namespace Goalkeeper.Store;

/// <summary>The file that a connection has open, by its identity: its name may come to mean another file, or none, while it is in use.</summary>
/// <param name="shownPath">The store, as it was given.</param>
/// <param name="path">Where SQLite has found it: absolute, links followed. Its journal lies beside that.</param>
internal sealed class StoreFile(string shownPath, string path)
{
    /// <summary>A database in memory has none.</summary>
    public static readonly StoreFile None = new("", "");

    private FileIdentity? _journal;
    private DateTimeOffset _lastSeen = DateTimeOffset.UtcNow;

    public string Path { get; } = path;

    /// <summary>Null where the system does not tell.</summary>
    public FileIdentity? Identity { get; } = FileIdentity.Of(path);

    private string JournalPath => Path + "-wal";

    /// <summary>To be called after a commit: SQLite goes on writing into a file that nobody finds again.</summary>
    /// <param name="saveJournal">Copies all of the journal into the store itself; false where it could not.</param>
    /// <exception cref="StoreException">The store or its journal was deleted, renamed or replaced.</exception>
    public void CheckItIsThere(Func<bool> saveJournal)
    {
        if (Identity is null) return;
        var since = string.Create(CultureInfo.InvariantCulture, $"{_lastSeen:yyyy-MM-dd HH:mm:ss} UTC");
        if (FileIdentity.Of(Path) != Identity)
        {
            throw new StoreException(
                $"The store '{shownPath}' was deleted, renamed or replaced while it was in use: what was committed since {since} is not " +
                "stored under this name. Put the store back if it was only moved, and run the same command again.");
        }
        var journal = FileIdentity.Of(JournalPath);
        if (_journal is not null && journal != _journal)
        {
            throw new StoreException(
                $"The file '{JournalPath}', which is part of the store, was deleted, renamed or replaced while it was in use: " +
                (saveJournal() ? "what was committed has been saved in the store itself. " : $"what was committed since {since} is lost. ") +
                "Leave it alone while a sweep runs, and run the same command again.");
        }
        _journal = journal;
        _lastSeen = DateTimeOffset.UtcNow;
    }

    /// <summary>What was committed cannot be read back, or nothing more can be committed.</summary>
    /// <param name="error">Why; null where the file can be read, but does not hold it.</param>
    public StoreException Damaged(Exception? error) => new(
        $"The store '{shownPath}' or its journal is damaged, or was written over while it was in use " +
        $"({(error?.InnerException ?? error)?.Message.TrimEnd('.') ?? "not all that was committed is there"}). Restore the store from a " +
        "copy, or move it away with the files beside it, and run the same command again.",
        error);
}
