using System.Buffers;
using System.Globalization;
using System.Text;

namespace Goalkeeper.Store;

/// <summary>
/// Makes text that came from elsewhere safe to show. What a terminal would obey and not show (control characters, C1 among them, and
/// those that turn the direction of writing) becomes a visible escape, such as \x1b or \u202e.
/// </summary>
internal static class Printable
{
    // C0 and DEL and C1; then Unicode's marks of direction, and its separators of lines and paragraphs.
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        [.. Range('\0', '\u001f'), .. Range('\u007f', '\u009f'), '\u061c', '\u200e', '\u200f', .. Range('\u2028', '\u202e'), .. Range('\u2066', '\u206f')]);

    /// <summary>Text on one line. In JSON, which escapes C0 itself, it leaves every value as it is: the escapes above C0 are JSON's.</summary>
    public static string Line(string text) => Escape(text, keepsLines: false);

    /// <summary>Text whose line feeds and tabs stay.</summary>
    public static string Lines(string text) => Escape(text, keepsLines: true);

    private static string Escape(string text, bool keepsLines)
    {
        if (!text.AsSpan().ContainsAny(Unsafe)) return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                _ when !Unsafe.Contains(c) => escaped.Append(c),
                '\n' or '\t' when keepsLines => escaped.Append(c),
                '\n' => escaped.Append(@"\n"),
                '\r' => escaped.Append(@"\r"),
                '\t' => escaped.Append(@"\t"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $@"\x{(int)c:x2}"),
                _ => escaped.Append(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
            };
        }
        return escaped.ToString();
    }

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);
}
