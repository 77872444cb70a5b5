using Goalkeeper.Analysis;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Figures;

/// <summary>A metric over the steps of single trials.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="IsPercent">Whether it is shown in percent.</param>
/// <param name="Trials">By number, steps ascending; the trials that there is room for.</param>
internal sealed record TrialCurves(string Metric, bool IsPercent, IReadOnlyList<(long Number, IReadOnlyList<(long Step, double Value)> Points)> Trials)
{
    /// <summary>Of a curve; more than a picture of it has columns of pixels to show.</summary>
    private const int MostPoints = 120;

    /// <summary>Of all curves of a metric, so that a page of ten thousand trials stays small.</summary>
    private const int MostPointsTogether = 20_000;

    /// <summary>The curves of what rows are compared by and, of networks, of the cost; where they are too many, those of the best rows.</summary>
    public static IReadOnlyList<TrialCurves> Of(SweepSummary summary, SweepStore store)
    {
        var order = summary.Ranked.SelectMany(row => row.Trials).Select((t, i) => (t.Number, Place: i)).ToDictionary(t => t.Number, t => t.Place);
        string[] costs = summary.IsOfNetworks ? ["cost"] : [];
        return
        [
            .. summary.Compared.Select(m => m.Name).Union(costs).Select(summary.Definition)
                .Select(metric => new TrialCurves(metric.Name, metric.Format == MetricFormat.Percent, [.. WithRoom(store.Traces(summary.Sweep, metric.Name).OrderBy(t => order[t.Trial]))]))
                .Where(curves => curves.Trials.Count > 0),
        ];
    }

    private static IEnumerable<(long, IReadOnlyList<(long, double)>)> WithRoom(IEnumerable<TrialTrace> traces)
    {
        var room = MostPointsTogether;
        foreach (var (trial, trace) in traces)
        {
            var points = Thinned(trace);
            if (points.Count < 2) continue;
            if ((room -= points.Count) < 0) yield break;
            yield return (trial, points);
        }
    }

    private static List<(long, double)> Thinned(Trace trace)
    {
        var count = trace.Values.Count;
        var every = (count + MostPoints - 1) / MostPoints;
        return [.. Enumerable.Range(0, count).Where(i => (count - 1 - i) % every == 0).Select(i => (trace.Iterations[i], trace.Values[i]))];
    }
}
