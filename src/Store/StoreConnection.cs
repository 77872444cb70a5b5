using System.Data;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Goalkeeper.Store;

/// <summary>
/// One connection to one store file: its pragmas, its transactions, its prepared statements, its errors as sentences.
/// For one thread at a time.
/// </summary>
internal sealed class StoreConnection : IDisposable
{
    /// <summary>Generous: another process may be writing a sweep of 100,000 trials, or checkpointing on a slow disk.</summary>
    public static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(60);

    // SQLITE_DBCONFIG_DQS_DDL and _DML: a misspelt "column" is an error, not a text.
    private const int DoubleQuotedStringsInDdl = 1014;
    private const int DoubleQuotedStringsInDml = 1013;

    private readonly Dictionary<string, Statement> _prepared = [];
    private readonly TimeSpan _busyTimeout;
    private readonly TemporaryCopy? _copy;
    private bool _inTransaction;

    static StoreConnection() => Batteries_V2.Init();

    private StoreConnection(string path, SqliteConnection connection, TimeSpan busyTimeout, TemporaryCopy? copy = null)
    {
        Path = path;
        Connection = connection;
        _busyTimeout = busyTimeout;
        _copy = copy;
    }

    /// <summary>The store's file, as it was given.</summary>
    public string Path { get; }

    /// <summary>The same file by its identity.</summary>
    public StoreFile File { get; private set; } = StoreFile.None;

    /// <summary>For Dapper, within <see cref="Read{T}(Func{T})"/> or <see cref="Write{T}"/>.</summary>
    public SqliteConnection Connection { get; }

    public sqlite3 Handle => Connection.Handle!;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="access">What for.</param>
    /// <param name="busyTimeout">How long to wait for other programs.</param>
    /// <param name="copy">What is opened in its place, and goes with the connection.</param>
    public static StoreConnection Open(string path, StoreAccess access, TimeSpan busyTimeout, TemporaryCopy? copy = null)
    {
        var file = copy?.Path ?? path;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = access == StoreAccess.Immutable ? ImmutableUri(file) : file,
            Mode = access == StoreAccess.Write ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadOnly,
            // A pooled connection would keep the file open after Dispose.
            Pooling = false,
            // Seconds; 0 would be for ever.
            DefaultTimeout = Math.Max(1, (int)busyTimeout.TotalSeconds),
        }.ToString());
        var store = new StoreConnection(path, connection, busyTimeout, copy);
        try
        {
            store.Guard(() =>
            {
                connection.Open();
                store.File = new StoreFile(
                    path,
                    copy is null ? raw.sqlite3_db_filename(store.Handle, "main").utf8_to_string() : System.IO.Path.GetFullPath(path));
                if (access == StoreAccess.Write && copy is null) store.RefuseSecondName();
                store.Configure(access);
                return true;
            });
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>A database in memory, for evaluating expressions.</summary>
    public static StoreConnection OpenInMemory()
    {
        var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        var store = new StoreConnection(":memory:", connection, TimeSpan.Zero);
        store.RefuseDoubleQuotedStrings();
        return store;
    }

    /// <summary>A statement of this connection, prepared once and kept.</summary>
    public Statement Prepared(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            statement = new Statement(Handle, sql);
            _prepared.Add(sql, statement);
        }
        statement.Reset(); // an exception may have ended its last use among its rows
        return statement;
    }

    /// <summary>Reads within one snapshot, so that several queries agree with each other.</summary>
    public T Read<T>(Func<T> read) => Transact("BEGIN", read);

    /// <summary>The same, of rows that may be damaged within whole pages, by a disk or by hand.</summary>
    /// <param name="what">What is read, as a sentence's subject.</param>
    /// <param name="read">Reads it; a value that is not of its kind is an exception of .NET's.</param>
    /// <exception cref="UserErrorException">It is damaged.</exception>
    public T Read<T>(string what, Func<T> read) => Read(() =>
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(what, e);
        }
    });

    /// <summary>Whether reading what is not of its kind ends so.</summary>
    public static bool IsDamage(Exception error) => error is FormatException or InvalidCastException or OverflowException or JsonException
        or InvalidDataException or DataException or EndOfStreamException or ArgumentException or IndexOutOfRangeException;

    /// <summary>Says what is damaged.</summary>
    public UserErrorException Damaged(string what, Exception error) => new(
        $"The store '{Path}' is damaged: {what} cannot be read ({StoreErrors.Reason(error).TrimEnd('.')}). Restore the store from a copy; whatever else " +
        "it holds can still be read.",
        error);

    /// <summary>Writes all or nothing. The lock is taken at once, so that what is read first is still so when it is written.</summary>
    /// <exception cref="StoreException">Also where it was written, but into a file that has been deleted, renamed or replaced.</exception>
    public T Write<T>(Func<T> write)
    {
        var result = Transact("BEGIN IMMEDIATE", write);
        if (!_inTransaction) File.CheckItIsThere(SaveJournal);
        return result;
    }

    /// <inheritdoc cref="Write{T}"/>
    public void Write(Action write) => Write(() =>
    {
        write();
        return true;
    });

    /// <summary>Runs several statements of SQL.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(Handle, sql);
        SqliteException.ThrowExceptionForRC(code, Handle);
    }

    /// <summary>Turns SQLite's exceptions into the store's.</summary>
    public T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException error)
        {
            throw StoreErrors.Translate(error, Path, _busyTimeout);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values) statement.Dispose();
        _prepared.Clear();
        Connection.Dispose();
        _copy?.Dispose();
    }

    // Before anything is read: SQLite's journal goes by name, so that a second name damages what is written by the first.
    private void RefuseSecondName()
    {
        if (new FileInfo(Path).LinkTarget is not null && StoreNames.AreHeld(File))
        {
            throw new UserErrorException(
                $"A sweep is being run in '{File.Path}', which '{Path}' is a link to. Give the store's own name, to work on it too.");
        }
        if (StoreNames.AreHeldByAnother(File))
        {
            throw new UserErrorException(
                $"A sweep is being run in '{Path}' under another name of this file, which it had when that run was started. Wait for it, or " +
                "stop it; or use that name.");
        }
    }

    private static string ImmutableUri(string path) =>
        $"file:{string.Join('/', System.IO.Path.GetFullPath(path).Split(System.IO.Path.DirectorySeparatorChar).Select(Uri.EscapeDataString))}?immutable=1";

    private void Configure(StoreAccess access)
    {
        RefuseDoubleQuotedStrings();
        Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)_busyTimeout.TotalMilliseconds}"));
        Execute("PRAGMA foreign_keys = ON");
        if (access != StoreAccess.Write)
        {
            Execute("PRAGMA query_only = ON");
            return;
        }
        // FULL: with NORMAL in WAL mode a power loss can take acknowledged commits.
        Execute("PRAGMA synchronous = FULL");
    }

    /// <summary>Readers and the writer do not wait for each other. The file keeps it; changing it needs the file alone.</summary>
    public void UseWriteAheadLog()
    {
        if (Connection.ExecuteScalar<string>("PRAGMA journal_mode") != "wal")
            Connection.ExecuteScalar<string>("PRAGMA journal_mode = WAL");
    }

    private bool SaveJournal()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var frames, out var saved);
        return code == raw.SQLITE_OK && frames == saved;
    }

    private void RefuseDoubleQuotedStrings()
    {
        _ = raw.sqlite3_db_config(Handle, DoubleQuotedStringsInDdl, 0, out _);
        _ = raw.sqlite3_db_config(Handle, DoubleQuotedStringsInDml, 0, out _);
    }

    private T Transact<T>(string begin, Func<T> action)
    {
        if (_inTransaction) return action();
        return Guard(() =>
        {
            Prepared(begin).Execute();
            _inTransaction = true;
            try
            {
                var result = action();
                Prepared("COMMIT").Execute();
                return result;
            }
            finally
            {
                _inTransaction = false;
                // Some errors (a full disk) have rolled back already.
                if (raw.sqlite3_get_autocommit(Handle) == 0) Prepared("ROLLBACK").Execute();
            }
        });
    }
}
