namespace Goalkeeper.Search;

/// <summary>A way to choose points. A pure function: who asks, when and where, and what was asked before make no difference.</summary>
internal interface IMethod
{
    /// <summary>Candidates for the next point of a search, the most promising first. They may repeat points that were proposed before.</summary>
    /// <param name="space">What may be proposed.</param>
    /// <param name="history">What is known.</param>
    /// <param name="seed">The search's seed.</param>
    IEnumerable<double[]> Candidates(SearchSpace space, History history, uint seed);
}
