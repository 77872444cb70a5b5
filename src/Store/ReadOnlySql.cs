using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Goalkeeper.Store;

/// <summary>
/// SQL that a user has written: one statement that can only read. SQLite itself says what a statement would do before it does it
/// (its authorizer, and whether it is read-only), so that nothing here has to understand SQL.
/// </summary>
internal static class ReadOnlySql
{
    // Their argument, if any, says what is asked about.
    private static readonly HashSet<string> s_asking = new(StringComparer.OrdinalIgnoreCase)
    {
        "table_info", "table_xinfo", "index_list", "index_info", "foreign_key_list", "database_list", "compile_options",
    };

    // With an argument these would set something.
    private static readonly HashSet<string> s_telling = new(StringComparer.OrdinalIgnoreCase)
    {
        "user_version", "application_id", "page_count", "page_size", "journal_mode",
    };

    /// <summary>Prepares one statement.</summary>
    /// <exception cref="UserErrorException">It is empty, more than one, would change something, or is not SQL; <paramref name="explain"/>
    /// is appended to SQLite's message.</exception>
    public static Statement Prepare(StoreConnection store, string sql, string what, Func<string> explain)
    {
        Statement statement;
        raw.sqlite3_set_authorizer(store.Handle, Authorize, null);
        try
        {
            statement = new Statement(store.Handle, sql);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_AUTH)
        {
            throw Refusal(error);
        }
        catch (SqliteException error) when (error.SqliteErrorCode is raw.SQLITE_ERROR or raw.SQLITE_TOOBIG or raw.SQLITE_RANGE)
        {
            throw new UserErrorException($"{what} is not understood: {Reason(error)}. {explain()}", error);
        }
        finally
        {
            raw.sqlite3_set_authorizer(store.Handle, default(strdelegate_authorizer), null);
        }
        if (statement.IsEmpty)
        {
            statement.Dispose();
            throw new UserErrorException($"{what} is empty. {explain()}");
        }
        // VACUUM INTO writes a file without asking the authorizer beforehand.
        if (!statement.IsReadOnly)
        {
            statement.Dispose();
            throw Refusal(null);
        }
        if (!IsBlank(store, statement.Rest))
        {
            statement.Dispose();
            throw new UserErrorException($"{what} must be one statement; what follows the first is: {statement.Rest.Trim()}");
        }
        return statement;

        UserErrorException Refusal(SqliteException? error) =>
            new($"{what} may only read, and this would do more: {sql.Trim()}. {explain()}", error);
    }

    /// <summary>SQLite's message without the code before it.</summary>
    public static string Reason(SqliteException error)
    {
        // "SQLite Error 1: 'no such column: x'."
        var text = error.Message;
        var from = text.IndexOf('\'', StringComparison.Ordinal) + 1;
        var to = text.LastIndexOf('\'');
        return from > 0 && to > from ? text[from..to] : text;
    }

    private static bool IsBlank(StoreConnection store, string rest)
    {
        if (string.IsNullOrWhiteSpace(rest))
        {
            return true;
        }
        try
        {
            using var next = new Statement(store.Handle, rest);
            return next.IsEmpty && IsBlank(store, next.Rest);
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private static int Authorize(object userData, int action, string first, string second, string database, string trigger)
    {
        var reads = action switch
        {
            raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_RECURSIVE => true,
            // SQLite asks this when it sets up json_each for itself; a statement that updates the schema is refused as not read-only.
            raw.SQLITE_UPDATE => first == "sqlite_master",
            raw.SQLITE_FUNCTION => second is not "load_extension",
            raw.SQLITE_PRAGMA => s_asking.Contains(first) || (second is null && s_telling.Contains(first)),
            _ => false,
        };
        return reads ? raw.SQLITE_OK : raw.SQLITE_DENY;
    }
}
