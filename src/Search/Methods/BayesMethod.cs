namespace Goalkeeper.Search;

/// <summary>
/// The method for a space: the estimator where there are conditions or mostly categories, else the process while there are few points, and the
/// estimator after, since the process's time grows with their third power. The space alone decides, and never the results.
/// </summary>
/// <param name="gp">The Gaussian process.</param>
/// <param name="tpe">The tree-structured Parzen estimator.</param>
internal sealed class BayesMethod(IMethod gp, IMethod tpe) : IMethod
{
    /// <summary>The last point that the Gaussian process proposes.</summary>
    public const int LastOfGp = 250;

    /// <summary>Whether a space is one for the Gaussian process.</summary>
    public static bool SuitsGp(SearchSpace space)
    {
        // What has one value alone is nothing to search.
        var varied = space.Dimensions.Where(d => d.Domain.Count != 1).ToList();
        return !space.HasConditions && 2 * varied.Count(d => d.Domain.IsOrdered) >= varied.Count;
    }

    /// <inheritdoc/>
    public IEnumerable<double[]> Candidates(SearchSpace space, History history, uint seed) =>
        (SuitsGp(space) && history.Next <= LastOfGp ? gp : tpe).Candidates(space, history, seed);
}
