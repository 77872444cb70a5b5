using System.ComponentModel;
using System.Diagnostics;

namespace Goalkeeper.Runner;

/// <summary>
/// What git says of a folder. The folder may be a stranger's, and its configuration can name programs that git would start: monitors, hooks,
/// filters, transports. They are switched off, each by its name.
/// </summary>
internal sealed class GitWorkTree
{
    // A disk may hang, and a work tree may be the whole of it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Nothing is fetched, nothing written, nobody asked.
    private static readonly (string Name, string Value)[] Quiet =
    [
        ("GIT_ALLOW_PROTOCOL", "none"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_TERMINAL_PROMPT", "0"),
    ];

    private static readonly string[] Silenced =
    [
        "--no-pager", "-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null", "-c", "core.sshCommand=", "-c", "protocol.allow=never",
        "-c", "status.submoduleSummary=false",
    ];

    private readonly string? _git;
    private readonly string _folder;
    private readonly Stopwatch _asking = Stopwatch.StartNew();

    /// <summary>Asks about a folder.</summary>
    /// <param name="folder">Some folder of the work tree.</param>
    /// <param name="path">Where git is looked for: the value of PATH.</param>
    public GitWorkTree(string folder, string? path)
    {
        (_git, _folder) = (SearchPath.Find("git", path), folder);
        Commit = Ask("rev-parse", "HEAD")?.Trim();
        IsDirty = Commit is null ? null : Changes()?.Length > 0;
    }

    /// <summary>The commit that is checked out, or null without git or a repository.</summary>
    public string? Commit { get; }

    /// <summary>Whether there are changes, results/ apart; null where git does not say.</summary>
    public bool? IsDirty { get; }

    // A filter that cleans files before they are compared is a program too. Without it, a filtered file that was touched counts as changed.
    private string? Changes()
    {
        if (Ask("config", "--null", "--name-only", "--get-regexp", "^filter\\.") is not { } names) return null;
        var off = new List<string>();
        foreach (var name in names.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct())
        {
            if (name.Contains('=', StringComparison.Ordinal)) return null; // git's -c could not name it
            off.AddRange("-c", name + (name.EndsWith(".required", StringComparison.OrdinalIgnoreCase) ? "=false" : "="));
        }
        return Ask(
            [.. off, "status", "--porcelain", "--untracked-files=normal", "--ignore-submodules=dirty", "--", ":/", ":(top,exclude)results"]);
    }

    /// <summary>What git prints; null where there is none, it refuses, or it takes too long.</summary>
    private string? Ask(params string[] arguments)
    {
        var left = Patience - _asking.Elapsed;
        if (_git is null || left <= TimeSpan.Zero) return null;
        var start = new ProcessStartInfo(_git, [.. Silenced, .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Quiet) start.Environment[name] = value;
        try
        {
            using var git = Process.Start(start)!;
            git.StandardInput.Close();
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var output = git.StandardOutput.ReadToEndAsync();
            if (output.Wait(left) && git.WaitForExit(left))
                return git.ExitCode == 0 || (git.ExitCode == 1 && arguments[0] == "config") ? output.Result : null; // 1: none is configured
            git.Kill(entireProcessTree: true);
            return null;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return null;
        }
    }
}
