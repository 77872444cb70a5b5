using Goalkeeper.Analysis;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Text;

/// <summary>How sure one can be of a sweep's rows, in cells and sentences.</summary>
/// <param name="summary">The sweep.</param>
/// <param name="comparisons">How its rows compare; null where no two can be compared.</param>
internal sealed class ComparisonText(SweepSummary summary, RowComparisons? comparisons)
{
    /// <summary>Rows that a sentence names.</summary>
    private const int MostNamed = 3;

    private MetricFormat Format => summary.Metric.Format;

    private string Metric => Wording.Metric(summary.Sweep.MetricName);

    /// <summary>What a row's value lies between; empty where that is not known.</summary>
    private string Interval(SummaryRow row) => summary.IsHeldOut && Known(row) is { } known
        ? NumberText.Range(Format, known.Interval.Lower, known.Interval.Upper)
        : "";

    /// <summary>The columns of a table that say it, as far as there is anything to say; a verdict is how a row compares with another.</summary>
    public IReadOnlyList<(string Name, Func<SummaryRow, string> Of, bool IsVerdict)> Columns
    {
        get
        {
            var columns = new List<(string, Func<SummaryRow, string>, bool)>();
            if (summary.Rows.Any(row => Interval(row).Length > 0)) columns.Add(($"{Percent(Analysis.Interval.Level)} interval", Interval, false));
            if (comparisons?.Baseline is not null) columns.Add(("against the baseline", AgainstBaseline, true));
            if (comparisons is { ComparesWithChosen: true }) columns.Add(("against the chosen", AgainstChosen, true));
            if (Winner is { } winner) columns.Add(("would be chosen", row => Won(winner, row), false));
            return columns;
        }
    }

    /// <summary>What choosing did; null where nothing was chosen, or it is not known.</summary>
    private Winner? Winner => comparisons?.Winner is { } winner && !double.IsNaN(winner.Estimate) ? winner : null;

    private string Won(Winner winner, SummaryRow row) => comparisons!.Rows.Index().Where(r => r.Item == row)
        .Select(r => NumberText.Percent(winner.Won[r.Index])).FirstOrDefault("–");

    private string AgainstBaseline(SummaryRow row) => row == comparisons?.Baseline ? "baseline" : Cell(comparisons?.WithBaseline(row));

    private string AgainstChosen(SummaryRow row) => row == comparisons?.Chosen ? "chosen" : Cell(comparisons?.WithChosen(row));

    /// <summary>What is said behind the chosen row's value: "one seed; 91.0–97.3 % over the 200 examples".</summary>
    public string Uncertainty(SummaryRow row)
    {
        var seeds = row.Of(summary.Sweep.MetricName).Count;
        var of = seeds == 1 ? "one seed" : $"mean ± standard deviation of {NumberText.Count(seeds, "seed")}";
        return Interval(row) is { Length: > 0 } range ? $"{of}; {Percent(Analysis.Interval.Level)} interval {range}{(seeds == 1 ? $", over {What(Known(row)!)}" : "")}" : of;
    }

    /// <summary>Which rows cannot be told from the chosen one, in a sentence; empty where nothing is chosen or compared.</summary>
    public string Result()
    {
        if (comparisons?.LikeTheChosen is not { } alike) return "";
        var others = comparisons.Rows.Count - 1;
        if (others == 1) return alike.Count == 0 ? "The other row is worse beyond chance." : "The other row cannot be told from it.";
        var compared = comparisons.Rows.Count < summary.Rows.Count ? $"{others} others that are compared" : $"{others} others";
        if (alike.Count == 0) return $"All {compared} are worse beyond chance.";
        if (alike.Count == others) return $"None of the {compared} can be told from it.";
        var named = alike.Take(MostNamed).Select(row => summary.Name(row)).ToList();
        var more = alike.Count > MostNamed ? $", and {alike.Count - MostNamed} more" : "";
        return $"{others - alike.Count} of the {compared} {(others - alike.Count == 1 ? "is" : "are")} worse beyond chance; it cannot be told from {string.Join("; ", named)}{more}.";
    }

    /// <summary>What the intervals and the comparisons are, and what they leave open.</summary>
    public IEnumerable<string> Notes()
    {
        if (summary.Ranked.FirstOrDefault(row => Interval(row).Length > 0) is { } known)
        {
            yield return IntervalNote(Known(known)!);
            if (summary.Ranked.Any(row => summary.IntervalOf(row) is { Over: ChanceOver.Seeds } seeds && Known(row) is null && seeds.Count > 0 && row.Of(summary.Sweep.MetricName).StandardDeviation == 0))
                yield return "A row whose seeds all got the same has none: equal numbers say nothing of how seeds differ.";
        }
        if (summary.Chosen is { } row && summary.IntervalOf(row) is { Over: ChanceOver.Seeds, Count: >= RowInterval.ManySeeds })
            yield return $"The interquartile mean of the chosen row is {NumberText.Measured(Format, Moments.InterquartileMean(Values(row)))}.";
        if (LeftOut() is { } left) yield return left;
        if (comparisons is null) yield break;
        yield return MethodNote();
        if (Result() is { Length: > 0 } result) yield return $"Against the chosen row, {summary.Name(comparisons.Chosen!)}: {char.ToLowerInvariant(result[0])}{result[1..]}";
        foreach (var note in AskedNotes()) yield return note;
        if (Winner is { } winner) yield return WinnerNote(winner);
    }

    /// <summary>Why rows with an infinite value stand without a comparison.</summary>
    private string? LeftOut()
    {
        var infinite = summary.Rows.Count(row => Values(row).Exists(double.IsInfinity));
        return infinite == 0 || summary.Rows.Count == 1 || !summary.IsHeldOut ? null
            : $"{NumberText.Count(infinite, "row")} with an infinite {Metric} {(infinite == 1 ? "is" : "are")} ranked and not compared: an infinity has no mean.";
    }

    private RowInterval? Known(SummaryRow row) => summary.IntervalOf(row) is { } interval && double.IsFinite(interval.Interval.Lower) ? interval : null;

    private List<double> Values(SummaryRow row) => [.. row.Finished.Where(t => t.Metrics.ContainsKey(summary.Sweep.MetricName)).Select(t => t.Metrics[summary.Sweep.MetricName])];

    private string Cell(RowComparison? comparison)
    {
        if (comparison is null) return "–";
        var word = comparison.Verdict switch { Verdict.Better => "better", Verdict.Worse => "worse", _ => "can't tell" };
        return double.IsNaN(comparison.P) ? word : $"{word}: {NumberText.Difference(Format, comparison.Difference)}, {NumberText.P(comparison.P)}";
    }

    private string IntervalNote(RowInterval interval) => interval.Over == ChanceOver.Examples
        ? $"{Percent(Analysis.Interval.Level)} interval: what {Metric} is over other examples, from {What(interval)} (Wilson's score interval). Other seeds are no part of it."
        : $"{Percent(Analysis.Interval.Level)} interval: of the mean over other seeds, from {What(interval)} "
            + (interval.Count >= RowInterval.ManySeeds ? "(BCa bootstrap)." : "(Student's t).")
            + " Other examples are no part of it."
            + (interval.Count == 2 ? " Two seeds say very little of how seeds differ." : "");

    private string MethodNote()
    {
        var (others, all) = (comparisons!.Rows.Count - 1, comparisons.Rows.Count);
        var on = $"{NumberText.Count(all, "row")} are compared on the same {Counted(comparisons.Over, comparisons.Count)}{(all < summary.Rows.Count ? ", the best that have them all" : "")}.";
        var baseline = comparisons.Baseline is not { } row ? "" : $" Against the baseline, {summary.Name(row)}: "
            + (comparisons.Over == ChanceOver.Seeds ? "paired t-test" : "exact McNemar test")
            + (others > 1 ? $", p corrected for {others} comparisons (Holm)." : ".");
        if (comparisons.Baseline is null && summary.Baseline is { } missed)
            baseline = $" The baseline, {summary.Name(missed)}, is not among them: it lacks {(comparisons.Over == ChanceOver.Seeds ? "seeds" : "examples")} that the best row has, or is none of the best.";
        var chosen = !comparisons.ComparesWithChosen ? ""
            : $" Against the chosen row, which the same {(comparisons.Over == ChanceOver.Seeds ? "seeds" : "examples")} chose: permutation test in steps, p corrected for all pairs of rows.";
        return on + baseline + chosen
            + (comparisons.Baseline is not null && chosen.Length > 0 ? " Both are shown, so each p is doubled." : "")
            + (comparisons.HasConstantDifference ? " A difference that is the same on every seed has no t; the exact sign test stands in, and with few seeds it cannot tell." : "");
    }

    /// <summary>Of the pair that the reader will ask about: how often one beats the other, and how many seeds would settle it.</summary>
    private IEnumerable<string> AskedNotes()
    {
        if (comparisons!.Outperforms is not { } outperforms) yield break;
        var (first, second) = (summary.Name(comparisons.Asked.First), summary.Name(comparisons.Asked.Second));
        var (interval, ties) = (outperforms.Interval, outperforms.Ties);
        yield return ties == comparisons.Count
            ? $"With the same seed {first} and {second} tie each time, with {NumberText.Count(ties, "seed")}."
            : $"With the same seed {first} beats {second} in {NumberText.Percent(outperforms.Probability)} of runs "
                + $"({Percent(Analysis.Interval.Level)} interval {NumberText.Range(MetricFormat.Percent, interval.Lower, interval.Upper)}, exact binomial"
                + (ties > 0 ? $"; a tie counts half, with {NumberText.Count(ties, "seed")} they tie)." : ").");
        if (comparisons.IsSettled) yield break;
        if (comparisons.Count < SeedsNeeded.FewestPairs)
        {
            yield return $"{comparisons.Count} seeds are too few to plan by: from {SeedsNeeded.FewestPairs} on a report says how many would settle a difference like this.";
        }
        else if (comparisons.SeedsToSettle is { } needed && needed > comparisons.Count)
        {
            yield return $"You have {NumberText.Count(comparisons.Count, "seed")}; {FormattableString.Invariant($"{needed:N0}")} would settle a difference like this between two rows, "
                + "in four of five tries, where no others are compared.";
        }
    }

    private string WinnerNote(Winner winner)
    {
        var (estimate, range) = (NumberText.Measured(Format, winner.Estimate), NumberText.Range(Format, winner.Interval.Lower, winner.Interval.Upper));
        var others = comparisons!.Over == ChanceOver.Seeds ? "seeds" : "examples";
        return $"Choosing flatters: on {others} that it was not chosen by, what is chosen so is expected to get {estimate} ({range}). "
            + $"Of resampled {others}, {Won(winner, comparisons.Chosen!)} choose the same row (bootstrap bias correction).";
    }

    private static string What(RowInterval interval) => Counted(interval.Over, interval.Count);

    private static string Counted(ChanceOver over, long count) => NumberText.Count(count, over == ChanceOver.Seeds ? "seed" : "example");

    private static string Percent(double share) => FormattableString.Invariant($"{100 * share:0}\u00a0%");
}
