using System.Diagnostics;
using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner;

/// <summary>A folder may be a stranger's: looking at it with git starts nothing that lies or is named there.</summary>
public sealed class GitWorkTreeTests : IDisposable
{
    private static readonly string? Searched = Environment.GetEnvironmentVariable("PATH");

    private readonly string _folder = Directory.CreateTempSubdirectory("goalkeeper-git-").FullName;

    private string Planted => Path.Combine(_folder, "PLANTED");

    private string WorkTree => Path.Combine(_folder, "tree");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_tells_the_commit_and_whether_there_are_changes_results_apart()
    {
        MakeRepository();
        var clean = new GitWorkTree(WorkTree, Searched);
        Assert.Equal((Git("rev-parse", "HEAD"), false), (clean.Commit, clean.IsDirty));
        Directory.CreateDirectory(Path.Combine(WorkTree, "results"));
        File.WriteAllText(Path.Combine(WorkTree, "results", "report.md"), "new");
        Assert.False(new GitWorkTree(WorkTree, Searched).IsDirty);
        File.WriteAllText(Path.Combine(WorkTree, "other"), "new");
        Assert.True(new GitWorkTree(WorkTree, Searched).IsDirty);
    }

    [Fact]
    public void Outside_of_a_repository_and_without_git_it_tells_nothing()
    {
        Need();
        var outside = new GitWorkTree(_folder, Searched);
        var without = new GitWorkTree(_folder, _folder);
        Assert.Equal((null, null, null, null), (outside.Commit, outside.IsDirty, without.Commit, without.IsDirty));
    }

    [Theory]
    [InlineData("core.fsmonitor", "PROGRAM")]
    [InlineData("core.sshCommand", "PROGRAM")]
    [InlineData("core.pager", "PROGRAM")]
    [InlineData("core.editor", "PROGRAM")]
    [InlineData("core.hooksPath", "HOOKS")]
    [InlineData("diff.external", "PROGRAM")]
    [InlineData("diff.planted.textconv", "PROGRAM")]
    [InlineData("diff.planted.command", "PROGRAM")]
    [InlineData("filter.planted.clean", "PROGRAM")]
    [InlineData("filter.planted.process", "PROGRAM")]
    [InlineData("filter.Planted With.Dots.clean", "PROGRAM")]
    [InlineData("filter.a=b.clean", "PROGRAM")]
    [InlineData("alias.status", "!PROGRAM")]
    public void No_program_that_a_repository_s_configuration_names_is_started(string key, string value)
    {
        MakeRepository();
        var filter = key.StartsWith("filter.", StringComparison.Ordinal) ? key[7..key.LastIndexOf('.')] : "planted";
        File.WriteAllText(
            Path.Combine(WorkTree, ".git", "info", "attributes"),
            filter.Contains(' ', StringComparison.Ordinal) ? "" : $"* filter={filter} diff=planted\n");
        Git("config", key, value.Replace("PROGRAM", Program("planted"), StringComparison.Ordinal).Replace("HOOKS", Hooks(), StringComparison.Ordinal));
        // Only a file that was touched is filtered.
        File.WriteAllText(Path.Combine(WorkTree, "file"), "one");
        File.SetLastWriteTimeUtc(Path.Combine(WorkTree, "file"), DateTime.UnixEpoch);
        Assert.NotNull(new GitWorkTree(WorkTree, Searched).Commit);
        Assert.False(File.Exists(Planted), $"{key} was started");
    }

    [Fact]
    public void A_required_filter_that_is_switched_off_does_not_keep_git_from_answering()
    {
        MakeRepository();
        File.WriteAllText(Path.Combine(WorkTree, ".git", "info", "attributes"), "* filter=lfs\n");
        foreach (var (key, value) in new[] { ("clean", Program("planted")), ("process", Program("planted")), ("required", "true") })
            Git("config", "filter.lfs." + key, value);
        Assert.False(new GitWorkTree(WorkTree, Searched).IsDirty);
        File.SetLastWriteTimeUtc(Path.Combine(WorkTree, "file"), DateTime.UnixEpoch);
        Assert.False(new GitWorkTree(WorkTree, Searched).IsDirty);
        Assert.False(File.Exists(Planted));
    }

    [Fact]
    public void Objects_that_are_missing_are_not_fetched()
    {
        MakeRepository();
        var objects = Path.Combine(WorkTree, ".git", "objects");
        Directory.Delete(objects, recursive: true);
        Directory.CreateDirectory(objects);
        foreach (var (key, value) in new[]
        {
            ("core.repositoryFormatVersion", "1"), ("extensions.partialClone", "origin"), ("remote.origin.promisor", "true"),
            ("remote.origin.url", "ext::" + Program("planted")), ("protocol.ext.allow", "always"),
        })
        {
            Git("config", key, value);
        }
        _ = new GitWorkTree(WorkTree, Searched);
        Assert.False(File.Exists(Planted));
    }

    [Fact]
    public void A_submodule_s_own_configuration_starts_nothing()
    {
        MakeRepository();
        var inner = Path.Combine(WorkTree, "inner");
        MakeRepository(inner);
        Git("-C", inner, "config", "core.fsmonitor", Program("planted"));
        Git("add", "inner");
        Git("commit", "--quiet", "--message", "inner");
        File.Delete(Planted); // adding it asks it
        Assert.False(new GitWorkTree(WorkTree, Searched).IsDirty);
        Assert.False(File.Exists(Planted));
    }

    [Theory]
    [InlineData("", "0755", false)]
    [InlineData(".", "0755", false)]
    [InlineData("bin", "0755", false)]
    [InlineData("ABSOLUTE", "0755", true)]
    [InlineData("ABSOLUTE", "0644", false)]
    [InlineData("ABSOLUTE", "0757", false)]
    public void A_program_is_found_by_an_absolute_entry_of_PATH_alone(string path, string mode, bool isFound)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other permissions");
        var bin = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        File.WriteAllText(Path.Combine(bin, "tool"), "#!/bin/sh\n");
        SetMode(Path.Combine(bin, "tool"), mode);
        var found = SearchPath.Find("tool", path.Replace("ABSOLUTE", bin, StringComparison.Ordinal));
        Assert.Equal(isFound ? Path.Combine(bin, "tool") : null, found);
    }

    [Fact]
    public void A_folder_of_PATH_that_everybody_may_write_to_is_passed_over_for_the_next()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other permissions");
        var (open, bin) = (Path.Combine(_folder, "open"), Path.Combine(_folder, "bin"));
        foreach (var folder in (string[])[open, bin])
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "tool"), "#!/bin/sh\n");
            SetMode(Path.Combine(folder, "tool"), "0755");
        }
        SetMode(open, "1777");
        Assert.Equal(Path.Combine(bin, "tool"), SearchPath.Find("tool", $"{open}:{bin}"));
        Assert.Null(SearchPath.Find("tool", open));
        Assert.Null(SearchPath.Find("tool", null));
    }

    private static void Need() => Assert.SkipWhen(SearchPath.Find("git", Searched) is null || OperatingSystem.IsWindows(), "needs git and a shell");

    private void MakeRepository(string? folder = null)
    {
        Need();
        folder ??= WorkTree;
        Directory.CreateDirectory(folder);
        Git("init", "--quiet", folder);
        File.WriteAllText(Path.Combine(folder, "file"), "one");
        Git("-C", folder, "add", "file");
        Git("-C", folder, "commit", "--quiet", "--message", "first");
    }

    private string Program(string name)
    {
        var program = Path.Combine(_folder, name);
        File.WriteAllText(program, $"#!/bin/sh\ntouch {Planted}\ncat\n");
        SetMode(program, "0755");
        return program;
    }

    private static void SetMode(string file, string octal)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32(octal, 8));
    }

    private string Hooks()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "hooks"));
        Program(Path.Combine("hooks", "post-index-change"));
        return Path.Combine(_folder, "hooks");
    }

    private string Git(params string[] words)
    {
        var start = new ProcessStartInfo(SearchPath.Find("git", Searched)!, ["-c", "user.name=a", "-c", "user.email=a@b", .. words])
        {
            WorkingDirectory = WorkTree,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return output;
    }
}
