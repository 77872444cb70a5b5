using System.Globalization;

namespace Goalkeeper.Report.Plots;

/// <summary>A colour of the sequential scale: one hue, light to dark, so that it also orders on grey paper and for every eye.</summary>
internal readonly record struct SequentialColor(int R, int G, int B)
{
    private static readonly SequentialColor[] Stops =
        [new(0xe8, 0xf1, 0xfa), new(0xb5, 0xd4, 0xec), new(0x69, 0xaa, 0xd4), new(0x26, 0x74, 0xb4), new(0x08, 0x30, 0x6b)];

    public string Hex => string.Create(CultureInfo.InvariantCulture, $"#{R:x2}{G:x2}{B:x2}");

    /// <summary>Whether white text contrasts better than #1f2328: relative luminance below √(1.05 · 0.067) − 0.05 (WCAG 2).</summary>
    public bool IsDark => 0.2126 * Linear(R) + 0.7152 * Linear(G) + 0.0722 * Linear(B) < 0.215;

    /// <summary>The colour at 0 (lightest) … 1 (darkest); beyond, the end's.</summary>
    public static SequentialColor At(double fraction)
    {
        var at = Math.Clamp(fraction, 0, 1) * (Stops.Length - 1);
        var i = Math.Min((int)at, Stops.Length - 2);
        return new(Mix(Stops[i].R, Stops[i + 1].R), Mix(Stops[i].G, Stops[i + 1].G), Mix(Stops[i].B, Stops[i + 1].B));

        int Mix(int a, int b) => (int)Math.Round(a + (at - i) * (b - a));
    }

    private static double Linear(int channel) => channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
}
