using Goalkeeper.Cli.Context;
using Spectre.Console;

namespace Goalkeeper.Cli.Output;

/// <summary>A table on a terminal. Apart from <see cref="TextTable"/>, so that Spectre.Console is loaded only where it is used.</summary>
internal static class DrawnTable
{
    // A border and two blanks beside each column, and the last border.
    private const int ColumnFrame = 3;
    private const int LastBorder = 1;

    /// <summary>Draws the table if it fits the terminal without breaking words or numbers; headings may break after underscores.</summary>
    /// <returns>Whether it did.</returns>
    public static bool TryWrite(
        CommandContext context, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<bool> alignRight)
    {
        var console = TerminalConsole.Create(context.Out.Raw, context.UseColor);
        var room = console.Profile.Width - LastBorder - (ColumnFrame * columns.Count);
        var widest = columns.Select((_, i) => rows.Select(row => row[i].Length).DefaultIfEmpty().Max()).ToArray();
        var headings = columns.ToArray();
        if (Needed(headings) > room)
        {
            headings = [.. columns.Select((name, i) => BreakAtUnderscores(name, widest[i]))];
            if (Needed(headings) > room) widest = [.. widest.Select((width, i) => alignRight[i] ? width : LongestWord(rows, i))];
            if (Needed(headings) > room) return false;
        }

        var table = new Table { Border = TableBorder.Rounded, BorderStyle = new Style(Color.Grey) };
        for (var i = 0; i < columns.Count; i++)
        {
            table.AddColumn(new TableColumn(new Text(headings[i], new Style(decoration: Decoration.Bold)))
            {
                Alignment = alignRight[i] ? Justify.Right : Justify.Left,
                NoWrap = alignRight[i] || LongestWord(rows, i) == rows.Select(row => row[i].Length).DefaultIfEmpty().Max(),
            });
        }
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        console.Write(table);
        return true;

        int Needed(IReadOnlyList<string> names) =>
            names.Select((name, i) => Math.Max(widest[i], name.Split('\n').Max(line => line.Length))).Sum();
    }

    private static int LongestWord(IReadOnlyList<IReadOnlyList<string>> rows, int column) =>
        rows.SelectMany(row => row[column].Split(' ')).Select(word => word.Length).DefaultIfEmpty().Max();

    // As many parts on a line as its column is wide anyway: "initialization_\nscale".
    private static string BreakAtUnderscores(string name, int width)
    {
        var lines = new List<string> { "" };
        foreach (var part in name.Split('_').SkipLast(1).Select(p => p + "_").Append(name.Split('_')[^1]))
        {
            if (lines[^1].Length == 0 || lines[^1].Length + part.Length <= width) lines[^1] += part;
            else lines.Add(part);
        }
        return string.Join('\n', lines);
    }
}
