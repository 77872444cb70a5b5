using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Cli.Progress;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary>This process at work on a sweep, from the first line of progress to the exit code.</summary>
/// <param name="context">Where it says so.</param>
/// <param name="store">Where the sweep is kept.</param>
/// <param name="messages">What it says.</param>
internal sealed class SweepWork(CommandContext context, SweepStore store, SweepMessages messages)
{
    /// <summary>Does it.</summary>
    /// <param name="run">What the session is to do.</param>
    /// <param name="resume">What to type to carry on, should it be stopped.</param>
    /// <param name="report">Writes the report once all trials have ended; null where none is wanted.</param>
    /// <returns>The exit code.</returns>
    public int Do(Func<SweepSession, CancellationToken, SweepOutcome> run, string resume, Action<SweepRecord>? report)
    {
        SweepOutcome outcome;
        using (var stop = context.ListenForStop())
        {
            var progress = SweepDisplay.Of(context, Announce);
            using (progress as IDisposable)
            {
                outcome = run(new SweepSession(store, progress, context.Clock), stop.Token);
            }
            if (outcome.Stopped)
            {
                messages.WriteStopped(outcome, resume, byAnother: !stop.Token.IsCancellationRequested);
                if (outcome.FailedInARow == 0) return stop.ExitCode;
                messages.WriteFailures(outcome.Sweep, Failed(outcome.Sweep));
                return ExitCode.Failure;
            }
        }
        report?.Invoke(outcome.Sweep);
        var plan = SweepPlan.Of(outcome.Sweep);
        if (outcome.Reached is { } reached) messages.WriteReached(outcome.Sweep, reached.Point, reached.Mean);
        else if (plan.Search is { RunCap: var most } && outcome.Counts.Values.Sum() / plan.Replicates is var points && points < most)
            messages.WriteNoMorePoints(outcome.Sweep, points, most);
        var failed = Failed(outcome.Sweep);
        messages.WriteFailures(outcome.Sweep, failed);
        messages.WriteNothingFinished(outcome.Sweep, store.StateCounts(outcome.Sweep));
        if (plan.Search is not null) messages.WriteLittleToLearn(outcome.Sweep, store.Trials(outcome.Sweep));
        return failed.Count > 0 ? ExitCode.Failure : ExitCode.Success;
    }

    /// <summary>Writes a sweep's report beside the store, or into a folder that was asked for.</summary>
    public void Report(SweepRecord sweep, string? outFolder, bool portable) =>
        ReportText.Write(context, store, Goalkeeper.Report.SweepReport.Of(store, sweep), new ReportFolder(store.Path, outFolder, sweep.Reference), portable);

    private void Announce(SweepStart start)
    {
        messages.WriteStart(start);
        // Where nothing is left to run, they are listed at the end.
        if (start.Count(TrialState.Queued) > 0) messages.WriteFailures(start.Sweep, Failed(start.Sweep));
    }

    // Reading all trials is slow for a large sweep, counting them is not.
    private List<TrialRecord> Failed(SweepRecord sweep) => store.StateCounts(sweep).ContainsKey(TrialState.Failed)
        ? [.. store.Trials(sweep).Where(t => t.State == TrialState.Failed)]
        : [];
}
