using System.Globalization;
using System.Text;
using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner.Programs;

/// <summary>Whatever a program starts ends with it, and a program ends with Goalkeeper.</summary>
public sealed class SupervisorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goalkeeper-supervisor-").FullName;
    private readonly Supervisors _supervisors = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    public void Dispose()
    {
        _supervisors.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("exit 0", 0, null)]
    [InlineData("exit 3", 3, null)]
    [InlineData("exit 255", 255, null)]
    [InlineData("kill -SEGV $$", null, 11)]
    [InlineData("kill -KILL $$", null, 9)]
    [InlineData("kill -TERM $$", null, 15)]
    public void A_program_ends_with_a_code_or_by_a_signal(string script, int? exitCode, int? signal)
    {
        var end = Run(script);
        Assert.Equal((EndedBy.Itself, exitCode, signal, false), (end.By, end.ExitCode, end.Signal, end.LeftRunning));
    }

    [Fact]
    public void It_is_given_its_arguments_environment_and_folder_and_nothing_to_read()
    {
        var start = Script.Start("");
        start = start with
        {
            Arguments = ["-c", "pwd; echo \"$1|$A\"; cat; echo of course >&2", "bash", "two words ü"],
            Environment = new Dictionary<string, string> { ["A"] = "x=y\nz", ["PATH"] = start.Environment["PATH"] },
            Folder = _folder,
        };
        Assert.Equal(0, Run(start).ExitCode);
        Assert.Equal(($"{_folder}\ntwo words ü|x=y\nz\n", "of course\n"), (_output.ToString(), _error.ToString()));
    }

    [Fact]
    public void Signals_are_at_their_defaults()
    {
        Run("grep -E '^Sig(Ign|Blk)' /proc/self/status");
        // But 32 and 33, which are the C library's own.
        Assert.Matches("^SigBlk:\t0{16}\nSigIgn:\t0000000[01][08]0000000\n$", _output.ToString());
    }

    [Theory]
    [InlineData("sleep &", "a child in the background")]
    [InlineData("setsid sleep &", "one in a session of its own")]
    [InlineData("(setsid setsid sleep & ) ; (setsid sleep > /dev/null 2>&1 < /dev/null & )", "a daemon")]
    [InlineData("bash -c 'trap \"\" TERM; sleep & wait' &", "one below a parent that does not listen")]
    public void What_a_program_leaves_behind_ends_with_it(string script, string _)
    {
        var sleep = Script.LongSleep();
        script = script.Replace("sleep", sleep, StringComparison.Ordinal);
        var end = Run($"{script}\nuntil grep -qa $'^{sleep.Replace(' ', '.')}.$' /proc/[0-9]*/cmdline; do :; done 2> /dev/null; exit 5", grace: 0.5);
        Assert.Equal((EndedBy.Itself, 5), (end.By, end.ExitCode));
        Assert.Empty(Script.Running(sleep));
    }

    [Theory]
    [InlineData("echo on; exec sleep", 15)]
    [InlineData("trap '' TERM; sleep & echo on; while :; do wait; done", 9)]
    [InlineData("setsid --wait bash -c 'trap \"\" TERM HUP; sleep & setsid sleep & echo on; wait; wait; sleep'", null)]
    [InlineData("trap 'exit 7' TERM; sleep & echo on; wait", null)]
    [InlineData("echo on; kill -STOP $$; sleep", 15)]
    public void Asked_to_stop_it_ends_all_that_the_program_started(string script, int? signal)
    {
        var sleep = Script.LongSleep();
        using var stop = new CancellationTokenSource();
        var start = Script.Start(script.Replace("sleep", sleep, StringComparison.Ordinal), grace: 0.5);
        var end = Run(start, (kind, _) => kind != Frame.Output || Cancel(), stop.Token);
        Assert.Equal(EndedBy.Request, end.By);
        if (signal is not null) Assert.Equal(signal, end.Signal);
        Assert.Empty(Script.Running(sleep));

        bool Cancel()
        {
            stop.Cancel();
            return true;
        }
    }

    [Fact]
    public void A_program_may_tidy_up_when_it_is_asked_to_stop()
    {
        var end = Run(Script.Start("trap 'sleep 0.2; echo tidy; exit 4' TERM; echo on; while :; do :; done"), (_, content) => content.Length == 0);
        Assert.Equal((EndedBy.Request, 4, "on\ntidy\n"), (end.By, end.ExitCode, _output.ToString()));
    }

    [Fact]
    public void What_runs_longer_than_its_timeout_is_ended()
    {
        var end = Run(Script.Start("while :; do :; done", timeout: 0.3));
        Assert.Equal((EndedBy.Timeout, 15), (end.By, end.Signal));
        Assert.Equal(EndedBy.Itself, Run(Script.Start("exit", timeout: 60)).By);
    }

    [Fact]
    public void A_program_that_closes_its_output_is_waited_for()
    {
        var end = Run("exec > /dev/null 2>&1; sleep 0.3; exit 6");
        Assert.Equal(6, end.ExitCode);
        Assert.True(end.Wall >= TimeSpan.FromSeconds(0.3));
    }

    [Fact]
    public void Processor_time_and_memory_are_those_of_all_that_it_started()
    {
        // A daemon uses 150 MB, and two seconds of processor time in all, at which the system ends it.
        const string daemon = "x=$(head -c 150000000 /dev/zero | tr '\\0' x); unset x; ulimit -t 2; while :; do :; done";
        var start = Script.Start("(setsid bash -c \"$DAEMON\"; touch done) & disown; until [ -e done ]; do sleep 0.01; done");
        start = start with { Folder = _folder, Environment = new Dictionary<string, string>(start.Environment) { ["DAEMON"] = daemon } };
        var end = Run(start);
        Assert.True(end.Processor >= TimeSpan.FromSeconds(1.9), $"{end}");
        Assert.True(end.PeakMemory >= 150_000_000, $"{end}");
        var little = Run("exit");
        Assert.True(little.PeakMemory is null or < 140_000_000);
    }

    [Fact]
    public void Gigabytes_of_output_pass()
    {
        long length = 0;
        var end = _supervisors.Run(
            Script.Start("yes 2> /dev/null | head -c 300000000"),
            (kind, content) =>
            {
                length += content.Length;
                return true;
            },
            CancellationToken.None);
        Assert.Equal((0, 300_000_000), (end.ExitCode, length));
    }

    [Fact]
    public void When_Goalkeeper_is_killed_everything_that_it_started_ends()
    {
        var (sleep, other) = (Script.LongSleep(), Script.LongSleep());
        using (var host = new ScriptHost($"setsid {sleep} & {other}")) Script.Until(() => Script.Running(sleep).Count + Script.Running(other).Count == 2);
        Script.Until(() => Script.Running(sleep).Count + Script.Running(other).Count == 0);
    }

    [Fact]
    public void While_Goalkeeper_is_stopped_its_programs_are_too()
    {
        var sleep = Script.LongSleep();
        using var host = new ScriptHost($"setsid {sleep} & wait");
        Script.Until(() => Script.Running(sleep).Count == 1);
        var process = Script.Running(sleep)[0];
        Script.Signal(host.Process.Id, "STOP");
        Script.Until(() => Script.State(process) == 'T');
        Script.Signal(host.Process.Id, "CONT");
        Script.Until(() => Script.State(process) == 'S');
        Script.Signal(host.Process.Id, "STOP");
        Script.Until(() => Script.State(process) == 'T');
        host.Process.Kill();
        Script.Until(() => Script.Running(sleep).Count == 0);
    }

    [Fact]
    public void When_somebody_kills_the_supervisor_the_program_ends_and_the_next_one_runs()
    {
        var sleep = Script.LongSleep();
        var error = Assert.Throws<IOException>(() => Run(Script.Start($"{sleep} & echo $PPID; wait"), (kind, content) =>
        {
            if (kind == Frame.Output) Script.Signal(int.Parse(content[..^1], CultureInfo.InvariantCulture), "KILL");
            return true;
        }));
        Assert.Contains("somebody ended the supervisor", error.Message, StringComparison.Ordinal);
        Script.Until(() => Script.Running(sleep).Count == 0);
        Assert.Equal(0, Run("exit").ExitCode);
    }

    [Theory]
    [InlineData("missing", "is not there any more")]
    [InlineData("not executable", "may not be executed (chmod +x)")]
    [InlineData("no first line", "says in its first line what runs it")]
    [InlineData("unknown interpreter", "the program that its first line names (#!) is not there")]
    [InlineData("no folder", "the working directory /nowhere is not there any more")]
    public void What_the_system_does_not_start_is_said_and_the_next_one_runs(string what, string expected)
    {
        var start = Script.Start("exit") with { File = Path.Combine(_folder, "program") };
        if (what != "missing") File.WriteAllText(start.File, what == "unknown interpreter" ? "#!/nowhere/python\n" : "exit 0\n");
        if (!OperatingSystem.IsWindows() && what is not ("missing" or "not executable"))
            File.SetUnixFileMode(start.File, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        if (what == "no folder") start = start with { Folder = "/nowhere" };
        Assert.Contains(expected, Assert.Throws<IOException>(() => Run(start)).Message, StringComparison.Ordinal);
        Assert.Equal(0, Run("exit").ExitCode);
    }

    [Fact]
    public void Many_run_at_once_and_none_gets_another_s_output()
    {
        Parallel.For(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 6 }, n =>
        {
            var output = "";
            var end = _supervisors.Run(
                Script.Start($"for i in 1 2 3; do echo {n}; done; exit {n}"),
                (kind, content) =>
                {
                    output += Encoding.UTF8.GetString(content);
                    return true;
                },
                CancellationToken.None);
            Assert.Equal((n, $"{n}\n{n}\n{n}\n"), (end.ExitCode, output));
        });
    }

    private ProgramEnd Run(string script, double grace = 30) => Run(Script.Start(script, grace));

    private ProgramEnd Run(ProgramStart start, CancellationToken stop = default) => Run(start, (_, _) => true, stop);

    private ProgramEnd Run(ProgramStart start, FrameReceiver receiver, CancellationToken stop = default) => _supervisors.Run(
        start,
        (kind, content) =>
        {
            if (kind == Frame.Output) _output.Append(Encoding.UTF8.GetString(content));
            if (kind == Frame.Error) _error.Append(Encoding.UTF8.GetString(content));
            return receiver(kind, content);
        },
        stop);
}
