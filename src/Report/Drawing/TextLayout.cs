using System.Globalization;
using System.Text;

namespace Goalkeeper.Report.Drawing;

/// <summary>Breaks text into lines by its width in <see cref="Inter"/>.</summary>
internal static class TextLayout
{
    public const float LineHeight = 15;

    /// <summary>Lines no wider than asked, broken at spaces, within words only where it must be. Of too many the last has the text's end behind "…", since names often differ there.</summary>
    public static IReadOnlyList<string> Wrap(string text, float width, float size = 12, int mostLines = 4, bool bold = false)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words.SelectMany(w => Pieces(w, width, size, bold)))
        {
            if (line.Length > 0 && Inter.Font.Width($"{line} {word}", size, bold) > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        if (line.Length > 0) lines.Add(line.ToString());
        return lines.Count <= mostLines
            ? lines
            : [.. lines.Take(mostLines - 1), Shortened(lines[mostLines - 1], string.Join(' ', words), width, size, bold)];
    }

    /// <summary>The beginning of a line and as much of a text's end as there is room for.</summary>
    private static string Shortened(string line, string text, float width, float size, bool bold)
    {
        var head = Pieces(line, (width - size) / 2, size, bold).First();
        var ends = StringInfo.ParseCombiningCharacters(text).Reverse().Select(at => text[at..]);
        var tail = ends.TakeWhile(end => Inter.Font.Width($"{head}…{end}", size, bold) <= width).LastOrDefault("");
        return $"{head}…{tail.TrimStart()}";
    }

    private static IEnumerable<string> Pieces(string word, float width, float size, bool bold)
    {
        var piece = new StringBuilder();
        for (var i = 0; i < word.Length;)
        {
            // Text elements, so that no emoji is cut in two.
            var element = word.Substring(i, StringInfo.GetNextTextElementLength(word, i));
            if (piece.Length > 0 && Inter.Font.Width($"{piece}{element}", size, bold) > width)
            {
                yield return piece.ToString();
                piece.Clear();
            }
            piece.Append(element);
            i += element.Length;
        }
        yield return piece.ToString();
    }
}
