namespace Goalkeeper.Search;

/// <summary>Points of which each dimension's n-th parts have one each (McKay, Beckman and Conover 1979): what a search begins with.</summary>
internal static class LatinHypercube
{
    /// <summary>Places in the unit cube.</summary>
    public static double[][] Units(int count, int dimensions, uint seed)
    {
        var random = new RandomNumbers(seed, Purpose.Starts, 0);
        var places = new double[count][];
        for (var i = 0; i < count; i++) places[i] = new double[dimensions];
        var order = new int[count];
        for (var d = 0; d < dimensions; d++)
        {
            // Fisher and Yates, in Durstenfeld's form (1964).
            for (var i = 0; i < count; i++)
            {
                var other = random.Below(i + 1);
                (order[i], order[other]) = (order[other], i);
            }
            for (var i = 0; i < count; i++) places[i][d] = (order[i] + random.Uniform()) / count;
        }
        return places;
    }
}
