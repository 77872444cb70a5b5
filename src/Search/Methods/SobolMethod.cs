namespace Goalkeeper.Search;

/// <summary>
/// Points spread evenly: point k is element k − 1 of a scrambled <see cref="SobolSequence"/>. Dimensions beyond its last, and what takes the
/// place of a point that was proposed before, are at random.
/// </summary>
internal sealed class SobolMethod : IMethod
{
    /// <inheritdoc/>
    public IEnumerable<double[]> Candidates(SearchSpace space, History history, uint seed)
    {
        var random = new RandomNumbers(seed, Purpose.Random, history.Next);
        var units = Enumerable.Range(0, space.Dimensions.Count)
            .Select(i => i < SobolSequence.Dimensions ? Unit(history.Next - 1, i, seed) : random.Uniform()).ToArray();
        return new RandomMethod().Candidates(space, history, seed).Prepend(space.Point(units));
    }

    /// <summary>A coordinate of an element, above 0 and below 1.</summary>
    public static double Unit(int index, int dimension, uint seed)
    {
        var key = (uint)(new RandomNumbers(seed, Purpose.Scrambling, dimension).Uniform() * (1L << 32));
        return (SobolSequence.Scramble(SobolSequence.Element(index, dimension), key) + 0.5) / (1L << 32);
    }
}
