using System.Globalization;
using Goalkeeper.Analysis;
using Goalkeeper.Report.Figures;
using Goalkeeper.Report.Tables;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>Sweeps compared with the first of them: everything computed once, for the terminal and for the page.</summary>
internal sealed class ComparisonReport
{
    private readonly SweepStore _store;

    /// <param name="store">Where they are.</param>
    /// <param name="sweeps">At least two different ones.</param>
    /// <exception cref="UserErrorException">They do not all decide by one metric.</exception>
    public ComparisonReport(SweepStore store, IReadOnlyList<SweepRecord> sweeps)
    {
        _store = store;
        Sweeps = [.. sweeps.Select(sweep => SweepSummary.Of(store, sweep))];
        SweepSummary[] others = [.. Sweeps.Skip(1)];
        Others = [.. others.Zip(SweepComparison.Of(First, others, store), (other, comparison) => new ComparedSweep(First, other, comparison))];
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<SweepSummary> Sweeps { get; }

    /// <summary>What the others are compared with.</summary>
    public SweepSummary First => Sweeps[0];

    /// <summary>The others.</summary>
    public IReadOnlyList<ComparedSweep> Others { get; }

    /// <summary>"a#1 and b#1".</summary>
    public string Title => Wording.List([.. Sweeps.Select(s => s.Sweep.Reference.ToString())]);

    /// <summary>The sweeps with their best points.</summary>
    public ReportTable Best => new(
        ["sweep", Wording.Metric(First.Sweep.MetricName), "best point", "points", "trials finished"],
        [
            .. Sweeps.Select(s => (IReadOnlyList<string>)
            [
                s.Sweep.Reference.ToString(),
                s.Best is { } best ? best.Of(s.Sweep.MetricName).Text(First.Metric.Format) : "–",
                s.Best is { } point ? s.Name(point) : "no value yet",
                Count(s.Rows.Count),
                $"{Count(s.CountOf(TrialState.Finished))} of {Count(s.Trials.Count)}",
            ]),
        ],
        Chosen: null,
        Notes: [])
    {
        Secondary = [3, 4],
    };

    /// <summary>The pictures: of the first sweeps, where they are more than have colours.</summary>
    public IReadOnlyList<FigureSection> Sections() =>
        [.. new ComparisonFigures([.. Sweeps.Take(ComparisonFigures.MostSweeps)], [.. Others.Take(ComparisonFigures.MostSweeps - 1).Select(o => o.Comparison)], _store).Sections()];

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
