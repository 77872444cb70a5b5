namespace Goalkeeper.Training;

/// <summary>The receiver operating characteristic: the true positives against the false ones, over all thresholds.</summary>
internal static class RocCurve
{
    /// <summary>
    /// The area under it: the probability that an example of class 1 gets a higher probability than one of class 0, a tie counting half
    /// (Mann and Whitney 1947). Counted in whole numbers, so exact up to its one division; NaN where a class has no example.
    /// </summary>
    /// <param name="labels">0 or 1 each.</param>
    /// <param name="probabilities">Of label 1, one per label.</param>
    public static double Area(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities)
    {
        var (sorted, classes) = (probabilities.ToArray(), labels.ToArray());
        Array.Sort(sorted, classes);
        long positives = 0, negatives = 0, wins = 0; // a win counts 2, a tie 1
        for (var start = 0; start < sorted.Length;)
        {
            long tiedPositives = 0, tiedNegatives = 0;
            var end = start;
            for (; end < sorted.Length && sorted[end].Equals(sorted[start]); end++)
            {
                if (classes[end] == 1) tiedPositives++;
                else tiedNegatives++;
            }
            wins += tiedPositives * (2 * negatives + tiedNegatives);
            (positives, negatives, start) = (positives + tiedPositives, negatives + tiedNegatives, end);
        }
        return wins / (2.0 * positives * negatives);
    }
}
