using System.Collections;
using System.Diagnostics;
using System.Globalization;
using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner.Programs;

/// <summary>A line of bash as a program.</summary>
internal static class Script
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly string? Bash = SearchPath.Find("bash", Environment.GetEnvironmentVariable("PATH"));

    /// <summary>How it is started; skips the test where there is no bash.</summary>
    public static ProgramStart Start(string script, double grace = 30, double? timeout = null)
    {
        Assert.SkipWhen(Bash is null || !OperatingSystem.IsLinux(), "needs bash on Linux");
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(v => (string)v.Key != "DOTNET_STARTUP_HOOKS")
            .ToDictionary(v => (string)v.Key, v => (string)v.Value!);
        return new ProgramStart(
            Bash, ["-c", script], environment, Path.GetTempPath(), timeout is { } t ? TimeSpan.FromSeconds(t) : null, TimeSpan.FromSeconds(grace));
    }

    /// <summary>A duration for <c>sleep</c> that no other process has, by which a test finds its own.</summary>
    public static string LongSleep() => $"sleep 9{BitConverter.ToUInt32(Guid.NewGuid().ToByteArray())}";

    /// <summary>The processes with such a command line.</summary>
    public static IReadOnlyList<int> Running(string commandLine) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process) ? process : 0)
            .Where(process => process > 0 && CommandLine(process) == commandLine),
    ];

    /// <summary>The state of a process: R, S, T…</summary>
    public static char State(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }

    /// <summary>Sends a signal.</summary>
    public static void Signal(int process, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Longest));

    private static string CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Replace('\0', ' ').TrimEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

/// <summary>A process that runs a script through a supervisor, as Goalkeeper does.</summary>
internal sealed class ScriptHost : IDisposable
{
    public const string Variable = "GOALKEEPER_TEST_SCRIPT";

    public ScriptHost(string script)
    {
        _ = Script.Start(script); // skips
        var program = Environment.ProcessPath!;
        var itself = typeof(ScriptHost).Assembly.Location;
        Process = Process.Start(new ProcessStartInfo(program, Path.GetFileNameWithoutExtension(program) == "dotnet" ? [itself] : [])
        {
            Environment = { ["DOTNET_STARTUP_HOOKS"] = itself, [Variable] = script },
        })!;
    }

    public Process Process { get; }

    public void Dispose()
    {
        Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
    }
}
