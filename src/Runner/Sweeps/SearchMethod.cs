namespace Goalkeeper.Runner;

/// <summary>Who chooses the points of a sweep.</summary>
public enum SearchMethod
{
    /// <summary>Every combination of the parameters' values; no parameter may have a range.</summary>
    Grid,

    /// <summary>Each point as likely as the space says.</summary>
    Random,

    /// <summary>Points spread more evenly than at random.</summary>
    Sobol,

    /// <summary>Points where good ones were denser than others: the tree-structured Parzen estimator.</summary>
    Tpe,

    /// <summary>Points where a Gaussian process expects the most.</summary>
    Gp,

    /// <summary><see cref="Gp"/> or <see cref="Tpe"/>, by the space.</summary>
    Bayes,
}
