using System.Diagnostics;
using System.Globalization;
using Goalkeeper.Cli.Context;
using Goalkeeper.Store;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests.Cli;

/// <summary>The command in processes of its own: kills, signals, pipes. What needs no process is tested without.</summary>
public sealed class ProcessTests : IDisposable
{
    // Forty trials of some 100 ms.
    private const string Experiment = """
        name: killed
        dataset: pitch
        network: { hidden: [20, 3] }
        training: { initialization: xavier, learning_rate: 0.3, iterations: 30000, record_every: 1000 }
        parameters: { lambda: [0, 0.1, 0.3, 0.7, 1.5], keep_prob: [0.8, 1] }
        replicates: 4
        """;

    private const int Trials = 40;

    // On a busy machine eight processes that plan 20,000 trials need more than a minute before the first has ended.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_killed_sweep_resumes_without_running_a_finished_trial_again()
    {
        var random = new Random(20);
        var file = _session.Write(Experiment);
        var ended = new List<string>();
        for (var kill = 0; kill < 4; kill++)
        {
            using var process = Start("run", file, "--no-report", "--workers", "2");
            // Some trials further than before, and then at any moment: within a trial, within a commit.
            Until(() => Ended().Count > ended.Count);
            Thread.Sleep(random.Next(60));
            process.Kill();
            process.WaitForExit();
            var now = Ended();
            Assert.InRange(now.Count, ended.Count + 1, Trials - 1);
            Assert.Subset(now.ToHashSet(), ended.ToHashSet());
            ended = now;
        }
        var printed = _session.Run("run", file, "--no-report");
        Assert.Equal(0, printed.ExitCode);
        Expect.Start($"killed#1: resumed, {Trials - ended.Count} of {Trials} trials left to run, ", printed.Error);
        Assert.Subset(Ended().ToHashSet(), ended.ToHashSet());
        Assert.Equal(
            [$"1|{Trials}|{Trials}|{Trials}"],
            _session.Query("SELECT count(DISTINCT sweep_id), count(*), count(DISTINCT number), sum(state = 'finished') FROM trial"));

        using var undisturbed = new Session();
        undisturbed.Succeed("run", undisturbed.Write(Experiment), "--no-report");
        Assert.Equal(undisturbed.Numbers(), _session.Numbers());
    }

    [Fact]
    public void Signals_stop_a_run_cleanly()
    {
        var file = _session.Write(Experiment);
        using (var first = Start("run", file, "--no-report", "--workers", "1"))
        {
            Until(() => Ended().Count > 0);
            Assert.Equal(ExitCode.Interrupted, Signal(first, "INT"));
        }
        var ended = Ended();
        Assert.InRange(ended.Count, 1, Trials - 1);
        Assert.Equal([$"{Trials - ended.Count}"], _session.Query("SELECT count(*) FROM trial WHERE state = 'queued'"));

        using (var second = Start("run", file, "--no-report", "--workers", "1"))
        {
            Until(() => Ended().Count > ended.Count);
            Assert.Equal(ExitCode.Terminated, Signal(second, "TERM"));
        }
        Assert.Subset(Ended().ToHashSet(), ended.ToHashSet());
        Assert.InRange(Ended().Count, ended.Count + 1, Trials - 1);
    }

    [Fact]
    public async Task Processes_share_a_sweep_and_what_a_killed_one_had_is_run_by_the_others()
    {
        var file = _session.Write(Experiment);
        using (var first = Start("run", file, "--no-report", "--workers", "1"))
        {
            Until(() => Ended().Count > 0);
            using var second = Start("run", file, "--no-report", "--workers", "1");
            Until(() => _session.Query("SELECT count(*) FROM worker WHERE ended_at IS NULL")[0] == "2");
            var third = Task.Run(() => _session.Run("run", file, "--no-report", "--workers", "1"));
            second.Kill();
            Assert.True(first.WaitForExit(Longest));
            Assert.Equal(0, first.ExitCode);
            Assert.Equal(0, (await third).ExitCode);
            Expect.Has("at work on it too", (await third).Error);
        }
        Assert.Equal([$"finished|{Trials}"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1"));
        Assert.Equal(["0"], _session.Query("SELECT count(*) FROM attempt WHERE state NOT IN ('finished', 'lost')"));
        using var undisturbed = new Session();
        undisturbed.Succeed("run", undisturbed.Write(Experiment), "--no-report");
        Assert.Equal(undisturbed.Numbers(), _session.Numbers());
    }

    [Fact]
    public async Task However_many_processes_share_a_store_none_meets_a_locked_database_and_each_trial_ends_once()
    {
        const int trials = 600;
        var count = Environment.GetEnvironmentVariable("GOALKEEPER_NIGHTLY") == "1" ? 16 : 6;
        var file = _session.Write(string.Create(CultureInfo.InvariantCulture, $$"""
            name: shared
            dataset: circles
            network: { hidden: [2] }
            training: { learning_rate: 0.3, iterations: 1 }
            replicates: {{trials}}
            """));
        var ended = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => EndOf("run", file, "--no-report", "--workers", "1")));
        Assert.All(ended, process =>
        {
            Assert.DoesNotContain("locked", process.Error, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(0, process.ExitCode);
        });
        Assert.Equal([$"finished|{trials}"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1"));
        // A process that a loaded machine gives no time for the length of a lease loses what it had.
        Assert.Equal([$"finished|{trials}"], _session.Query("SELECT state, count(*) FROM attempt WHERE state <> 'lost' GROUP BY 1"));
    }

    [Fact]
    public async Task Processes_on_one_machine_share_its_GPUs_and_a_killed_one_s_are_free_again()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash");
        var file = _session.Write("""
            name: gpus
            command: [bash, -c, "mkdir gpu$CUDA_VISIBLE_DEVICES || exit 9; sleep 0.3; rmdir gpu$CUDA_VISIBLE_DEVICES; echo goalkeeper: gpu=$CUDA_VISIBLE_DEVICES", "${x}"]
            parameters: { x: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }
            metric: { name: gpu, goal: minimize }
            resources: { gpus: [4, 7] }
            """);
        // One that ran another sweep of this store with the same GPUs, and was killed.
        using (var killed = Start("run", _session.Write(File.ReadAllText(file).Replace("sleep 0.3", "sleep 100", StringComparison.Ordinal), "killed.yaml"), "--no-report"))
        {
            Until(() => Directory.Exists(_session.File("gpu4")) && Directory.Exists(_session.File("gpu7")));
            killed.Kill();
            killed.WaitForExit();
        }
        foreach (var gpu in (string[])["gpu4", "gpu7"]) Directory.Delete(_session.File(gpu));
        string[] words = ["run", file, "--no-report", "--workers", "4"];
        var ended = await Task.WhenAll(EndOf(words), EndOf(words), EndOf(words));
        Assert.All(ended, process => Assert.Equal((0, ""), (process.ExitCode, process.ExitCode == 0 ? "" : process.Error)));
        Assert.Equal(["finished|12"], _session.Query("SELECT t.state, count(*) FROM trial t JOIN sweep s ON s.id = t.sweep_id WHERE s.number = 2 GROUP BY 1"));
        Assert.Equal(["4", "7"], _session.Query("SELECT DISTINCT gpu FROM attempt WHERE state = 'finished' ORDER BY 1"));
        Assert.Equal(["0"], _session.Query("SELECT count(*) FROM attempt a JOIN metric m ON m.attempt_id = a.id WHERE m.value <> a.gpu"));
    }

    // 200 kills over 8 processes take minutes: GOALKEEPER_NIGHTLY=1 asks for them.
    [Fact]
    public void However_often_processes_are_killed_each_trial_ends_once()
    {
        var (kills, count) = Environment.GetEnvironmentVariable("GOALKEEPER_NIGHTLY") == "1" ? (200, 8) : (5, 3);
        var file = _session.Write(string.Create(CultureInfo.InvariantCulture, $$"""
            name: killed
            dataset: circles
            network: { hidden: [3] }
            training: { learning_rate: 0.3, iterations: 600, record_every: 20 }
            parameters: { lambda: [0, 0.1] }
            replicates: {{kills * 50}}
            """));
        var random = new Random(21);
        var processes = new Process[count];
        var ended = 0;
        for (var kill = 0; kill <= kills; kill++)
        {
            for (var i = 0; i < count; i++) processes[i] ??= Start("run", file, "--no-report", "--workers", "1");
            // Some trials further than before, and then at any moment: within a trial, within a commit, within a migration.
            Until(() => Ended().Count > ended);
            Thread.Sleep(random.Next(100));
            ended = Ended().Count;
            for (var i = 0; i < count; i++)
            {
                if (kill < kills && i != kill % count) continue;
                processes[i].Kill();
                processes[i].WaitForExit();
                processes[i].Dispose();
                processes[i] = null!;
            }
        }
        Assert.InRange(ended, 1, (kills * 100) - 1);
        Assert.Equal(0, _session.Run("run", file, "--no-report").ExitCode);
        Assert.Equal([$"1|finished|{kills * 100}|{kills * 100}"], _session.Query("SELECT count(DISTINCT sweep_id), state, count(*), count(DISTINCT number) FROM trial GROUP BY state"));
        Assert.Equal([$"{kills * 100}"], _session.Query("SELECT count(*) FROM attempt WHERE state NOT IN ('lost', 'stopped')"));
        Assert.Equal(["ok"], _session.Query("SELECT integrity_check FROM pragma_integrity_check"));
    }

    [Fact]
    public void A_trial_of_a_killed_run_is_shown_as_interrupted_and_one_of_a_live_run_as_running()
    {
        using (var process = Start("run", _session.Write(Experiment), "--no-report", "--workers", "1"))
        {
            Until(() => Ended().Count > 0 && Shown("show", "killed").Contains("1 running", StringComparison.Ordinal));
            process.Kill();
            process.WaitForExit();
        }
        Expect.Has("1 interrupted", Shown("show", "killed"));
        Expect.Has("1 interrupted", Shown("list"));
        Expect.Has("interrupted", Shown("trials", "killed", "--where", "state = 'interrupted'"));
        Expect.Has("(1 interrupted", Shown("verify", "killed"));
        Assert.DoesNotContain("running", Shown("show", "killed") + Shown("list") + Shown("trials", "killed"), StringComparison.Ordinal);

        string Shown(params string[] words) => _session.Run(words).Out;
    }

    [Fact]
    public void A_store_in_a_folder_that_may_only_be_read_is_shown_asked_and_reported()
    {
        var folder = Directory.CreateDirectory(_session.File("read only")).FullName;
        var path = Path.Combine(folder, "goalkeeper.db");
        using (var process = Start("run", _session.Write(Experiment), "--no-report", "--workers", "1"))
        {
            Until(() => Ended().Count > 0);
            process.Kill();
            process.WaitForExit();
        }
        // As the kill leaves it, but without SQLite's index of the journal, which reading would have to make.
        File.Copy(_session.Store, path);
        File.Copy(_session.Store + "-wal", path + "-wal");
        var expected = _session.Succeed("trials", "killed");
        Permit("444", path);
        Permit("444", path + "-wal");
        Permit("555", folder);
        Permit("755", _session.Folder);
        try
        {
            Assert.SkipWhen(AsNoRoot("--version").ExitCode != 0, "another user than root cannot run what is tested here");
            Assert.Equal(expected, AsNoRoot("trials", "killed", "--store", path).Out);
            foreach (var words in (string[][])[["list"], ["show", "killed"], ["query", "SELECT count(*) FROM trial"], ["verify", "killed/1"]])
                Assert.Equal(0, AsNoRoot([.. words, "--store", path]).ExitCode);
            Assert.Equal([path, path + "-wal"], Directory.GetFiles(folder).Order());
        }
        finally
        {
            Permit("755", folder);
        }
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_copy_that_was_made_to_be_read_goes_with_a_command_that_is_interrupted(string signal)
    {
        var (store, temporary) = (_session.File("old.db"), Directory.CreateDirectory(_session.File("tmp")).FullName);
        File.Copy(Path.Combine(Experiments.Root, "tests/Store/Files/version-3.db"), store);
        File.CreateSymbolicLink(store + "-shm", _session.File("nowhere/shm")); // so that it cannot be brought up to date where it is
        var all = Words("query", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", "--store", store);
        using var process = Process.Start(new ProcessStartInfo(all[0], all[1..]) { Environment = { ["TMPDIR"] = temporary } })!;
        Until(() => Directory.GetFiles(temporary, "goalkeeper.db", SearchOption.AllDirectories).Length > 0);
        Assert.NotEqual(0, Signal(process, signal));
        Assert.Empty(Directory.GetDirectories(temporary, "goalkeeper-copy-*"));
    }

    private static void Permit(string mode, string path)
    {
        using var change = Process.Start("chmod", [mode, path]);
        change.WaitForExit();
    }

    // Root may write anywhere.
    private static (int ExitCode, string Out) AsNoRoot(params string[] words)
    {
        string[] other = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", $"HOME={Path.GetTempPath()}"]
            : ["env"];
        string[] all = [.. other, .. Words(words)];
        using var process = Process.Start(new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    [Fact]
    public void A_pipe_that_is_closed_early_is_not_an_error()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        const string sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n";
        string[] words = ["-c", "\"$@\" 2>&1 | head -n 2; echo ${PIPESTATUS[0]}", "bash", .. Words("query", sql, "--format", "csv")];
        using var shell = Process.Start(new ProcessStartInfo("bash", words)
        {
            Environment = { ["GOALKEEPER_STORE"] = _session.Store },
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("i\n1\n0\n", shell.StandardOutput.ReadToEnd());
    }

    // GNU env gives SIGINT its meaning back, which a test run in the background of a shell has lost.
    private static string[] Words(params string[] words) =>
        ["env", "--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "goalkeeper.dll"), .. words];

    private Process Start(params string[] words)
    {
        var all = Words(words);
        var process = Process.Start(new ProcessStartInfo(all[0], all[1..])
        {
            Environment = { ["GOALKEEPER_STORE"] = _session.Store },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task<(int ExitCode, string Error)> EndOf(params string[] words)
    {
        var all = Words(words);
        using var process = Process.Start(new ProcessStartInfo(all[0], all[1..])
        {
            Environment = { ["GOALKEEPER_STORE"] = _session.Store },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    private static int Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.True(process.WaitForExit(Longest), $"SIG{signal} did not stop it");
        return process.ExitCode;
    }

    /// <summary>The ended trials and when each was started; none while there is no store.</summary>
    private List<string> Ended()
    {
        try
        {
            const string sql = "SELECT number, started_at, duration_ms FROM trial WHERE state NOT IN ('queued', 'running') ORDER BY 1";
            return [.. _session.Query(sql)];
        }
        catch (Exception e) when (e is UserErrorException or StoreException)
        {
            return [];
        }
    }

    private static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Longest));
}
