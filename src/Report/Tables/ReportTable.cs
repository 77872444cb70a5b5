namespace Goalkeeper.Report.Tables;

/// <summary>A table of formatted cells, ready for any writer.</summary>
/// <param name="Columns">Headings.</param>
/// <param name="Rows">As many cells as columns in each row.</param>
/// <param name="Chosen">Index of the row that the metric chooses, or null.</param>
/// <param name="Notes">Sentences that belong under the table.</param>
internal sealed record ReportTable(
    IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, int? Chosen, IReadOnlyList<string> Notes)
{
    /// <summary>What the table is of, or empty.</summary>
    public string Caption { get; init; } = "";

    /// <summary>How many of the first columns nobody should miss, however narrow a screen is.</summary>
    public int Deciding { get; init; } = Columns.Count;

    /// <summary>Columns that a narrow screen has below the others of their row; none where all have room.</summary>
    public IReadOnlyList<int> Secondary { get; init; } = [];

    /// <summary>How many of the first columns, which name a row, a narrow screen has above the others; 0 where the first has room beside them.</summary>
    public int Above { get; init; }

    /// <summary>A last row, which no order moves: what has to be beaten. Null where there is nothing to compare with.</summary>
    public IReadOnlyList<string>? Baseline { get; init; }
}

/// <summary>Tables under a heading.</summary>
/// <param name="Heading">The section's heading.</param>
/// <param name="Text">Sentences before the tables.</param>
/// <param name="Tables">In order.</param>
internal sealed record TableSection(string Heading, IReadOnlyList<string> Text, IReadOnlyList<ReportTable> Tables);
