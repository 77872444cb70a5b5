using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Runs a program a trial.</summary>
/// <param name="command">The command.</param>
/// <param name="metric">The metric that decides: a program that ends without it has failed.</param>
/// <param name="declared">The metrics that the experiment declares.</param>
/// <param name="clock">The time.</param>
internal sealed class ProgramObjective(
    ProgramCommand command, string metric, IReadOnlyList<PlanMetric> declared, TimeProvider? clock = null) : IObjective
{
    // What other tools call a step.
    private static readonly string[] Steps = ["epoch", "iteration", "iter", "global_step", "batch"];

    // Of those that a line of JSON has and nobody declared.
    private const int MostNames = 10;

    private readonly Supervisors _supervisors = new();
    private readonly CommandFiles _files = new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, (long Trial, ExampleSet Examples)> _examples = [];

    /// <summary>What a plan's trials run.</summary>
    /// <param name="plan">A plan of programs.</param>
    /// <param name="environment">The values of the environment variables that the experiment sets, which no plan has.</param>
    public static ProgramObjective Of(SweepPlan plan, IReadOnlyDictionary<string, string> environment)
    {
        var program = plan.Program!;
        return new(ProgramCommand.Of(program, environment), plan.MetricName, program.Metrics)
        {
            Values = new WrittenValues(plan).Of,
            Retries = program.Retries,
            FailFast = program.FailFast,
            Gpus = program.Gpus,
        };
    }

    /// <inheritdoc/>
    public int Retries { get; init; }

    /// <inheritdoc/>
    public int FailFast { get; init; }

    /// <summary>The values of a trial's parameters as a program is told them.</summary>
    public Func<PlannedTrial, IReadOnlyDictionary<string, JsonElement>> Values { get; init; } =
        trial => trial.Parameters.ToDictionary(p => p.Key, p => JsonElement.Parse(p.Value));

    /// <inheritdoc/>
    public IReadOnlyList<int> Gpus { get; init; } = [];

    /// <inheritdoc/>
    public void Dispose() => _supervisors.Dispose();

    /// <inheritdoc/>
    public Task<Outcome> Run(TrialContext trial, CancellationToken cancellation)
    {
        var trace = new TraceBatches(trial, _clock);
        var folder = new TrialFolder(trial.Folder ?? Directory.CreateTempSubdirectory("goalkeeper-").FullName);
        var result = new ProgramRun(command, _supervisors, _files, _clock).Run(
            new ProgramTrial(trial.Sweep.ToString(), trial.Trial.Number, trial.Trial.Seed, Values(trial.Trial), folder)
            {
                Gpus = trial.Gpu?.ToString(CultureInfo.InvariantCulture),
            },
            trace.Add,
            cancellation);
        if (result.Outcome == ProgramOutcome.Stopped) throw new OperationCanceledException(cancellation);
        return Task.FromResult(Describe(trial.Trial.Number, result, folder, trial.StopReason) with { Traces = trace.Rest() });
    }

    private Outcome Describe(long number, ProgramResult result, TrialFolder folder, string? stopReason)
    {
        var metrics = result.Traces.Where(t => t.Values.Count > 0).ToDictionary(t => t.Metric, Value);
        var (state, reason) = result.Outcome switch
        {
            ProgramOutcome.Finished when !metrics.ContainsKey(metric) => (TrialState.Failed, WithoutMetric(metrics.Keys, result)),
            ProgramOutcome.Finished => Ended(result.Traces.First(t => t.Metric == metric)),
            ProgramOutcome.Pruned => (TrialState.Pruned, stopReason),
            ProgramOutcome.Failed when result.End is not null && OutputLog.LastLine(folder.Output) is { } line => (TrialState.Failed, $"{result.Reason}: {line}"),
            _ => (TrialState.Failed, result.Reason),
        };
        var (predictions, problem) = state == TrialState.Finished ? new PredictionsFile(folder.Predictions).Read() : ([], null);
        return new Outcome
        {
            State = state,
            Reason = reason,
            Metrics = metrics,
            Predictions = predictions,
            Process = new ProcessRecord(
                result.End?.ExitCode,
                result.End?.Signal,
                result.End?.Processor.TotalMilliseconds,
                result.End?.PeakMemory,
                result.Files.ToDictionary(f => f.Path, f => f.Sha256),
                Remark(result, metrics, [folder.Fault(), problem, .. predictions.Select(p => OtherExamples(number, p))])),
        };
    }

    private double Value(Trace trace) =>
        declared.FirstOrDefault(m => m.Name == trace.Metric) is { } metric ? metric.Of(trace.Values) : trace.Values[^1];

    private (string State, string? Reason) Ended(Trace trace)
    {
        var (state, reason) = Outcome.StateOf(metric, Value(trace));
        if (reason is null) return (state, reason);
        var last = trace.Values.ToList().FindLastIndex(double.IsFinite);
        var since = last < 0 ? "it never was a finite number" : FormattableString.Invariant($"its last finite value was at step {trace.Iterations[last]}");
        return (state, $"{reason}; {since}");
    }

    /// <summary>Trials whose examples differ cannot be compared example by example: said when the second one ends.</summary>
    private string? OtherExamples(long number, Prediction prediction)
    {
        var (first, examples) = _examples.GetOrAdd(prediction.Split, (number, prediction.Examples!));
        return prediction.Examples!.DifferenceTo(examples) is { } difference
            ? FormattableString.Invariant($"its {prediction.Split} examples are not those of trial {first}, and cannot be compared with them: {difference}")
            : null;
    }

    private string WithoutMetric(Dictionary<string, double>.KeyCollection reported, ProgramResult result)
    {
        var others = reported.Count == 0 ? "no metric at all" : string.Join(", ", reported);
        var wrong = result.Wrong is { } lines ? $"; {lines.First}" : "";
        var undeclared = result.Undeclared.Count == 0 ? ""
            : $"; a line of JSON has {string.Join(", ", result.Undeclared.Take(MostNames))}, which the experiment does not declare";
        var said = $"it ended without a value of {metric}, the metric of the experiment; it reported {others}{undeclared}{Spelling.Hint(metric, reported.Concat(result.Undeclared))}{wrong}";
        return $"{said}{(said.EndsWith('?') ? "" : ".")} A line such as `goalkeeper: {Told(metric)}` reports it";

        // What parts pairs is only told in JSON.
        static string Told(string name) => name.AsSpan().IndexOfAny(' ', ',', '=') < 0 ? $"{name}=0.31" : $"{{{SettingValue.Of(name)}: 0.31}}";
    }

    private bool IsStep(Trace trace) => Steps.Contains(trace.Metric) && !declared.Any(m => m.Name == trace.Metric)
        && trace.Values.Count > 1 && trace.Values.Zip(trace.Values.Skip(1)).All(pair => pair.Second > pair.First);

    private string? Remark(ProgramResult result, Dictionary<string, double> metrics, IEnumerable<string?> ofFolder)
    {
        var missing = metrics.ContainsKey(metric) ? declared.Select(m => m.Name).Where(name => !metrics.ContainsKey(name)).ToList() : [];
        string?[] remarks =
        [
            result.Wrong is { Count: 1 } one ? $"1 line was meant as metrics and is none: {one.First}"
                : result.Wrong is { } many ? FormattableString.Invariant($"{many.Count} lines were meant as metrics and are none; the first: {many.First}")
                : null,
            missing.Count == 0 ? null
                : $"it reported no value of {string.Join(", ", missing)}, which the experiment declares{Spelling.Hint(missing[0], metrics.Keys)}",
            result.Traces.FirstOrDefault(IsStep) is { } step ? $"`{step.Metric}` is stored as a metric, since it is not called `step`: step=1 says where a measurement belongs" : null,
            .. ofFolder,
            result.LogProblem,
            result.End?.LeftRunning == true ? "something that it had started could not be ended" : null,
        ];
        var said = string.Join("; ", remarks.OfType<string>());
        return said.Length > 0 ? said : null;
    }
}
