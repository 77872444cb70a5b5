using Microsoft.Data.Sqlite;

namespace Goalkeeper.Store;

/// <summary>The answer to a query: columns, and rows that are read as they are asked for, once. Dispose it before the store.</summary>
public sealed class QueryResult : IDisposable
{
    private readonly StoreConnection _store;
    private readonly Statement _statement;

    internal QueryResult(StoreConnection store, Statement statement)
    {
        (_store, _statement) = (store, statement);
        Columns = statement.Columns;
    }

    /// <summary>Names as SQLite gives them; none for a statement that returns nothing.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>As many values as columns in each row: long, double (infinities included), string, byte[] or null.</summary>
    /// <exception cref="UserErrorException">The query fails in the middle, such as at JSON that is none.</exception>
    public IEnumerable<object?[]> Rows()
    {
        while (_store.Guard(Next))
        {
            yield return _statement.Row();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private bool Next()
    {
        try
        {
            return _statement.Step();
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
        {
            throw new UserErrorException($"The query failed: {ReadOnlySql.Reason(error)}.", error);
        }
    }
}
