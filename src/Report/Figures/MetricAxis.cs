using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Figures;

/// <summary>The axis that a metric is drawn on.</summary>
internal static class MetricAxis
{
    /// <summary>A share in percent, evenly; a number by ratio where its values are far apart.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="values">What is drawn of it; none: evenly.</param>
    public static Axis Of(MetricDefinition metric, params IEnumerable<double> values)
    {
        var isShare = metric.Format == MetricFormat.Percent;
        // A 0 that was measured, unlike one that was set, has no place of its own: with one among them the axis is even.
        var isByRatio = !isShare && ChartColumn.ScaleOf([.. values.Where(double.IsFinite)]) == ScaleKind.Log;
        return new Axis(Wording.Metric(metric.Name)) { Style = isShare ? NumberStyle.Percent : NumberStyle.Plain, Kind = isByRatio ? ScaleKind.Log : ScaleKind.Linear };
    }
}
