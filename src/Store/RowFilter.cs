using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Store;

/// <summary>Says for rows that are not in a store whether a SQL expression holds, exactly as it would for stored trials.</summary>
public sealed class RowFilter : IDisposable
{
    private readonly StoreConnection _memory;
    private readonly Statement _statement;
    private readonly IReadOnlyList<string> _columns;
    private readonly string _expression;

    /// <summary>Understands an expression over columns.</summary>
    /// <param name="columns">Their names.</param>
    /// <param name="expression">SQL, such as <c>lambda > 0 and keep_prob &lt; 1</c>.</param>
    /// <exception cref="UserErrorException">It is not understood; the message has SQLite's reason and the columns.</exception>
    public RowFilter(IReadOnlyList<string> columns, string expression)
    {
        (_columns, _expression) = (columns, expression);
        if (string.IsNullOrWhiteSpace(expression))
        {
            throw new UserErrorException($"The condition is empty. {Explain()}");
        }
        _memory = StoreConnection.OpenInMemory();
        try
        {
            var row = columns
                .Select((name, i) => string.Create(CultureInfo.InvariantCulture, $"?{i + 1} AS {TrialTable.Quote(name)}"))
                .DefaultIfEmpty("1");
            _statement = ReadOnlySql.Prepare(
                _memory,
                $"SELECT 1 FROM (SELECT {string.Join(", ", row)}) WHERE (\n{expression}\n)",
                $"The condition '{expression}'",
                Explain);
        }
        catch
        {
            _memory.Dispose();
            throw;
        }
    }

    /// <summary>Whether the expression holds for one row; where it is NULL, it does not.</summary>
    /// <param name="row">As many values as columns: long, double, string or null. NaN is NULL.</param>
    public bool Matches(IReadOnlyList<object?> row)
    {
        if (row.Count != _columns.Count)
        {
            throw new ArgumentException("A row must have as many values as there are columns.", nameof(row));
        }
        for (var i = 0; i < row.Count; i++)
        {
            // An expression need not use every column, and SQLite numbers the parameters whether it does or not.
            _statement.BindValue(i + 1, row[i]);
        }
        try
        {
            var matches = _statement.Step();
            _statement.Reset();
            return matches;
        }
        catch (SqliteException error)
        {
            throw new UserErrorException($"The condition '{_expression}' failed: {ReadOnlySql.Reason(error)}. {Explain()}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _statement.Dispose();
        _memory.Dispose();
    }

    private string Explain() => $"The columns are: {string.Join(", ", _columns)}.";
}
