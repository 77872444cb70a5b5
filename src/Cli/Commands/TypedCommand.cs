namespace Goalkeeper.Cli.Commands;

/// <summary>A command line as it would be typed into a POSIX shell.</summary>
internal static class TypedCommand
{
    /// <summary>The command line of <paramref name="words"/> after <c>goalkeeper</c>.</summary>
    public static string Of(IEnumerable<string> words) => string.Join(' ', words.Select(Quote).Prepend("goalkeeper"));

    /// <summary>One word.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char c) => char.IsLetterOrDigit(c) || "-_./=,:+@%".Contains(c, StringComparison.Ordinal);
}
