using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Goalkeeper.Store;

/// <summary>
/// A prepared statement, reused: the hot paths bind and step it without a command, a parameter object or a reader per row.
/// Parameters and columns are numbered as in SQLite: parameters from 1, columns from 0. Bindings last until they are bound again.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out _statement, out var rest), database);
        IsEmpty = _statement.IsInvalid;
        Rest = rest;
    }

    /// <summary>Whether the SQL held no statement, only blanks and comments.</summary>
    public bool IsEmpty { get; }

    /// <summary>The text after the first statement.</summary>
    public string Rest { get; }

    /// <summary>Whether it leaves every database file as it is. BEGIN, ATTACH and some pragmas count as such.</summary>
    public bool IsReadOnly => raw.sqlite3_stmt_readonly(_statement) != 0;

    public IReadOnlyList<string> Columns =>
        [.. Enumerable.Range(0, raw.sqlite3_column_count(_statement)).Select(i => raw.sqlite3_column_name(_statement, i).utf8_to_string())];

    public Statement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, long? value) => value is { } number ? Bind(parameter, number) : BindNull(parameter);

    /// <summary>Binds a number; NaN becomes NULL, as SQLite itself would have it.</summary>
    public Statement Bind(int parameter, double value)
    {
        Check(double.IsNaN(value)
            ? raw.sqlite3_bind_null(_statement, parameter)
            : raw.sqlite3_bind_double(_statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, string? value)
    {
        if (value is null) return BindNull(parameter);
        Check(raw.sqlite3_bind_text(_statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // A zero-length span may have no address, which SQLite would take for NULL.
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, parameter, 0) : raw.sqlite3_bind_blob(_statement, parameter, value));
        return this;
    }

    /// <summary>Binds a long, a double, a string, bytes or null.</summary>
    public Statement BindValue(int parameter, object? value) => value switch
    {
        null => BindNull(parameter),
        long number => Bind(parameter, number),
        int number => Bind(parameter, number),
        bool truth => Bind(parameter, truth ? 1L : 0L),
        double number => Bind(parameter, number),
        string text => Bind(parameter, text),
        byte[] bytes => Bind(parameter, bytes),
        _ => throw new ArgumentException(
            $"A value must be a long, a double, a string, bytes or null, not a {value.GetType()}.",
            nameof(value)),
    };

    /// <summary>Steps to the next row. False at the end, where the statement is reset for its next use.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        if (code != raw.SQLITE_DONE)
        {
            // The message belongs to the connection: it is taken before the reset can touch it.
            try
            {
                SqliteException.ThrowExceptionForRC(code, _database);
            }
            finally
            {
                Reset();
            }
        }
        Reset();
        return false;
    }

    /// <summary>Runs a statement whose rows, if any, do not matter.</summary>
    public void Execute()
    {
        while (Step())
        {
        }
    }

    /// <summary>The first column of the first row, as <see cref="Value"/> has it; null also where there is no row.</summary>
    public object? Scalar()
    {
        var value = Step() ? Value(0) : null;
        Reset();
        return value;
    }

    /// <summary>Ends a read before its last row.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement); // repeats the step's error, which has been thrown already

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>A whole number; NULL is 0.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public long Int64(int column) => raw.sqlite3_column_type(_statement, column) is raw.SQLITE_INTEGER or raw.SQLITE_NULL
        ? raw.sqlite3_column_int64(_statement, column)
        : throw NotA("whole number", column);

    /// <summary>A number; NULL is NaN.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public double Double(int column) => raw.sqlite3_column_type(_statement, column) switch
    {
        raw.SQLITE_NULL => double.NaN,
        raw.SQLITE_FLOAT or raw.SQLITE_INTEGER => raw.sqlite3_column_double(_statement, column),
        _ => throw NotA("number", column),
    };

    /// <summary>A text.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public string Text(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_TEXT
        ? raw.sqlite3_column_text(_statement, column).utf8_to_string()
        : throw NotA("text", column);

    /// <summary>What a text of JSON holds.</summary>
    /// <exception cref="FormatException">It is none, or holds something else.</exception>
    public T Json<T>(int column)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text(column), JsonSerializerOptions.Web) ?? throw NotA("JSON of its kind", column);
        }
        catch (JsonException error)
        {
            throw new FormatException(NotA("JSON of its kind", column).Message, error);
        }
    }

    /// <summary>A column as long, double, string, byte[] or null.</summary>
    public object? Value(int column) => raw.sqlite3_column_type(_statement, column) switch
    {
        raw.SQLITE_INTEGER => Int64(column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(_statement, column),
        raw.SQLITE_TEXT => Text(column),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(_statement, column).ToArray(),
        _ => null,
    };

    /// <summary>The current row.</summary>
    public object?[] Row()
    {
        var row = new object?[raw.sqlite3_column_count(_statement)];
        for (var i = 0; i < row.Length; i++) row[i] = Value(i);
        return row;
    }

    public void Dispose() => _statement.Dispose();

    private FormatException NotA(string kind, int column) =>
        new($"{raw.sqlite3_column_name(_statement, column).utf8_to_string()} is no {kind}");

    private Statement BindNull(int parameter)
    {
        Check(raw.sqlite3_bind_null(_statement, parameter));
        return this;
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}
