namespace Goalkeeper.Search;

/// <summary>
/// A trial whose best value is worse than the median of the finished trials' values at the same step is ended: the rule of Golovin et al. 2017,
/// "Google Vizier", as Optuna has it.
/// </summary>
/// <param name="startupTrials">How many trials must have finished before any is ended.</param>
/// <param name="warmupSteps">The step before which none is.</param>
/// <param name="interval">Steps from one rung to the next.</param>
/// <param name="minTrials">How many of them must have a value at a rung.</param>
internal sealed class MedianRule(int startupTrials, long warmupSteps, long interval, int minTrials) : IStoppingRule
{
    // Every step may be a rung, and the thresholds of each point are stored.
    private const int MostRungs = 1_000;

    /// <inheritdoc/>
    public bool ComparesBest => true;

    /// <inheritdoc/>
    public IReadOnlyList<Threshold> Thresholds(IReadOnlyList<Curve> ended)
    {
        var finished = ended.Where(curve => curve.IsWhole).ToList();
        if (finished.Count < startupTrials) return [];
        var rungs = finished.SelectMany(curve => curve.Steps).Where(step => step >= warmupSteps)
            .Select(step => step - ((step - warmupSteps) % interval)).Distinct().Order().ToList();
        var every = (rungs.Count + MostRungs - 1) / MostRungs;
        var thresholds = new List<Threshold>();
        foreach (var (i, rung) in rungs.Index())
        {
            if (i % every != 0) continue;
            var values = Curve.Sorted(finished, rung);
            if (values.Count >= Math.Max(1, minTrials)) thresholds.Add(new Threshold(rung, Median(values), values.Count));
        }
        return thresholds;
    }

    private static double Median(List<double> sorted) =>
        sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] / 2) + (sorted[sorted.Count / 2] / 2);
}
