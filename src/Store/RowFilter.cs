using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Store;

/// <summary>Says for rows that are not in a store whether a SQL expression holds, exactly as it would for stored trials.</summary>
internal sealed class RowFilter : IDisposable
{
    private readonly StoreConnection _memory;
    private readonly ReadOnlySql _sql;
    private readonly IReadOnlyList<string> _columns;

    /// <summary>Understands an expression over columns.</summary>
    /// <param name="columns">Their names.</param>
    /// <param name="expression">SQL, such as <c>lambda > 0 and keep_prob &lt; 1</c>.</param>
    /// <exception cref="UserErrorException">It is not understood; the message has SQLite's reason and the columns.</exception>
    public RowFilter(IReadOnlyList<string> columns, string expression)
        : this(columns, expression, SqlBounds.Exclude)
    {
    }

    internal RowFilter(IReadOnlyList<string> columns, string expression, SqlBounds bounds, bool allowQueries = false)
    {
        _columns = columns;
        _memory = StoreConnection.OpenInMemory();
        try
        {
            if (!allowQueries) CheckIsPlain(expression);
            var row = columns
                .Select((name, i) => string.Create(CultureInfo.InvariantCulture, $"?{i + 1} AS {TrialTable.Quote(name)}"))
                .DefaultIfEmpty("1");
            _sql = ReadOnlySql.Condition(_memory, $"SELECT {string.Join(", ", row)}", expression, Explain, bounds);
        }
        catch
        {
            _memory.Dispose();
            throw;
        }
    }

    /// <summary>Whether the expression holds for one row; where it is NULL, it does not.</summary>
    /// <param name="row">As many values as columns: long, double, string or null. NaN is NULL.</param>
    /// <exception cref="UserErrorException">The expression fails at the row, or takes too long or too much.</exception>
    public bool Matches(IReadOnlyList<object?> row)
    {
        if (row.Count != _columns.Count)
            throw new ArgumentException("A row must have as many values as there are columns.", nameof(row));
        for (var i = 0; i < row.Count; i++)
        {
            // An expression need not use every column, and SQLite numbers the parameters whether it does or not.
            _sql.Statement.BindValue(i + 1, row[i]);
        }
        var matches = _sql.Step();
        _sql.Statement.Reset();
        return matches;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sql.Dispose();
        _memory.Dispose();
    }

    // SQLite allows no subquery, no random function and no parameter in a generated column: what is left can neither run for long nor
    // take much. Nothing is executed.
    private void CheckIsPlain(string expression)
    {
        var columns = string.Concat(_columns.Select(c => $"{TrialTable.Quote(c)}, "));
        try
        {
            new Statement(_memory.Handle, $"CREATE TABLE row ({columns}\"it holds\" AS (\n{expression}\n))").Dispose();
        }
        catch (SqliteException error)
        {
            // Any other error is told better when the condition itself is prepared.
            if (error.Message.Contains("prohibited in generated columns", StringComparison.Ordinal))
            {
                throw new UserErrorException(
                    $"The condition '{expression}' must be an expression of the columns alone, without SELECT, random functions or " +
                    $"parameters. {Explain()}",
                    error);
            }
        }
    }

    private string Explain() => $"The columns are: {ShortList.Of(_columns)}.";
}
