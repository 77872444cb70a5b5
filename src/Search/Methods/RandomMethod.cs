namespace Goalkeeper.Search;

/// <summary>Points at random, each as likely as its space says (Bergstra and Bengio 2012).</summary>
internal sealed class RandomMethod : IMethod
{
    /// <inheritdoc/>
    public IEnumerable<double[]> Candidates(SearchSpace space, History history, uint seed)
    {
        var random = new RandomNumbers(seed, Purpose.Random, history.Next);
        var units = new double[space.Dimensions.Count];
        while (true)
        {
            for (var i = 0; i < units.Length; i++) units[i] = random.Uniform();
            yield return space.Point(units);
        }
    }
}
