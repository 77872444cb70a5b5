using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Drawing;

namespace Goalkeeper.Report.Figures;

/// <summary>A chart's place in a report.</summary>
/// <param name="FileName">Its file beside the Markdown, such as cost.svg.</param>
/// <param name="Chart">What it shows.</param>
internal sealed record Figure(string FileName, Chart Chart)
{
    private readonly Lazy<Picture> _picture = new(() => Drawing.Picture.Of(Chart));

    /// <summary>Whether a table of its numbers stands below it, since they stand nowhere else.</summary>
    public bool HasTable { get; init; }

    /// <summary>Whether it shows how the trials ran and not what came out: another launch has another.</summary>
    public bool IsOfThisLaunch { get; init; }

    /// <summary>The chart, drawn once for all writers.</summary>
    public Picture Picture => _picture.Value;
}

/// <summary>Figures that belong together.</summary>
/// <param name="Heading">The section's heading.</param>
/// <param name="Text">Sentences before the figures.</param>
/// <param name="Figures">In order.</param>
internal sealed record FigureSection(string Heading, IReadOnlyList<string> Text, IReadOnlyList<Figure> Figures);
