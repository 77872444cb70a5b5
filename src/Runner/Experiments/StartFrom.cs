using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What a search knows of an earlier sweep, as <c>start_from</c> asks.</summary>
internal static class StartFrom
{
    // They stand in the plan, and each proposal is made from all of them.
    private const int MostPoints = 10_000;

    /// <summary>
    /// The points that a plan's experiment starts from: those that the newest sweep of it took over when it was planned, else those that have
    /// ended by now. Null where it starts from none.
    /// </summary>
    /// <param name="path">The store where both sweeps are kept.</param>
    /// <param name="plan">The plan without them.</param>
    /// <param name="isNew">Whether a new sweep begins, whatever is there.</param>
    /// <exception cref="ExperimentException">There is no such sweep, none of its points has a value, or it has another space.</exception>
    public static PlanStart? Of(string path, ExperimentPlan plan, bool isNew = false)
    {
        if (plan.Experiment.StartFrom is not { } from) return null;
        using var store = SweepStore.OpenReadOnly(path);
        var asked = SweepReference.Parse(from.Value);
        var earlier = isNew ? [] : store.SweepsNamed(plan.Experiment.Name).Select(sweep => (sweep.PlanHash, SweepPlan.Of(sweep).Search?.Start));
        foreach (var (hash, start) in earlier)
        {
            if (start is not null && start.Sweep.Name == asked.Name && (asked.Number ?? start.Sweep.Number) == start.Sweep.Number && plan.HashStartingFrom(start) == hash) return start;
        }
        try
        {
            return Copy(store, store.Find(asked), plan.ToSweepPlan());
        }
        catch (Exception e) when (e is FormatException or UserErrorException and not ExperimentException)
        {
            throw new ExperimentException(from.At, $"start_from: {e.Message}", e);
        }
    }

    private static PlanStart Copy(SweepStore store, SweepRecord sweep, SweepPlan plan)
    {
        var other = SweepPlan.Of(sweep);
        Check("trials", Kind(other), Kind(plan));
        Check("metric", other.MetricName, plan.MetricName);
        Check("goal", other.MetricGoal, plan.MetricGoal);
        if (Varied(other).Except(Named(plan)).FirstOrDefault() is { } name) throw Wrong($"it varies {name}, and this one does not");
        using var search = new PlannedSearch(plan);
        var settings = plan.IsOfNetworks ? new TrialSettings(other) : null;
        var points = new List<PlanStartPoint>();
        foreach (var point in SeenTrial.ByPoint(store.SeenTrials(sweep)).Where(point => point.All(t => TrialState.IsEnded(t.State))))
        {
            var trial = point[0].Trial;
            var values = (settings?.ByName(trial) ?? trial.Parameters.ToDictionary(p => p.Key, p => SettingValue.Parse(p.Value))).ToDictionary();
            if (trial.Variant is { } variant) values[SearchFactor.Variant] = SettingValue.Of(variant);
            if (search.WhyNone(values) is { } why) throw Wrong(FormattableString.Invariant($"at its point {trial.Point} {why}"));
            points.Add(new PlanStartPoint(search.Written(values), SeenTrial.Mean(point)));
        }
        return points.Count switch
        {
            0 => throw new UserErrorException($"no point of {sweep.Reference} has ended; expected a sweep with results"),
            _ when points.TrueForAll(point => point.Value is null) => throw new UserErrorException(
                $"no point of {sweep.Reference} has a value of {plan.MetricName}: all that have ended failed or diverged; expected a sweep with results"),
            > MostPoints => throw new UserErrorException(FormattableString.Invariant($"{sweep.Reference} has {points.Count} points; expected at most {MostPoints}")),
            _ => new PlanStart(sweep.Reference, points),
        };

        void Check(string what, string there, string here)
        {
            if (there != here) throw Wrong($"its {what} is {there}, and here {here}");
        }

        UserErrorException Wrong(string what) => new($"{sweep.Reference} has another space: {what}");
    }

    private static string Kind(SweepPlan plan) => plan.IsOfNetworks ? SweepKind.Network : plan.Program is not null ? SweepKind.Program : SweepKind.Delegate;

    private static IEnumerable<string> Named(SweepPlan plan) => plan.Parameters.Keys.Concat(plan.Variants.SelectMany(v => v.Settings.Keys));

    // What has one value only is the same at every point.
    private static IEnumerable<string> Varied(SweepPlan plan) =>
        Named(plan).Where(name => !plan.Parameters.TryGetValue(name, out var json) || SearchFactor.Of([name], [json]).Domain.Count != 1);
}
