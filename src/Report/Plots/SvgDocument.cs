namespace Goalkeeper.Report.Plots;

/// <summary>A finished picture, to be written as a file or into a page.</summary>
/// <remarks>It holds no ids, scripts or links, so that any number of them fit on one page.</remarks>
public sealed class SvgDocument
{
    private readonly string title;
    private readonly string description;
    private readonly string body;

    internal SvgDocument(double width, double height, string title, string description, string body) =>
        (Width, Height, this.title, this.description, this.body) = (width, height, title, description, body);

    /// <summary>Natural width in CSS pixels.</summary>
    public double Width { get; }

    /// <summary>Natural height in CSS pixels.</summary>
    public double Height { get; }

    /// <summary>Writes an SVG file (UTF-8), complete with its style sheet.</summary>
    public void WriteStandalone(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Write(writer, " xmlns=\"http://www.w3.org/2000/svg\"", $"<style>\n{PlotStyle.Sheet}</style>\n");
    }

    /// <summary>Writes an element for an HTML page that holds <see cref="PlotStyle.Sheet"/> once.</summary>
    public void WriteInline(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Write(writer, "", "");
    }

    private void Write(TextWriter writer, string xmlns, string style)
    {
        var (w, h) = (PlotNumber.Coordinate(Width), PlotNumber.Coordinate(Height));
        writer.Write($"<svg{xmlns} class=\"gk\" role=\"img\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\">\n");
        writer.Write($"<title>{SvgWriter.Escape(title)}</title>\n<desc>{SvgWriter.Escape(description)}</desc>\n");
        writer.Write(style);
        writer.Write(body);
        writer.Write("</svg>\n");
    }
}
