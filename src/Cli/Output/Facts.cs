namespace Goalkeeper.Cli.Output;

/// <summary>Names and what there is to say about them, in two aligned columns.</summary>
internal static class Facts
{
    /// <summary>Writes them; one without a text is left out, further lines of a text are indented below the first.</summary>
    public static void Write(TextWriter output, IReadOnlyList<(string Name, string? Text)> facts)
    {
        var width = facts.Max(f => f.Name.Length) + 2;
        foreach (var (name, text) in facts)
        {
            if (string.IsNullOrEmpty(text)) continue;
            var lines = text.Split('\n');
            output.WriteLine($"{name.PadRight(width)}{lines[0]}");
            foreach (var line in lines.Skip(1)) output.WriteLine($"{new string(' ', width)}{line}");
        }
    }
}
