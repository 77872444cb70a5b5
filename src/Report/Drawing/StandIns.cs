using System.Text;

namespace Goalkeeper.Report.Drawing;

/// <summary>
/// Characters that <see cref="Inter"/> lacks, such as Chinese ones. They are drawn as others of its private ones, since what has no glyph
/// gets lost on the way to SVG, and are put back there, where the reader's fonts have them.
/// </summary>
/// <param name="restored">Whether they are put back; else they are lost, and stand as U+FFFD.</param>
internal sealed class StandIns(bool restored = true)
{
    // Inter's 46 widest private characters, 1.39 em.
    private const char First = '\ue12b';
    private const char Last = '\ue158';

    private readonly List<Rune> _missing = [];

    /// <summary>The text without what the font lacks; characters that XML forbids, and those that turn the direction of writing, are U+FFFD.</summary>
    public string Replace(string text)
    {
        var replaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate is U+FFFD there
        {
            var allowed = rune.Value switch
            {
                '\n' => rune,
                '\t' or '\r' or '\u00a0' => new Rune(' '),
                < 0x20 or (>= 0x7f and < 0xa0) or 0xfffe or 0xffff or (>= First and <= Last) => Rune.ReplacementChar,
                0x61c or 0x200e or 0x200f or (>= 0x2028 and <= 0x202e) or (>= 0x2066 and <= 0x206f) => Rune.ReplacementChar,
                _ => rune,
            };
            replaced.Append(allowed.Value == '\n' || Inter.Font.Has(allowed.Value) ? allowed.ToString() : StandIn(allowed).ToString());
        }
        return replaced.ToString();
    }

    /// <summary>The text as it was.</summary>
    public string Restore(string text)
    {
        var restored = new StringBuilder(text.Length);
        foreach (var c in text) restored.Append(Is(c) && c - First < _missing.Count ? _missing[c - First].ToString() : c.ToString());
        return restored.ToString();
    }

    /// <summary>Whether a character stands for another, whose width is not known.</summary>
    public static bool Is(char c) => c is >= First and <= Last;

    private char StandIn(Rune rune)
    {
        if (!restored) return (char)Rune.ReplacementChar.Value;
        var at = _missing.IndexOf(rune);
        if (at < 0 && _missing.Count <= Last - First)
        {
            at = _missing.Count;
            _missing.Add(rune);
        }
        return at < 0 ? '?' : (char)(First + at);
    }
}
