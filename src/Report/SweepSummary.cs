using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>One point of a sweep with its replicates.</summary>
/// <param name="Label">Its variant and parameter values, as a table or a legend calls it.</param>
/// <param name="Variant">Its variant, or null.</param>
/// <param name="Note">The variant's comment, or empty.</param>
/// <param name="Parameters">Values of the settings that vary between points, the seed apart: long, double or text.</param>
/// <param name="Trials">Its trials by replicate, ended or not.</param>
public sealed record SummaryRow(
    string Label, string? Variant, string Note, IReadOnlyDictionary<string, object> Parameters, IReadOnlyList<TrialRecord> Trials)
{
    /// <summary>The trials that finished.</summary>
    public IReadOnlyList<TrialRecord> Finished { get; } = [.. Trials.Where(t => t.State == TrialState.Finished)];

    /// <summary>A metric over the finished trials.</summary>
    public Statistic Of(string metric) => Statistic.Of([.. Measured(metric).Select(m => m.Value)]);

    /// <summary>A metric of the finished trials that have it, with their seeds.</summary>
    public IEnumerable<(long Seed, double Value)> Measured(string metric) =>
        Finished.Where(t => t.Metrics.ContainsKey(metric)).Select(t => (t.Seed, t.Metrics[metric]));
}

/// <summary>Everything that a report says, computed once and never changed; every writer renders this.</summary>
public sealed class SweepSummary
{
    private readonly SweepPlan _plan;

    private SweepSummary(SweepRecord sweep, StoredDataset dataset, IReadOnlyList<TrialRecord> trials)
    {
        Sweep = sweep;
        Dataset = dataset;
        Trials = trials;
        _plan = SweepPlan.Of(sweep);
        HasVariants = trials.Any(t => t.Variant is not null);
        IsReplicated = trials.Any(t => t.Replicate > 1);
        Rows = [.. trials.GroupBy(t => t.Point).OrderBy(g => g.Key).Select(g => Row([.. g.OrderBy(t => t.Replicate)]))];
        Chosen = Choose();
    }

    /// <summary>Reads a sweep and sums it up.</summary>
    public static SweepSummary Of(SweepStore store, SweepRecord sweep) =>
        new(sweep, store.Dataset(sweep.DatasetSha256), store.Trials(sweep));

    /// <summary>The sweep.</summary>
    public SweepRecord Sweep { get; }

    /// <summary>Its data.</summary>
    public StoredDataset Dataset { get; }

    /// <summary>All its trials, by number.</summary>
    public IReadOnlyList<TrialRecord> Trials { get; }

    /// <summary>One row a point, in the plan's order.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>
    /// The row that is best by the sweep's metric, the mean over its replicates, among those whose trials all finished, if there are such; the
    /// first of equals; null before any has finished.
    /// </summary>
    public SummaryRow? Chosen { get; }

    /// <summary>Whether rows are named.</summary>
    public bool HasVariants { get; }

    /// <summary>Whether points are run with several seeds.</summary>
    public bool IsReplicated { get; }

    /// <summary>The settings that the grid varies, in the plan's order; the variants' own and the replicates' seed apart.</summary>
    public IReadOnlyList<string> Parameters => [.. _plan.Parameters.Keys];

    /// <summary>Whether there is a split of that name.</summary>
    public bool HasSplit(string name) => Dataset.Splits.Any(s => s.Name == name);

    /// <summary>The metric of the data that were held out for choosing: dev's, or where there is none test's, or null.</summary>
    public string? HeldOut => HasSplit("dev") ? "dev_accuracy" : HasSplit("test") ? "test_accuracy" : null;

    /// <summary>Whether more of the sweep's metric is better.</summary>
    public bool Maximizes => Sweep.MetricGoal == "maximize";

    /// <summary>A setting of a trial, whether it varies or not: long, double or text, or null.</summary>
    public object? Setting(TrialRecord trial, string name) => trial.Parameters.GetValueOrDefault(name) ?? _plan.Shared(name);

    /// <summary>Trials in a state.</summary>
    public int CountOf(string state) => Trials.Count(t => t.State == state);

    /// <summary>Trials that have not ended.</summary>
    public int OpenTrials => CountOf(TrialState.Queued) + CountOf(TrialState.Running);

    /// <summary>The rows by the sweep's metric, the best first, the first of equals first; those without a value last.</summary>
    /// <param name="most">Only so many.</param>
    public IReadOnlyList<SummaryRow> Best(int most)
    {
        double Mean(SummaryRow row) => row.Of(Sweep.MetricName).Mean;
        var ranked = Rows.OrderBy(row => double.IsNaN(Mean(row)));
        return [.. (Maximizes ? ranked.ThenByDescending(Mean) : ranked.ThenBy(Mean)).Take(most)];
    }

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
        return new SummaryRow(label.Length > 0 ? label : Sweep.Name, first.Variant, _plan.Variants.FirstOrDefault(v => v.Name == first.Variant)?.Note ?? "", values, trials);
    }

    private SummaryRow? Choose()
    {
        // The mean of the lucky survivors of a row is no rival to rows that finished whole.
        var whole = Rows.Where(row => row.Finished.Count == row.Trials.Count).ToList();
        SummaryRow? best = null;
        foreach (var row in whole.Count > 0 ? whole : Rows)
        {
            var value = row.Of(Sweep.MetricName).Mean;
            if (double.IsNaN(value)) continue;
            var incumbent = best?.Of(Sweep.MetricName).Mean ?? double.NaN;
            if (best is null || (Maximizes ? value > incumbent : value < incumbent)) best = row;
        }
        return best;
    }
}
