using System.Globalization;

namespace Goalkeeper.Report.Plots;

/// <summary>A picture of numbers. It knows nothing of what they mean; equal settings give equal bytes.</summary>
public abstract class Plot
{
    private const double Smallest = 160;
    private double width = 400;
    private double height = 300;

    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>A line below the heading, such as "learning rate 0.3"; may be empty.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>What a screen reader says after the title; when empty, a sentence on axes and series.</summary>
    public string Description { get; init; } = "";

    /// <summary>Natural width in CSS pixels, at least 160; text at the default width stays readable on a 360-pixel phone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too small to hold a plot.</exception>
    public double Width { get => width; init => width = AtLeastSmallest(value, "width"); }

    /// <summary>Natural height in CSS pixels, at least 160. A picture whose texts or rows need more becomes higher.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too small to hold a plot.</exception>
    public double Height { get => height; init => height = AtLeastSmallest(value, "height"); }

    /// <summary>Draws the plot.</summary>
    public abstract SvgDocument Render();

    /// <summary>Puts heading and paper around a drawn body.</summary>
    private protected SvgDocument Finish(SvgWriter body, double bottom, string summary)
    {
        var full = Math.Max(bottom, 1);
        var page = new SvgWriter();
        page.Rect(0, 0, Width, full, "gk-paper");
        var y = 5.0;
        foreach (var line in TitleLines())
        {
            page.Text(8, y += 17, line, "gk-title");
        }

        foreach (var line in SubtitleLines())
        {
            page.Text(8, y += TextLayout.LineHeight, line, "gk-muted");
        }

        return new SvgDocument(Width, full, Title, Description.Length > 0 ? Description : summary, page.ToString() + body);
    }

    /// <summary>Where the heading ends.</summary>
    private protected double HeadingBottom() => 10 + 17 * TitleLines().Count + TextLayout.LineHeight * SubtitleLines().Count;

    private IReadOnlyList<string> TitleLines() => TextLayout.Wrap(Title, Width - 16, 15, bold: true);

    private IReadOnlyList<string> SubtitleLines() => TextLayout.Wrap(Subtitle, Width - 16);

    private static double AtLeastSmallest(double value, string name) => value is >= Smallest and <= 10_000
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), string.Create(CultureInfo.InvariantCulture,
            $"A plot's {name} of {value} pixels is not possible; give a number from {Smallest} to 10000."));
}

/// <summary>The rectangle, in pixels, that holds the data.</summary>
internal readonly record struct PlotArea(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;
}
