using System.Globalization;
using System.Text;

namespace Goalkeeper.Runner;

/// <summary>All that a process started, and what that started, whatever session it moved to.</summary>
internal static class Descendants
{
    /// <summary>Their numbers, parents first; those that have ended and only wait to be asked how are none. Empty but on Linux.</summary>
    /// <param name="ancestor">The process.</param>
    public static IReadOnlyList<int> Of(int ancestor)
    {
        if (!OperatingSystem.IsLinux()) return [];
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)
            .Where(process => process > 0)
            .Select(process => (Process: process, Status: Status(process)))
            .Where(p => p.Status is { State: not 'Z' })
            .ToLookup(p => p.Status!.Value.Parent, p => p.Process);
        var found = new List<int>(children[ancestor]);
        for (var i = 0; i < found.Count; i++) found.AddRange(children[found[i]]);
        return found;
    }

    /// <summary>Whether a process is stopped (SIGSTOP, Ctrl-Z); false where the system does not tell.</summary>
    public static bool IsStopped(int process) => OperatingSystem.IsLinux() && Status(process) is { State: 'T' };

    // /proc/N/stat: number (name) state parent …; the name may hold anything.
    private static (char State, int Parent)? Status(int process)
    {
        try
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ', 3);
            return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has ended meanwhile
        }
    }
}
