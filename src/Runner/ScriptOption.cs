using System.Globalization;
using System.Text.RegularExpressions;

namespace Goalkeeper.Runner;

/// <summary>An option of a script, as its text declares it: <c>add_argument("--lr", type=float, default=0.01)</c> and the like of other languages.</summary>
/// <param name="Name">Its name, without the hyphens before it.</param>
/// <param name="Default">The number that it has when it is not given; null: none, or none that is written there.</param>
/// <param name="IsWhole">Whether it is declared as a whole number.</param>
/// <param name="IsNumber">Whether it is declared as a number.</param>
internal sealed partial record ScriptOption(string Name, decimal? Default, bool IsWhole, bool IsNumber)
{
    private const decimal Largest = 1e15m;

    /// <summary>The name of the parameter that is passed to it.</summary>
    public string Parameter => Name.Replace('-', '_');

    /// <summary>Values around its default to begin with.</summary>
    public IReadOnlyList<decimal> Values => (Default, IsWhole) switch
    {
        (null or 0, _) => [1, 2],
        ({ } whole, true) => [whole, whole * 2],
        ({ } middle, false) => [middle / 10, middle, middle * 10],
    };

    /// <summary>The options that a script's text names, in its order; none where it cannot be read or is no text.</summary>
    public static IReadOnlyList<ScriptOption> Of(string path) =>
        ScriptText.Of(path) is { } text ? [.. Pattern().Matches(text).Select(Option).DistinctBy(o => o.Name)] : [];

    private static ScriptOption Option(Match match)
    {
        var rest = match.Groups["rest"].Value;
        var number = decimal.TryParse(DefaultPattern().Match(rest).Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) && Math.Abs(read) < Largest ? read : (decimal?)null;
        var isWhole = WholePattern().IsMatch(rest);
        return new(match.Groups["name"].Value, number, isWhole, isWhole || number is not null || RealPattern().IsMatch(rest));
    }

    // The quoted name, and what follows it up to the end of what it is declared by.
    [GeneratedRegex("""["']--(?<name>[A-Za-z][A-Za-z0-9_-]*)["'](?<rest>[^()]{0,300})""", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();

    [GeneratedRegex("""\bdefault\s*=\s*(?<number>[-+]?[0-9.]+([eE][-+]?[0-9]+)?)""", RegexOptions.NonBacktracking)]
    private static partial Regex DefaultPattern();

    [GeneratedRegex("""\b(type\s*=\s*["']?(int|integer)\b)""", RegexOptions.NonBacktracking)]
    private static partial Regex WholePattern();

    [GeneratedRegex("""\b(type\s*=\s*["']?(float|double|numeric)\b)""", RegexOptions.NonBacktracking)]
    private static partial Regex RealPattern();
}
