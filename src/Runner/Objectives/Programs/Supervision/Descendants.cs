using System.Globalization;
using System.Text;

namespace Goalkeeper.Runner;

/// <summary>A process below another.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Group">Its group's, which those that it starts have too unless they leave it.</param>
/// <param name="IsStopped">Whether it is stopped (SIGSTOP, Ctrl-Z).</param>
internal readonly record struct Descendant(int Id, int Group, bool IsStopped);

/// <summary>All that a process started, and what that started, whatever session it moved to.</summary>
internal static class Descendants
{
    /// <summary>Their numbers, parents first; those that have ended and only wait to be asked how are none. Empty but on Linux.</summary>
    /// <param name="ancestor">The process.</param>
    public static IReadOnlyList<Descendant> Of(int ancestor)
    {
        if (!OperatingSystem.IsLinux()) return [];
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)
            .Where(process => process > 0)
            .Select(process => (Process: process, Status: Status(process)))
            .Where(p => p.Status is { State: not 'Z' })
            .ToLookup(p => p.Status!.Value.Parent, p => new Descendant(p.Process, p.Status!.Value.Group, p.Status.Value.State == 'T'));
        var found = new List<Descendant>(children[ancestor]);
        for (var i = 0; i < found.Count; i++) found.AddRange(children[found[i].Id]);
        return found;
    }

    /// <summary>Whether a process is stopped (SIGSTOP, Ctrl-Z); false where the system does not tell.</summary>
    public static bool IsStopped(int process) => OperatingSystem.IsLinux() && Status(process) is { State: 'T' };

    // /proc/N/stat: number (name) state parent group …; the name may hold anything.
    private static (char State, int Parent, int Group)? Status(int process)
    {
        try
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ', 4);
            return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture), int.Parse(fields[2], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has ended meanwhile
        }
    }
}
