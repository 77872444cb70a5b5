using System.Globalization;
using ScottPlot;

namespace Goalkeeper.Report.Drawing;

/// <summary>The colours of all pictures, after Okabe and Ito's colour-blind-safe palette, and what they become on a dark page.</summary>
/// <remarks>Pictures are drawn in light colours; the style sheet exchanges each for its dark one. So no two roles share a light colour
/// unless they share the dark one.</remarks>
internal static class Palette
{
    public static readonly Color Paper = Color.FromHex("#FFFFFF");
    public static readonly Color Ink = Color.FromHex("#1F2328");
    public static readonly Color Muted = Color.FromHex("#59636E");
    public static readonly Color Grid = Color.FromHex("#E6E9ED");
    public static readonly Color Axis = Color.FromHex("#8C959F");
    public static readonly Color RowShade = Color.FromHex("#F1F3F5");
    public static readonly Color Region0 = Color.FromHex("#E3EFF7");
    public static readonly Color Region1 = Color.FromHex("#FBDFCB");

    /// <summary>Text on a coloured cell, which has the same colour on a dark page.</summary>
    public static readonly Color OnDark = Color.FromHex("#FEFEFE");
    public static readonly Color OnLight = Color.FromHex("#1F2329");

    private static readonly Color[] Series = [.. ((string[])
        ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B87A00", "#3F97C9", "#5A636E"]).Select(Color.FromHex)];

    private static readonly MarkerShape[] Shapes =
        [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];

    private static readonly Color[] Sequence = [.. ((string[])["#E8F1FA", "#B5D4EC", "#69AAD4", "#2674B4", "#08306B"]).Select(Color.FromHex)];

    /// <summary>Lines from weak to strong, each further from the paper than the last, on a light page and on a dark one.</summary>
    private static readonly Color[] Strengths = [.. ((string[])["#C5CDE8", "#97A8D8", "#6880C4", "#3F59A9", "#1D3481"]).Select(Color.FromHex)];

    private static readonly (Color Light, string Dark)[] Exchanges =
    [
        (Paper, "#0d1117"), (Ink, "#e6edf3"), (Muted, "#9da7b3"), (Grid, "#262c36"), (Axis, "#6e7681"), (RowShade, "#1b2028"),
        (Region0, "#12283a"), (Region1, "#472a16"),
        .. Strengths.Zip((string[])["#263150", "#3a4c7d", "#566fae", "#8199d6", "#c3d1fb"]),
        .. Series.Zip((string[])["#56b4e9", "#ff8f4d", "#2cc295", "#e79cc6", "#f0b93a", "#a5d8f7", "#9da7b4"]),
    ];

    /// <summary>What a page with pictures holds once, and a picture that is a file brings along.</summary>
    public static string StyleSheet { get; } =
        ".gk{max-width:100%;height:auto;print-color-adjust:exact;-webkit-print-color-adjust:exact}\n"
        + "@media screen and (prefers-color-scheme:dark){\n"
        + string.Concat(Exchanges.Select(e => string.Create(
            CultureInfo.InvariantCulture,
            $".gk [fill=\"{e.Light.ToHex()}\"]{{fill:{e.Dark}}}.gk [stroke=\"{e.Light.ToHex()}\"]{{stroke:{e.Dark}}}\n")))
        + "}\n";

    /// <summary>The colours of series and the sequential scale as variables of a page, whose script draws with them: <c>--series</c>, <c>--shades</c>.</summary>
    public static string Variables { get; } =
        $":root{{--series:{Hex(Series)};--shades:{Hex(Sequence)}}}\n"
        + $"@media screen and (prefers-color-scheme:dark){{:root{{--series:{string.Join(' ', Exchanges[^Series.Length..].Select(e => e.Dark))};--shades:{Hex(Sequence[1..].Reverse())}}}}}\n";

    private static string Hex(IEnumerable<Color> colors) => string.Join(' ', colors.Select(c => c.ToHex()));

    /// <summary>A series' colour; after the last, again the first.</summary>
    public static Color Of(int series) => Series[Wrapped(series, Series.Length)];

    /// <summary>A series' marker, a little larger where its shape has corners, so that all look alike in size.</summary>
    public static MarkerStyle Marker(int series)
    {
        var shape = Shapes[Wrapped(series, Series.Length) % Shapes.Length];
        var size = shape switch { MarkerShape.FilledSquare => 6.4f, MarkerShape.FilledCircle => 7.2f, _ => 9f };
        return new MarkerStyle(shape, size, Of(series)) { OutlineColor = Paper, OutlineWidth = 1 };
    }

    /// <summary>A colour of the sequential scale, from 0, the lightest, to 1: one hue, so that it also orders on grey paper and for every eye.</summary>
    public static Color Shade(double fraction)
    {
        var at = fraction * (Sequence.Length - 1);
        var i = Math.Min((int)at, Sequence.Length - 2);
        return Sequence[i].MixedWith(Sequence[i + 1], at - i);
    }

    /// <summary>A line's colour by its strength, from 0, the weakest, to 1.</summary>
    public static Color Strength(double fraction) => Strengths[Math.Min((int)(fraction * Strengths.Length), Strengths.Length - 1)];

    /// <summary>White or black, whichever contrasts better: relative luminance against √(1.05 · 0.067) − 0.05 (WCAG 2).</summary>
    public static Color On(Color color)
    {
        return 0.2126 * Linear(color.R) + 0.7152 * Linear(color.G) + 0.0722 * Linear(color.B) < 0.215 ? OnDark : OnLight;

        static double Linear(int channel) => channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }

    private static int Wrapped(int series, int count) => (series % count + count) % count;
}
