using Goalkeeper.Cli.Context;

namespace Goalkeeper.Cli.Output;

/// <summary>A name and what there is to say about it: nothing, a line, or several.</summary>
/// <param name="Name">The name.</param>
/// <param name="Lines">The lines; null is no line.</param>
internal sealed record Fact(string Name, params IEnumerable<string?> Lines);

/// <summary>Names and what there is to say about them, in two aligned columns.</summary>
internal static class Facts
{
    private const int LeastRoom = 20;

    /// <summary>
    /// Writes them; one without a line is left out, further lines are indented below the first. On a terminal lines break between words.
    /// </summary>
    public static void Write(OutputWriter output, IReadOnlyList<Fact> facts)
    {
        var width = facts.Max(f => f.Name.Length) + 2;
        var room = output.IsTerminal ? Math.Max(LeastRoom, TerminalConsole.Create(output.Raw, useColor: false).Profile.Width - width) : int.MaxValue;
        foreach (var (name, lines) in facts)
        {
            foreach (var (i, line) in lines.Where(line => !string.IsNullOrEmpty(line)).SelectMany(line => Broken(line!, room)).Index())
                output.WriteLine($"{(i == 0 ? name : "").PadRight(width)}{line}");
        }
    }

    // A word that is longer than the room is left to the terminal.
    private static IEnumerable<string> Broken(string line, int room)
    {
        while (line.Length > room && line.LastIndexOf(' ', room) is > 0 and var at)
        {
            yield return line[..at];
            line = line[(at + 1)..];
        }
        yield return line;
    }
}
