namespace Goalkeeper.Search;

/// <summary>
/// Bayesian optimization: the next point is where a Gaussian process that has seen the others expects the largest improvement (Jones,
/// Schonlau and Welch 1998, "Efficient global optimization of expensive black-box functions").
/// </summary>
internal sealed class GpMethod : IMethod
{
    // A process of more points takes too long; half of those that are seen are the best, half the latest.
    private const int MostSeen = 250;

    private const int MostFirst = 20;

    /// <inheritdoc/>
    public IEnumerable<double[]> Candidates(SearchSpace space, History history, uint seed)
    {
        var dimensions = space.Dimensions.Count;
        var first = First(dimensions);
        IEnumerable<double[]> units = history switch
        {
            _ when history.Next <= first => [LatinHypercube.Units(first, dimensions, seed)[history.Next - 1]],
            { Ended.Count: > 1 } => Promising(space, history, new RandomNumbers(seed, Purpose.Candidates, history.Next)),
            _ => [],
        };
        return units.Select(u => space.Point(u)).Concat(new RandomMethod().Candidates(space, history, seed));
    }

    private static IEnumerable<double[]> Promising(SearchSpace space, History history, RandomNumbers random)
    {
        var places = new Places(space);
        var values = history.Values();
        int[] ranked = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        int[] seen = [.. ranked.Take(MostSeen / 2).Union(Enumerable.Range(0, values.Length).Reverse()).Take(MostSeen).Order()];
        double[][] points = [.. seen.Select(i => places.Of(history.Ended[i].Point))];

        var model = GaussianProcess.Fit(places, points, [.. seen.Select(i => values[i])]);
        var means = points.Select(model.Mean).ToArray();
        double[][] leaders = [.. Enumerable.Range(0, means.Length).OrderBy(i => means[i]).Select(i => space.Units(history.Ended[seen[i]].Point))];
        var box = TrustRegion.Has(history.Next)
            ? TrustRegion.About(places, leaders[0], TrustRegion.Length(values, First(places.Dimensions), places.Dimensions), model.LogLengths)
            : Box.All(places.Dimensions);

        // Points under way have the value that is expected of them, also where it is the best: the kriging believer of Ginsbourger, Le Riche and
        // Carraro (2010).
        var best = means.Min();
        foreach (var place in history.UnderWay.Select(places.Of))
        {
            best = Math.Min(best, model.Mean(place));
            model = model.With(place);
        }
        return new AcquisitionSearch(places, new Acquisition(places, model, best), random).Promising(box, leaders);
    }

    /// <summary>How many points come before anything is learned.</summary>
    private static int First(int dimensions) => Math.Min(4 + dimensions, MostFirst);
}
