using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Goalkeeper.Store;

/// <summary>
/// Finds what a user's condition compares in vain: for SQLite a number and a text are never equal, so that <c>lambda = '0.1'</c> selects
/// no row, without a word. Nothing here understands SQL; SQLite is asked. A literal is in vain if another in its place changes nothing
/// whatever the columns are of what they can be, though it would if a column were what it cannot be, or the literal a number.
/// </summary>
internal sealed class ConditionTypes
{
    // Enough for a condition that a person writes; more would take long.
    private const int MostLiterals = 50, MostRows = 30, MostRowsSeen = 10_000, MostVariations = 1000, LongestCondition = 10_000;

    private readonly string _condition;
    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyList<SqlLiteral> _literals;
    private readonly IEnumerable<IReadOnlyList<object?>> _rows;
    private readonly List<IReadOnlyList<object?>> _sample;
    private readonly List<(int Index, ColumnKind Kind)> _columns;

    private ConditionTypes(
        string condition,
        IReadOnlyList<SqlLiteral> literals,
        IReadOnlyList<ConditionColumn> columns,
        IEnumerable<IReadOnlyList<object?>> rows)
    {
        (_condition, _literals, _rows) = (condition, literals, rows);
        _names = [.. columns.Select(c => c.Name)];
        var named = columns.Index().Where(c => condition.Contains(c.Item.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        var sample = rows.Take(MostRowsSeen)
            .DistinctBy(row => string.Join('\n', named.Select(c => string.Create(CultureInfo.InvariantCulture, $"{row[c.Index]}"))))
            .Take(MostRows)
            .ToList();
        _columns = named.ConvertAll(c => (c.Index, new ColumnKind(c.Item, [.. sample.Select(row => row[c.Index])])));
        // One column after the other is all that it can be, for what asks two things of a row that no row has.
        var variations =
            from row in sample
            from column in _columns
            from value in column.Kind.Values(literals)
            select With(row, column.Index, value);
        _sample = [.. sample, .. variations.Take(MostVariations)];
    }

    /// <summary>What is wrong with a condition and what to write instead; null where nothing is.</summary>
    /// <param name="condition">An expression that SQLite understands.</param>
    /// <param name="columns">What it may name.</param>
    /// <param name="rows">Their values: long, double, string or null. They are read more than once, and only as far as they are needed.</param>
    public static string? Fault(string condition, IReadOnlyList<ConditionColumn> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        if (condition.Length > LongestCondition) return null;
        var literals = SqlLiteral.In(condition).Take(MostLiterals).ToList();
        if (literals.Count == 0) return null;
        var types = new ConditionTypes(condition, literals, columns, rows);
        foreach (var literal in literals)
        {
            try
            {
                if (types.Fault(literal) is { } fault) return fault;
            }
            catch (UserErrorException error) when (error.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT })
            {
                return null;
            }
            catch (UserErrorException)
            {
                // No other literal will do in its place, such as that of a JSON path; or a table is asked that only the store has.
            }
        }
        return null;
    }

    private string? Fault(SqlLiteral literal)
    {
        var number = literal.Value is string text ? SqlLiteral.Number(text) : null;
        var excluding = _columns.FindAll(c => c.Kind.Excludes(literal.Value));
        if (excluding.Count == 0 && (number is null || _columns.Count == 0)) return null;
        using var condition = Filter(_condition);
        using var matters = Filter(Differs(Others(literal.Value).Select(other => (_condition, literal.Exchange(_condition, other)))));
        foreach (var (index, kind) in excluding)
        {
            object[] signed = literal.Value switch { long n => [n, -n], double x => [x, -x], var word => [word] };
            if (Array.Find(signed, value => IsCompared(index, value)) is { } value && !Matters(matters, index, kind)
                && _rows.All(row => !matters.Matches(row) && kind.Has(row[index])))
            {
                return kind.Fault(value);
            }
        }
        if (number is null || _columns.Exists(c => Matters(matters, c.Index, c.Kind))) return null;
        using var numberMatters = Filter(Differs(SqlLiteral.Neighbours(number)
            .Select(other => (literal.Exchange(_condition, number), literal.Exchange(_condition, other)))));
        return _columns.Exists(c => Matters(numberMatters, c.Index, c.Kind)) && !_rows.Any(matters.Matches)
            ? $"'{literal.Value}' is a text, and is compared with a number; write {literal.Value}, without quotes"
            : null;

        // Were the column as the literal is, it would matter how exactly either is.
        bool IsCompared(int column, object value) => _sample.Exists(row => matters.Matches(With(row, column, value))
            && SqlLiteral.Neighbours(value)
                .Any(other => condition.Matches(With(row, column, value)) != condition.Matches(With(row, column, other))));
    }

    /// <summary>Whether a filter holds somewhere when a column is all that it can be.</summary>
    private bool Matters(RowFilter filter, int column, ColumnKind kind) =>
        kind.Values(_literals).Any(value => _sample.Exists(row => filter.Matches(With(row, column, value))));

    private RowFilter Filter(string condition) => new(_names, condition, SqlBounds.Table, allowQueries: true);

    private static string Differs(IEnumerable<(string One, string Other)> pairs) =>
        string.Join(" OR ", pairs.Select(p => $"((\n{p.One}\n) IS TRUE) <> ((\n{p.Other}\n) IS TRUE)"));

    private static IEnumerable<object> Others(object literal) =>
        [.. SqlLiteral.Neighbours(literal), .. literal is string ? (object[])["", "~"] : [-1_000_000_000L, 1_000_000_000L]];

    private static object?[] With(IReadOnlyList<object?> row, int column, object? value) =>
        [.. row.Take(column), value, .. row.Skip(column + 1)];
}
