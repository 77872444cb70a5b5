using System.Globalization;
using System.Text;

namespace Goalkeeper.Report.Plots;

/// <summary>Writes SVG elements: escaped text, coordinates to a tenth of a pixel.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder text = new();

    public void Open(string attributes) => text.Append("<g ").Append(attributes).Append(">\n");

    public void Close() => text.Append("</g>\n");

    /// <summary>Begins a group that shows nothing outside the area.</summary>
    /// <remarks>A nested svg clips without an id, which could clash in a page.</remarks>
    public void OpenClip(PlotArea area)
    {
        var (x, y, w, h) = (N(area.Left), N(area.Top), N(area.Width), N(area.Height));
        text.Append(CultureInfo.InvariantCulture, $"<svg x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" viewBox=\"{x} {y} {w} {h}\">\n");
    }

    public void CloseClip() => text.Append("</svg>\n");

    public void Text(double x, double y, string content, string style = "", string anchor = "")
    {
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x)}\" y=\"{N(y)}\"");
        Attribute("class", style);
        Attribute("text-anchor", anchor);
        text.Append('>').Append(Escape(content)).Append("</text>\n");
    }

    public void Rect(double x, double y, double width, double height, string style, string fill = "")
    {
        text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\"");
        Attribute("class", style);
        Attribute("fill", fill);
        text.Append("/>\n");
    }

    public void Path(SvgPath path, string style, string attributes = "")
    {
        if (path.Length == 0)
        {
            return;
        }

        text.Append("<path");
        Attribute("class", style);
        text.Append(attributes).Append(" d=\"").Append(path).Append("\"/>\n");
    }

    public void Line(double x1, double y1, double x2, double y2, string style)
    {
        var path = new SvgPath();
        path.MoveTo(x1, y1);
        path.LineTo(x2, y2);
        Path(path, style);
    }

    public override string ToString() => text.ToString();

    /// <summary>Text for XML content or a quoted attribute; characters that XML 1.0 forbids become U+FFFD.</summary>
    public static string Escape(string content)
    {
        var escaped = new StringBuilder(content.Length);
        foreach (var rune in content.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\t' or '\n' or '\r' => escaped.Append(' '),
                < 0x20 or (>= 0x7f and < 0xa0) or 0xfffe or 0xffff => escaped.Append('\ufffd'),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }

    private static string N(double pixels) => PlotNumber.Coordinate(pixels);

    private void Attribute(string name, string value)
    {
        if (value.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" {name}=\"{value}\"");
        }
    }
}
