using Goalkeeper.Store;

namespace Goalkeeper.Analysis;

/// <summary>Everything that a report says, computed once and never changed; every writer renders this.</summary>
internal sealed class SweepSummary
{
    private const int MostFeatured = 2;

    /// <summary>More columns than a page has room for.</summary>
    private const int MostCompared = 5;

    /// <summary>More rows than anybody reads; trials.csv has all.</summary>
    private const int MostShown = 60;

    private readonly PointRanking _ranking;

    private SweepSummary(SweepStore store, SweepRecord sweep)
    {
        Sweep = sweep;
        Dataset = sweep.DatasetSha256 is null ? StoredDataset.None : store.Dataset(sweep);
        Trials = store.Trials(sweep);
        EarlierLooks = store.EarlierLooks(sweep, Dataset);
        Plan = SweepPlan.Of(sweep);
        HasVariants = Trials.Any(t => t.Variant is not null);
        IsReplicated = Trials.Any(t => t.Replicate > 1);
        Rows = [.. Trials.GroupBy(t => t.Point).OrderBy(g => g.Key).Select(g => Row([.. g.OrderBy(t => t.Replicate)]))];
        _ranking = Rank();
        var byPoint = Rows.ToDictionary(row => row.Point);
        var ranked = _ranking.Ranked.Select(result => byPoint[result.Point]).ToList();
        Ranked = [.. ranked, .. Rows.Except(ranked)];
        Best = ranked.FirstOrDefault();
    }

    /// <summary>Reads a sweep and sums it up.</summary>
    public static SweepSummary Of(SweepStore store, SweepRecord sweep) => new(store, sweep);

    /// <summary>The sweep.</summary>
    public SweepRecord Sweep { get; }

    /// <summary>What was asked for.</summary>
    public SweepPlan Plan { get; }

    /// <summary>Its data; without splits where they are not known here.</summary>
    public StoredDataset Dataset { get; }

    /// <summary>All its trials, by number.</summary>
    public IReadOnlyList<TrialRecord> Trials { get; }

    /// <summary>One row a point, in the plan's order.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>The same rows by the sweep's metric, the best first; those without a value last, in the plan's order.</summary>
    public IReadOnlyList<SummaryRow> Ranked { get; }

    /// <summary>The rows of a table or a chart of all, the best first where the metric says which; not all where they are too many.</summary>
    public IReadOnlyList<SummaryRow> Shown => [.. (IsRanked ? Ranked : Rows).Take(MostShown)];

    /// <summary>The sweep's best point; null before any has a value.</summary>
    public SummaryRow? Best { get; }

    /// <summary>
    /// The best point where there is something to choose by: of networks the dev set, since what is best on train has only learnt best, and test
    /// is not for choosing; else the metric that the experiment names.
    /// </summary>
    public SummaryRow? Chosen => ChoosesByDev || !IsOfNetworks ? Best : null;

    /// <summary>Whether the metric is measured on what trials have not learnt from: what a program measures is taken for that.</summary>
    public bool IsHeldOut => !IsOfNetworks || Metric.Split is "dev" or "test";

    /// <summary>What the others are to beat: what the experiment names, else a grid's first row; a search's first point nobody chose.</summary>
    public SummaryRow? Baseline => Plan.Baseline is { } baseline
        ? Rows.FirstOrDefault(row => baseline.Is(row.Variant, row.Parameters.ToDictionary(p => p.Key, p => ParameterValue.ToJson(p.Value))))
        : Plan.Search is null && Rows is [var first, ..] ? first : null;

    /// <summary>What a row's value of the sweep's metric lies between.</summary>
    public RowInterval IntervalOf(SummaryRow row) => RowInterval.Of(
        [.. row.Finished.Where(t => t.Metrics.ContainsKey(Sweep.MetricName)).Select(t => t.Metrics[Sweep.MetricName])], ExamplesOf(Metric));

    /// <summary>How many examples a metric is a share of; 0: it is none.</summary>
    public long ExamplesOf(MetricDefinition metric) =>
        metric.CountsExamples ? Dataset.Splits.FirstOrDefault(s => s.Name == metric.Split)?.Labels.Length ?? 0 : metric.Examples;

    /// <summary>
    /// The rows that are shown in detail: the chosen one; where none is chosen all that finished, while they fit side by side, else the first
    /// of the order that the experiment asks for.
    /// </summary>
    public IReadOnlyList<SummaryRow> Featured
    {
        get
        {
            if (Chosen is { } chosen) return [chosen];
            var finished = Rows.Where(row => row.Finished.Count > 0).ToList();
            return finished.Count <= MostFeatured ? finished : [.. Ranked.Take(IsRanked ? 1 : 0)];
        }
    }

    /// <summary>How the points that have a value compare, the best first.</summary>
    public IEnumerable<PointResult> Ranking => _ranking.Ranked;

    /// <summary>Whether its trials are Goalkeeper's own networks.</summary>
    public bool IsOfNetworks => Sweep.Kind == SweepKind.Network;

    /// <summary>What is known of the sweep's metric.</summary>
    public MetricDefinition Metric => Definition(Sweep.MetricName);

    /// <summary>The metrics that rows are compared by: of networks accuracy on train and on what was held out; and the one that decides.</summary>
    public IReadOnlyList<MetricDefinition> Compared => [.. ((string?[])
    [
        IsOfNetworks ? "train_accuracy" : null,
        HeldOut,
        Sweep.MetricName,
        .. IsOfNetworks ? [] : (Plan.Program?.Metrics.Select(m => m.Name) ?? [])
            .Union(Varying.Order(StringComparer.Ordinal)).Take(MostCompared),
    ]).OfType<string>().Distinct().Select(Definition)];

    // What is the same in all trials, such as the number of epochs, compares nothing.
    private IEnumerable<string> Varying => Trials.Where(t => t.State == TrialState.Finished).SelectMany(t => t.Metrics)
        .GroupBy(m => m.Key, m => m.Value).Where(values => values.Distinct().Skip(1).Any()).Select(values => values.Key);

    /// <summary>Whether the metric is measured on the data that were held out for choosing.</summary>
    public bool ChoosesByDev => Metric.Split == "dev";

    /// <summary>Whether tables have the best row first: by the dev set, or by the metric that the experiment's author asked for.</summary>
    public bool IsRanked => ChoosesByDev || !IsOfNetworks || Plan.IsMetricNamed;

    /// <summary>Whether rows are named.</summary>
    public bool HasVariants { get; }

    /// <summary>Whether points are run with several seeds.</summary>
    public bool IsReplicated { get; }

    /// <summary>The settings that the grid varies, in the plan's order; the variants' own and the replicates' seed apart.</summary>
    public IReadOnlyList<string> Parameters => [.. Plan.Parameters.Keys];

    /// <summary>What is known of a metric.</summary>
    public MetricDefinition Definition(string metric) => Plan.Metric(metric);

    /// <summary>Whether a metric is measured on the test set.</summary>
    public bool IsOfTest(string metric) => IsOfNetworks && Definition(metric).Split == "test";

    /// <summary>Whether there is a split of that name.</summary>
    public bool HasSplit(string name) => Dataset.Splits.Any(s => s.Name == name);

    /// <summary>The metric of the data that were held out for choosing: dev's, or where there is none test's, or null.</summary>
    public string? HeldOut => HasSplit("dev") ? "dev_accuracy" : HasSplit("test") ? "test_accuracy" : null;

    /// <summary>Whether the test set may be looked at where there is a dev set: when all trials have ended and one row is chosen.</summary>
    public bool LooksAtTest => Chosen is not null && OpenTrials == 0;

    /// <summary>How many earlier sweeps of the store have looked at the same test set.</summary>
    public int EarlierLooks { get; }

    /// <summary>What is done to the data before training, by name as JSON, where it is not at its default.</summary>
    public IReadOnlyDictionary<string, string> Preparation => Plan.DatasetSettings;

    /// <summary>A setting of a trial, whether it varies or not: long, double or text, or null.</summary>
    public object? Setting(TrialRecord trial, string name) => trial.Parameters.GetValueOrDefault(name) ?? Plan.Shared(name);

    /// <summary>Trials in a state.</summary>
    public int CountOf(string state) => Trials.Count(t => t.State == state);

    /// <summary>Trials that have not ended.</summary>
    public int OpenTrials => Trials.Count(t => !TrialState.IsEnded(t.State));

    /// <summary>Where the chosen row stands among some of the rows, or null.</summary>
    public int? ChosenAmong(IReadOnlyList<SummaryRow> rows) =>
        rows.Index().Where(r => r.Item == Chosen).Select(r => (int?)r.Index).FirstOrDefault();

    /// <summary>All of the rows where they are few; else some, evenly spaced, the chosen one among them.</summary>
    /// <param name="rows">Some of the rows, in order.</param>
    /// <param name="most">Only so many; at least 3.</param>
    public IReadOnlyList<SummaryRow> Spread(IReadOnlyList<SummaryRow> rows, int most)
    {
        if (rows.Count <= most) return rows;
        var indices = Enumerable.Range(0, most - 1).Select(i => (int)Math.Round(i * (rows.Count - 1.0) / (most - 2))).ToHashSet();
        return [.. rows.Where((row, i) => indices.Contains(i) || row == Chosen)];
    }

    private SummaryRow Row(IReadOnlyList<TrialRecord> trials)
    {
        var first = trials[0];
        var values = Parameters.Where(first.Parameters.ContainsKey).ToDictionary(name => name, name => first.Parameters[name]);
        var note = Plan.Variants.FirstOrDefault(v => v.Name == first.Variant)?.Note ?? "";
        return new SummaryRow(first.Variant, note, values, trials);
    }

    private PointRanking Rank()
    {
        var ranking = new PointRanking(Sweep.Metric);
        foreach (var trial in Trials)
        {
            ranking.Plan(trial.Point);
            if (trial.State == TrialState.Finished && trial.Metrics.TryGetValue(Sweep.MetricName, out var value))
                ranking.Finish(trial.Point, value);
        }
        return ranking;
    }
}
