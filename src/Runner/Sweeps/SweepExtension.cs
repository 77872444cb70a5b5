using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What a plan adds to a stored sweep, all of whose trials it has as they are.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Kept">How many trials it has.</param>
/// <param name="Added">The plan's other trials; their numbers, and those of new points, follow what is there.</param>
internal sealed record SweepExtension(SweepRecord Sweep, int Kept, IReadOnlyList<PlannedTrial> Added)
{
    /// <summary>The newest sweep of the plan's name that the plan adds to; null where there is none.</summary>
    public static SweepExtension? Find(SweepStore store, ExperimentPlan plan) =>
        store.SweepsNamed(plan.Experiment.Name).Select(sweep => Of(store, sweep, plan)).FirstOrDefault(extension => extension is not null);

    /// <summary>Why there is none: what the plan has otherwise than the newest sweep of its name.</summary>
    public static UserErrorException WhyNone(SweepStore store, ExperimentPlan plan)
    {
        if (store.SweepsNamed(plan.Experiment.Name) is not [var sweep, ..])
            return new UserErrorException($"there is no sweep {plan.Experiment.Name} to extend; without --extend, run makes one");
        if (plan.Experiment.Search is not null) return new UserErrorException("--extend is for grids; a search goes on when its run_cap is larger");
        var (before, after) = (SweepPlan.Of(sweep), plan.ToSweepPlan());
        var planned = plan.Trials.Select(t => Meaning(t, plan)).ToHashSet();
        var stored = store.Trials(sweep);
        var lacking = stored.Where(t => !planned.Contains(Meaning(t.ToPlanned(), plan))).ToList();
        var others = after.Parameters.Keys.Except(before.Parameters.Keys).ToList();
        var reason = others.Count > 0 ? $"it varies {string.Join(", ", others)}, and {sweep.Reference} does not"
            : lacking.Count == 0 ? $"it changes more than what {sweep.Reference} lacks"
            : string.Create(CultureInfo.InvariantCulture, $"{lacking.Count} of the {stored.Count} trials of {sweep.Reference} are not in it, trial {lacking[0].Number} first");
        var differences = PlanDifference.Describe(before, after);
        return new UserErrorException(
            $"the plan extends no sweep {plan.Experiment.Name}: {reason}{(differences.Count > 0 ? $" ({string.Join("; ", differences)})" : "")}; expected all "
            + "that is there as it is, and more values or replicates. Without --extend, run makes a new sweep");
    }

    private static SweepExtension? Of(SweepStore store, SweepRecord sweep, ExperimentPlan plan)
    {
        if (plan.Experiment.Search is not null) return null;
        var stored = store.Trials(sweep).Select(t => t.ToPlanned()).ToList();
        if (stored.Count >= plan.Trials.Count) return null;
        var planned = plan.Trials.ToDictionary(t => Meaning(t, plan), t => t.Number);
        var kept = stored.Select(t => planned.GetValueOrDefault(Meaning(t, plan))).ToHashSet();
        if (kept.Contains(0) || kept.Count < stored.Count) return null;
        // The hash says that all else is the same too, however it is written: data, metric, and every setting that these trials share.
        return plan.HashOf(kept) == sweep.PlanHash
            ? new SweepExtension(sweep, stored.Count, [.. Number(plan.Trials.Where(t => !kept.Contains(t.Number)), stored, plan)])
            : null;
    }

    private static IEnumerable<PlannedTrial> Number(IEnumerable<PlannedTrial> added, List<PlannedTrial> stored, ExperimentPlan plan)
    {
        var points = stored.DistinctBy(t => MeaningOfPoint(t, plan)).ToDictionary(t => MeaningOfPoint(t, plan), t => t.Point);
        var (number, last) = (stored.Max(t => t.Number), stored.Max(t => t.Point));
        foreach (var trial in added)
        {
            var meaning = MeaningOfPoint(trial, plan);
            if (!points.TryGetValue(meaning, out var point)) points.Add(meaning, point = ++last);
            yield return trial with { Number = ++number, Point = point };
        }
    }

    private static string Meaning(PlannedTrial trial, ExperimentPlan plan) =>
        string.Create(CultureInfo.InvariantCulture, $"{trial.Replicate} {trial.Seed}\n{MeaningOfPoint(trial, plan)}");

    // A replicate's seed is the trial's in any case, and a parameter only where a point has several.
    private static string MeaningOfPoint(PlannedTrial trial, ExperimentPlan plan) => string.Join('\n', trial.Parameters
        .Where(p => p.Key != "seed" || (plan.Experiment.Replicates == 1 && plan.Experiment.Varying.Contains("seed")))
        .OrderBy(p => p.Key, StringComparer.Ordinal)
        .Select(p => $"{p.Key}={Canonical(p.Value)}")
        .Prepend(trial.Variant));

    // As it was planned, whatever its way through the store; what is no value there is equal to none.
    private static string Canonical(string json)
    {
        try
        {
            return SettingValue.Parse(json).Json;
        }
        catch (FormatException)
        {
            return json;
        }
    }
}
