using System.Text.RegularExpressions;
using Goalkeeper.Runner;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests.Cli;

/// <summary>README.md does what it says.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Experiments.Root, "README.md"));

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Its_commands_work_one_after_the_other()
    {
        // README's first command; then the tour's lines as they stand, but for the folder and their length.
        _session.Succeed("run", Session.Experiment("initialization"), "--set", "iterations=30", "--no-report");
        var lines = Blocks("sh").SelectMany(block => block.Split('\n')).Where(line => line.StartsWith("goalkeeper ", StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count >= 6, "README's tour has lost its commands.");
        foreach (var line in lines)
        {
            var words = Word().Matches(line).Skip(1).Select(m => m.Value.Trim('"'))
                .Select(word => word.StartsWith("experiments/", StringComparison.Ordinal) ? Path.Combine(Experiments.Root, word) : word).ToList();
            if (words[0] == "run") words.AddRange(["--set", "iterations=30", "--no-report"]);
            var printed = _session.Run([.. words]);
            Assert.True(printed.ExitCode == 0, $"{line}: {printed.Error}");
        }
    }

    [Fact]
    public void Its_table_is_what_the_first_command_prints()
    {
        var table = Assert.Single(Blocks("text")).TrimEnd();
        Assert.Contains(table, _session.Succeed("run", Session.Experiment("initialization")).Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_experiments_are_the_files_that_they_name()
    {
        var program = Path.Combine(Experiments.Root, "examples/line.yaml");
        var line = ExperimentFile.Parse(Blocks("yaml").First(), program);
        Assert.Equal(ExperimentPlan.Expand(ExperimentFile.Read(program)).Hash, ExperimentPlan.Expand(line).Hash);
        var shown = Blocks("yaml").Skip(1).Select(block => ExperimentFile.Parse(block, Session.Experiment("README"))).ToList();
        Assert.Equal(["lambda-tuning", "penalties"], shown.Select(e => e.Name));
        foreach (var experiment in shown) Assert.Equal(Hash(ExperimentFile.Read(Session.Experiment(experiment.Name))), Hash(experiment));

        static string Hash(Experiment experiment)
        {
            var data = DatasetLoader.Load(experiment.Network.Dataset, dataFolder: "");
            return ExperimentPlan.Expand(experiment, data.ComputeSha256(), [.. data.Splits.Select(s => s.Name)]).Hash;
        }
    }

    [Fact]
    public void Its_links_lead_somewhere()
    {
        foreach (var link in Link().Matches(Text).Select(m => m.Groups[1].Value).Where(l => !l.StartsWith("http", StringComparison.Ordinal)))
            Assert.True(Path.Exists(Path.Combine(Experiments.Root, link)), $"README.md links to {link}, which is not there.");
    }

    private static IEnumerable<string> Blocks(string language) =>
        Regex.Matches(Text, $"^```{language}\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline).Select(m => m.Groups[1].Value);

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\]\(([^)#]+)")]
    private static partial Regex Link();
}
