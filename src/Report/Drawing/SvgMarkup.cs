using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Goalkeeper.Report.Drawing;

/// <summary>
/// Turns the SVG that Skia writes into what a page can hold: no ids (its clips are numbered through the life of the process), text that keeps
/// its place in any font, coordinates to a tenth of a pixel, and a third of the bytes.
/// </summary>
internal sealed partial class SvgMarkup(StandIns standIns)
{
    private readonly StringBuilder _svg = new();
    private readonly Dictionary<string, XElement> _clips = [];
    private string _clip = "";
    private string _pathStyle = "";

    /// <summary>What stands between the svg element's tags.</summary>
    public string Of(string skia)
    {
        var root = XDocument.Parse(skia).Root!;
        foreach (var fill in root.Descendants().ToList()) AddOutline(fill);
        foreach (var element in root.Elements()) Write(element);
        EndPath();
        Clip("");
        return _svg.ToString();
    }

    /// <summary>A filled shape and the same one's outline after it become one.</summary>
    private static void AddOutline(XElement fill)
    {
        if (fill.ElementsAfterSelf().FirstOrDefault() is not { } outline || (string?)outline.Attribute("fill") != "none") return;
        if (fill.Attribute("stroke") is not null || fill.Name != outline.Name || !Geometry(fill).SequenceEqual(Geometry(outline))) return;
        fill.Add(outline.Attributes().Where(IsStroke));
        outline.Remove();

        static IEnumerable<(string, string)> Geometry(XElement shape) => shape.Attributes()
            .Where(a => !IsStroke(a) && !a.Name.LocalName.StartsWith("fill", StringComparison.Ordinal))
            .Select(a => (a.Name.LocalName, a.Value));

        static bool IsStroke(XAttribute attribute) => attribute.Name.LocalName.StartsWith("stroke", StringComparison.Ordinal);
    }

    private void Write(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "clipPath":
                _clips[$"url(#{element.Attribute("id")!.Value})"] = element.Elements().Single();
                break;
            case "g":
                Clip(Box(_clips[element.Attribute("clip-path")!.Value]));
                foreach (var child in element.Elements()) WriteShape(child);
                break;
            default:
                Clip("");
                WriteShape(element);
                break;
        }
    }

    /// <summary>A nested svg element clips without an id. Neighbours with the same clip share it.</summary>
    private void Clip(string box)
    {
        if (box == _clip) return;
        EndPath();
        if (_clip.Length > 0) _svg.Append("</svg>\n");
        if (box.Length > 0) _svg.Append("<svg ").Append(box).Append(">\n");
        _clip = box;
    }

    private static string Box(XElement rect)
    {
        var (x, y, w, h) = (Number(rect, "x"), Number(rect, "y"), Number(rect, "width"), Number(rect, "height"));
        return $"x=\"{Short(x)}\" y=\"{Short(y)}\" width=\"{Short(w)}\" height=\"{Short(h)}\" "
            + $"viewBox=\"{Short(x)} {Short(y)} {Short(w)} {Short(h)}\"";
    }

    private void WriteShape(XElement shape)
    {
        var style = Style(shape);
        if (shape.Name.LocalName == "path")
        {
            // Neighbours of one style are one path, unless they are transparent: then overlaps would differ.
            if (style != _pathStyle || style.Contains("opacity", StringComparison.Ordinal))
            {
                EndPath();
                _svg.Append("<path").Append(style).Append(" d=\"");
                _pathStyle = style;
            }
            WritePath(shape.Attribute("d")!.Value);
            return;
        }
        EndPath();
        if (shape.Name.LocalName == "text") WriteText(shape, style);
        else _svg.Append('<').Append(shape.Name.LocalName).Append(style).Append("/>\n");
    }

    private void EndPath()
    {
        if (_pathStyle.Length > 0) _svg.Append("\"/>\n");
        _pathStyle = "";
    }

    /// <summary>The attributes, but for a path's data and a text's place, and for what is the default.</summary>
    private static string Style(XElement shape)
    {
        var style = new StringBuilder();
        foreach (var attribute in shape.Attributes())
        {
            var (name, value) = (attribute.Name.LocalName, attribute.Value);
            if (name is "d" or "font-family" or "transform" or "font-weight" || (name is "x" or "y" && shape.Name.LocalName == "text")) continue;
            if ((name, value) is ("stroke-width", "1") or ("stroke-miterlimit", "4") or ("font-size", "12")) continue;
            value = value switch
            {
                "white" => "#FFFFFF",
                "black" => "#000000",
                _ when double.TryParse(value, CultureInfo.InvariantCulture, out var number) => Short(number, name.EndsWith("opacity", StringComparison.Ordinal) ? 2 : 1),
                _ => value,
            };
            style.Append(CultureInfo.InvariantCulture, $" {name}=\"{value}\"");
        }
        return style.ToString();
    }

    /// <summary>
    /// Skia places every glyph. Here a text is placed whole, and told how long it is in <see cref="Inter"/>: a reader's other font is fitted to that.
    /// </summary>
    private void WriteText(XElement element, string style)
    {
        var text = element.Value.Trim();
        var isBold = element.Attribute("font-weight") is not null;
        var at = (X: First(element, "x"), Y: First(element, "y"));
        var transform = element.Attribute("transform")?.Value ?? "";
        if (Translation().Match(transform) is { Success: true } move)
        {
            at = (at.X + Parse(move.Groups[1].Value), at.Y + Parse(move.Groups[2].Value));
            transform = "";
        }
        _svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Short(at.X)}\" y=\"{Short(at.Y)}\"{style}");
        if (isBold) _svg.Append(" font-weight=\"600\"");
        if (transform.Length > 0) _svg.Append(CultureInfo.InvariantCulture, $" transform=\"{Rounded(transform)}\"");
        if (text.Length > 1 && !text.Any(StandIns.Is))
        {
            var length = Inter.Font.Width(text, element.Attribute("font-size") is { } size ? (float)Parse(size.Value) : 12, isBold);
            _svg.Append(CultureInfo.InvariantCulture, $" textLength=\"{Short(length)}\" lengthAdjust=\"spacingAndGlyphs\"");
        }
        _svg.Append('>').Append(new XText(standIns.Restore(text))).Append("</text>\n");
    }

    /// <summary>Lines as relative ones, in tenths of a pixel; other curves as they are, rounded.</summary>
    private void WritePath(string data)
    {
        long x = 0, y = 0, startX = 0, startY = 0;
        var previous = "";
        foreach (Match command in Command().Matches(data))
        {
            var numbers = Numeral().Matches(command.Groups[2].Value).Select(m => Tenths(Parse(m.Value))).ToList();
            switch (command.Groups[1].Value)
            {
                case "M":
                    (x, y) = (startX, startY) = (numbers[0], numbers[1]);
                    _svg.Append(CultureInfo.InvariantCulture, $"M{Text(x)} {Text(y)}");
                    break;
                case "L":
                    _svg.Append(Line(numbers[0] - x, numbers[1] - y, isNext: previous == "L"));
                    (x, y) = (numbers[0], numbers[1]);
                    break;
                case "Z":
                    (x, y) = (startX, startY);
                    _svg.Append('z');
                    break;
                case var curve:
                    _svg.Append(curve).AppendJoin(' ', numbers.Select(Text));
                    (x, y) = (numbers[^2], numbers[^1]);
                    break;
            }
            previous = command.Groups[1].Value;
        }
    }

    /// <summary>After another line the letter is left out, and before a minus the space.</summary>
    private static string Line(long dx, long dy, bool isNext) =>
        (!isNext ? "l" : dx < 0 ? "" : " ") + Text(dx) + (dy < 0 ? "" : " ") + Text(dy);

    private static string Rounded(string text) => Numeral().Replace(text, m => Short(Parse(m.Value)));

    private static double Number(XElement element, string name) => element.Attribute(name) is { } attribute ? Parse(attribute.Value) : 0;

    private static double First(XElement element, string name) => Parse(element.Attribute(name)!.Value.Split(',')[0]);

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static long Tenths(double pixels) => (long)Math.Round(Math.Clamp(pixels, -1e5, 1e5) * 10, MidpointRounding.AwayFromZero);

    private static string Text(long tenths) => Short(tenths / 10.0);

    private static string Short(double number, int digits = 1) =>
        (Math.Round(number, digits, MidpointRounding.AwayFromZero) + 0.0).ToString(digits == 1 ? "#.#;-#.#;0" : "#.##;-#.##;0", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^translate\((\S+) (\S+)\)$")]
    private static partial Regex Translation();

    [GeneratedRegex("([MLQCZ])([^MLQCZ]*)")]
    private static partial Regex Command();

    [GeneratedRegex(@"-?(\d+\.?\d*|\.\d+)(e-?\d+)?")]
    private static partial Regex Numeral();
}
