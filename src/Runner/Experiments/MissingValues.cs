namespace Goalkeeper.Runner;

/// <summary>What becomes of missing values in a table.</summary>
internal enum MissingValues
{
    /// <summary>The table is refused.</summary>
    Error,

    /// <summary>The mean of the train examples stands for them.</summary>
    Mean,

    /// <summary>Rows that have one are left out.</summary>
    Drop,
}
