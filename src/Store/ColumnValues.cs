namespace Goalkeeper.Store;

/// <summary>What a column of flat rows holds, by which a user's SQL is checked before it selects nothing for want of the right type.</summary>
/// <param name="Name">The column.</param>
/// <param name="Values">Its values: long, double, string or null. Read only where the SQL compares the column with a literal.</param>
/// <param name="Words">All that it can be, or null where that is not known.</param>
public sealed record ColumnValues(string Name, IEnumerable<object?> Values, IReadOnlyCollection<string>? Words = null)
{
    /// <summary>Why an expression compares a column with what it can never be, and what to write instead; null where it does not.</summary>
    public static string? Fault(string expression, IReadOnlyCollection<ColumnValues> columns)
    {
        foreach (var comparison in LiteralComparison.In(expression, [.. columns.Select(c => c.Name)]))
        {
            var column = columns.First(c => c.Name == comparison.Column);
            var (hasNumbers, hasTexts, hasWords) = (false, false, column.Words is not null);
            foreach (var value in column.Values)
            {
                hasNumbers |= value is long or double;
                hasTexts |= value is string;
                hasWords |= value is string text && !text.StartsWith('[');
                if (comparison.IsText ? hasWords : hasNumbers) break;
            }
            if (comparison.Fault(hasNumbers, hasTexts || column.Words is not null, hasWords, column.Words) is { } fault) return fault;
        }
        return null;
    }
}
