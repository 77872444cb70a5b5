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
        var room = Math.Max(LeastRoom, WrappedText.Width(output) - width);
        foreach (var (name, lines) in facts)
        {
            foreach (var (i, line) in lines.Where(line => !string.IsNullOrEmpty(line)).SelectMany(line => WrappedText.Lines(line!, room)).Index())
                output.WriteLine($"{(i == 0 ? name : "").PadRight(width)}{line}");
        }
    }
}
