namespace Goalkeeper.Bench;

/// <summary>The rows as a Markdown table.</summary>
internal static class Table
{
    private static readonly string[] Headings = ["what", "ours", "peer", "ratio", "goal", "met"];

    /// <summary>Writes it, columns aligned, so that it reads well as it is.</summary>
    public static void Write(TextWriter output, IEnumerable<Row> rows)
    {
        string[][] cells = [Headings, .. rows.Select(r => (string[])[r.What, r.Ours, r.Peer, r.Ratio, r.Goal, r.Met])];
        var widths = Headings.Select((_, i) => cells.Max(row => row[i].Length)).ToArray();
        for (var r = 0; r < cells.Length; r++)
        {
            output.WriteLine($"| {string.Join(" | ", cells[r].Select((cell, i) => cell.PadRight(widths[i])))} |");
            if (r == 0) output.WriteLine($"| {string.Join(" | ", widths.Select(w => new string('-', w)))} |");
        }
    }
}
