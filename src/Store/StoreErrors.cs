using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Goalkeeper.Store;

/// <summary>SQLite's errors as sentences: what is wrong, with which file, what to do.</summary>
internal static class StoreErrors
{
    private const string OurAssemblies = "Goalkeeper";

    private const string NothingLost = "Nothing that was already stored is lost.";

    /// <summary>Whether the file, or its folder, cannot be written; reading may well be possible.</summary>
    public static bool IsUnwritable(StoreException error) =>
        error.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN };

    /// <summary>
    /// Whether the file is what is wrong, where it was a whole store before: a table or a row is gone, a page is another's, or there are fewer.
    /// </summary>
    public static bool IsDamage(Exception error) => error is UserErrorException
        || error.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_ERROR } or SqliteException
        {
            SqliteExtendedErrorCode: raw.SQLITE_IOERR_SHORT_READ or raw.SQLITE_CONSTRAINT_FOREIGNKEY,
        };

    /// <summary>Why something stored cannot be read: in our words, where they are ours; .NET's tell of its types.</summary>
    public static string Reason(Exception error) => error switch
    {
        { Source: not null } when !error.Source.StartsWith(OurAssemblies, StringComparison.OrdinalIgnoreCase) => error switch
        {
            JsonException => "it is no JSON",
            KeyNotFoundException => "a part of it is missing",
            _ => "a part of it is not what is kept there",
        },
        _ => error.Message,
    };

    public static Exception Translate(SqliteException error, string path, TimeSpan busyTimeout) => error.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => new UserErrorException(
            $"'{path}' is not a Goalkeeper store, nor any SQLite database. Give the path of a store, or of a file that does not exist " +
            "yet, with --store or GOALKEEPER_STORE.",
            error),
        raw.SQLITE_CORRUPT => new UserErrorException(
            $"The store '{path}' is damaged: {error.Message} Restore it from a copy, or save what can be read with " +
            $"`sqlite3 '{path}' .recover | sqlite3 recovered.db`; move it away to start a new one.",
            error),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The store '{path}' is locked: another program has kept it for more than {busyTimeout.TotalSeconds:0.###} s. ") +
            $"Close that program (perhaps a database shell with an open transaction) and run the same command again. {NothingLost}",
            error),
        raw.SQLITE_FULL => new StoreException(
            $"There is no room left for the store '{path}': its disk is full, or its size is limited. Make room and run the same command " +
            $"again. {NothingLost}",
            error),
        raw.SQLITE_READONLY => new StoreException(
            $"The store '{path}' can only be read. Make the file and its folder writable, or name another with --store. {NothingLost}",
            error),
        raw.SQLITE_CANTOPEN => new StoreException(
            $"The store '{path}' could not be opened. SQLite must read the file and write in its folder (the -wal and -shm files): " +
            $"look at the permissions of both, or copy the store to a folder of your own. {NothingLost}",
            error),
        raw.SQLITE_IOERR => new StoreException(
            $"The disk could not be read or written for the store '{path}': {error.Message} Look at the disk, then run the same command " +
            $"again. {NothingLost}",
            error),
        _ => new StoreException($"The store '{path}' refused: {error.Message} {NothingLost}", error),
    };
}
