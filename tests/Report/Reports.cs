using System.Text;
using Goalkeeper.Report;
using Goalkeeper.Runner;
using Goalkeeper.Tests.Runner;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Report;

/// <summary>Reports of sweeps whose numbers a test chooses: every trial is answered with a made-up result.</summary>
internal static class Reports
{
    /// <summary>Settings that every experiment needs; tests add their own sections.</summary>
    public const string Network = """
        network: { hidden: [3] }
        training: { learning_rate: 0.3, iterations: 30 }

        """;

    public static SweepReport Of(string yaml, Func<TrainingSettings, Outcome> outcome, CancellationToken cancellation = default)
    {
        using var folder = new SweepFolder();
        var sweep = folder.Run(yaml, workers: 1, Made(outcome), cancellation: cancellation).Sweep;
        using var store = folder.Open();
        return SweepReport.Of(store, sweep);
    }

    public static Train Made(Func<TrainingSettings, Outcome> outcome) => (settings, data, _, _) => outcome(settings).ToResult(settings, data);

    public static string File(SweepReport report, string name, bool portable = true)
    {
        using var stream = new MemoryStream();
        ReportFile.Of(report, portable).Single(f => f.Name == name).Write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static IReadOnlyList<string> PlotFiles(SweepReport report) =>
        [.. report.Sections.SelectMany(s => s.Figures).Select(f => f.FileName)];

    /// <summary>Cells as a reader sees them, with common spaces.</summary>
    public static string[] Cells(SweepReport report, int row) => [.. report.Conclusion.Rows[row].Select(Plain)];

    public static IReadOnlyList<string> Notes(SweepReport report) => [.. report.Conclusion.Notes.Select(Plain)];

    public static IReadOnlyList<string> Text(SweepReport report, string section) =>
        [.. report.Sections.Single(s => s.Heading == section).Text.Select(Plain)];

    private static string Plain(string text) => text.Replace('\u00a0', ' ');
}

/// <summary>What a made-up trial measures.</summary>
internal sealed record Outcome
{
    public double Train { get; init; } = 0.9;

    public double Dev { get; init; } = 0.8;

    public double Test { get; init; } = 0.7;

    public double Cost { get; init; } = 0.5;

    public double FirstCost { get; init; } = 0.7;

    public double SquaredWeights { get; init; } = 10;

    public int? DivergedAt { get; init; }

    /// <summary>Metrics besides the usual ones.</summary>
    public IReadOnlyDictionary<string, double> Others { get; init; } = new Dictionary<string, double>();

    /// <summary>The probabilities that the examples of each split are given; null where nobody looks at them.</summary>
    public Func<Examples, IEnumerable<double>>? Answers { get; init; }

    public TrainingResult ToResult(TrainingSettings settings, Dataset data)
    {
        var metrics = new Dictionary<string, double> { ["cost"] = Cost, ["sum_sq_weights"] = SquaredWeights };
        var traces = new List<MetricTrace> { Trace("cost", FirstCost, Cost) };
        if (settings.HasDropout)
        {
            metrics["eval_cost"] = Cost * 2;
            traces.Add(Trace("eval_cost", FirstCost, Cost * 2));
        }
        var predictions = new List<(string, double[])>();
        foreach (var (name, examples) in data.Splits)
        {
            metrics[$"{name}_accuracy"] = name == "train" ? Train : name == "dev" ? Dev : Test;
            if (Answers is not null)
            {
                double[] answers = [.. Answers(examples)];
                predictions.Add((name, answers));
                metrics[$"{name}_accuracy"] = answers.Zip(examples.Labels, (p, label) => p > 0.5 == (label == 1)).Average(right => right ? 1 : 0);
            }
            traces.Add(Trace($"{name}_accuracy", 0.5, metrics[$"{name}_accuracy"]));
        }
        foreach (var (name, value) in Others) metrics[name] = value;
        if (DivergedAt is not null) metrics = new Dictionary<string, double> { ["cost"] = double.NaN };
        return new TrainingResult(NetworkWeights.Initialize(settings, data.Train.FeatureCount), metrics, traces, predictions, DivergedAt);
    }

    /// <summary>As many points as the experiments record, falling or rising to the last.</summary>
    private static MetricTrace Trace(string metric, double first, double last)
    {
        const int points = 31;
        double At(int i) => i == 0 ? first : last + (double.IsFinite(first) ? (first - last) * Math.Exp(-i) : 0);
        return new MetricTrace(metric, [.. Enumerable.Range(0, points).Select(i => (long)i)], [.. Enumerable.Range(0, points).Select(At)]);
    }
}
