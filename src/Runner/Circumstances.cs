using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What a sweep's record says about its launch, besides the plan: enough to do it again elsewhere.</summary>
/// <param name="Command">The command line.</param>
/// <param name="At">When, UTC.</param>
/// <param name="GitCommit">The commit of the experiment file's work tree, or null without git.</param>
/// <param name="GitDirty">Whether that work tree had changes, results/ apart; null without git.</param>
/// <param name="Machine">JSON: operating system, architecture, processor, cores, width of vectors.</param>
/// <param name="Versions">JSON: goalkeeper, .NET.</param>
internal sealed record Circumstances(string Command, DateTimeOffset At, string? GitCommit, bool? GitDirty, string Machine, string Versions)
{
    /// <summary>Looks around.</summary>
    /// <param name="command">The command line, as it should be typed again.</param>
    /// <param name="folder">The experiment file's folder.</param>
    /// <param name="clock">The time.</param>
    public static Circumstances Observe(string command, string folder, TimeProvider clock)
    {
        var git = new GitWorkTree(folder, Environment.GetEnvironmentVariable("PATH"));
        var machine = new
        {
            os = RuntimeInformation.OSDescription,
            architecture = RuntimeInformation.ProcessArchitecture.ToString(),
            processor = Processor(),
            cores = Environment.ProcessorCount,
            vector_bits = VectorBits, // the results do not depend on it: shown so that they can be seen not to
        };
        var versions = new
        {
            goalkeeper = Goalkeeper,
            dotnet = RuntimeInformation.FrameworkDescription,
        };
        return new Circumstances(command, clock.GetUtcNow(), git.Commit, git.IsDirty, JsonSerializer.Serialize(machine), JsonSerializer.Serialize(versions));
    }

    /// <summary>The version of this program, with the commit that it was built from where that is known.</summary>
    public static string? Goalkeeper { get; } = typeof(Circumstances).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    /// <summary>The Goalkeeper that launched a sweep, where it was another than this one; else null.</summary>
    public static string? OtherProgram(SweepRecord sweep)
    {
        using var versions = JsonDocument.Parse(sweep.Versions);
        var program = versions.RootElement.TryGetProperty("goalkeeper", out var version) ? version.GetString() : null;
        return program == Goalkeeper ? null : program;
    }

    /// <summary>The widest vectors that .NET computes with here; 0: none.</summary>
    public static int VectorBits => Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;

    /// <summary>What the processor calls itself, or null where that is not known.</summary>
    public static string? Processor()
    {
        const string linux = "/proc/cpuinfo";
        var name = File.Exists(linux) ? File.ReadLines(linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return name?[(name.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
    }
}
