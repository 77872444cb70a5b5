using System.Globalization;
using System.Text;

namespace Goalkeeper.Report.Plots;

/// <summary>Estimates how wide text will be, without knowing the reader's font, and breaks it into lines.</summary>
internal static class TextLayout
{
    public const double LineHeight = 15;

    /// <summary>Width in pixels, about that of DejaVu Sans, the widest of the usual fonts.</summary>
    public static double Width(string text, double fontSize = 12, bool bold = false)
    {
        var em = 0.0;
        foreach (var rune in text.EnumerateRunes())
        {
            em += rune.Value switch
            {
                0x200d or (>= 0xfe00 and <= 0xfe0f) => 0, // joiners and variation selectors
                >= 0x1100 and (< 0x2000 or >= 0x2e80) => 1.15, // East Asian, emoji
                ' ' or 'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '|' or '!' or '\'' or '\u00a0' => 0.32,
                'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '-' or '/' => 0.42,
                'm' or 'w' or 'M' or 'W' or '@' or '%' or '∞' => 0.92,
                >= 'A' and <= 'Z' => 0.7,
                _ => 0.62,
            };
        }

        return em * fontSize * (bold ? 1.13 : 1);
    }

    /// <summary>Lines no wider than asked, broken at spaces, within words only where it must be; too many end in "…".</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double fontSize = 12, int mostLines = 4, bool bold = false)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words.SelectMany(w => Pieces(w, width, fontSize, bold)))
        {
            if (line.Length > 0 && Width($"{line} {word}", fontSize, bold) > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0)
        {
            lines.Add(line.ToString());
        }

        return lines.Count <= mostLines
            ? lines
            : [.. lines.Take(mostLines - 1), Pieces(lines[mostLines - 1], width - fontSize, fontSize, bold).First() + "…"];
    }

    private static IEnumerable<string> Pieces(string word, double width, double fontSize, bool bold)
    {
        var piece = new StringBuilder();
        for (var i = 0; i < word.Length;)
        {
            // Text elements, so that no emoji is cut in two.
            var element = word.Substring(i, StringInfo.GetNextTextElementLength(word, i));
            if (piece.Length > 0 && Width($"{piece}{element}", fontSize, bold) > width)
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
