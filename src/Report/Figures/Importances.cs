using Goalkeeper.Analysis;
using Goalkeeper.Analysis.Importance;
using Goalkeeper.Numerics;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Figures;

/// <summary>How much of the deciding metric's variance each parameter makes, over the means of the points; or why that cannot be said.</summary>
internal sealed class Importances
{
    /// <summary>Fewer points say nothing of several parameters.</summary>
    private const int FewestPoints = 10;

    /// <param name="summary">The sweep.</param>
    /// <param name="parameters">A column each, by trial.</param>
    /// <param name="metric">The deciding metric by trial.</param>
    public Importances(SweepSummary summary, IReadOnlyList<ChartColumn> parameters, ChartColumn metric)
    {
        Metric = metric;
        IsLog = metric.Axis.Kind == ScaleKind.Log;
        var places = summary.Trials.Index().ToDictionary(t => t.Item.Number, t => t.Index);
        var points = summary.Rows
            .Select(row => (row.Trials, Values: row.Finished.Select(t => metric.Values[places[t.Number]]).Where(v => !double.IsNaN(v)).ToList()))
            .Where(p => p.Trials.Any(t => t.State is not (TrialState.Queued or TrialState.Running or TrialState.Interrupted))).ToList();
        // A point of which one seed diverged has no mean that could be compared.
        var finite = points.Where(p => p.Values.Count > 0 && p.Values.TrueForAll(double.IsFinite) && p.Trials.All(t => t.State != TrialState.Diverged)).Select(p => (First: places[p.Trials[0].Number], Values: p.Values.ConvertAll(Scaled))).ToList();
        LeftOut = points.Count - finite.Count;
        Points = finite.Count;
        SeedsShare = SeedVariance.Share(finite.ConvertAll(p => (IReadOnlyList<double>)p.Values));
        Parameters = [.. parameters.Where(p => p.Distinct > 1 || p.Distinct == 1 && p.Values.Any(double.IsNaN))];
        if (Parameters.Count < 2 || Points < FewestPoints) return;
        Factors = [.. Parameters.Select(p => FactorOf(p, summary.Plan, finite.ConvertAll(point => p.Values[point.First])))];
        Anova = FunctionalAnova.Of(Factors, finite.ConvertAll(p => p.Values.Sum() / p.Values.Count));
    }

    /// <summary>What varies between points.</summary>
    public IReadOnlyList<ChartColumn> Parameters { get; }

    /// <summary>The same as they were taken apart.</summary>
    public IReadOnlyList<Factor> Factors { get; } = [];

    /// <summary>What is shared out.</summary>
    public ChartColumn Metric { get; }

    /// <summary>Whether its logarithm is.</summary>
    public bool IsLog { get; }

    /// <summary>Points that have only finite values.</summary>
    public int Points { get; }

    /// <summary>Points of which a trial has ended that have none, or another.</summary>
    public int LeftOut { get; }

    /// <summary>What seeds make of the variance over all trials; NaN where that is not known.</summary>
    public double SeedsShare { get; }

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
        if (Points < FewestPoints)
        {
            yield return FormattableString.Invariant($"What mattered is told from {FewestPoints} points on that have finite values of {name}; {Points} {(Points == 1 ? "has" : "have")}.");
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
        if (LeftOut > 0 && Points > 0)
        {
            yield return $"{NumberText.Count(LeftOut, "point")} without a finite value at {(LeftOut == 1 ? "its" : "their")} end {(LeftOut == 1 ? "is" : "are")} left out: those that failed, diverged or were pruned. "
                + "What made them so seems to matter less than it does.";
        }
        if (!double.IsNaN(SeedsShare))
            yield return $"Seeds make {NumberText.Percent(SeedsShare)} of the variance of {(IsLog ? $"the logarithm of {name}" : name)} over all trials, the points the rest.";
    }

    private double Scaled(double value) => IsLog ? VectorMath.Log(value) : value;

    private static Factor FactorOf(ChartColumn parameter, SweepPlan plan, IReadOnlyList<double> values) => parameter.Words.Count > 0
        ? Factor.OfWords(values)
        : Factor.OfNumbers(values, parameter.Axis.Kind != ScaleKind.Linear, plan.Parameters.GetValueOrDefault(parameter.Name)?.StartsWith('{') == true);
}
