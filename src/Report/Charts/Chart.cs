using System.Globalization;

namespace Goalkeeper.Report.Charts;

/// <summary>What a picture shows, as numbers and words. It knows nothing of sweeps, and nothing of how it is drawn.</summary>
internal abstract class Chart
{
    private const int Smallest = 160;
    private int _width = 400;
    private int _height = 300;

    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>A line below the heading, such as "learning rate 0.3"; may be empty.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Natural width in CSS pixels, at least 160; text at the default width stays readable on a 360-pixel phone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too small to hold a chart.</exception>
    public int Width { get => _width; init => _width = AtLeastSmallest(value, "width"); }

    /// <summary>Natural height in CSS pixels, at least 160. A picture whose texts or rows need more becomes higher.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too small to hold a chart.</exception>
    public int Height { get => _height; init => _height = AtLeastSmallest(value, "height"); }

    /// <summary>What a screen reader says after the title: axes, series, and what is marked.</summary>
    public abstract string Description { get; }

    private static int AtLeastSmallest(int value, string name) => value is >= Smallest and <= 10_000
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), string.Create(CultureInfo.InvariantCulture,
            $"A chart's {name} of {value} pixels is not possible; give a number from {Smallest} to 10000."));
}
