namespace Goalkeeper.Store;

/// <summary>The answer to a query: columns, and rows that are read as they are asked for, once. Dispose it before the store.</summary>
internal sealed class QueryResult : IDisposable
{
    private readonly StoreConnection _store;
    private readonly ReadOnlySql _sql;

    internal QueryResult(StoreConnection store, ReadOnlySql sql)
    {
        (_store, _sql) = (store, sql);
        Columns = sql.Statement.Columns;
    }

    /// <summary>Names as SQLite gives them; none for a statement that returns nothing.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>As many values as columns in each row: long, double (infinities included), string, byte[] or null.</summary>
    /// <exception cref="UserErrorException">The query fails in the middle, such as at JSON that is none, or takes too much.</exception>
    public IEnumerable<object?[]> Rows()
    {
        while (_store.Guard(_sql.Step)) yield return _sql.Statement.Row();
    }

    /// <inheritdoc/>
    public void Dispose() => _sql.Dispose();
}
