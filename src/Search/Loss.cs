namespace Goalkeeper.Search;

/// <summary>What a value counts as to a search and its stopping rules, the lower the better: the one place that decides it of what is no number.</summary>
internal static class Loss
{
    /// <summary>What is worse than every number.</summary>
    public const double Worst = double.PositiveInfinity;

    /// <summary>The loss of a value: <see cref="Worst"/> where there is none, as of a point that failed, or where it is NaN or infinite, whichever way.</summary>
    /// <param name="value">The lower the better.</param>
    public static double Of(double? value) => value is { } number && double.IsFinite(number) ? number : Worst;
}
