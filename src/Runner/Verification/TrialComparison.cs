using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A stored trial beside the same trial run again.</summary>
/// <param name="store">Where it is stored.</param>
/// <param name="trial">A trial that finished or diverged.</param>
/// <param name="now">What it gave now.</param>
internal sealed class TrialComparison(SweepStore store, TrialRecord trial, TrialResult now)
{
    /// <summary>What the difference of initial weights is called.</summary>
    public const string InitialWeightsName = "initial weights' SHA-256";

    /// <summary>What was stored to compare by; null where an older Goalkeeper stored the trial.</summary>
    public Fingerprint? Stored { get; } = store.Fingerprint(trial);

    /// <summary>The first difference, in the order in which training makes its numbers; null where there is none.</summary>
    public Difference? First() =>
        Failure() ?? InitialWeights() ?? Traces() ?? State() ?? Metrics() ?? Predictions() ?? Weights() ?? Result();

    private Difference? Failure() =>
        now.State == TrialState.Failed ? new Difference("state", trial.State, $"{now.State}: {now.Reason}") : null;

    private Difference? InitialWeights() => Stored?.InitialWeights is { } stored
        ? Difference.Of(InitialWeightsName, stored, now.InitialWeightsSha256)
        : null;

    private Difference? Traces()
    {
        var (before, after) = (Points(store.Traces(trial)), Points(now.Traces));
        return before.Keys.Union(after.Keys).OrderBy(p => p.Iteration).ThenBy(p => p.Metric, StringComparer.Ordinal)
            .Select(p => Difference.Of(Invariant($"trace {p.Metric} at iteration {p.Iteration}"), Value(before, p), Value(after, p)))
            .FirstOrDefault(d => d is not null);
    }

    private Difference? State() => Difference.Of("state", trial.State, now.State);

    // What follows from the predictions was not stored by older versions.
    private Difference? Metrics() => trial.Metrics.Keys
        .Union(now.Metrics.Keys.Where(name => !MetricDefinition.Of(name).FollowsFromPredictions))
        .Order(StringComparer.Ordinal)
        .Select(name => Difference.Of($"metric {name}", Value(trial.Metrics, name), Value(now.Metrics, name)))
        .FirstOrDefault(d => d is not null);

    private Difference? Predictions()
    {
        var before = store.Predictions(trial).ToDictionary(p => p.Split);
        var after = now.Predictions.ToDictionary(p => p.Split, p => p.Probabilities);
        foreach (var split in before.Keys.Union(after.Keys))
        {
            var (stored, probabilities) = (before.GetValueOrDefault(split), after.GetValueOrDefault(split));
            if (stored?.Probabilities.Length != probabilities?.Length)
                return new Difference($"number of {split} predictions", (long?)stored?.Probabilities.Length, (long?)probabilities?.Length);
            if (stored!.Labels.Count != probabilities!.Length)
                return new Difference($"number of {split} labels", (long)stored.Labels.Count, (long)probabilities.Length);
            for (var i = 0; i < probabilities.Length; i++)
            {
                var what = Invariant($"of {split} example {i + 1}");
                if (!stored.Probabilities[i].Equals((float)probabilities[i]))
                    return new Difference($"probability {what}", stored.Probabilities[i], (float)probabilities[i]);
                // The label is of the unrounded probability: 0.5 and a little is 1.
                if (stored.Labels[i] == 1 != probabilities[i] > 0.5)
                    return new Difference($"label {what}", (long)stored.Labels[i], 1L - stored.Labels[i]);
            }
        }
        return null;
    }

    /// <summary>Where the sweep kept them.</summary>
    private Difference? Weights()
    {
        if (store.Weights(trial) is not { } stored || now.Weights is not { } weights) return null;
        if (Difference.Of("layers", string.Join(", ", stored.Layers), string.Join(", ", weights.Layers)) is { } layers) return layers;
        if (stored.Values.Length != weights.Values.Length)
            return new Difference("number of weights", (long)stored.Values.Length, (long)weights.Values.Length);
        var place = 0;
        foreach (var (layer, (inputs, outputs)) in stored.Layers.Zip(stored.Layers.Skip(1)).Index())
        {
            for (var i = 0; i < outputs * (inputs + 1); i++, place++)
            {
                if (stored.Values[place] == weights.Values[place]) continue;
                var name = i < outputs * inputs
                    ? Invariant($"weight W{layer + 1}[{i / inputs + 1}, {i % inputs + 1}]")
                    : Invariant($"bias b{layer + 1}[{i - outputs * inputs + 1}]");
                return new Difference(name, stored.Values[place], weights.Values[place]);
            }
        }
        return null;
    }

    /// <summary>What the store keeps only rounded, or not at all.</summary>
    private Difference? Result() => Stored is { } stored
        ? Difference.Of("result's SHA-256, though all that the store keeps is equal", stored.Result, Fingerprint.Of(now)?.Result)
        : null;

    private static Dictionary<(long Iteration, string Metric), double> Points(IReadOnlyList<Trace> traces)
    {
        var points = new Dictionary<(long, string), double>();
        foreach (var trace in traces)
        {
            // A damaged store can have an iteration twice; others are missing then.
            foreach (var (iteration, value) in trace.Iterations.Zip(trace.Values)) points[(iteration, trace.Metric)] = value;
        }
        return points;
    }

    private static double? Value<T>(IReadOnlyDictionary<T, double> values, T key) => values.TryGetValue(key, out var value) ? value : null;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
