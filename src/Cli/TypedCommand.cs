using System.CommandLine;

namespace Goalkeeper.Cli;

/// <summary>A command line as it would be typed into a POSIX shell.</summary>
internal static class TypedCommand
{
    /// <summary>The command line of <paramref name="arguments"/>, without the words in <paramref name="except"/>.</summary>
    public static string Of(ParseResult arguments, params string[] except) =>
        string.Join(' ', arguments.Tokens.Select(t => t.Value).Where(word => !except.Contains(word)).Select(Quote).Prepend("goalkeeper"));

    private static string Quote(string word) => word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "-_./=,:+@%".Contains(c, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
