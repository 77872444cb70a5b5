using Goalkeeper.Analysis;
using Goalkeeper.Analysis.Importance;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Figures;

/// <summary>How much of the deciding metric's variance each parameter makes, over the means of the points; or why that cannot be said.</summary>
internal sealed class Importances
{
    private readonly FinitePoints _points;

    /// <param name="summary">The sweep.</param>
    /// <param name="parameters">A column each, by trial.</param>
    /// <param name="metric">The deciding metric by trial.</param>
    public Importances(SweepSummary summary, IReadOnlyList<ChartColumn> parameters, ChartColumn metric)
    {
        Metric = metric;
        _points = FinitePoints.Of(summary, metric.Axis.Kind == ScaleKind.Log);
        var places = summary.Trials.Index().ToDictionary(t => t.Item.Number, t => t.Index);
        Parameters = [.. parameters.Where(p => p.Varies)];
        if (Parameters.Count < 2 || Points < FinitePoints.Fewest) return;
        Factors = [.. Parameters.Select(p => FactorOf(p, summary.Plan, [.. _points.Points.Select(point => p.Values[places[point.First.Number]])]))];
        Anova = _points.Variance(Factors);
    }

    /// <summary>What varies between points.</summary>
    public IReadOnlyList<ChartColumn> Parameters { get; }

    /// <summary>The same as they were taken apart.</summary>
    public IReadOnlyList<Factor> Factors { get; } = [];

    /// <summary>What is shared out.</summary>
    public ChartColumn Metric { get; }

    /// <summary>Whether its logarithm is.</summary>
    public bool IsLog => _points.IsLog;

    /// <summary>Points that have only finite values.</summary>
    public int Points => _points.Points.Count;

    /// <summary>Points of which a trial has ended that have none, or another.</summary>
    public int LeftOut => _points.LeftOut;

    /// <summary>What seeds make of the variance over all trials; NaN where that is not known.</summary>
    public double SeedsShare => _points.SeedsShare;

    /// <summary>The shares; null where there are none, of too little or of nothing.</summary>
    public FunctionalAnova? Anova { get; }

    /// <summary>Whether the shares are more than chance.</summary>
    public bool AreTold => Anova?.Explained >= FunctionalAnova.Enough;

    /// <summary>What of two parameters' variance is theirs, alone and together; 0 where that is not told.</summary>
    public double Together(ChartColumn x, ChartColumn y)
    {
        if (!AreTold) return 0;
        var (first, second) = (Parameters.Index().First(p => p.Item == x).Index, Parameters.Index().First(p => p.Item == y).Index);
        return Anova!.Effects[first].Share + Anova.Effects[second].Share
            + Anova.Interactions.First(i => (i.First, i.Second) == (Math.Min(first, second), Math.Max(first, second))).Share;
    }

    /// <summary>What the numbers are of and how far they can be trusted; why there are none.</summary>
    public IEnumerable<string> Sentences()
    {
        var name = Wording.Metric(Metric.Name);
        if (Points < FinitePoints.Fewest)
        {
            yield return FormattableString.Invariant($"It takes {FinitePoints.Fewest} points with a finite {name} to tell what mattered; {Points} {(Points == 1 ? "has" : "have")} one.");
        }
        else if (Anova is null)
        {
            yield return $"{Wording.Capitalized(name)} is the same at every point: nothing mattered.";
        }
        else if (!AreTold)
        {
            yield return $"What mattered cannot be told: of points that it has not seen a random forest tells {NumberText.Percent(Math.Max(0, Anova.Explained))} of the variance of {name}, which chance may do.";
        }
        else
        {
            yield return FormattableString.Invariant($"How much of the variance of {(IsLog ? $"the logarithm of {name}" : name)} each parameter makes by itself, and two together beyond that, each averaged over all that the others can be: ")
                + FormattableString.Invariant($"a functional analysis of variance of a random forest over {Points:N0} points. Of points that it has not seen the forest tells {NumberText.Percent(Anova.Explained)} of the variance.");
        }
        if (AreTold && _points.Stopped > 0)
        {
            yield return $"{NumberText.Count(_points.Stopped, "point")} with pruned trials {(_points.Stopped == 1 ? "counts" : "count")} with the last value that these had: without them what mattered most would seem to matter least. "
                + "So a parameter has a share too for how fast it made a trial better.";
        }
        if (LeftOut > 0 && Points > 0)
        {
            yield return $"{NumberText.Count(LeftOut, "point")} without a finite value at {(LeftOut == 1 ? "its" : "their")} end {(LeftOut == 1 ? "is" : "are")} left out: those that failed or diverged, or were pruned before they had one. "
                + "What made them so seems to matter less than it does.";
        }
        if (SeedsShare is var share && !double.IsNaN(share))
            yield return $"Seeds make {NumberText.Percent(share)} of the variance of {(IsLog ? $"the logarithm of {name}" : name)} over all trials, the points the rest.";
    }

    private static Factor FactorOf(ChartColumn parameter, SweepPlan plan, IReadOnlyList<double> values) => parameter.Words.Count > 0
        ? Factor.OfWords(values)
        : Factor.OfNumbers(values, parameter.Axis.Kind != ScaleKind.Linear, plan.IsRange(parameter.Name));
}
