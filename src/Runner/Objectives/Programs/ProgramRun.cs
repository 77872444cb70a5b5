using System.Text.Encodings.Web;
using System.Text.Json;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Runs a program as a trial: values and seed in, metrics out.</summary>
/// <param name="command">The command.</param>
/// <param name="supervisors">What runs it.</param>
/// <param name="files">The files that it names.</param>
/// <param name="clock">The time.</param>
internal sealed class ProgramRun(ProgramCommand command, Supervisors supervisors, CommandFiles files, TimeProvider clock)
{
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };


    /// <summary>How much earlier than Goalkeeper a program may get a signal that goes to both.</summary>
    public TimeSpan Moment { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The most bytes of output that are kept.</summary>
    public int LogLimit { get; init; } = OutputLog.DefaultLimit;

    /// <summary>Runs one attempt, until nothing is left of what it started. A program that fails is a result, not an exception.</summary>
    /// <param name="trial">The trial; its folder is made.</param>
    /// <param name="report">Is told of each measurement as it comes, by this thread, and says whether the trial may go on.</param>
    /// <param name="stop">The wish to stop.</param>
    /// <exception cref="UserErrorException">Programs cannot be run here at all.</exception>
    public ProgramResult Run(ProgramTrial trial, MetricsReport report, CancellationToken stop)
    {
        var metrics = new ReportedMetrics(command.Metrics, report);
        var result = new ProgramResult(ProgramOutcome.Failed, null, null, [], null, [], null);
        ProgramStart start;
        try
        {
            start = command.Of(trial);
            WriteParameters(trial.Folder, command.Told(trial));
        }
        catch (Exception e) when (e is UserErrorException or IOException or UnauthorizedAccessException)
        {
            return result with { Reason = e.Message };
        }
        result = result with { Files = files.Of(start) };
        var log = new OutputLog(trial.Folder.Output, LogLimit, clock);
        using (log)
        {
            try
            {
                result = Describe(result, Supervise(start, trial.Folder, log, metrics, stop), metrics, stop);
            }
            catch (IOException e)
            {
                result = result with { Reason = e.Message };
            }
        }
        return result with { Traces = metrics.Traces(), Wrong = metrics.Wrong, Undeclared = metrics.Undeclared, LogProblem = log.Problem };
    }

    private ProgramEnd Supervise(ProgramStart start, TrialFolder folder, OutputLog log, ReportedMetrics metrics, CancellationToken stop)
    {
        var output = new LineReader(metrics.AddOutput, MetricLine.MayBeIn);
        var lines = new LineReader(metrics.AddFile, _ => true);
        using var file = new MetricsFile(folder.Metrics, lines);
        var end = supervisors.Run(start, Receive, stop);
        file.Read();
        output.End();
        lines.End();
        return end;

        bool Receive(Frame kind, ReadOnlySpan<byte> content)
        {
            var mayGoOn = metrics.MayGoOn;
            log.Add(content);
            if (kind == Frame.Output) output.Add(content);
            if (kind == Frame.Tick)
            {
                log.Flush();
                file.Read();
            }
            if (mayGoOn && !metrics.MayGoOn) Announce(folder);
            return metrics.MayGoOn;
        }
    }

    // Beside SIGTERM, for those that would rather look than be told. A disk that is full harms no trial.
    private static void Announce(TrialFolder folder)
    {
        try
        {
            File.Create(folder.Stop).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private ProgramResult Describe(ProgramResult result, ProgramEnd end, ReportedMetrics metrics, CancellationToken stop)
    {
        var (outcome, reason) = end switch
        {
            // Whether it ended by itself before it was asked to is chance.
            _ when !metrics.MayGoOn => (ProgramOutcome.Pruned, null),
            { By: EndedBy.Timeout } => (ProgramOutcome.TimedOut, FormattableString.Invariant($"it ran longer than its timeout, {command.Timeout?.TotalSeconds} s")),
            { By: EndedBy.Itself, ExitCode: 0 } => (ProgramOutcome.Finished, null),
            _ when IsStopped(end, stop) => (ProgramOutcome.Stopped, null),
            { By: EndedBy.Request } => (ProgramOutcome.Failed, "somebody ended the supervisor of this program"),
            { Signal: { } signal } => (ProgramOutcome.Failed, $"it was ended by signal {Signals.Name(signal)}"),
            _ => (ProgramOutcome.Failed, FormattableString.Invariant($"it ended with exit code {end.ExitCode}")),
        };
        return result with { Outcome = outcome, Reason = reason, End = end };
    }

    // Who ends all processes of a job or a machine at once sends the program the signal that Goalkeeper gets, a moment earlier or later.
    private bool IsStopped(ProgramEnd end, CancellationToken stop) =>
        stop.IsCancellationRequested || (end is { By: EndedBy.Request } or { Signal: 1 or 2 or 15 } && stop.WaitHandle.WaitOne(Moment));

    private static void WriteParameters(TrialFolder folder, IReadOnlyDictionary<string, JsonElement> values)
    {
        Directory.CreateDirectory(folder.Path);
        using var file = File.Create(folder.Parameters);
        using var json = new Utf8JsonWriter(file, Legible);
        json.WriteStartObject();
        foreach (var (name, value) in values)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value.GetRawText());
        }
        json.WriteEndObject();
    }
}
