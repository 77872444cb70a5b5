using System.Diagnostics;
using System.Globalization;

namespace Goalkeeper.Store;

/// <summary>Which process a worker is.</summary>
/// <param name="Host">The machine, and within it the system whose process ids these are: after a restart, or in a container, it is another.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="ProcessStart">When it started, by that system's count.</param>
/// <param name="Job">A cluster's name for it, or null.</param>
internal sealed record WorkerIdentity(string Host, long ProcessId, long ProcessStart, string? Job)
{
    private const int StateField = 0; // of /proc/<id>/stat behind the name in parentheses, which may hold blanks
    private const int StartField = 19;

    /// <summary>This process.</summary>
    public static WorkerIdentity Here { get; } =
        new(FindHost(), Environment.ProcessId, Start(Environment.ProcessId) ?? 0, Environment.GetEnvironmentVariable("SLURM_JOB_ID"));

    /// <summary>Whether that process is known to have ended; false where it runs, and where that cannot be told from here.</summary>
    public bool HasEnded => Host == Here.Host && Start(ProcessId) != ProcessStart;

    private static string FindHost()
    {
        try
        {
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            return $"{Environment.MachineName} {boot} {new FileInfo("/proc/self/ns/pid").LinkTarget}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Environment.MachineName;
        }
    }

    private static long? Start(long id)
    {
        try
        {
            if (!OperatingSystem.IsLinux()) return Process.GetProcessById((int)id).StartTime.ToUniversalTime().Ticks;
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[StateField] is "Z" or "X" ? null : long.Parse(fields[StartField], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException
            or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
