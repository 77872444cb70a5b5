using System.Diagnostics;
using Goalkeeper.Runner;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests.Cli;

/// <summary>The examples in other languages than Python, which README has.</summary>
public sealed class ExampleTests : IDisposable
{
    private static readonly string Examples = Path.Combine(Experiments.Root, "examples");

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("bash.yaml", "train.sh", "bash", 3)]
    [InlineData("r.yaml", "train.R", "Rscript", 6)]
    [InlineData("julia.yaml", "train.jl", "julia", 6)]
    public void A_program_in_another_language_is_swept_where_its_interpreter_is(string experiment, string program, string interpreter, int trials)
    {
        Assert.SkipWhen(SearchPath.FindAny(interpreter, Environment.GetEnvironmentVariable("PATH")) is null, $"needs {interpreter}");
        foreach (var file in (string[])[experiment, program]) File.Copy(Path.Combine(Examples, file), _session.File(file));
        Expect.Has("lr = 0.3", _session.Succeed("run", _session.File(experiment), "--out", _session.File("report")));
        Assert.Equal([$"{trials}|{10 * trials}"], _session.Query("SELECT count(DISTINCT trial), count(*) FROM trial_trace WHERE metric = 'val_loss'"));
    }

    [Fact]
    public void The_program_of_the_document_runs_and_the_command_line_shows_its_sweep()
    {
        var document = File.ReadAllText(Path.Combine(Experiments.Root, "docs/csharp.md"));
        var code = File.ReadAllText(Path.Combine(Examples, "csharp/Program.cs"));
        Assert.Contains($"```csharp\n{code[(code.IndexOf('\n', StringComparison.Ordinal) + 1)..]}```", document, StringComparison.Ordinal);
        // Built with the tests.
        var built = Path.Combine(Examples, "csharp", Path.GetRelativePath(Path.Combine(Experiments.Root, "tests"), AppContext.BaseDirectory), "Line.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [built])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _session.Folder,
            Environment = { ["GOALKEEPER_STORE"] = _session.Store },
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains($"```\n{output}```", document, StringComparison.Ordinal);
        Expect.Has("36 finished", _session.Succeed("list"));
        Expect.Has("dotnet Line.dll", _session.Succeed("show", "line"));
    }
}
