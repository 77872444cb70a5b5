namespace Goalkeeper.Search;

/// <summary>Every point of a space that can be counted, one after the other.</summary>
internal sealed class GridMethod : IMethod
{
    /// <inheritdoc/>
    public IEnumerable<double[]> Candidates(SearchSpace space, History history, uint seed) => space.Points(after: history.Points.LastOrDefault());
}
