namespace Goalkeeper.Report.Charts;

/// <summary>A stretch of time in a lane.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it ends.</param>
/// <param name="Lane">0, 1, …; stretches in a lane do not overlap.</param>
internal readonly record struct Stretch(double Start, double End, int Lane);

/// <summary>Stretches of time side by side, in as few lanes as there are at once: each, by its start, in the first lane that is free.</summary>
internal static class Lanes
{
    /// <summary>As many stretches as given, in the same order.</summary>
    public static IReadOnlyList<Stretch> Of(IReadOnlyList<(double Start, double End)> times)
    {
        var stretches = new Stretch[times.Count];
        var ends = new List<double>();
        foreach (var (index, (start, end)) in times.Index().OrderBy(t => t.Item.Start).ThenBy(t => t.Index))
        {
            var lane = ends.FindIndex(e => e <= start);
            if (lane < 0)
            {
                lane = ends.Count;
                ends.Add(end);
            }
            ends[lane] = end;
            stretches[index] = new Stretch(start, end, lane);
        }
        return stretches;
    }
}
