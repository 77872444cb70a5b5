using System.Globalization;
using System.Xml.Linq;
using Goalkeeper.Report.Charts;

namespace Goalkeeper.Report.Drawing;

/// <summary>A drawn chart, to be written as an SVG file or into a page.</summary>
/// <remarks>It holds no ids, scripts or links, so that any number of them fit on one page. Equal charts give equal bytes.</remarks>
internal sealed class Picture
{
    /// <summary>ScottPlot keeps fonts and defaults for the whole process, so one is drawn at a time.</summary>
    private static readonly Lock OneAtATime = new();

    private readonly string _start;
    private readonly string _body;

    private Picture(Chart chart, SvgMarkup markup, Sheet sheet)
    {
        var height = (int)Math.Ceiling(sheet.Y);
        _start = string.Create(
            CultureInfo.InvariantCulture,
            $"class=\"gk\" role=\"img\" width=\"{chart.Width}\" height=\"{height}\" viewBox=\"0 0 {chart.Width} {height}\" ")
            + $"font-family=\"Inter,system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'DejaVu Sans',sans-serif\" font-size=\"12\">\n"
            + $"<title>{Text(chart.Title)}</title>\n<desc>{Text(chart.Description)}</desc>\n";
        _body = markup.Of(sheet.ToSvg());

        string Text(string text) => new XText(sheet.StandIns.Restore(sheet.StandIns.Replace(text)).ReplaceLineEndings(" ")).ToString();
    }

    /// <summary>Draws a chart.</summary>
    public static Picture Of(Chart chart)
    {
        lock (OneAtATime)
        {
            using var held = new FinalizersHeld();
            using var sheet = Draw(chart, new StandIns());
            return new Picture(chart, new SvgMarkup(sheet.StandIns), sheet);
        }
    }

    /// <summary>Draws a chart as PNG, in light colours, fine enough for paper. Characters that Inter lacks are lost.</summary>
    public static byte[] ToPng(Chart chart)
    {
        const int scale = 3;
        lock (OneAtATime)
        {
            using var held = new FinalizersHeld();
            using var sheet = Draw(chart, new StandIns(restored: false));
            return sheet.ToPng(scale);
        }
    }

    private static Sheet Draw(Chart chart, StandIns standIns)
    {
        ArgumentNullException.ThrowIfNull(chart);
        var sheet = new Sheet(chart, standIns);
        switch (chart)
        {
            case LineChart lines: LineDrawing.Draw(sheet, lines); break;
            case DotChart dots: DotDrawing.Draw(sheet, dots); break;
            case HeatMap map: HeatMapDrawing.Draw(sheet, map); break;
            case ParallelChart parallel: ParallelDrawing.Draw(sheet, parallel); break;
            case BoundaryChart boundary: BoundaryDrawing.Draw(sheet, boundary); break;
            default: throw new ArgumentException($"There is no drawing of a {chart.GetType().Name}.", nameof(chart));
        }
        return sheet;
    }

    /// <summary>What a page with pictures holds once, in a style element.</summary>
    public static string StyleSheet => Palette.StyleSheet;

    /// <inheritdoc cref="Palette.Variables"/>
    public static string Variables => Palette.Variables;

    /// <summary>Writes an SVG file (UTF-8), complete with its style sheet.</summary>
    public void WriteStandalone(TextWriter writer) =>
        Write(writer, "xmlns=\"http://www.w3.org/2000/svg\" ", $"<style>\n{StyleSheet}</style>\n");

    /// <summary>Writes an element for an HTML page that holds <see cref="StyleSheet"/>.</summary>
    public void WriteInline(TextWriter writer) => Write(writer, "", "");

    private void Write(TextWriter writer, string xmlns, string style)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write($"<svg {xmlns}{_start}{style}{_body}</svg>\n");
    }
}
