using Goalkeeper.Report.Plots;

namespace Goalkeeper.Report.Figures;

/// <summary>A plot's place in a report.</summary>
/// <param name="FileName">Its file beside the Markdown, such as cost.svg.</param>
/// <param name="Plot">The plot.</param>
public sealed record Figure(string FileName, Plot Plot);

/// <summary>Figures that belong together.</summary>
/// <param name="Heading">The section's heading.</param>
/// <param name="Text">Sentences before the figures.</param>
/// <param name="Figures">In order.</param>
public sealed record FigureSection(string Heading, IReadOnlyList<string> Text, IReadOnlyList<Figure> Figures);
