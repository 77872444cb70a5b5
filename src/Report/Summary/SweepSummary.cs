using Goalkeeper.Report.Text;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Report.Summary;

/// <summary>Everything that a report says, computed once and never changed; every writer renders this.</summary>
internal sealed class SweepSummary
{
    private const int MostFeatured = 2;

    /// <summary>More columns than a page has room for.</summary>
    private const int MostCompared = 5;

    /// <summary>More rows than anybody reads; trials.csv has all.</summary>
    private const int MostShown = 60;

    private readonly SweepPlan _plan;
    private readonly PointRanking _ranking;

    private SweepSummary(SweepRecord sweep, StoredDataset dataset, IReadOnlyList<TrialRecord> trials)
    {
        Sweep = sweep;
        Dataset = dataset;
        Trials = trials;
        _plan = SweepPlan.Of(sweep);
        HasVariants = trials.Any(t => t.Variant is not null);
        IsReplicated = trials.Any(t => t.Replicate > 1);
        Rows = [.. trials.GroupBy(t => t.Point).OrderBy(g => g.Key).Select(g => Row([.. g.OrderBy(t => t.Replicate)]))];
        _ranking = Rank();
        var byPoint = Rows.ToDictionary(row => row.Point);
        var ranked = _ranking.Ranked.Select(result => byPoint[result.Point]).ToList();
        Ranked = [.. ranked, .. Rows.Except(ranked)];
        Best = ranked.FirstOrDefault();
    }

    /// <summary>Reads a sweep and sums it up.</summary>
    public static SweepSummary Of(SweepStore store, SweepRecord sweep) =>
        new(sweep, sweep.DatasetSha256 is null ? StoredDataset.None : store.Dataset(sweep), store.Trials(sweep));

    /// <summary>The sweep.</summary>
    public SweepRecord Sweep { get; }

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
        .. IsOfNetworks ? [] : (_plan.Program?.Metrics.Select(m => m.Name) ?? [])
            .Union(Trials.SelectMany(t => t.Metrics.Keys).Distinct().Order(StringComparer.Ordinal)).Take(MostCompared),
    ]).OfType<string>().Distinct().Select(Definition)];

    /// <summary>Whether the metric is measured on the data that were held out for choosing.</summary>
    public bool ChoosesByDev => Metric.Split == "dev";

    /// <summary>Whether tables have the best row first: by the dev set, or by the metric that the experiment's author asked for.</summary>
    public bool IsRanked => ChoosesByDev || !IsOfNetworks || _plan.IsMetricNamed;

    /// <summary>Whether rows are named.</summary>
    public bool HasVariants { get; }

    /// <summary>Whether points are run with several seeds.</summary>
    public bool IsReplicated { get; }

    /// <summary>The settings that the grid varies, in the plan's order; the variants' own and the replicates' seed apart.</summary>
    public IReadOnlyList<string> Parameters => [.. _plan.Parameters.Keys];

    /// <summary>What is known of a metric.</summary>
    public MetricDefinition Definition(string metric) => IsOfNetworks ? MetricDefinition.Of(metric)
        : metric == Sweep.MetricName ? new MetricDefinition(metric, null, Sweep.MetricGoal, Sweep.MetricFormat)
        : _plan.Program?.Metrics.FirstOrDefault(m => m.Name == metric) is { } declared
            ? new MetricDefinition(metric, null, declared.Goal ?? MetricDefinition.Minimize, declared.Format)
        : new MetricDefinition(metric, null, MetricDefinition.Minimize, MetricFormat.Number);

    /// <summary>Whether there is a split of that name.</summary>
    public bool HasSplit(string name) => Dataset.Splits.Any(s => s.Name == name);

    /// <summary>The metric of the data that were held out for choosing: dev's, or where there is none test's, or null.</summary>
    public string? HeldOut => HasSplit("dev") ? "dev_accuracy" : HasSplit("test") ? "test_accuracy" : null;

    /// <summary>Whether the test set may be looked at where there is a dev set: once, when all trials have ended and one row is chosen.</summary>
    public bool LooksAtTest => Chosen is not null && OpenTrials == 0;

    /// <summary>What is done to the data before training, by name as JSON, where it is not at its default.</summary>
    public IReadOnlyDictionary<string, string> Preparation => _plan.DatasetSettings;

    /// <summary>What of a metric an answer gets that is the same for every example, the best such; null where that is no one number.</summary>
    public double? OfConstantAnswer(MetricDefinition metric) => metric switch
    {
        { CountsExamples: true, Split: var split } => ConstantAnswer.Of(Dataset.Splits.First(s => s.Name == split).Labels).Share,
        { NeedsBothClasses: true } => 0.5,
        _ => null,
    };

    /// <summary>A setting of a trial, whether it varies or not: long, double or text, or null.</summary>
    public object? Setting(TrialRecord trial, string name) => trial.Parameters.GetValueOrDefault(name) ?? _plan.Shared(name);

    /// <summary>What a sentence calls a point: its label, without what has no effect at it.</summary>
    public string Name(SummaryRow row)
    {
        var point = new PointSettings(_plan, row.Trials[0].Parameters);
        return Wording.Point(row.Variant, row.Parameters.Where(p => point.HasEffect(p.Key))) is { Length: > 0 } name ? name : row.Label;
    }

    /// <summary>Trials in a state.</summary>
    public int CountOf(string state) => Trials.Count(t => t.State == state);

    /// <summary>Trials that have not ended.</summary>
    public int OpenTrials => CountOf(TrialState.Queued) + CountOf(TrialState.Running) + CountOf(TrialState.Interrupted);

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
        var label = Wording.Point(first.Variant, values);
        var note = _plan.Variants.FirstOrDefault(v => v.Name == first.Variant)?.Note ?? "";
        return new SummaryRow(label.Length > 0 ? label : Sweep.Name, first.Variant, note, values, trials);
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
