namespace Goalkeeper.Report.Plots;

/// <summary>How plots look: one style sheet for light, dark and paper, after Okabe and Ito's colour-blind-safe palette.</summary>
/// <remarks>No custom properties: converters that make PDFs from SVG do not know them.</remarks>
public static class PlotStyle
{
    /// <summary>How many series colours there are; more series start again at the first.</summary>
    public const int ColorCount = 7;

    /// <summary>The style sheet. A page with inline plots holds it once; a standalone file brings it along.</summary>
    public static string Sheet { get; } = Shapes
        + Colors(new("#fff", "#1f2328", "#59636e", "#e6e9ed", "#8c959f", "#e3eff7", "#fbdfcb",
            ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b87a00", "#3f97c9", "#59636e"]))
        + "@media screen and (prefers-color-scheme:dark){\n"
        + Colors(new("#0d1117", "#e6edf3", "#9da7b3", "#262c36", "#6e7681", "#12283a", "#472a16",
            ["#56b4e9", "#ff8f4d", "#2cc295", "#e79cc6", "#f0b93a", "#a5d8f7", "#9da7b3"]))
        + "}\n";

    private const string Shapes = """
        .gk{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif}
        .gk{max-width:100%;height:auto;print-color-adjust:exact;-webkit-print-color-adjust:exact}
                .gk-title{font-size:15px;font-weight:600}
        .gk-strong{font-weight:600}
        .gk-grid,.gk-axis,.gk-ref,.gk-mark,.gk-pin,.gk-hatch{fill:none;stroke-width:1}
        .gk-ref{stroke-dasharray:6 4;stroke-width:1.3}
        .gk-mark{stroke-width:1.3}
        .gk-line{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
        .gk-thin{stroke-width:1.5}
        .gk-dash{stroke-dasharray:5 4;stroke-linecap:butt}
        .gk-pin{stroke:currentColor;stroke-dasharray:2 3;stroke-width:1.5}
        .gk-band{fill:currentColor;fill-opacity:.18}
        .gk-dot{fill:currentColor}
        .gk-value{fill:currentColor}
        .gk-round,.gk-diamond{fill:none;stroke:currentColor;stroke-width:5.5;stroke-linecap:round}
        .gk-diamond{stroke-width:4.8;stroke-linecap:square}
        .gk-pinned{font-size:16px;font-weight:600;stroke-width:3;stroke-linejoin:round;paint-order:stroke}
        .gk-note{font-size:12px}
        .gk-bar{stroke-width:1.5;stroke-opacity:.5}
        .gk-box{fill:none;stroke-width:2.5}
        .gk-box-inner{fill:none;stroke:#fff;stroke-width:1.5}
        .gk-small{font-size:10px}
        .gk-on-dark{fill:#fff}
        .gk-on-light{fill:#1f2328}
        .gk-chosen{fill-opacity:.55}

        """;

    /// <summary>The classes of a shape in the given series colour.</summary>
    internal static string Series(int color, string shape) => $"gk-c{color % ColorCount} {shape}";

    private static string Colors(Palette p)
    {
        var series = string.Concat(p.Series.Select((color, i) => $".gk-c{i}{{color:{color}}}\n"));
        return $$"""
            .gk-paper{fill:{{p.Paper}}}
            .gk-ink,.gk-title,.gk-strong{fill:{{p.Ink}}}
            .gk-muted{fill:{{p.Muted}}}
            .gk-grid{stroke:{{p.Grid}}}
            .gk-shade,.gk-chosen{fill:{{p.Grid}}}
            .gk-axis,.gk-hatch{stroke:{{p.Axis}}}
            .gk-ref{stroke:{{p.Muted}}}
            .gk-mark,.gk-contour{stroke:{{p.Ink}}}
            .gk-dot,.gk-pinned{stroke:{{p.Paper}}}
            .gk-region0{fill:{{p.Region0}}}
            .gk-region1{fill:{{p.Region1}}}
            .gk-box{stroke:{{p.Series[1]}}}

            """ + series;
    }

    private sealed record Palette(
        string Paper, string Ink, string Muted, string Grid, string Axis, string Region0, string Region1, string[] Series);
}
