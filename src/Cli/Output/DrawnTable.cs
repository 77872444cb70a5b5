using Spectre.Console;

namespace Goalkeeper.Cli.Output;

/// <summary>A table on a terminal. Apart from <see cref="TextTable"/>, so that Spectre.Console is loaded only where it is used.</summary>
internal static class DrawnTable
{
    /// <inheritdoc cref="TextTable.Write(CommandContext, IReadOnlyList{string}, IReadOnlyList{IReadOnlyList{string}}, IReadOnlyList{bool}?)"/>
    public static void Write(
        CommandContext context, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<bool> alignRight)
    {
        var table = new Table { Border = TableBorder.Rounded, BorderStyle = new Style(Color.Grey) };
        for (var i = 0; i < columns.Count; i++)
            table.AddColumn(new TableColumn(new Text(columns[i], new Style(decoration: Decoration.Bold))) { Alignment = alignRight[i] ? Justify.Right : Justify.Left });
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        TerminalConsole.Create(context.Out, context.UseColor).Write(table);
    }
}
