using Goalkeeper.Store;

namespace Goalkeeper.Analysis;

/// <summary>
/// The rows of a sweep against its baseline and against the row that is chosen, on the same seeds or examples. The baseline was fixed beforehand:
/// its comparisons are corrected by Holm. The chosen row is the data's own choice: any pair may have been it, so that <see cref="BlockPermutation"/>
/// corrects for all of them. Where both are looked at, each p counts double (Bonferroni), so that a sweep of equal rows has a claim in one of twenty.
/// </summary>
internal sealed class RowComparisons
{
    /// <summary>Fewer seeds or examples cannot be resampled.</summary>
    private const int FewestResampled = 5;

    private readonly PairedRows _paired;
    private readonly double _sign;
    private readonly Dictionary<SummaryRow, int> _places;
    private readonly IReadOnlyList<double> _againstBaseline = [];
    private readonly IReadOnlyList<double>? _againstChosen;
    private readonly Lazy<Winner?> _winner;

    /// <param name="paired">The rows.</param>
    /// <param name="baseline">The row that was to be beaten, or null.</param>
    /// <param name="chosen">The row that the data chose, or null.</param>
    /// <param name="sign">What a value is multiplied by to be the metric's own: −1 where less is better.</param>
    public RowComparisons(PairedRows paired, SummaryRow? baseline, SummaryRow? chosen, double sign)
    {
        _paired = paired;
        _sign = sign;
        _places = paired.Rows.Index().ToDictionary(row => row.Item, row => row.Index);
        Baseline = baseline is not null && _places.ContainsKey(baseline) ? baseline : null;
        Chosen = chosen is not null && _places.ContainsKey(chosen) ? chosen : null;
        // What is compared with the baseline alone needs no more than its own correction.
        ComparesWithChosen = Chosen is not null && Chosen != Baseline && (paired.Rows.Count > 2 || Baseline is null);
        if (Baseline is not null) _againstBaseline = Holm.Adjusted([.. paired.Rows.Select(row => row == Baseline ? double.NaN : Test(row, Baseline))]);
        if (ComparesWithChosen) _againstChosen = BlockPermutation.AgainstOne(paired.Values, _places[Chosen!], RowComparison.Significant / Families);
        _winner = new(() => Chosen is not null && paired.Count >= FewestResampled ? Oriented(Analysis.Winner.Of(paired.Values)) : null);
    }

    /// <summary>Compares the rows of a sweep; null where there are no two that can be compared.</summary>
    public static RowComparisons? Of(SweepSummary summary, SweepStore store) =>
        PairedRows.Of(summary, store) is { } paired ? new(paired, summary.Baseline, summary.Chosen, -summary.Plan.Sign) : null;

    /// <summary>The rows, the best first.</summary>
    public IReadOnlyList<SummaryRow> Rows => _paired.Rows;

    /// <summary>What they have in common: seeds or examples.</summary>
    public ChanceOver Over => _paired.Over;

    /// <summary>How many of them.</summary>
    public int Count => _paired.Count;

    /// <summary>The row that was to be beaten, if it is among them.</summary>
    public SummaryRow? Baseline { get; }

    /// <summary>The row that the data chose, if it is among them.</summary>
    public SummaryRow? Chosen { get; }

    /// <summary>Whether rows are compared with the chosen one too, and not with the baseline alone.</summary>
    public bool ComparesWithChosen { get; }

    /// <summary>Whether a difference to the baseline is the same on every seed, so that there is no t.</summary>
    public bool HasConstantDifference => Over == ChanceOver.Seeds && Baseline is not null
        && Rows.Any(row => row != Baseline && PairedTest.Of(Pairs(row, Baseline)) is { Pairs: > 1, Difference: not 0, Interval.Lower: double.NaN, P: >= 0 });

    /// <summary>What choosing did to the chosen row's number; null where nothing is chosen, or there is too little to resample.</summary>
    public Winner? Winner => _winner.Value;

    /// <summary>Each of two families of claims has half of the level (Bonferroni; Dunn 1961, JASA 56, 52–64).</summary>
    private int Families => Baseline is not null && ComparesWithChosen ? 2 : 1;

    /// <summary>A row against the baseline; null where one of them is not compared, or it is the baseline itself.</summary>
    public RowComparison? WithBaseline(SummaryRow row) => Baseline is null || row == Baseline || !_places.TryGetValue(row, out var place)
        ? null
        : Compared(row, Baseline, _againstBaseline[place]);

    /// <summary>A row against the chosen one; null likewise.</summary>
    public RowComparison? WithChosen(SummaryRow row) => _againstChosen is null || row == Chosen || !_places.TryGetValue(row, out var place)
        ? null
        : Compared(row, Chosen!, _againstChosen[place]);

    /// <summary>The rows that the data do not tell from the chosen one, but for itself, the best first; null where none is chosen.</summary>
    public IReadOnlyList<SummaryRow>? LikeTheChosen => Chosen is null ? null
        : [.. Rows.Where(row => row != Chosen && (WithChosen(row) ?? (Chosen == Baseline ? WithBaseline(row) : WithBaseline(Chosen)))?.Verdict is Verdict.CannotTell)];

    /// <summary>
    /// The pair that the reader will ask about: the chosen row, or else the best, against the baseline, or where it is that itself, against the next best.
    /// </summary>
    public (SummaryRow First, SummaryRow Second) Asked
    {
        get
        {
            var first = Chosen ?? Rows[0];
            return (first, Baseline is { } baseline && baseline != first ? baseline : Rows.First(row => row != first));
        }
    }

    /// <summary>Whether the two of that pair are told apart as it is.</summary>
    public bool IsSettled => ((RowComparison?[])[WithBaseline(Asked.First), WithBaseline(Asked.Second), WithChosen(Asked.Second)])
        .Any(comparison => comparison is { Verdict: not Verdict.CannotTell });

    /// <summary>
    /// How many seeds would settle the difference of that pair; null where they are run with fewer than <see cref="SeedsNeeded.FewestPairs"/>, or no number of
    /// them would.
    /// </summary>
    public int? SeedsToSettle
    {
        get
        {
            if (Over != ChanceOver.Seeds || Count < SeedsNeeded.FewestPairs) return null;
            var (mean, deviation) = Moments.Of([.. Pairs(Asked.First, Asked.Second).Select(pair => pair.First - pair.Second)]);
            return deviation > 0 ? SeedsNeeded.For(mean, deviation) : null;
        }
    }

    /// <summary>How likely the first of that pair beats the second with the same seed; null where no seed changes anything in either.</summary>
    public Outperforming? Outperforms => Over == ChanceOver.Seeds && Count > 0 && !(IsUnchanged(Asked.First) && IsUnchanged(Asked.Second))
        ? Outperforming.Of([.. Pairs(Asked.First, Asked.Second)])
        : null;

    private RowComparison Compared(SummaryRow row, SummaryRow other, double p)
    {
        var gain = Pairs(row, other).Sum(pair => pair.First - pair.Second) / Count;
        // Two rows that no seed changes are two runs, however many seeds they were told with; a permutation of the seeds takes them for as many.
        if (IsUnchanged(row) && IsUnchanged(other)) p = double.NaN;
        return new(_sign * gain, gain, Math.Min(1, Families * p));
    }

    private bool IsUnchanged(SummaryRow row) => Over == ChanceOver.Seeds && PairedTest.IsConstant(_paired.Values[_places[row]]);

    private double Test(SummaryRow row, SummaryRow other)
    {
        var pairs = Pairs(row, other).ToList();
        return Over == ChanceOver.Seeds
            ? PairedTest.Of(pairs).P
            : McNemar.P(pairs.Count(pair => pair.First > pair.Second), pairs.Count(pair => pair.First < pair.Second));
    }

    private IEnumerable<(double First, double Second)> Pairs(SummaryRow first, SummaryRow second) =>
        _paired.Values[_places[first]].Zip(_paired.Values[_places[second]]);

    private Winner Oriented(Winner winner) => _sign > 0 ? winner
        : winner with { Estimate = -winner.Estimate, Interval = new Interval(-winner.Interval.Upper, -winner.Interval.Lower) };
}
