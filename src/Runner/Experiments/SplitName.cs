namespace Goalkeeper.Runner;

/// <summary>What splits are called, here and elsewhere.</summary>
internal static class SplitName
{
    /// <summary>The names of the dev set: ours first.</summary>
    public static readonly IReadOnlyList<string> Dev = ["dev", "valid", "validation", "val"];

    /// <summary>train, dev or test for any of their names; null: it is none.</summary>
    public static string? Find(string word) => word switch
    {
        _ when word.Equals("train", StringComparison.OrdinalIgnoreCase) => "train",
        _ when word.Equals("test", StringComparison.OrdinalIgnoreCase) => "test",
        _ => Dev.Contains(word, StringComparer.OrdinalIgnoreCase) ? "dev" : null,
    };
}
