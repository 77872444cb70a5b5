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
        // Measured columns go from the right until it fits.
        if (TryDrawSome(context, columns, cells, isNumber, least: Array.IndexOf(isMeasured, true) + 1, "--format csv has all")) return;
        Write(context, columns, cells, isNumber);
    }

    /// <summary>The same of text, whose last columns may be missing on a narrow terminal.</summary>
    /// <param name="context">The output.</param>
    /// <param name="columns">Names; as many as cells in each row.</param>
    /// <param name="rows">Cells of one line.</param>
    /// <param name="least">How many columns are shown in any case.</param>
    /// <param name="elsewhere">Where the others are.</param>
    public static void WriteSome(CommandContext context, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, int least, string elsewhere)
    {
        if (!TryDrawSome(context, columns, [.. rows.Select(row => (string[])[.. row.Select(Printable.Line)])], [.. columns.Select(_ => false)], least, elsewhere))
            Write(context, columns, rows);
    }

    // Too wide a table is broken by the terminal and cannot be read.
    private static bool TryDrawSome(CommandContext context, IReadOnlyList<string> columns, List<string[]> cells, bool[] alignRight, int least, string elsewhere)
    {
        if (least == 0 || !context.Out.IsTerminal || cells.Count > MostDrawnRows) return false;
        for (var shown = columns.Count; shown >= least; shown--)
        {
            if (!DrawnTable.TryWrite(context, [.. columns.Take(shown).Select(Printable.Line)], [.. cells.Select(row => row[..shown])], alignRight[..shown])) continue;
            if (shown < columns.Count) WrappedText.Write(context.Error, $"not shown, for want of room: {ShortList.Of(columns.Skip(shown))} ({elsewhere})");
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
