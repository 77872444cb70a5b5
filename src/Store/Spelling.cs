namespace Goalkeeper.Store;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Spelling
{
    /// <summary>"; did you mean `x`?", or nothing where no known word is close.</summary>
    public static string Hint(string word, IEnumerable<string> known) =>
        Nearest(word, known) is { } nearest ? $"; did you mean `{nearest}`?" : "";

    /// <summary>The known word with the fewest slips (about one in three letters at most), or null.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        var lower = word.ToLowerInvariant().Replace('-', '_');
        // Where the lengths differ by more than the slips that are forgiven, there is no need to count them.
        var best = known.Where(k => Math.Abs(k.Length - word.Length) <= Most(k))
            .Select(k => (Word: k, Slips: Distance(lower, k.ToLowerInvariant().Replace('-', '_'))))
            .OrderBy(k => k.Slips)
            .FirstOrDefault((Word: "", Slips: int.MaxValue));
        return best.Slips <= Most(best.Word) ? best.Word : null;

        int Most(string other) => Math.Max(1, Math.Min(word.Length, other.Length) / 3);
    }

    // Damerau and Levenshtein's distance (optimal string alignment): insertions, deletions, substitutions, swaps of neighbours.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var slip = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + slip);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
