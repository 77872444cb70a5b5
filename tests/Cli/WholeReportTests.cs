using System.Diagnostics;

namespace Goalkeeper.Tests.Cli;

/// <summary>A report in its folder is whole, the earlier one or the new one, and nothing of another's is touched.</summary>
public sealed class WholeReportTests : IDisposable
{
    private readonly Session _session = new();

    public WholeReportTests() => Report();

    public void Dispose() => _session.Dispose();

    private string Folder => _session.File("small");

    [Fact]
    public void Reports_that_are_written_at_once_do_not_take_each_others_files_away()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            var printed = _session.Run("report", "small");
            Assert.True(printed.ExitCode == 0, printed.Error);
        });
    }

    [Theory]
    [InlineData("ulimit -f 40")]
    [InlineData("mkdir small/.report.html.new/")]
    [InlineData("mkdir small/..goalkeeper.new")]
    [InlineData("rm small/trials.csv; mkdir small/trials.csv")]
    public void An_earlier_report_stays_where_the_new_one_cannot_be_written_whole(string trouble)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs bash");
        var before = Content();
        if (trouble.StartsWith("rm", StringComparison.Ordinal)) before.Remove("trials.csv");
        // .NET needs large files for the code that it makes unless told otherwise.
        var exitCode = Bash($"{trouble}; trap '' XFSZ; DOTNET_EnableWriteXorExecute=0 \"$0\" report small --portable --out . 2> error");
        Assert.Equal(2, exitCode);
        Expect.Has("error: the report cannot be written to", File.ReadAllText(_session.File("error")));
        foreach (var folder in Directory.GetDirectories(Folder)) Directory.Delete(folder);
        Assert.Equal(before, Content());
    }

    [Fact]
    public void A_link_in_the_folder_is_replaced_and_not_written_through()
    {
        var elsewhere = _session.Write("mine", "notes.txt");
        foreach (var name in (string[])["report.md", "cost.svg", ".trials.csv.new"])
        {
            File.Delete(Path.Combine(Folder, name));
            File.CreateSymbolicLink(Path.Combine(Folder, name), elsewhere);
        }
        Report();
        Assert.Equal("mine", File.ReadAllText(elsewhere));
        Assert.Null(new FileInfo(Path.Combine(Folder, "report.md")).LinkTarget);
    }

    [Fact]
    public void A_picture_that_the_report_no_longer_has_goes_only_as_it_was_written()
    {
        var names = Directory.GetFiles(Folder, "*.svg").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        var (kept, gone) = (Path.Combine(Folder, names[0]!), Path.Combine(Folder, names[1]!));
        File.WriteAllText(Path.Combine(Folder, "mine.svg"), "<svg/>");
        File.AppendAllText(Path.Combine(Folder, "report.md"), "\n![mine](mine.svg)\n");

        // What an earlier report of other pictures would have left.
        var manifest = Path.Combine(Folder, ".goalkeeper");
        File.Move(kept, Path.Combine(Folder, "old-1.svg"));
        File.Move(gone, Path.Combine(Folder, "old-2.svg"));
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(names[0]!, "old-1.svg").Replace(names[1]!, "old-2.svg"));
        File.AppendAllText(Path.Combine(Folder, "old-1.svg"), "<!-- my words -->");
        File.AppendAllText(manifest, $"{new string('0', 64)}  ../notes.svg\n");

        Report();
        Assert.True(File.Exists(Path.Combine(Folder, "mine.svg")));
        Assert.True(File.Exists(Path.Combine(Folder, "old-1.svg")));
        Assert.False(File.Exists(Path.Combine(Folder, "old-2.svg")));
        Assert.True(File.Exists(kept) && File.Exists(gone));
    }

    private void Report() => _session.Succeed("run", _session.Write(Session.Small.Replace("0, 0.7", "0, 0.1, 0.4, 0.7")), "--portable");

    private Dictionary<string, string> Content() =>
        Directory.GetFiles(Folder).ToDictionary(f => Path.GetFileName(f)!, f => Convert.ToHexString(File.ReadAllBytes(f)));

    private int Bash(string script)
    {
        var executable = Path.Combine(AppContext.BaseDirectory, "goalkeeper");
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script, executable])
        {
            WorkingDirectory = _session.Folder,
            Environment = { ["GOALKEEPER_STORE"] = _session.Store },
        })!;
        shell.WaitForExit();
        return shell.ExitCode;
    }
}
