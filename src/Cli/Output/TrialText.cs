using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Report.Text;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Output;

/// <summary>All about a trial, for people.</summary>
internal static class TrialText
{
    private const string LastUpdate = "(each before its iteration's update; metrics are measured after the last one)";

    /// <summary>Writes it.</summary>
    public static void Write(OutputWriter output, SweepStore store, SweepRecord sweep, TrialRecord trial)
    {
        var traces = store.Traces(trial);
        var settings = sweep.Kind == SweepKind.Network
            ? new TrialSettings(SweepPlan.Of(sweep)).ByName(trial.ToPlanned()).Select(s => (s.Key, s.Value.Word))
            : trial.Parameters.Select(p => (p.Key, Word: Cell.Text(p.Value)));
        var attempts = store.Attempts(trial);
        var step = sweep.Kind == SweepKind.Network ? "iteration" : "step";
        Facts.Write(output,
        [
            new("trial", new TrialReference(sweep.Reference, trial.Number).ToString()),
            new("tags", TagText.Of(store.Tags(sweep, trial.Number))),
            new("variant", trial.Variant),
            new("point", Invariant($"{trial.Point}, replicate {trial.Replicate}")),
            new("state", trial.State),
            new("reason", trial.Reason),
            new("attempts", Attempts(attempts)),
            new("process", attempts.Count > 0 && attempts[^1].Process is { } process ? Process(process) : []),
            new("settings", settings.Select(s => $"{s.Key} {s.Word}{Varied(s.Key)}")),
            new("metrics", trial.Metrics.Select(m => $"{m.Key} {Number(m.Value)}")),
            new("traces", [.. traces.Select(t => Ends(t, step)), traces.Count > 0 && sweep.Kind == SweepKind.Network ? LastUpdate : null]),
            new("SHA-256", Hashes(store.Fingerprint(trial))),
            new("started", trial.StartedAt is { } time ? $"{TimeText.Of(time)} UTC" : null),
            new("took", trial.DurationMs is { } duration ? $"{NumberText.Rounded(duration / 1000, 4)} s" : null),
        ]);

        string Varied(string setting) => trial.Parameters.ContainsKey(setting) ? "  (varied)" : "";
    }

    // "1 failed, 2026-11-25 12:00 UTC, 0.02 s: no memory": none where there was one alone.
    private static IEnumerable<string> Attempts(IReadOnlyList<AttemptRecord> attempts) => attempts.Count < 2 ? [] : attempts.Select(a =>
        Invariant($"{a.Number} {a.State}")
        + (a.StartedAt is { } time ? $", {TimeText.Of(time)} UTC" : "")
        + (a.DurationMs is { } duration ? $", {NumberText.Rounded(duration / 1000, 4)} s" : "")
        + (a.Reason is null ? "" : $": {a.Reason}"));

    private static IEnumerable<string?> Process(ProcessRecord process)
    {
        string?[] facts =
        [
            process.ExitCode is { } code ? Invariant($"exit code {code}") : null,
            process.Signal is { } signal ? Invariant($"ended by signal {signal}") : null,
            process.CpuMs is { } time ? $"{NumberText.Rounded(time / 1000, 4)} s of processor time" : null,
            process.PeakMemory is { } bytes ? $"{NumberText.Rounded(bytes / 1e6, 3)} MB" : null,
        ];
        return [string.Join(", ", facts.OfType<string>()), process.Remark, .. process.Files.Select(f => $"{f.Key} SHA-256 {f.Value}")];
    }

    private static IEnumerable<string?> Hashes(Fingerprint? fingerprint)
    {
        if (fingerprint is not { } hashes) return [];
        return [hashes.InitialWeights is { } weights ? $"{weights} initial weights" : null, $"{hashes.Result} all that was measured"];
    }

    // "cost: inf at iteration 0, 0.52 at 14999; 16 points".
    private static string Ends(Trace trace, string step)
    {
        var (first, last) = (Number(trace.Values[0]), Number(trace.Values[^1]));
        return Invariant(
            $"{trace.Metric}: {first} at {step} {trace.Iterations[0]}, {last} at {trace.Iterations[^1]}; {trace.Values.Count} points");
    }

    private static string Number(double value) => double.IsNaN(value) ? "not a number" : Cell.Measured(value);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
