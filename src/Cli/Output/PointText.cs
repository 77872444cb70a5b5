using System.Globalization;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Output;

/// <summary>The point that is best, in words: the same wherever a command recommends one.</summary>
internal static class PointText
{
    /// <summary>"93.5 %", or "93.5 % (mean of 5)".</summary>
    public static string Result(MetricFormat format, double mean, long count) => NumberText.Measured(format, mean)
        + (count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" (mean of {count})"));

    /// <summary>"l2, lambda 0.7, keep_prob 0.9"; null where nothing varies: there is one point, and no need to name it.</summary>
    public static string? Settings(SweepPlan plan, BestPoint best) => Settings(plan, best.Trials[0].Variant, best.Parameters);

    /// <summary>The same of a point that a sweep has just run.</summary>
    public static string? Settings(SweepPlan plan, PlannedTrial trial, bool hasReplicates) => Settings(
        plan,
        trial.Variant,
        trial.Parameters.Where(p => !hasReplicates || p.Key != "seed").ToDictionary(p => p.Key, p => SweepPlan.Value(p.Value)));

    private static string? Settings(SweepPlan plan, string? variant, IReadOnlyDictionary<string, object> parameters)
    {
        var point = new PointSettings(plan, parameters);
        string?[] words = [variant, .. parameters.Where(p => point.HasEffect(p.Key)).Select(p => $"{p.Key} {Cell.Text(p.Value)}")];
        var named = string.Join(", ", words.OfType<string>());
        return named.Length > 0 ? named : null;
    }
}
