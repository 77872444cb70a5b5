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
    private readonly Supervisors _supervisors = new();
    private readonly CommandFiles _files = new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private ConcurrentBag<string> _gpus = [];

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
            FailsFast = program.FailsFast,
            Gpus = [.. program.Gpus.Select(gpu => gpu.ToString(CultureInfo.InvariantCulture))],
        };
    }

    /// <inheritdoc/>
    public int Retries { get; init; }

    /// <inheritdoc/>
    public bool FailsFast { get; init; }

    /// <summary>The values of a trial's parameters as a program is told them.</summary>
    public Func<PlannedTrial, IReadOnlyDictionary<string, JsonElement>> Values { get; init; } =
        trial => trial.Parameters.ToDictionary(p => p.Key, p => JsonElement.Parse(p.Value));

    /// <summary>Devices of which each trial has one for itself; none: it has those that Goalkeeper has.</summary>
    public IReadOnlyList<string> Gpus
    {
        get;
        init
        {
            field = value;
            _gpus = [.. value];
        }
    } = [];

    /// <inheritdoc/>
    public int MostAtOnce => Gpus.Count > 0 ? Gpus.Count : int.MaxValue;

    /// <inheritdoc/>
    public void Dispose() => _supervisors.Dispose();

    /// <inheritdoc/>
    public Task<Outcome> Run(TrialContext trial, CancellationToken cancellation)
    {
        var gpu = _gpus.TryTake(out var free) ? free : null;
        try
        {
            var trace = new TraceBatches(trial, _clock);
            var folder = new TrialFolder(trial.Folder ?? Directory.CreateTempSubdirectory("goalkeeper-").FullName);
            var result = new ProgramRun(command, _supervisors, _files, _clock).Run(
                new ProgramTrial(trial.Sweep.ToString(), trial.Trial.Number, trial.Trial.Seed, Values(trial.Trial), folder) { Gpus = gpu },
                trace.Add,
                cancellation);
            if (result.Outcome == ProgramOutcome.Stopped) throw new OperationCanceledException(cancellation);
            return Task.FromResult(Describe(result, folder) with { Traces = trace.Rest() });
        }
        finally
        {
            if (gpu is not null) _gpus.Add(gpu);
        }
    }

    private Outcome Describe(ProgramResult result, TrialFolder folder)
    {
        var metrics = result.Traces.Where(t => t.Values.Count > 0).ToDictionary(t => t.Metric, Value);
        var (state, reason) = result.Outcome switch
        {
            ProgramOutcome.Finished when !metrics.ContainsKey(metric) => (TrialState.Failed, WithoutMetric(metrics.Keys, result)),
            ProgramOutcome.Finished when !double.IsFinite(metrics[metric]) => (TrialState.Diverged, NotFinite(result.Traces.First(t => t.Metric == metric))),
            ProgramOutcome.Finished => (TrialState.Finished, null),
            ProgramOutcome.Pruned => (TrialState.Pruned, result.Reason),
            ProgramOutcome.Failed when result.End is not null && OutputLog.LastLine(folder.Output) is { } line => (TrialState.Failed, $"{result.Reason}: {line}"),
            _ => (TrialState.Failed, result.Reason),
        };
        return new Outcome
        {
            State = state,
            Reason = reason,
            Metrics = metrics,
            Process = new ProcessRecord(
                result.End?.ExitCode,
                result.End?.Signal,
                result.End?.Processor.TotalMilliseconds,
                result.End?.PeakMemory,
                result.Files.ToDictionary(f => f.Path, f => f.Sha256),
                Remark(result, metrics)),
        };
    }

    private double Value(Trace trace) =>
        declared.FirstOrDefault(m => m.Name == trace.Metric) is { } metric ? metric.Of(trace.Values) : trace.Values[^1];

    /// <summary>A metric that is no finite number says of a program what weights that are none say of a network.</summary>
    private string NotFinite(Trace trace)
    {
        var (steps, values) = (trace.Iterations, trace.Values.ToList());
        var last = values.FindLastIndex(double.IsFinite);
        var since = last < 0 ? "it never was a finite number" : FormattableString.Invariant($"its last finite value was at step {steps[last]}");
        return $"{metric} is {(double.IsNaN(Value(trace)) ? "NaN" : "infinite")}; {since}";
    }

    private string WithoutMetric(Dictionary<string, double>.KeyCollection reported, ProgramResult result)
    {
        var others = reported.Count == 0 ? "no metric at all" : string.Join(", ", reported);
        var wrong = result.Wrong is { } lines ? $"; {lines.First}" : "";
        return $"it ended without a value of {metric}, the metric of the experiment; it reported {others}{Spelling.Hint(metric, reported)}{wrong}. "
            + $"A line such as `goalkeeper: {metric}=0.31` reports it";
    }

    private string? Remark(ProgramResult result, Dictionary<string, double> metrics)
    {
        var missing = metrics.ContainsKey(metric) ? declared.Select(m => m.Name).Where(name => !metrics.ContainsKey(name)).ToList() : [];
        string?[] remarks =
        [
            result.Wrong is { Count: 1 } one ? $"1 line was meant as metrics and is none: {one.First}"
                : result.Wrong is { } many ? FormattableString.Invariant($"{many.Count} lines were meant as metrics and are none; the first: {many.First}")
                : null,
            missing.Count == 0 ? null
                : $"it reported no value of {string.Join(", ", missing)}, which the experiment declares{Spelling.Hint(missing[0], metrics.Keys)}",
            result.LogProblem,
            result.End?.LeftRunning == true ? "something that it had started could not be ended" : null,
        ];
        var said = string.Join("; ", remarks.OfType<string>());
        return said.Length > 0 ? said : null;
    }
}
