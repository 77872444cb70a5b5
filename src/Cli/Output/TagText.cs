namespace Goalkeeper.Cli.Output;

/// <summary>Tags on one line.</summary>
internal static class TagText
{
    /// <summary>"season=2026, submitted", or nothing.</summary>
    public static string Of(IReadOnlyDictionary<string, string> tags) =>
        string.Join(", ", tags.Select(t => t.Value.Length > 0 ? $"{t.Key}={t.Value}" : t.Key));
}
