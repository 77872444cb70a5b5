namespace Goalkeeper.Search;

/// <summary>Looks for the places that promise most: many at random and near the best, of which the most promising climb.</summary>
internal sealed class AcquisitionSearch(Places places, Acquisition acquisition, RandomNumbers random)
{
    private const int Anywhere = 400;

    private const int Leaders = 4, NearEach = 40;

    private const int Climbing = 6;

    // Dimensions that a place near a leader differs in, and by how much at most, as a deviation.
    private const int Moved = 3;

    private const double Near = 0.1;

    // A domain is open: so near do we go to its ends.
    private const double Edge = 1e-6;

    /// <summary>Places in the unit cube, the most promising first.</summary>
    /// <param name="leaders">The best points' places, the best first; NaN where a dimension does not exist.</param>
    public IEnumerable<double[]> Promising(IEnumerable<double[]> leaders)
    {
        var starts = Enumerable.Range(0, Anywhere).Select(_ => Random()).ToList();
        foreach (var leader in leaders.Take(Leaders)) starts.AddRange(Enumerable.Range(0, NearEach).Select(_ => NearTo(leader)));
        var ranked = starts.Select(units => (Units: units, Value: acquisition.At(units))).OrderByDescending(place => place.Value).ToArray();
        var low = Enumerable.Repeat(Edge, places.Dimensions).ToArray();
        var high = Enumerable.Repeat(1 - Edge, places.Dimensions).ToArray();
        var climbed = ranked.Take(Climbing).Select(place => acquisition.Climb(place.Units, low, high)).OrderByDescending(place => place.Value).ToArray();
        return climbed.Concat(ranked).Select(place => place.Units);
    }

    private double[] Random()
    {
        var units = new double[places.Dimensions];
        foreach (ref var unit in units.AsSpan()) unit = random.Uniform();
        return units;
    }

    private double[] NearTo(double[] leader)
    {
        var units = new double[leader.Length];
        for (var d = 0; d < units.Length; d++)
        {
            var unit = double.IsNaN(leader[d]) ? 0.5 : leader[d];
            if (random.Uniform() * units.Length < Moved) unit += Near * random.Uniform() * random.Gaussian();
            units[d] = Math.Clamp(unit, Edge, 1 - Edge);
        }
        return units;
    }
}
