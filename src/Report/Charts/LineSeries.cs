namespace Goalkeeper.Report.Charts;

/// <summary>A point of a line. A NaN y breaks the line; an infinite one is shown at the edge.</summary>
/// <param name="X">Across; a point whose x is not finite is not shown.</param>
/// <param name="Y">Up.</param>
/// <param name="Lower">The band's lower end, such as mean − sd; NaN where there is no band.</param>
/// <param name="Upper">The band's upper end; NaN where there is no band.</param>
internal readonly record struct LinePoint(double X, double Y, double Lower = double.NaN, double Upper = double.NaN)
{
    /// <summary>Whether it has a band.</summary>
    public bool HasBand => !double.IsNaN(Lower) && !double.IsNaN(Upper);
}

/// <summary>A named line.</summary>
/// <param name="Name">Its name in the legend; an empty one keeps it out.</param>
/// <param name="Points">Its points, in any order; they are connected in ascending x.</param>
internal sealed record LineSeries(string Name, IReadOnlyList<LinePoint> Points)
{
    /// <summary>Whether each point gets a marker, its shape by colour.</summary>
    public bool HasMarkers { get; init; }

    /// <summary>Whether it is a line; else its points stand alone, each with its marker and the bar of its band.</summary>
    public bool IsConnected { get; init; } = true;

    /// <summary>Whether the line is dashed.</summary>
    public bool IsDashed { get; init; }

    /// <summary>Which of the colours; by default the series' place in the list.</summary>
    public int? Color { get; init; }
}
