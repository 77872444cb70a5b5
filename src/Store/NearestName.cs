namespace Goalkeeper.Store;

/// <summary>The known name that a mistyped one most likely means.</summary>
public static class NearestName
{
    /// <summary>The candidate with the fewest edits (insert, delete, replace; case ignored), or null where all differ in more than a
    /// third of their letters. The first among equals.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Select(candidate => (candidate, distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(c => c.distance)
            .FirstOrDefault();
        return nearest.candidate is { } found && nearest.distance <= Math.Max(1, Math.Max(name.Length, found.Length) / 3) ? found : null;
    }

    /// <summary>Levenshtein's distance, one row at a time.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
