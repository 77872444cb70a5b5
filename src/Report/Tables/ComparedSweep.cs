using Goalkeeper.Analysis;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Tables;

/// <summary>A sweep against the first of those that are compared, in words.</summary>
internal sealed class ComparedSweep
{
    private readonly SweepSummary _first;

    /// <param name="first">The first sweep.</param>
    /// <param name="other">The other.</param>
    /// <param name="comparison">What it came to.</param>
    public ComparedSweep(SweepSummary first, SweepSummary other, SweepComparison comparison)
    {
        (_first, Other, Comparison) = (first, other, comparison);
        Changes = PlanDifference.Describe(first.Plan, other.Plan) is { Count: > 0 } changes ? changes : ["their plans are the same"];
    }

    /// <summary>The other.</summary>
    public SweepSummary Other { get; }

    /// <summary>What it came to.</summary>
    public SweepComparison Comparison { get; }

    /// <summary>"b#1 against a#1".</summary>
    public string Title => $"{Other.Sweep.Reference} against {_first.Sweep.Reference}";

    /// <summary>What differs in their plans, a line each.</summary>
    public IReadOnlyList<string> Changes { get; }

    /// <summary>What came out, in a sentence.</summary>
    public string Sentence
    {
        get
        {
            var common = Comparison.Points.Count;
            if (common == 0)
                return $"They have no point in common ({NumberText.Count(Comparison.OnlyFirst, "point")} and {NumberText.Count(Comparison.OnlySecond, "point")}).";
            var (better, worse) = (Comparison.Count(Verdict.Better), Comparison.Count(Verdict.Worse));
            if (Comparison.Points.All(p => p.Test is { Pairs: > 0, Difference: 0 }))
                return common == 1 ? "The common point came out the same." : FormattableString.Invariant($"All {common:N0} common points came out the same.");
            if (better + worse == 0) return common == 1 ? "The common point cannot be told apart." : FormattableString.Invariant($"None of {common:N0} common points can be told apart.");
            string[] told = [Told(better, "better"), Told(worse, "worse"), FormattableString.Invariant($"{common - better - worse:N0} cannot be told apart")];
            return $"Of {NumberText.Count(common, "common point")} {Wording.List(told)}.";

            static string Told(int count, string what) => FormattableString.Invariant($"{count:N0} {(count == 1 ? "is" : "are")} {what}");
        }
    }

    /// <summary>Their common points side by side.</summary>
    /// <param name="most">Only so many, the best of the first.</param>
    public ReportTable Points(int most)
    {
        var shown = Comparison.Points.Take(most).ToList();
        return new ReportTable(
            ["point", _first.Sweep.Reference.ToString(), Other.Sweep.Reference.ToString(), "difference", "p", "verdict"],
            [.. shown.Select(point => (IReadOnlyList<string>)[_first.Name(point.First), Value(point.First), Value(point.Second), Difference(point), P(point), VerdictOf(point)])],
            Chosen: null,
            [.. Notes(shown.Count)])
        {
            Secondary = [1, 2],
            Above = 1,
        };
    }

    /// <summary>What the second sweep's seeds say against the first's.</summary>
    public static string VerdictOf(ComparedPoint point) => point switch
    {
        { Test.Pairs: 0 } => "no common seed",
        { Test.Difference: 0 } => "the same",
        { Verdict: Verdict.CannotTell } => "can't tell",
        _ => point.Verdict == Verdict.Better ? "better" : "worse",
    };

    private IEnumerable<string> Notes(int shown)
    {
        if (shown < Comparison.Points.Count)
            yield return FormattableString.Invariant($"The best {shown:N0} of {Comparison.Points.Count:N0} common points (--format csv has all).");
        yield return $"{Wording.Capitalized(Wording.Metric(_first.Sweep.MetricName))}, {(_first.Sweep.Metric.Maximizes ? "more" : "less")} is better. "
            + $"Paired by seed: Student's t, with one seed the exact McNemar test where both answered the same examples; p corrected by Holm for {NumberText.Count(Comparison.Tests, "comparison")}{(Comparison.Tests > Comparison.Points.Count(p => !double.IsNaN(p.P)) ? ", those of the other sweeps among them" : "")}.";
        if (Comparison.Points.Any(p => p.Test.Pairs > 1 && double.IsInfinity(p.Test.Difference)))
            yield return "Where a value is infinite there is no mean difference: the exact sign test stands in, over the seeds.";
        if (Comparison.Points.Any(p => p.Test is { Pairs: > 1, Difference: not 0, P: double.NaN }))
            yield return "Where no seed changes anything in either sweep, all seeds are one, and tell nothing of chance.";
        if (Comparison.Points.Any(p => p.Test.Pairs > 0 && p.Test.Pairs < Math.Max(p.First.Finished.Count, p.Second.Finished.Count)))
            yield return "A mean is over all seeds of its sweep, a difference over those that both have.";
        if (Comparison.OnlyFirst + Comparison.OnlySecond > 0)
        {
            yield return $"{_first.Sweep.Reference} has {NumberText.Count(Comparison.OnlyFirst, "point")} of its own, "
                + $"{Other.Sweep.Reference} {NumberText.Count(Comparison.OnlySecond, "point")}.";
        }
    }

    private string Value(SummaryRow row) => row.Of(_first.Sweep.MetricName).Text(_first.Metric.Format);

    private string Difference(ComparedPoint point) => !double.IsFinite(point.Test.Difference) ? "–"
        : _first.Metric.Format == MetricFormat.Percent ? $"{Signed(100 * point.Test.Difference, NumberText.Points(point.Test.Difference))} points"
        : Signed(point.Test.Difference, NumberText.Rounded(point.Test.Difference, 3));

    private static string Signed(double value, string text) => value > 0 ? $"+{text}" : text;

    private static string P(ComparedPoint point) => double.IsNaN(point.P) ? "–" : point.P < 0.001 ? "< 0.001" : NumberText.Rounded(point.P, 2);
}
