namespace Goalkeeper.Training;

/// <summary>How a gradient is checked.</summary>
internal sealed record GradientCheckOptions
{
    /// <summary>The step ε of the central difference, above 0; the course's.</summary>
    public double Epsilon { get; init; } = 1e-7;

    /// <summary>
    /// The relative difference that a block may have, above 0. The course's 1e-7 would reject its own correct network, at 1.19e-7.
    /// </summary>
    public double Threshold { get; init; } = 2e-7;

    /// <summary>Of a block with more entries than this only so many are checked, at least 1; null for all.</summary>
    public int? MostEntries { get; init; }

    /// <summary>NumPy's seed of the permutation that chooses them.</summary>
    public uint Seed { get; init; } = 1;
}

/// <summary>How one block of parameters (W1, b1, …) compared.</summary>
/// <param name="Name">W1, b1, W2, ….</param>
/// <param name="Size">Number of entries of the block.</param>
/// <param name="Checked">Number of them that were checked; the rest of the record is about these.</param>
/// <param name="Difference">‖g − a‖ / (‖g‖ + ‖a‖), 0 when both are zero; g by back-propagation, a by central differences.</param>
/// <param name="WorstEntry">Where |g − a| is largest, as NumPy counts, from 0: W2[1,3] is output 1, input 3; b1[2] is output 2.</param>
/// <param name="WorstGradient">g there.</param>
/// <param name="WorstApproximation">a there.</param>
/// <param name="Kinks">
/// Entries at a kink of relu, where the slope to the left is not the slope to the right. A slope between the two, or as near to them as
/// they are to each other, can be right there, so a is the one of those nearest to g.
/// </param>
/// <param name="Passed">Whether ‖g − a‖ is within the threshold plus the rounding floor.</param>
internal sealed record GradientBlock(
    string Name,
    int Size,
    int Checked,
    double Difference,
    string WorstEntry,
    double WorstGradient,
    double WorstApproximation,
    int Kinks,
    bool Passed);

/// <summary>How a gradient compared with central differences of the cost.</summary>
/// <param name="Cost">The cost where the gradient was taken.</param>
/// <param name="Difference">‖g − a‖ / (‖g‖ + ‖a‖) over all checked entries; NaN when the gradient cannot be checked.</param>
/// <param name="Blocks">Block by block; empty when the cost is not finite, where a gradient cannot be checked.</param>
internal sealed record GradientCheckResult(double Cost, double Difference, IReadOnlyList<GradientBlock> Blocks)
{
    /// <summary>False where the cost, there or a step beside it, is not finite: then the gradient cannot be checked here.</summary>
    public bool CanBeChecked => Blocks.Count > 0;

    /// <summary>Whether every block passed.</summary>
    public bool Passed => CanBeChecked && Blocks.All(block => block.Passed);

    /// <summary>Whether a block was checked and did not pass.</summary>
    public bool Failed => CanBeChecked && !Passed;
}
