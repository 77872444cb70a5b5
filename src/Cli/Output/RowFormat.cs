using Goalkeeper.Cli.Context;
using Goalkeeper.Report;

namespace Goalkeeper.Cli.Output;

/// <summary>Writes rows in the format that was asked for.</summary>
internal static class RowFormat
{
    public const string Table = "table";
    public const string Csv = "csv";
    public const string Json = "json";

    /// <summary>Writes rows to the output. csv and json are written as they come.</summary>
    /// <param name="context">The output.</param>
    /// <param name="format">One of the formats.</param>
    /// <param name="columns">Names; as many as values in each row.</param>
    /// <param name="rows">Values: long, double (not NaN), string, byte[] or null.</param>
    /// <param name="measured">Columns whose numbers a table rounds, since they were measured; the others are shown as they are.</param>
    public static void Write(
        CommandContext context,
        string format,
        IReadOnlyList<string> columns,
        IEnumerable<IReadOnlyList<object?>> rows,
        IReadOnlyCollection<string>? measured = null)
    {
        switch (format)
        {
            case Csv:
                // Exact for programs; who looks at it on a terminal is spared its control characters.
                CsvRows.Write(context.Out.IsTerminal ? context.Out : context.Out.Raw, columns, rows);
                break;
            case Json:
                JsonRows.Write(context.Out.Raw, columns, rows);
                break;
            default:
                TextTable.Write(context, columns, rows, measured);
                break;
        }
    }
}
