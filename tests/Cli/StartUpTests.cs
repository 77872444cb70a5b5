using System.Diagnostics;
using System.Text;

namespace Goalkeeper.Tests.Cli;

/// <summary>What a short command loads. A library that it does not need costs it more than its own work, so the guard is the list, not a clock.</summary>
public sealed class StartUpTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("list")]
    [InlineData("show", "small")]
    [InlineData("trials", "small", "--top", "1")]
    public void Asking_the_store_loads_no_library_that_only_running_and_reporting_need(params string[] words)
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        var loaded = Loaded(words);
        Assert.Contains(Named("Goalkeeper.Store"), loaded, StringComparison.Ordinal);
        foreach (var library in (string[])["Dapper", "YamlDotNet", "CsvHelper", "Spectre.Console", "MathNet.Numerics", "ScottPlot", "SkiaSharp", "System.Linq.Expressions"])
            Assert.DoesNotContain(Named(library), loaded, StringComparison.Ordinal);
    }

    /// <summary>The runtime's own record of a command: UTF-16, with the name of every assembly that it loaded.</summary>
    private string Loaded(string[] words)
    {
        var trace = _session.File("loaded.nettrace");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "goalkeeper.dll"), .. words])
        {
            Environment =
            {
                ["GOALKEEPER_STORE"] = _session.Store,
                ["DOTNET_EnableEventPipe"] = "1",
                ["DOTNET_EventPipeConfig"] = "Microsoft-Windows-DotNETRuntime:0x8:4", // the loader's events
                ["DOTNET_EventPipeOutputPath"] = trace,
            },
            RedirectStandardOutput = true,
        })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return Encoding.Latin1.GetString(File.ReadAllBytes(trace));
    }

    // Read as Latin-1, byte by byte, so that it does not matter where in the file a name begins.
    private static string Named(string assembly) => Encoding.Latin1.GetString(Encoding.Unicode.GetBytes($"{assembly}, Version="));
}
