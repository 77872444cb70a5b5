namespace Goalkeeper.Analysis;

/// <summary>What can be said of a row against another one.</summary>
internal enum Verdict
{
    /// <summary>That they differ would be no surprise if they did not.</summary>
    CannotTell,

    /// <summary>It is better.</summary>
    Better,

    /// <summary>It is worse.</summary>
    Worse,
}

/// <summary>A row against another one, by the sweep's metric.</summary>
/// <param name="Difference">The row's mean less the other's.</param>
/// <param name="Gain">The same, the more the better.</param>
/// <param name="P">Corrected for all that is compared; NaN where nothing can be said.</param>
internal sealed record RowComparison(double Difference, double Gain, double P)
{
    /// <summary>A difference of a p from here on is no news.</summary>
    public const double Significant = 1 - Interval.Level;

    /// <summary>What it comes to.</summary>
    public Verdict Verdict => !(P < Significant) ? Verdict.CannotTell : Gain > 0 ? Verdict.Better : Verdict.Worse;
}
