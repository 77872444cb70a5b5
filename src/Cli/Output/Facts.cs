namespace Goalkeeper.Cli.Output;

/// <summary>A name and what there is to say about it: nothing, a line, or several.</summary>
/// <param name="Name">The name.</param>
/// <param name="Lines">The lines; null is no line.</param>
internal sealed record Fact(string Name, params IEnumerable<string?> Lines);

/// <summary>Names and what there is to say about them, in two aligned columns.</summary>
internal static class Facts
{
    /// <summary>Writes them; one without a line is left out, further lines are indented below the first.</summary>
    public static void Write(TextWriter output, IReadOnlyList<Fact> facts)
    {
        var width = facts.Max(f => f.Name.Length) + 2;
        foreach (var (name, lines) in facts)
        {
            foreach (var (i, line) in lines.Where(line => !string.IsNullOrEmpty(line)).Index())
                output.WriteLine($"{(i == 0 ? name : "").PadRight(width)}{line}");
        }
    }
}
