namespace Goalkeeper.Store;

internal sealed partial class SweepStore
{
    /// <summary>The trials of a sweep as flat rows, by number unless another order is asked for.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="where">A SQL expression over the columns, such as <c>lambda > 0 and dev_accuracy > 0.9</c>; null for all.</param>
    /// <param name="orderBy">SQL's ORDER BY over them, such as <c>dev_accuracy desc</c>; equal rows go by number.</param>
    /// <param name="top">How many rows at most; null for all.</param>
    /// <param name="bestFirst">Where no order is asked for: by the sweep's metric, the best first.</param>
    /// <exception cref="UserErrorException">An expression is not understood; the message has SQLite's reason and the columns.</exception>
    public TrialTable Table(SweepRecord sweep, string? where = null, string? orderBy = null, long? top = null, bool bestFirst = false) =>
        Table(sweep, where, orderBy, top, SqlBounds.Table, bestFirst);

    internal TrialTable Table(SweepRecord sweep, string? where, string? orderBy, long? top, SqlBounds bounds, bool bestFirst = false)
    {
        StateCounts(sweep); // damage is told before a row of it
        return TrialTable.Read(_store, sweep, StateSql(sweep), where, orderBy, top, bounds, bestFirst);
    }

    /// <summary>Runs one statement of SQL that only reads; its rows are streamed.</summary>
    /// <exception cref="UserErrorException">It is not understood, more than one statement, or would change anything.</exception>
    public QueryResult Query(string sql) => Query(sql, SqlBounds.Query);

    internal QueryResult Query(string sql, SqlBounds bounds) => _store.Guard(() => new QueryResult(
        _store,
        new ReadOnlySql(
            _store,
            sql,
            "The query",
            () => "docs/store.md shows the tables and views, `SELECT name FROM sqlite_master` lists them.",
            bounds)));
}
