using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Tests.Store;

namespace Goalkeeper.Tests.Runner.Programs;

/// <summary>Sweeps of programs, from the plan to the store.</summary>
public sealed class ProgramObjectiveTests : IDisposable
{
    private readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void What_a_program_measures_is_stored_with_what_the_system_says_of_it()
    {
        var sweep = Run("echo 'goalkeeper: step=1 loss=0.5'; echo \"goalkeeper: step=2 loss=0.$1 acc=0.9\"; echo '{\"loss\": '; echo 'goalkeeper: what?'");
        using var store = SweepStore.OpenReadOnly(_sample.Path);
        var trial = store.Trial(sweep, 2);
        Assert.Equal((TrialState.Finished, 0.7, 0.9), (trial.State, trial.Metrics["loss"], trial.Metrics["acc"]));
        var trace = store.Traces(trial).Single(t => t.Metric == "loss");
        Assert.Equal([1L, 2L], trace.Iterations);
        Assert.Equal([0.5, 0.7], trace.Values);
        using var attempt = store.Query("SELECT exit_code, signal, files, remark FROM attempt WHERE trial_id = 2");
        var values = attempt.Rows().Single();
        Assert.Equal((0L, null), (values[0], values[1]));
        Assert.Contains("bash", (string)values[2]!, StringComparison.Ordinal);
        Assert.Contains("1 line was meant as metrics and is none", (string)values[3]!, StringComparison.Ordinal);
        Assert.Contains("what?", File.ReadAllText(Path.Combine(store.Folder(sweep, 2, 1), "output.log")), StringComparison.Ordinal);
        Assert.Equal(2, store.BestPoint(sweep)!.Result.Point);
    }

    [Theory]
    [InlineData("echo ValueError: bad; exit 3", "it ended with exit code 3: ValueError: bad")]
    [InlineData("kill -9 $$", "it was ended by signal SIGKILL")]
    [InlineData("echo 'goalkeeper: los=1'", "it ended without a value of loss, the metric of the experiment; it reported los; did you mean `los`?")]
    [InlineData("true", "it ended without a value of loss, the metric of the experiment; it reported no metric at all")]
    [InlineData("echo '{\"epoch\": 1, \"los\": 0.5, \"step\": 1, \"name\": \"a\"}'", "it ended without a value of loss, the metric of the experiment; it reported no metric at all; a line of JSON has epoch, los, which the experiment does not declare; did you mean `los`?")]
    [InlineData("echo '{}'; echo '{no'; echo '{\"acc\": 1}'", "it ended without a value of loss, the metric of the experiment; it reported no metric at all; a line of JSON has acc, which the experiment does not declare. A line such as")]
    public void A_program_that_does_not_do_its_part_is_a_failed_trial_that_says_why(string script, string reason)
    {
        var sweep = Run(script);
        using var store = SweepStore.OpenReadOnly(_sample.Path);
        Assert.All(store.Trials(sweep), trial => Assert.Equal(TrialState.Failed, trial.State));
        Assert.StartsWith(reason, store.Trials(sweep)[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("loss=0.5; loss=nan", "loss is NaN; its last finite value was at step 1")]
    [InlineData("loss=1; loss=2; loss=-inf; loss=NaN; loss=Infinity", "loss is infinite; its last finite value was at step 2")]
    [InlineData("loss=-inf", "loss is infinite; it never was a finite number")]
    [InlineData("loss=nan step=3; acc=1", "loss is NaN; it never was a finite number")]
    public void A_program_whose_metric_is_no_finite_number_has_diverged_and_its_point_is_not_chosen(string lines, string reason)
    {
        var sweep = Run($"[ $1 = 7 ] && echo goalkeeper: loss=1 || printf 'goalkeeper: %s\n' {string.Join(' ', lines.Split("; ").Select(line => $"'{line}'"))}");
        using var store = SweepStore.OpenReadOnly(_sample.Path);
        Assert.Equal([TrialState.Diverged, TrialState.Finished, TrialState.Diverged], store.Trials(sweep).Select(t => t.State));
        Assert.Equal(reason, store.Trials(sweep)[0].Reason);
        Assert.False(double.IsFinite(store.Trials(sweep)[0].Metrics["loss"]));
        Assert.NotEmpty(store.Traces(store.Trials(sweep)[0]).Single(t => t.Metric == "loss").Values);
        Assert.Equal((2L, 1L), (store.BestPoint(sweep)!.Result.Point, store.BestPoint(sweep)!.Result.Count));
    }

    [Theory]
    [InlineData("loss=nan; loss=inf; loss=0.5")]
    [InlineData("loss=0.5; acc=nan")]
    [InlineData("loss=nan step=1; loss=0.5 step=1")]
    public void What_is_not_finite_on_the_way_or_in_another_metric_harms_no_result(string lines)
    {
        var sweep = Run($"printf 'goalkeeper: %s\n' {string.Join(' ', lines.Split("; ").Select(line => $"'{line}'"))}");
        using var store = SweepStore.OpenReadOnly(_sample.Path);
        Assert.All(store.Trials(sweep), trial => Assert.Equal((TrialState.Finished, 0.5), (trial.State, trial.Metrics["loss"])));
    }

    [Fact]
    public void A_program_that_fails_is_tried_again_as_often_as_the_experiment_says_and_each_try_is_kept()
    {
        var sweep = Run("echo try; [ -e \"$1\" ] && echo 'goalkeeper: loss=1' || { touch \"$1\"; exit 1; }", retries: 1);
        using var store = SweepStore.OpenReadOnly(_sample.Path);
        Assert.All(store.Trials(sweep), trial => Assert.Equal(TrialState.Finished, trial.State));
        using var attempts = store.Query("SELECT trial, attempt, state FROM trial_attempt ORDER BY 1, 2");
        Assert.Equal(["1 1 failed", "1 2 finished", "2 1 failed", "2 2 finished", "3 1 failed", "3 2 finished"], attempts.Rows().Select(row => string.Join(' ', row)));
    }

    [Theory]
    [InlineData("echo goalkeeper: loss=1 acc=2", null)]
    [InlineData("echo goalkeeper: loss=1 ac=2", "it reported no value of acc, which the experiment declares; did you mean `ac`?")]
    [InlineData("echo goalkeeper: loss=1 acc=2; echo epoch 3 goalkeeper: loss=2", "1 line was meant as metrics and is none: line 2 of the output: `goalkeeper:` stands behind something else; expected a line of its own")]
    [InlineData("for e in 1 2 3; do echo goalkeeper: loss=1 acc=2 epoch=$e; done", "`epoch` is stored as a metric, since it is not called `step`: step=1 says where a measurement belongs")]
    [InlineData("echo goalkeeper: loss=1 acc=2; rm -rf \"$GOALKEEPER_TRIAL_DIR\"", "its folder is gone, and what it had written there")]
    [InlineData("echo goalkeeper: loss=1 acc=2; ln -s /dev/zero \"$GOALKEEPER_METRICS\"; sleep 1", "metrics.jsonl is no file, and was not read")]
    [InlineData("echo goalkeeper: loss=1 acc=2; mkfifo \"$GOALKEEPER_METRICS\"", "metrics.jsonl is no file, and was not read")]
    [InlineData("echo goalkeeper: loss=1 acc=2; mkdir \"$GOALKEEPER_TRIAL_DIR/predictions.csv\"", "predictions.csv is no file, and was not read")]
    public void What_a_finished_program_did_not_quite_report_is_its_remark(string script, string? remark)
    {
        var sweep = Run(script, declared: [new PlanMetric("loss", null), new PlanMetric("acc", null)]);
        using var store = SweepStore.OpenReadOnly(_sample.Path);
        Assert.All(store.Trials(sweep), trial => Assert.Equal((TrialState.Finished, 1.0), (trial.State, trial.Metrics["loss"])));
        Assert.Equal(remark, store.Attempts(store.Trial(sweep, 1))[0].Process!.Remark);
    }

    [Fact]
    public void A_file_of_metrics_without_end_is_read_to_a_bound()
    {
        var sweep = Run("echo goalkeeper: loss=1; truncate -s 20G \"$GOALKEEPER_METRICS\"");
        using var store = SweepStore.OpenReadOnly(_sample.Path);
        Assert.EndsWith("metrics.jsonl is larger than 256 MB, and was not read to its end", store.Attempts(store.Trial(sweep, 1))[0].Process!.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_failure_stops_a_sweep_that_is_to_fail_fast()
    {
        var outcome = Session("exit 1", workers: 1, failsFast: true);
        Assert.True(outcome.Stopped);
        using var store = SweepStore.OpenReadOnly(_sample.Path);
        Assert.Equal(new Dictionary<string, long> { ["failed"] = 1, ["queued"] = 2 }, store.StateCounts(outcome.Sweep));
    }

    [Fact]
    public void Each_running_trial_has_a_device_for_itself()
    {
        var sweep = Session("echo \"goalkeeper: loss=$CUDA_VISIBLE_DEVICES\"; mkdir \"gpu$CUDA_VISIBLE_DEVICES\" || exit 9; sleep 0.2; rmdir \"gpu$CUDA_VISIBLE_DEVICES\"", workers: 8, gpus: [4, 7]).Sweep;
        using var store = SweepStore.OpenReadOnly(_sample.Path);
        Assert.All(store.Trials(sweep), trial => Assert.True(trial.State == TrialState.Finished, trial.Reason));
        Assert.Equal([4.0, 7.0], store.Trials(sweep).Select(t => t.Metrics["loss"]).Distinct().Order());
    }

    private SweepRecord Run(string script, int retries = 0, IReadOnlyList<PlanMetric>? declared = null) =>
        Session(script, retries: retries, declared: declared).Sweep;

    // Three trials; the script has lambda's value as $1 and runs in the store's folder.
    private SweepOutcome Session(string script, int workers = 2, int retries = 0, bool failsFast = false, IReadOnlyList<int>? gpus = null,
        IReadOnlyList<PlanMetric>? declared = null)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash");
        var command = new ProgramCommand(["/bin/bash", "-c", script, "bash", "${x}"], Path.GetDirectoryName(_sample.Path)!);
        using var objective = new ProgramObjective(command, "loss", declared ?? [])
        {
            Retries = retries,
            FailFast = failsFast ? 1 : 0,
            Gpus = gpus ?? [],
        };
        var sweep = Sample.Sweep() with { Kind = SweepKind.Program, MetricName = "loss", MetricGoal = "maximize", MetricFormat = MetricFormat.Number, Dataset = null };
        PlannedTrial[] trials = [.. ((string[])["3", "7", "5"]).Select((x, i) => new PlannedTrial(
            i + 1, i + 1, null, 1, 1, new Dictionary<string, string> { ["x"] = x }))];
        using var store = SweepStore.Open(_sample.Path);
        return new SweepSession(store, new SweepFolder.Silence()).Run(new PlannedSweep(sweep, trials, objective), new(workers), forceNew: false, default);
    }
}
