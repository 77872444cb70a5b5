using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Cli.Progress;

/// <summary>What <c>run</c> says before and after the trials run, and <c>verify</c> before.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="store">What a command that means the same store has at its end: nothing, or <c> --store file</c>.</param>
internal sealed class SweepMessages(OutputWriter output, string store = "")
{
    private const int MostFailures = 10;
    private const int FewTrials = 5; // say nothing

    /// <summary>Which sweep this is, what is left to do, and why it is a new one.</summary>
    public void WriteStart(SweepStart start)
    {
        var sweep = start.Sweep;
        var total = start.Counts.Values.Sum();
        var ended = start.Counts.Where(c => TrialState.IsEnded(c.Key)).Sum(c => c.Value);
        var left = total - ended;
        if (start.Added > 0) Write($"{sweep.Reference}: extended by {Trials(start.Added)}");
        if (start.Retried > 0) WriteRetried(sweep, start.Retried);
        if (start.Previous is { } previous)
        {
            Write($"{sweep.Reference} is a new sweep, since the plan differs from {previous}:");
            foreach (var change in FewSentences.Of(start.Changes, more => $"and {more} more")) Write($"  {change}");
        }
        Write((start.Resumed, left) switch
        {
            (false, _) => $"{sweep.Reference}: new, {Trials(total)}, {Workers(start.Workers)}",
            (true, 0) => $"{sweep.Reference}: {Trials(total)}, all have ended; nothing is left to run (--new starts afresh)",
            _ => $"{sweep.Reference}: resumed, {Number(left)} of {Trials(total)} left to run, {Workers(start.Workers)}",
        });
        if (start.Resumed && left > 0 && ended > 0 && Circumstances.OtherProgram(sweep) is { } program)
        {
            Write(
                $"it was launched with goalkeeper {program}, this is {Circumstances.Goalkeeper}: numbers can differ between programs; "
                + $"`goalkeeper verify {sweep.Reference}` compares what has ended, --new starts afresh");
        }
        if (SweepPlan.Of(sweep).Search is { RunCap: var cap } && start.Points.Count is var points && points > cap)
            Write($"it has {Number(points)} points already, more than run_cap, {Number(cap)}: all of them are run, and no more are proposed");
        if (start.Idle > 0)
            Write($"{Workers(start.Idle)} more would have nothing to do: no more points may be under way at once; a larger `parallelism` in the file uses them, and is another search");
        if (start.Changed is { } changed) Write($"{changed}; no trial has a result of what it was before, so that none are mixed");
        if (start.Others > 0) Write(start.Others == 1 ? "another process is at work on it too" : $"{Number(start.Others)} other processes are at work on it too");
        if (start.Interrupted > 0) Write($"{Trials(start.Interrupted)} had been interrupted and will run again");
    }

    /// <summary>How many ended trials are to be tried again.</summary>
    public void WriteRetried(SweepRecord sweep, int count) =>
        Write($"{sweep.Reference}: {Trials(count)} {(count == 1 ? "is" : "are")} queued again");

    /// <summary>How many trials are run again to be compared.</summary>
    public void WriteVerificationStart(SweepStart start) => Write(
        $"{start.Sweep.Reference}: running {Trials(start.Count(TrialState.Queued))} again, {Workers(start.Workers)}");

    /// <summary>Why trials failed, each reason once with its first trial; the first reasons where there are many.</summary>
    public void WriteFailures(SweepRecord sweep, IReadOnlyList<TrialRecord> failed)
    {
        if (failed.Count == 0) return;
        Write($"{Trials(failed.Count)} failed; `goalkeeper retry '{sweep.Reference}'{store}` tries {(failed.Count == 1 ? "it" : "them")} again:");
        var reasons = failed.GroupBy(t => t.Reason).ToList();
        foreach (var reason in reasons.Take(MostFailures))
        {
            var (trial, more) = (reason.First(), reason.Count() - 1);
            var parameters = string.Join(", ", trial.Parameters.Select(p => $"{p.Key} {Cell.Text(p.Value)}"));
            var what = trial.Variant is null ? parameters : $"{trial.Variant}; {parameters}";
            Write(string.Create(CultureInfo.InvariantCulture, $"  trial {trial.Number} ({what}){(more > 0 ? $" and {Number(more)} more" : "")}: {trial.Reason}"));
        }
        var untold = reasons.Skip(MostFailures).Sum(reason => reason.Count());
        if (untold == 0) return;
        var all = $"goalkeeper trials '{sweep.Reference}' --where \"state = 'failed'\"{store}";
        output.WriteLine($"  … and {Number(untold)} more: {all}");
    }

    /// <summary>What to try where trials diverged and none finished: each is a result, but there is nothing to compare.</summary>
    public void WriteNothingFinished(SweepRecord sweep, IReadOnlyDictionary<string, long> counts)
    {
        if (counts.ContainsKey(TrialState.Finished) || !counts.TryGetValue(TrialState.Diverged, out var diverged)) return;
        Write($"no trial finished: {Trials(diverged)} diverged, since " + (sweep.Kind == SweepKind.Network
            ? "the weights stopped being numbers; try a smaller learning_rate or initialization_scale, or `standardize: true` for features that are large"
            : $"{sweep.MetricName} ended as NaN or infinite; `goalkeeper logs '{sweep.Reference}/1'{store}` shows what a trial wrote"));
    }

    /// <summary>A search ended since a point reached its metric's target.</summary>
    public void WriteReached(SweepRecord sweep, long point, double mean) => Write(string.Create(
        CultureInfo.InvariantCulture, $"{sweep.Reference}: point {point} has reached the target of {sweep.MetricName}, with {mean:G6}; no more points are proposed"));

    /// <summary>A search ended before it had all points that it might, since its space has no others.</summary>
    public void WriteNoMorePoints(SweepRecord sweep, long points, long most) =>
        Write($"{sweep.Reference}: the space has no more points; {Number(points)} {(points == 1 ? "was" : "were")} run, and run_cap is {Number(most)}");

    /// <summary>What tells a search little: a metric that most trials have no number of, or the same one.</summary>
    public void WriteLittleToLearn(SweepRecord sweep, IReadOnlyList<TrialRecord> trials)
    {
        var ended = trials.Where(t => TrialState.IsEnded(t.State)).ToList();
        var numbers = ended.Where(t => t.State != TrialState.Failed).Select(t => t.Metrics.GetValueOrDefault(sweep.MetricName, double.NaN)).Where(double.IsFinite).ToList();
        if (ended.Count < FewTrials) return;
        if (2 * numbers.Count < ended.Count)
            Write($"warning: {Number(ended.Count - numbers.Count)} of {Trials(ended.Count)} have no number as their {sweep.MetricName}; each counts as the worst seen, and a search learns little");
        else if (numbers.GroupBy(number => number).MaxBy(same => same.Count()) is { } most && 2 * most.Count() > ended.Count)
            Write(string.Create(CultureInfo.InvariantCulture, $"warning: {sweep.MetricName} is {most.Key:G6} in {most.Count()} of {ended.Count} trials; a search learns little from a metric that stays the same"));
    }

    /// <summary>Why a sweep was stopped, how many of its trials have ended, and how to carry on.</summary>
    public void WriteStopped(SweepOutcome outcome, string resumeCommand, bool byAnother)
    {
        var total = outcome.Counts.Values.Sum();
        var left = outcome.Counts.Where(c => !TrialState.IsEnded(c.Key)).Sum(c => c.Value);
        var why = outcome.FailedInARow switch
        {
            0 => byAnother ? " by `goalkeeper stop`" : "",
            1 => ", since a trial failed (`fail_fast` in the file; false goes on all the same)",
            var inARow => $", since {Number(inARow)} trials in a row failed (`fail_fast` in the file; false goes on all the same)",
        };
        Write($"{outcome.Sweep.Reference}: stopped{why}; {Number(total - left)} of {Trials(total)} {(total - left == 1 ? "has ended and is" : "have ended and are")} kept");
        output.WriteLine($"carry on with: {resumeCommand}");
    }

    private void Write(string text) => WrappedText.Write(output, text);

    private static string Trials(long count) => count == 1 ? "1 trial" : $"{Number(count)} trials";

    private static string Workers(int count) => count == 1 ? "1 worker" : $"{Number(count)} workers";

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}
