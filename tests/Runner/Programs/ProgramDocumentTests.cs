using System.Text.Json;
using System.Text.RegularExpressions;
using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner.Programs;

/// <summary>The programs in docs/programs.md are trials as they stand there.</summary>
public sealed partial class ProgramDocumentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goalkeeper-document-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("python", "python3", 10, 0.34867844010)]
    [InlineData("bash", "bash", 3, 0.729)]
    public void A_program_in_the_document_is_a_trial(string language, string interpreter, int steps, double last)
    {
        var path = Environment.GetEnvironmentVariable("PATH");
        Assert.SkipWhen(OperatingSystem.IsWindows() || SearchPath.FindAny(interpreter, path) is null || SearchPath.FindAny("awk", path) is null, $"needs {interpreter}");
        var text = File.ReadAllText(Path.Combine(Experiments.Root, "docs", "programs.md"));
        var program = Blocks().Matches(text).Single(m => m.Groups["language"].Value == language).Groups["text"].Value;
        File.WriteAllText(Path.Combine(_folder, "program"), program);
        using var supervisors = new Supervisors();
        var command = new ProgramCommand([interpreter, "program"], _folder) { Metrics = new HashSet<string> { "val_loss" } };
        var trial = new ProgramTrial(
            "sweep", 1, 1, new Dictionary<string, JsonElement> { ["lr"] = JsonElement.Parse("0.1") }, new TrialFolder(Path.Combine(_folder, "trial")));
        var result = new ProgramRun(command, supervisors, new CommandFiles(), TimeProvider.System).Run(trial, (_, _) => true, CancellationToken.None);
        Assert.Equal((ProgramOutcome.Finished, null, null), (result.Outcome, result.Reason, result.Wrong));
        var trace = Assert.Single(result.Traces);
        Assert.Equal(("val_loss", steps), (trace.Metric, trace.Iterations.Count));
        Assert.Equal(last, trace.Values[^1], precision: 6);
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
