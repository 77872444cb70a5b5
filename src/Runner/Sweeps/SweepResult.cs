using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What came of a sweep, earlier runs and other processes included.</summary>
public sealed class SweepResult
{
    private SweepResult(SweepRecord sweep, bool isStopped, IReadOnlyList<TrialSummary> trials) =>
        (Name, IsStopped, Trials) = (sweep.Reference.ToString(), isStopped, trials);

    /// <summary>What the <c>goalkeeper</c> command calls it, such as <c>line#1</c>.</summary>
    public string Name { get; }

    /// <summary>Whether it was stopped before all trials had ended. The same call carries on.</summary>
    public bool IsStopped { get; }

    /// <summary>Its trials by number.</summary>
    public IReadOnlyList<TrialSummary> Trials { get; }

    /// <summary>The point with the best mean over its seeds; null where no trial has finished with a number.</summary>
    public Point? Best { get; private init; }

    /// <summary>That mean, or NaN.</summary>
    public double BestMean { get; private init; } = double.NaN;

    internal static SweepResult Of(SweepStore store, SweepOutcome outcome, Space space)
    {
        var trials = store.Trials(outcome.Sweep)
            .Select(t => new TrialSummary(t.Number, space.PointOf(t.ToPlanned()), (int)t.Seed, t.State, t.Reason, t.Metrics))
            .ToList();
        return store.BestPoint(outcome.Sweep) is { } best
            ? new SweepResult(outcome.Sweep, outcome.Stopped, trials) { Best = space.PointOf(best.Trials[0].ToPlanned()), BestMean = best.Result.Mean }
            : new SweepResult(outcome.Sweep, outcome.Stopped, trials);
    }
}

/// <summary>What came of a trial.</summary>
/// <param name="Number">1, 2, … within the sweep.</param>
/// <param name="Point">Its values.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="State">One of <see cref="TrialState"/>.</param>
/// <param name="Reason">Why it did not finish; null where it did, or has not ended.</param>
/// <param name="Metrics">What it measured, NaN and infinities included.</param>
public sealed record TrialSummary(long Number, Point Point, int Seed, string State, string? Reason, IReadOnlyDictionary<string, double> Metrics);
