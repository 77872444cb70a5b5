using System.Text.Json;
using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner.Programs;

/// <summary>A program as a trial: what it prints becomes metrics, how it ends becomes an outcome, and its output is kept.</summary>
public sealed class ProgramRunTests : IDisposable
{
    private static readonly string? Searched = Environment.GetEnvironmentVariable("PATH");

    private readonly string _folder = Directory.CreateTempSubdirectory("goalkeeper-program-").FullName;
    private readonly Supervisors _supervisors = new();
    private readonly CancellationTokenSource _stop = new();
    private int _attempts;

    private TrialFolder Last => new(Path.Combine(_folder, $"attempt {_attempts}"));

    private string Log => File.ReadAllText(Last.Output);

    public void Dispose()
    {
        _supervisors.Dispose();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_a_program_prints_and_writes_becomes_its_metrics()
    {
        var result = Run("""
            echo "hello $1"
            echo "goalkeeper: loss=$GOALKEEPER_PARAM_lr step=1"
            echo '{"val_loss": 0.5, "step": 1, "other": 1}'
            echo 'goalkeeper: {"loss": 3, "step": 2}' >&2
            echo '{"acc": 0.9}' >> "$GOALKEEPER_METRICS"
            cat "$GOALKEEPER_PARAMS"; pwd
            """);
        Assert.Equal((ProgramOutcome.Finished, null, null, null), (result.Outcome, result.Reason, result.Wrong, result.LogProblem));
        Assert.Equal("acc 1=0.9, loss 1=0.1, val_loss 1=0.5", Metrics(result));
        Assert.Contains("hello 0.1\n", Log, StringComparison.Ordinal);
        Assert.Contains("{\n  \"lr\": 0.1,\n  \"name\": \"a \\\"b\\\"\"\n}", Log, StringComparison.Ordinal);
        Assert.Contains($"{_folder}\n", Log, StringComparison.Ordinal);
        Assert.Equal(0, result.End!.ExitCode);
        Assert.Equal(["bash", "script"], result.Files.Select(f => Path.GetFileName(f.Path)));
        Assert.All(result.Files, f => Assert.Equal(64, f.Sha256.Length));
    }

    [Theory]
    [InlineData("exit 3", "it ended with exit code 3")]
    [InlineData("kill -SEGV $$", "it was ended by signal SIGSEGV (11)")]
    [InlineData("kill -KILL $$", "it was ended by signal SIGKILL (9)")]
    [InlineData("kill -TERM $$", "it was ended by signal SIGTERM (15)")]
    [InlineData("kill -TERM $PPID; while :; do :; done", "somebody ended the supervisor of this program")]
    [InlineData("rm -r \"$GOALKEEPER_TRIAL_DIR\"; exit 1", "it ended with exit code 1")]
    public void A_program_that_fails_is_a_result_with_its_metrics(string script, string reason)
    {
        var result = Run($"echo goalkeeper: a=1\n{script}");
        Assert.Equal((ProgramOutcome.Failed, reason, "a 1=1"), (result.Outcome, result.Reason, Metrics(result)));
    }

    [Fact]
    public void A_program_that_never_ends_and_does_not_listen_is_ended_at_its_timeout()
    {
        var result = Run("trap '' TERM; echo goalkeeper: a=1; while :; do :; done", c => c with { Timeout = TimeSpan.FromSeconds(1), Grace = TimeSpan.FromSeconds(0.2) });
        Assert.Equal((ProgramOutcome.TimedOut, "it ran longer than its timeout, 1 s", "a 1=1", 9), (result.Outcome, result.Reason, Metrics(result), result.End!.Signal));
    }

    [Fact]
    public void A_program_that_is_stopped_has_no_result()
    {
        var result = Run("echo goalkeeper: a=1; while :; do :; done", report: (_, _) =>
        {
            _stop.Cancel();
            return true;
        });
        Assert.Equal((ProgramOutcome.Stopped, null), (result.Outcome, result.Reason));
    }

    [Theory]
    [InlineData("kill -TERM $$")]
    [InlineData("kill -TERM $PPID; while :; do :; done")]
    public void A_signal_that_also_goes_to_Goalkeeper_a_moment_later_makes_no_failed_trial(string script)
    {
        var result = Run($"echo goalkeeper: a=1; {script}", moment: TimeSpan.FromMinutes(1), report: (_, _) =>
        {
            _stop.CancelAfter(100);
            return true;
        });
        Assert.Equal((ProgramOutcome.Stopped, null), (result.Outcome, result.Reason));
    }

    [Theory]
    [InlineData("for ((i = 1; ; i++)); do echo goalkeeper: a=$i; done")]
    [InlineData("for ((i = 1; i < 20; i++)); do echo goalkeeper: a=$i; done")]
    [InlineData("trap 'echo goalkeeper: b=1 step=9; exit 3' TERM; echo goalkeeper: a=1; echo goalkeeper: a=2; echo goalkeeper: a=3; while :; do :; done")]
    public void Where_a_report_is_answered_with_no_the_trial_is_pruned_and_its_trace_ends_there(string script)
    {
        var result = Run(script, report: (step, _) => step < 3);
        Assert.Equal((ProgramOutcome.Pruned, null, "a 1=1, a 2=2, a 3=3"), (result.Outcome, result.Reason, Metrics(result)));
    }

    [Fact]
    public void A_report_is_made_while_the_program_runs_also_from_the_metrics_file()
    {
        var seen = 0L;
        var result = Run("echo '{\"a\": 1}' >> \"$GOALKEEPER_METRICS\"; while :; do :; done", report: (step, _) =>
        {
            seen = step;
            return false;
        });
        Assert.Equal((ProgramOutcome.Pruned, 1), (result.Outcome, seen));
    }

    [Fact]
    public void Gigabytes_of_output_are_drained_and_their_two_ends_kept()
    {
        var result = Run("echo begin; yes 2> /dev/null | head -c 300000000; echo; echo goalkeeper: a=NaN; printf end");
        Assert.Equal((ProgramOutcome.Finished, "a 1=NaN"), (result.Outcome, Metrics(result)));
        var log = Log;
        Assert.InRange(log.Length, OutputLog.DefaultLimit, OutputLog.DefaultLimit + 100);
        Assert.StartsWith("begin\ny\ny\n", log, StringComparison.Ordinal);
        Assert.EndsWith("y\n\ngoalkeeper: a=NaN\nend", log, StringComparison.Ordinal);
        Assert.Contains("bytes left out]", log, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_line_and_wrong_lines_are_told_and_harm_nothing()
    {
        var result = Run("""
            echo goalkeeper: a=1; echo goalkeeper: a=x; printf '\377\n'; printf 'goalkeeper: {"a": 2}'
            """);
        Assert.Equal((ProgramOutcome.Finished, "a 1=1, a 2=2"), (result.Outcome, Metrics(result)));
        Assert.Equal(new WrongLines(1, "line 2 of the output: `a` is no number: `x`"), result.Wrong);
        Assert.Contains((byte)255, File.ReadAllBytes(Last.Output));
    }

    [Theory]
    [InlineData("exec > /dev/null 2>&1; sleep 0.2; exit 4", 4)]
    [InlineData("(sleep 100 &) ; echo goalkeeper: a=1", 0)]
    public void Neither_a_closed_output_nor_one_that_is_held_open_is_taken_for_the_end(string script, int exitCode) =>
        Assert.Equal(exitCode, Run(script).End!.ExitCode);

    [Theory]
    [InlineData("the folder goes", "the working directory")]
    [InlineData("the program goes", "command: there is no program")]
    [InlineData("the trial's folder cannot be made", "attempt")]
    public void What_vanishes_between_two_trials_is_a_failed_trial_with_a_sentence(string what, string expected)
    {
        var work = Directory.CreateDirectory(Path.Combine(_folder, "work")).FullName;
        var program = Path.Combine(work, "program");
        File.WriteAllText(program, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        ProgramCommand Change(ProgramCommand command) => command with { Words = [what == "the folder goes" ? "bash" : "./program"], Folder = work };
        Assert.Equal(ProgramOutcome.Finished, Run("", Change).Outcome);
        if (what == "the folder goes") Directory.Delete(work, recursive: true);
        if (what == "the program goes") File.Delete(program);
        if (what == "the trial's folder cannot be made") File.WriteAllText(Path.Combine(_folder, "attempt 2"), "");
        var result = Run("", Change);
        Assert.Equal((ProgramOutcome.Failed, null), (result.Outcome, result.End));
        Assert.Contains(expected, result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_can_not_be_kept_fails_no_trial()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "attempt 1", "output.log"));
        var result = Run("echo goalkeeper: a=1");
        Assert.Equal((ProgramOutcome.Finished, "a 1=1"), (result.Outcome, Metrics(result)));
        Assert.StartsWith("the output was not kept: ", result.LogProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_on_a_full_disk_fails_no_trial()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/full");
        Directory.CreateDirectory(Path.Combine(_folder, "attempt 1"));
        File.CreateSymbolicLink(Path.Combine(_folder, "attempt 1", "output.log"), "/dev/full");
        var result = Run("echo goalkeeper: a=1");
        Assert.Equal((ProgramOutcome.Finished, "a 1=1"), (result.Outcome, Metrics(result)));
        Assert.StartsWith("the output was not kept: ", result.LogProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_fills_while_the_program_writes_fails_no_trial_and_one_that_is_full_says_so()
    {
        var disk = Directory.CreateDirectory(Path.Combine(_folder, "attempt 1")).FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Shell($"mount -t tmpfs -o size=64k tmpfs '{disk}'") == 0, "may not mount");
        try
        {
            var filled = Run("head -c 200000 /dev/zero; echo; echo goalkeeper: a=1");
            Assert.Equal((ProgramOutcome.Finished, "a 1=1"), (filled.Outcome, Metrics(filled)));
            Assert.Contains("the output was not kept", filled.LogProblem, StringComparison.Ordinal);
            Shell($"rm '{disk}/parameters.json'; head -c 200000 /dev/zero > '{disk}/filler'");
            _attempts = 0; // on the same disk
            var full = Run("echo goalkeeper: a=1");
            Assert.Equal((ProgramOutcome.Failed, null), (full.Outcome, full.End));
            Assert.Contains("No space left on device", full.Reason, StringComparison.Ordinal);
        }
        finally
        {
            Shell($"umount '{disk}'");
        }

        static int Shell(string command)
        {
            using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("bash", ["-c", command]) { RedirectStandardError = true })!;
            shell.WaitForExit();
            return shell.ExitCode;
        }
    }

    [Fact]
    public void A_report_that_throws_ends_the_program_too()
    {
        var sleep = Script.LongSleep();
        Assert.Throws<InvalidOperationException>(() => Run($"echo goalkeeper: a=1; {sleep}", report: (_, _) => throw new InvalidOperationException()));
        Script.Until(() => Script.Running(sleep).Count == 0);
    }

    [Fact]
    public void A_program_in_Python_is_a_trial()
    {
        Assert.SkipWhen(SearchPath.Find("python3", Searched) is null, "needs Python");
        File.WriteAllText(Path.Combine(_folder, "train.py"), """
            import json, os, sys
            parameters = json.load(open(os.environ["GOALKEEPER_PARAMS"]))
            for step in range(1, 4):
                print(json.dumps({"step": step, "val_loss": float("nan") if step == 2 else parameters["lr"] / step}))
            print("goalkeeper: seed=" + os.environ["GOALKEEPER_SEED"], "argument=" + sys.argv[1])
            """);
        var result = Run("", c => c with { Words = ["python3", "train.py", "${lr}"] });
        Assert.Equal((ProgramOutcome.Finished, null), (result.Outcome, result.Reason));
        Assert.Equal("argument 1=0.1, seed 1=7, val_loss 1=0.1, val_loss 2=NaN, val_loss 3=" + Number(0.1 / 3), Metrics(result));
        Assert.Equal(["python3", "train.py"], result.Files.Select(f => Path.GetFileName(f.Path)));
    }

    [Fact]
    public void Nothing_that_a_program_started_lives_to_see_another_of_them_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/setsid"), "needs Linux and setsid");
        // A hundred sessions that take no SIGTERM see at once, by the end of a pipe, when the first one is killed: they could start it anew.
        var result = Run(
            """
            trap '' TERM HUP
            mkfifo life
            setsid bash -c 'exec 3> life; exec sleep 600' &
            for ((i = 0; i < 100; i++)); do setsid bash -c 'exec 3< life; echo >> begun; read <&3; echo $$ >> seen' & done
            until [ "$(wc -l < begun)" = 100 ]; do sleep 0.05; done 2> /dev/null
            echo goalkeeper: a=1
            """,
            c => c with { Grace = TimeSpan.FromSeconds(0.2) });
        Assert.Equal((ProgramOutcome.Finished, false), (result.Outcome, result.End!.LeftRunning));
        Assert.False(File.Exists(Path.Combine(_folder, "seen")));
    }

    private static string Metrics(ProgramResult result) =>
        string.Join(", ", result.Traces.SelectMany(t => t.Iterations.Zip(t.Values, (step, value) => $"{t.Metric} {step}={Number(value)}")));

    private static string Number(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private ProgramResult Run(string script, Func<ProgramCommand, ProgramCommand>? change = null, MetricsReport? report = null, TimeSpan? moment = null)
    {
        _ = Script.Start(script); // skips
        File.WriteAllText(Path.Combine(_folder, "script"), script.ReplaceLineEndings("\n"));
        var command = new ProgramCommand(["bash", "script", "${lr}"], _folder) { Metrics = new HashSet<string> { "val_loss" }, Grace = TimeSpan.FromSeconds(2) };
        command = change?.Invoke(command) ?? command;
        _attempts++;
        var trial = new ProgramTrial(
            "sweep", 3, 7, new Dictionary<string, JsonElement> { ["lr"] = JsonElement.Parse("0.1"), ["name"] = JsonElement.Parse("\"a \\\"b\\\"\"") }, Last);
        var run = new ProgramRun(command, _supervisors, new CommandFiles(), TimeProvider.System) { Moment = moment ?? TimeSpan.FromSeconds(0.5) };
        return run.Run(trial, report ?? ((_, _) => true), _stop.Token);
    }
}
