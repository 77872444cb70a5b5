using System.Text.RegularExpressions;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// The <c>${name}</c> in a command's words, and <c>${envvar:NAME}</c>, an environment variable; <c>$${</c> stands for <c>${</c> itself, and any other <c>$</c>
/// for itself.
/// </summary>
internal static partial class Macros
{
    /// <summary>The word with the values in place of the names.</summary>
    /// <param name="word">A word of the command.</param>
    /// <param name="values">The text of every name.</param>
    /// <param name="variable">The value of an environment variable; null: it stays as it is written, for it may be secret.</param>
    /// <exception cref="UserErrorException">A name that is not known, or one without its end.</exception>
    public static string Expand(string word, IReadOnlyDictionary<string, string> values, Func<string, string>? variable = null) => Macro().Replace(word, found =>
    {
        if (found.Value == "$${") return "${";
        if (found.Groups["variable"] is { Success: true, Value: var of }) return variable?.Invoke(of) ?? found.Value;
        if (found.Groups["name"] is not { Success: true, Value: var name })
            throw new UserErrorException($"command: `{word}`: `${{` without its `}}`; `$${{` stands for `${{` itself");
        return values.TryGetValue(name, out var value)
            ? value
            : throw new UserErrorException(
                $"command: `{word}`: there is no `{name}`{Spelling.Hint(name, values.Keys)}; expected one of {ShortList.Of(values.Keys)}");
    });

    /// <summary>The environment variables in the word.</summary>
    public static IEnumerable<string> Variables(string word) =>
        Macro().Matches(word).Select(found => found.Groups["variable"]).Where(name => name.Success).Select(name => name.Value);

    /// <summary>The names in the word.</summary>
    public static IEnumerable<string> Names(string word) => WordMacros.NameOf(word) is not null
        ? []
        : Macro().Matches(word).Select(found => found.Groups["name"]).Where(name => name.Success).Select(name => name.Value);

    /// <summary>Whether the word depends on the trial.</summary>
    public static bool AreIn(string word) => Macro().Matches(word).Any(found => found.Value != "$${");

    [GeneratedRegex(@"\$\$\{|\$\{(envvar:(?<variable>[A-Za-z_][A-Za-z0-9_]*)\}|(?<name>[^}]*)\})?")]
    private static partial Regex Macro();
}
