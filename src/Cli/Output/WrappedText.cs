using Goalkeeper.Cli.Context;

namespace Goalkeeper.Cli.Output;

/// <summary>Sentences as a person reads them: on a terminal they break between words, elsewhere nowhere.</summary>
internal static class WrappedText
{
    /// <summary>Writes one; what is broken off begins below its first word, blanks before that being kept.</summary>
    public static void Write(OutputWriter output, string text)
    {
        var indent = text.Length - text.TrimStart(' ').Length;
        foreach (var line in Lines(text[indent..], Width(output) - indent)) output.WriteLine(new string(' ', indent) + line);
    }

    /// <summary>Columns of a terminal; elsewhere there is no limit.</summary>
    public static int Width(OutputWriter output) =>
        output.IsTerminal ? TerminalConsole.Width(output.Raw) : int.MaxValue;

    /// <summary>The lines of a text. A word that is longer than the room is left to the terminal.</summary>
    public static IEnumerable<string> Lines(string text, int room)
    {
        while (text.Length > room && Break(text, room) is { } at)
        {
            yield return text[..at];
            text = text[(at + 1)..];
        }
        yield return text;
    }

    // The last blank with room before it, or else the first; none within backticks: a command is copied in one piece.
    private static int? Break(string text, int room)
    {
        int? found = null;
        var isCode = false;
        for (var i = 0; i < text.Length && (found is null || i <= room); i++)
        {
            if (text[i] == '`') isCode = !isCode;
            else if (text[i] == ' ' && !isCode && i > 0) found = i;
        }
        return found;
    }
}
