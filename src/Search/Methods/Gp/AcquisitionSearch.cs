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

    /// <summary>Places in a box, the most promising first.</summary>
    /// <param name="box">A part of the unit cube.</param>
    /// <param name="leaders">The best points' places, the best first; NaN where a dimension does not exist.</param>
    public IEnumerable<double[]> Promising(Box box, IEnumerable<double[]> leaders)
    {
        var starts = Enumerable.Range(0, Anywhere).Select(_ => Random(box)).ToList();
        foreach (var leader in leaders.Take(Leaders)) starts.AddRange(Enumerable.Range(0, NearEach).Select(_ => NearTo(leader, box)));
        var ranked = starts.Select(units => (Units: units, Value: acquisition.At(units))).OrderByDescending(place => place.Value).ToArray();
        var climbed = ranked.Take(Climbing).Select(place => acquisition.Climb(place.Units, box)).OrderByDescending(place => place.Value).ToArray();
        return climbed.Concat(ranked).Select(place => place.Units);
    }

    private double[] Random(Box box)
    {
        var units = new double[places.Dimensions];
        for (var d = 0; d < units.Length; d++) units[d] = box.Low[d] + (box.High[d] - box.Low[d]) * random.Uniform();
        return units;
    }

    private double[] NearTo(double[] leader, Box box)
    {
        var units = new double[leader.Length];
        for (var d = 0; d < units.Length; d++)
        {
            var unit = double.IsNaN(leader[d]) ? 0.5 : leader[d];
            if (random.Uniform() * units.Length < Moved) unit += Near * random.Uniform() * random.Gaussian();
            units[d] = Math.Clamp(unit, box.Low[d], box.High[d]);
        }
        return units;
    }
}
