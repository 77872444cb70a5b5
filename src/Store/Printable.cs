using System.Globalization;
using System.Text;

namespace Goalkeeper.Store;

/// <summary>
/// Makes text that came from elsewhere safe to show. What a terminal would obey, or would not show at all (Unicode's control and format characters, and
/// its separators of lines and paragraphs), becomes a visible escape, such as \x1b or \u202e.
/// </summary>
internal static class Printable
{
    private const char LastLatin = '\u024f';

    /// <summary>Text on one line. In JSON, which escapes C0 itself, it leaves every value as it is: the escapes above C0 are JSON's.</summary>
    public static string Line(string text) => Escape(text, keepsLines: false);

    /// <summary>Text whose line feeds and tabs stay.</summary>
    public static string Lines(string text) => Escape(text, keepsLines: true);

    private static string Escape(string text, bool keepsLines)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            _ = c switch
            {
                _ when !IsUnsafe(text, i) => escaped.Append(c),
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

    private static bool IsUnsafe(string text, int index)
    {
        var first = index > 0 && char.IsSurrogatePair(text, index - 1) ? index - 1 : index;
        return IsUnsafe(CharUnicodeInfo.GetUnicodeCategory(text, first)) && !Joins(text, index);
    }

    // Between other characters than Latin ones a joiner is part of the writing, as in Persian and in 👩‍🔬.
    private static bool Joins(string text, int index) => text[index] is '\u200c' or '\u200d'
        && index > 0 && index < text.Length - 1 && text[index - 1] > LastLatin && text[index + 1] > LastLatin
        && !IsUnsafe(char.GetUnicodeCategory(text[index - 1])) && !IsUnsafe(char.GetUnicodeCategory(text[index + 1]));

    private static bool IsUnsafe(UnicodeCategory category) =>
        category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
