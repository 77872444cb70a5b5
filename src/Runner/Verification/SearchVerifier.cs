using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What came of proposing points of a search again, each from what its proposal saw.</summary>
/// <param name="Points">How many points were proposed again.</param>
/// <param name="Differences">Those that came out otherwise, and how, by number.</param>
/// <param name="Stopped">How many of their trials are pruned as the rule has it; null where there is none.</param>
internal sealed record ProposalVerification(int Points, IReadOnlyList<(long Point, string What)> Differences, int? Stopped)
{
    /// <summary>Whether the points themselves were left: its C# program leaves out some, and alone knows which.</summary>
    public bool IsOfStopsAlone { get; init; }
}

/// <summary>Proposes the points of a search again, and decides again which of their trials are ended early.</summary>
/// <param name="store">Where the sweep is kept.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="plan">Its plan.</param>
internal sealed class SearchVerifier(SweepStore store, SweepRecord sweep, SweepPlan plan)
{
    /// <summary>Verifies some points.</summary>
    /// <param name="numbers">Theirs.</param>
    public ProposalVerification Verify(IReadOnlySet<long> numbers)
    {
        using var rule = new ProposalRule(sweep, plan);
        var points = SeenTrial.ByPoint(store.SeenTrials(sweep));
        var places = points.ConvertAll(rule.PlaceOf);
        var (records, attempts) = (store.Proposals(sweep), store.SeenAttempts(sweep));
        var differences = new List<(long, string)>();
        var excludes = plan.Delegate is { Excludes: true };
        var stopped = 0;
        foreach (var (i, point) in points.Index().Where(p => numbers.Contains(p.Index + 1)))
        {
            var record = records.GetValueOrDefault(i + 1) ?? rule.Record(store, i + 1, []);
            if (Difference(i, point, record) is { } difference) differences.Add((i + 1, difference));
            else stopped += point.Count(trial => trial.State == TrialState.Pruned);
        }
        return new ProposalVerification(numbers.Count, differences, rule.Search.Rule is null ? null : stopped) { IsOfStopsAlone = excludes };

        string? Difference(int i, IReadOnlyList<SeenTrial> point, ProposalRecord record)
        {
            var seen = points.Take((int)record.Seen).Select(IReadOnlyList<SeenTrial> (p) => [.. p.Select(t => AsSeen(t, record))]).ToList();
            if (record.Seen != rule.Seen(i + 1)) return FormattableString.Invariant($"it saw {record.Seen} points, and not {rule.Seen(i + 1)}");
            var again = rule.Record(store, i + 1, seen);
            if (again.Digest != record.Digest) return "it saw other results than are stored";
            return (excludes ? null : DifferenceOf(rule.Search, point[0].Trial, rule.Next(seen, places[..i])))
                ?? (again.Thresholds.SequenceEqual(record.Thresholds) ? null : "its trials would be ended early at other thresholds than are stored")
                ?? point.Select(trial => StoppedOtherwise(trial, rule.Search.Rule, record.Thresholds)).FirstOrDefault(what => what is not null);
        }

        SeenTrial AsSeen(SeenTrial trial, ProposalRecord record) =>
            attempts.GetValueOrDefault((trial.Trial.Number, record.Attempts.GetValueOrDefault(trial.Trial.Number, 1)), trial);
    }

    private string? StoppedOtherwise(SeenTrial trial, EarlyTermination? rule, IReadOnlyList<StoredThreshold> thresholds)
    {
        if (trial.State is not (TrialState.Finished or TrialState.Pruned) || TrialStopping.Of(plan, rule, thresholds) is not { } stopping) return null;
        var trace = store.DecidingTrace(sweep, trial.Trial.Number, trial.Attempt);
        var isPruned = trace.Iterations.Zip(trace.Values).Any(p => !stopping.MayGoOn(trace.Metric, p.First, p.Second));
        if (isPruned == (trial.State == TrialState.Pruned)) return null;
        return FormattableString.Invariant($"trial {trial.Trial.Number} is {trial.State}, and ") + (isPruned ? $"should be pruned: {stopping.Reason}" : "nothing of its trace is worse than a threshold");
    }

    private static string? DifferenceOf(PlannedSearch search, PlannedTrial stored, double[]? proposed)
    {
        if (proposed is null) return "nothing is proposed";
        var again = search.Trials((int)stored.Point, proposed).First();
        var names = stored.Parameters.Keys.Union(again.Parameters.Keys).Where(name => Value(stored, name) != Value(again, name)).ToList();
        if (again.Variant != stored.Variant) return $"variant {again.Variant} is proposed, and {stored.Variant} stored";
        return names.Count == 0 ? null : string.Join(", ", names.Select(name => $"{name} {Value(again, name) ?? "none"} is proposed, and {Value(stored, name) ?? "none"} stored"));

        static string? Value(PlannedTrial trial, string name) => trial.Parameters.GetValueOrDefault(name) is { } json ? SettingValue.Parse(json).Word : null;
    }
}
