using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Goalkeeper.Store;

/// <summary>
/// SQL that a user has written: one statement that can only read, within limits. SQLite itself says what a statement would do before it
/// does it (its authorizer, and whether it is read-only), so that nothing here has to understand SQL.
/// </summary>
internal sealed class ReadOnlySql : IDisposable
{
    // Their argument, if any, says what is asked about.
    private static readonly HashSet<string> Asking = new(StringComparer.OrdinalIgnoreCase)
    {
        "table_info", "table_xinfo", "index_list", "index_info", "foreign_key_list", "database_list", "compile_options",
    };

    // With an argument these would set something.
    private static readonly HashSet<string> Telling = new(StringComparer.OrdinalIgnoreCase)
    {
        "user_version", "application_id", "page_count", "page_size", "journal_mode",
    };

    private readonly string _what;
    private readonly Func<string> _explain;
    private readonly SqlLimits _limits;

    /// <summary>Prepares one statement.</summary>
    /// <exception cref="UserErrorException">It is empty, more than one, would change something, takes too much, or is not SQL;
    /// <paramref name="explain"/> is appended to SQLite's message.</exception>
    public ReadOnlySql(StoreConnection store, string sql, string what, Func<string> explain, SqlBounds bounds)
    {
        (_what, _explain) = (what, explain);
        _limits = new SqlLimits(store.Handle, bounds);
        try
        {
            Statement = Prepare(store, sql);
        }
        catch
        {
            _limits.Dispose();
            throw;
        }
    }

    /// <summary>Prepares the question which of some rows a condition holds for.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="rows">A query of the rows.</param>
    /// <param name="condition">An expression of their columns, as a user has written it.</param>
    /// <param name="explain">What an error says besides.</param>
    /// <param name="bounds">How much it may take.</param>
    /// <exception cref="UserErrorException">It is no such expression.</exception>
    public static ReadOnlySql Condition(StoreConnection store, string rows, string condition, Func<string> explain, SqlBounds bounds)
    {
        if (string.IsNullOrWhiteSpace(condition)) throw new UserErrorException($"The condition is empty. {explain()}");
        var what = $"The condition '{condition}'";
        // By itself first: `1) or (1` would close the brackets that keep it together.
        new ReadOnlySql(store, $"SELECT 1 FROM ({rows}) WHERE \n{condition}\n", what, explain, bounds).Dispose();
        return new ReadOnlySql(store, $"SELECT 1 FROM ({rows}) WHERE (\n{condition}\n)", what, explain, bounds);
    }

    /// <summary>To bind it, and to read the current row.</summary>
    public Statement Statement { get; }

    /// <summary>Steps to the next row. False at the end.</summary>
    /// <exception cref="UserErrorException">It fails in the middle, such as at JSON that is none, or takes too much.</exception>
    public bool Step()
    {
        try
        {
            return _limits.Watch(Statement.Step);
        }
        catch (SqliteException error) when (error.SqliteErrorCode is raw.SQLITE_ERROR || _limits.Excess(error) is not null)
        {
            throw new UserErrorException($"{_what} {_limits.Excess(error) ?? $"failed: {Reason(error)}"}. {_explain()}", error);
        }
    }

    public void Dispose()
    {
        Statement.Dispose();
        _limits.Dispose();
    }

    private Statement Prepare(StoreConnection store, string sql)
    {
        Statement statement;
        raw.sqlite3_set_authorizer(store.Handle, Authorize, null);
        try
        {
            statement = _limits.Watch(() => new Statement(store.Handle, sql));
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_AUTH)
        {
            throw Refusal(error);
        }
        catch (SqliteException error) when (_limits.Excess(error) is { } excess)
        {
            throw new UserErrorException($"{_what} {excess}. {_explain()}", error);
        }
        catch (SqliteException error) when (error.SqliteErrorCode is raw.SQLITE_ERROR or raw.SQLITE_RANGE)
        {
            throw new UserErrorException($"{_what} is not understood: {Reason(error)}. {_explain()}", error);
        }
        finally
        {
            raw.sqlite3_set_authorizer(store.Handle, default(strdelegate_authorizer), null);
        }
        if (statement.IsEmpty)
        {
            statement.Dispose();
            throw new UserErrorException($"{_what} is empty. {_explain()}");
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
            throw new UserErrorException($"{_what} must be one statement; what follows the first is: {statement.Rest.Trim()}");
        }
        return statement;

        UserErrorException Refusal(SqliteException? error) =>
            new($"{_what} may only read, and this would do more: {sql.Trim()}. {_explain()}", error);
    }

    // SQLite's message without the code before it: "SQLite Error 1: 'no such column: x'."
    private static string Reason(SqliteException error)
    {
        var text = error.Message;
        var from = text.IndexOf('\'', StringComparison.Ordinal) + 1;
        var to = text.LastIndexOf('\'');
        return from > 0 && to > from ? text[from..to] : text;
    }

    // Nothing but blanks, semicolons and a comment.
    private static bool IsBlank(StoreConnection store, string rest)
    {
        rest = WithoutSeparators(rest);
        if (rest.Length == 0) return true;
        try
        {
            using var next = new Statement(store.Handle, rest);
            return next.IsEmpty && WithoutSeparators(next.Rest).Length == 0;
        }
        catch (SqliteException)
        {
            return false;
        }

        static string WithoutSeparators(string sql) => sql.TrimStart(' ', '\t', '\r', '\n', '\f', ';');
    }

    private static int Authorize(object userData, int action, string first, string second, string database, string trigger)
    {
        var reads = action switch
        {
            raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_RECURSIVE => true,
            // SQLite asks this when it sets up json_each for itself; a statement that updates the schema is refused as not read-only.
            raw.SQLITE_UPDATE => first == "sqlite_master",
            raw.SQLITE_FUNCTION => second is not "load_extension",
            raw.SQLITE_PRAGMA => Asking.Contains(first) || (second is null && Telling.Contains(first)),
            _ => false,
        };
        return reads ? raw.SQLITE_OK : raw.SQLITE_DENY;
    }
}
