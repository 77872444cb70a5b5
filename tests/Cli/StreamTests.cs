using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Goalkeeper.Cli.Context;

namespace Goalkeeper.Tests.Cli;

/// <summary>What a command does whose streams fail, in shells of its own.</summary>
public sealed class StreamTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Session _session = new();

    public StreamTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs bash, /dev/full and /proc");
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
    }

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("list > /dev/full", 1)]
    [InlineData("list > /dev/full 2> /dev/full", 1)]
    [InlineData("list 2> /dev/full", 0)]
    [InlineData("list >&-", 1)]
    [InlineData("list 2>&-", 0)]
    [InlineData("--help > /dev/full", 1)]
    [InlineData("bogus 2> /dev/full", 2)]
    [InlineData("bogus >&- 2>&-", 2)]
    public void A_stream_that_cannot_be_written_ends_no_command_with_a_crash(string words, int exitCode) =>
        Assert.Equal(exitCode, Bash($"\"$0\" {words}").ExitCode);

    [Theory]
    [InlineData("> /dev/full", 1)]
    [InlineData(">&-", 1)]
    [InlineData("> /dev/full 2> /dev/full", 1)]
    public void The_report_is_written_where_nothing_can_be_printed(string redirections, int exitCode)
    {
        Assert.Equal(exitCode, Bash($"\"$0\" report small --out here {redirections}").ExitCode);
        Assert.EndsWith("</html>\n", File.ReadAllText(_session.File("here/small/report.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("query 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n' --format csv")]
    [InlineData("query 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n' --format json")]
    public void A_command_ends_when_nobody_reads_it_any_more(string words)
    {
        var (exitCode, output) = Bash($"\"$0\" {words} 2>&1 | head -n 1; exit ${{PIPESTATUS[0]}}");
        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Single(output.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(70)]
    [InlineData(100)]
    public void Few_file_descriptors_are_an_error_and_no_crash(int count)
    {
        var (exitCode, output) = Bash($"ulimit -n {count}; \"$0\" run {_session.Write(Session.Small)} --new 2>&1");
        if (exitCode == ExitCode.Success) return;
        Assert.InRange(exitCode, ExitCode.Failure, ExitCode.UserError);
        Expect.Has("error: ", output);
    }

    [Theory]
    [InlineData("trap '' HUP;", "finished")]
    [InlineData("", "queued")]
    public void A_sweep_outlives_its_terminal_where_nohup_says_so_and_else_stops_cleanly(string before, string last)
    {
        var file = _session.Write("""
            name: long
            dataset: pitch
            network: { hidden: [3] }
            training: { learning_rate: 0.3, iterations: 60000 }
            replicates: 60
            """);
        using (var terminal = Start("script", "-qec", $"{before} exec {Executable} run {file} --workers 1 --out here", "/dev/null"))
        {
            Until(() => Count("finished") > 0);
            terminal.Kill();
        }
        Until(() => Count("running") == 0 && (last == "queued" || File.Exists(_session.File("here/long/report.html"))));
        // What follows the page in its folder is written too before the folder goes.
        var process = _session.Query("SELECT process_id FROM worker JOIN sweep ON sweep.id = sweep_id WHERE name = 'long'").Single();
        Until(() => !Directory.Exists($"/proc/{process}"));
        Assert.Equal(0, Count("failed"));
        Assert.InRange(Count(last), 1, 60);

        int Count(string state) => int.Parse(
            _session.Query($"SELECT count(*) FROM trial JOIN sweep ON sweep.id = sweep_id WHERE name = 'long' AND state = '{state}'").Single(),
            CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_second_Ctrl_C_is_left_to_the_system_which_ends_the_process()
    {
        using var stop = StopRequest.From(CancellationToken.None);
        var (first, second) = (new PosixSignalContext(PosixSignal.SIGINT), new PosixSignalContext(PosixSignal.SIGINT));
        stop.On(first, ExitCode.Interrupted);
        Assert.True(first.Cancel && stop.Token.IsCancellationRequested);
        stop.On(second, ExitCode.Interrupted);
        Assert.False(second.Cancel);
    }

    private static string Executable => Path.Combine(AppContext.BaseDirectory, "goalkeeper");

    private (int ExitCode, string Output) Bash(string script)
    {
        using var shell = Start("bash", "-c", script, Executable);
        var output = shell.StandardOutput.ReadToEnd();
        Assert.True(shell.WaitForExit(Longest), script);
        return (shell.ExitCode, output);
    }

    private Process Start(string program, params string[] words) => Process.Start(new ProcessStartInfo(program, words)
    {
        WorkingDirectory = _session.Folder,
        Environment = { ["GOALKEEPER_STORE"] = _session.Store },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Longest));
}
