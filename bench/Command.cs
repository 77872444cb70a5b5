using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Goalkeeper.Bench;

/// <summary>Other programs.</summary>
internal static class Command
{
    /// <summary>Runs a program and returns what it prints.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its error.</exception>
    public static string Run(string program, params IEnumerable<string> words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', words)} failed: {error.Result.Trim()}");
        return output.Trim();
    }

    /// <summary>Whether a program is there and does what the words say.</summary>
    public static bool Succeeds(string program, params string[] words) => TryRun(program, words) is not null;

    /// <summary>The first line that a program prints, or null where there is no such program.</summary>
    public static string? FirstLine(string program, params string[] words) => TryRun(program, words)?.Split('\n')[0];

    /// <summary>Seconds that a command takes, its start included, as bash's <c>time</c> has them: by the clock, and of processor time.</summary>
    public static (double Wall, double Cpu) Time(params IEnumerable<string> words)
    {
        var times = Run("bash", ["-c", "TIMEFORMAT='%R %U %S'; { time \"$@\" > /dev/null; } 2>&1", "bash", .. words]).Split('\n')[^1].Split(' ');
        var seconds = Array.ConvertAll(times, t => double.Parse(t, CultureInfo.InvariantCulture));
        return (seconds[0], seconds[1] + seconds[2]);
    }

    private static string? TryRun(string program, string[] words)
    {
        try
        {
            return Run(program, words);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return null;
        }
    }
}
