using Goalkeeper.Cli.Context;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Output;

/// <summary>Rows as a table for people: drawn on a terminal, plain aligned columns elsewhere.</summary>
internal static class TextTable
{
    // Drawing measures and wraps every cell; nobody reads a thousand rows with borders.
    private const int MostDrawnRows = 1000;

    private const string Gap = "  ";

    /// <inheritdoc cref="RowFormat.Write"/>
    public static void Write(
        CommandContext context,
        IReadOnlyList<string> columns,
        IEnumerable<IReadOnlyList<object?>> rows,
        IReadOnlyCollection<string>? measured = null)
    {
        var cells = new List<string[]>();
        var isNumber = columns.Select(_ => true).ToArray();
        var isMeasured = columns.Select(name => measured?.Contains(name) == true).ToArray();
        foreach (var row in rows)
        {
            cells.Add([.. row.Select((value, i) => isMeasured[i] ? Cell.Measured(value) : Cell.Text(value))]);
            for (var i = 0; i < isNumber.Length; i++) isNumber[i] &= row[i] is null or long or double;
        }
        if (context.Out.IsTerminal && cells.Count <= MostDrawnRows && TryDrawSome(context, columns, cells, isNumber, isMeasured)) return;
        Write(context, columns, cells, isNumber);
    }

    // Too wide a table is broken by the terminal and cannot be read: measured columns go from the right until it fits.
    private static bool TryDrawSome(
        CommandContext context, IReadOnlyList<string> columns, List<string[]> cells, bool[] alignRight, bool[] isMeasured)
    {
        var least = Array.IndexOf(isMeasured, true) + 1;
        if (least == 0) return false;
        for (var shown = columns.Count; shown >= least; shown--)
        {
            if (!DrawnTable.TryWrite(context, [.. columns.Take(shown).Select(Printable.Line)], [.. cells.Select(row => row[..shown])], alignRight[..shown])) continue;
            if (shown < columns.Count) context.Error.WriteLine($"not shown, for want of room: {string.Join(", ", columns.Skip(shown))} (--format csv has all)");
            return true;
        }
        return false;
    }

    /// <summary>Writes cells that are text already.</summary>
    /// <param name="context">The output.</param>
    /// <param name="columns">Names; as many as cells in each row.</param>
    /// <param name="rows">Cells of one line.</param>
    /// <param name="alignRight">Whether a column is aligned to the right, or null for none.</param>
    public static void Write(
        CommandContext context,
        IReadOnlyList<string> columns,
        IReadOnlyList<IReadOnlyList<string>> rows,
        IReadOnlyList<bool>? alignRight = null)
    {
        if (columns.Count == 0) return;
        columns = [.. columns.Select(Printable.Line)];
        rows = [.. rows.Select(row => (string[])[.. row.Select(Printable.Line)])];
        alignRight ??= [.. columns.Select(_ => false)];
        if (context.Out.IsTerminal && rows.Count <= MostDrawnRows && DrawnTable.TryWrite(context, columns, rows, alignRight)) return;
        WritePlain(context.Out, columns, rows, alignRight);
    }

    private static void WritePlain(
        TextWriter output, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<bool> alignRight)
    {
        var widths = columns.Select(c => c.Length).ToArray();
        foreach (var row in rows)
            for (var i = 0; i < widths.Length; i++) widths[i] = Math.Max(widths[i], row[i].Length);
        WriteLine(columns);
        foreach (var row in rows) WriteLine(row);

        void WriteLine(IReadOnlyList<string> cells)
        {
            var padded = cells.Select((cell, i) => alignRight[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            output.WriteLine(string.Join(Gap, padded).TrimEnd());
        }
    }
}
