using Goalkeeper.Analysis;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Text;

namespace Goalkeeper.Report.Figures;

/// <summary>The best against how many points were tried.</summary>
internal sealed class BudgetFigures(SweepSummary summary)
{
    public FigureSection? Section()
    {
        if (BestByBudget.Of(summary) is not { } budget) return null;
        var chart = Chart([("", budget)], MetricAxis.Of(summary.Metric, budget.Best.Select(b => b.Value)), 440);
        string[] counted = budget.Best[^1].Points < summary.Rows.Count
            ? [FormattableString.Invariant($"Only points that have a value are counted: {budget.Best[^1].Points:N0} of {summary.Rows.Count:N0}.")]
            : [];
        return new FigureSection("Best by budget", [Sentence(budget, chart.Y.Label), .. counted], [new Figure("budget.svg", chart)]);
    }

    /// <summary>A line a sweep.</summary>
    /// <param name="budgets">Each sweep's, with its name; all of one kind.</param>
    /// <param name="metric">The axis of their metric.</param>
    /// <param name="width">How wide the chart is; it is three quarters as high.</param>
    internal static LineChart Chart(IReadOnlyList<(string Name, BestByBudget Budget)> budgets, Axis metric, int width) => new()
    {
        Title = budgets[0].Budget.IsExpected ? "Expected best" : "Best so far",
        X = new Axis("points") { Kind = ScaleKind.Log },
        Y = metric,
        Series = [.. budgets.Select(b => new LineSeries(b.Name, [.. b.Budget.Best.Select(best => new LinePoint(best.Points, best.Value))]))],
        Width = width,
        Height = width * 3 / 4,
    };

    private string Sentence(BestByBudget budget, string metric)
    {
        var all = budget.Best[^1].Points;
        var told = Wording.List([.. ((int[])[all / 10, all / 2, all]).Select(budget.Of).Select(b => $"{Value(b.Value)} of {NumberText.Count(b.Points, "point")}")]);
        return budget.IsExpected
            ? $"What the best {metric} is expected to be, whichever points are tried: {told}. It is the mean of the best of so many draws from the values that were found (Dodge et al. 2019 and 2021), and tells nothing of more points."
            : $"The best {metric} so far, in the order of the points: {told}.";
    }

    private string Value(double value) => NumberText.Measured(summary.Metric.Format, value);
}
