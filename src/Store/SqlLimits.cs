using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Goalkeeper.Store;

/// <summary>
/// Holds a connection to <see cref="SqlBounds"/> until it is disposed. SQLite keeps the sizes, and asks for the time every few of its
/// steps; no single step takes long, since no value is longer than allowed.
/// </summary>
internal sealed class SqlLimits : IDisposable
{
    // Few enough for steps of milliseconds, as many long texts take; many enough to cost nothing.
    private const int StepsBetweenLooks = 1000;

    private readonly sqlite3 _database;
    private readonly SqlBounds _bounds;
    private readonly Dictionary<int, int> _before = [];
    private TimeSpan _spent;
    private long _since;

    public SqlLimits(sqlite3 database, SqlBounds bounds)
    {
        (_database, _bounds) = (database, bounds);
        Set(raw.SQLITE_LIMIT_LENGTH, bounds.Length);
        Set(raw.SQLITE_LIMIT_SQL_LENGTH, bounds.SqlLength);
        Set(raw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000);
        Set(raw.SQLITE_LIMIT_ATTACHED, 0);
        raw.sqlite3_progress_handler(database, StepsBetweenLooks, _ => Elapsed > bounds.Time ? 1 : 0, null);

        void Set(int limit, int value) => _before[limit] = raw.sqlite3_limit(database, limit, value);
    }

    private TimeSpan Elapsed => _spent + _bounds.Clock.GetElapsedTime(_since);

    /// <summary>Does what the clock is to see; what happens between two calls costs no time.</summary>
    public T Watch<T>(Func<T> work)
    {
        _since = _bounds.Clock.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            _spent = _bounds.IsPerRow ? TimeSpan.Zero : Elapsed;
        }
    }

    /// <summary>What an error says was exceeded; null where it is another error.</summary>
    public string? Excess(SqliteException error) => error.SqliteErrorCode switch
    {
        raw.SQLITE_INTERRUPT => Text($"was stopped after {_bounds.Time.TotalSeconds:0.###} s: it takes too long, or never ends"),
        raw.SQLITE_TOOBIG => Text($"makes a text or blob that is too long: {_bounds.Length:N0} bytes are the most"),
        raw.SQLITE_NOMEM => "needs too much memory",
        _ => null,
    };

    public void Dispose()
    {
        raw.sqlite3_progress_handler(_database, 0, null, null);
        foreach (var (limit, value) in _before) _ = raw.sqlite3_limit(_database, limit, value);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
