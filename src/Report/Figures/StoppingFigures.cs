using Goalkeeper.Analysis;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Figures;

/// <summary>What stopping trials early saved, and whether it would have mattered.</summary>
internal sealed class StoppingFigures(SweepSummary summary, SweepStore store)
{
    // Of more steps single ones are not told, as the median rule has.
    private const int MostSteps = 4;

    // Marks that a picture can hold.
    private const int MostPoints = 1000;

    public FigureSection? Section()
    {
        if (summary.CountOf(TrialState.Pruned) == 0 || StoppedTrials.Of(summary, store.Traces(summary.Sweep, summary.Sweep.MetricName)) is not { } stopped) return null;
        return new FigureSection("Early stopping", [.. Sentences(stopped)], [new Figure("stopping.svg", Chart(stopped))]);
    }

    private IEnumerable<string> Sentences(StoppedTrials stopped)
    {
        var (count, ended) = (stopped.Points.Count, summary.Trials.Count(t => TrialState.IsEnded(t.State)));
        var steps = stopped.Steps;
        var where = steps.Count > MostSteps
            ? FormattableString.Invariant($"at steps {steps[0].Step:N0} to {steps[^1].Step:N0}")
            : Wording.List([.. steps.Select(s => FormattableString.Invariant($"{s.Count:N0} at step {s.Step:N0}"))]);
        yield return $"{NumberText.Count(count, "trial")} of {Whole(ended)} {(count == 1 ? "was" : "were")} stopped: {where}; those that went on ended at step {Whole(stopped.LastStep)}. "
            + $"That saved {NumberText.Measured(MetricFormat.Percent, stopped.SavedShare)} of the steps, and by what the others took {DurationText.Of(stopped.SavedTime)} of trials' time.";
        if (stopped.Better is { } better)
        {
            yield return $"Whether it mattered: when they were stopped, {(better == 0 ? "none" : Whole(better))} of them stood better than the chosen point at the same step"
                + (better == 0 ? "." : ", and might have come out better.");
        }
        var told = steps.Where(s => double.IsFinite(s.Agreement) && s.Step < stopped.LastStep).ToList();
        if (told.Count > MostSteps) told = [told[0], told[^1]];
        if (told.Count > 0)
        {
            yield return $"How much a step tells of the end: of the pairs of trials that went on, {Wording.List([.. told.Select(s => $"{NumberText.Measured(MetricFormat.Percent, s.Agreement)} stood at step {Whole(s.Step)}")])} "
                + "in the order in which they ended; 50 % would be chance. The rule let these go on, so that they differ less than all would.";
        }
    }

    private static string Whole(long number) => FormattableString.Invariant($"{number:N0}");

    private LineChart Chart(StoppedTrials stopped)
    {
        var shown = stopped.Points.Count <= MostPoints ? stopped.Points : [.. Enumerable.Range(0, MostPoints).Select(i => stopped.Points[(int)((long)i * stopped.Points.Count / MostPoints)])];
        var series = new List<LineSeries>
        {
            new("stopped trials", [.. shown.Select(p => new LinePoint(p.Step, p.Value))]) { HasMarkers = true, IsConnected = false },
        };
        if (stopped.Chosen.Count > 0) series.Add(new("the chosen point", [.. stopped.Chosen.Select(p => new LinePoint(p.Step, p.Value))]));
        return new LineChart
        {
            Title = "When trials were stopped",
            Subtitle = shown.Count < stopped.Points.Count ? FormattableString.Invariant($"{shown.Count:N0} of {stopped.Points.Count:N0}") : "",
            X = new Axis(summary.IsOfNetworks ? "iteration" : "step"),
            Y = MetricAxis.Of(summary.Metric),
            Series = series,
            Width = 440,
            Height = 330,
        };
    }
}
