using Goalkeeper.Runner;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Runner;

/// <summary>What the tests of experiment files share: a small experiment, the repository's files.</summary>
internal static class Experiments
{
    /// <summary>The least that an experiment must say; tests add sections to it.</summary>
    public const string Minimal = """
        name: small
        dataset: pitch
        network: { hidden: [20, 3] }
        training: { learning_rate: 0.3, iterations: 300 }

        """;

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Path.Combine(Root, "experiments"), "*.yaml").Order(StringComparer.Ordinal);

    /// <summary>A file's text, good to be read anywhere: its table is found from there.</summary>
    public static string Text(string file) =>
        File.ReadAllText(file).Replace("csv: ", $"csv: {Path.GetDirectoryName(file)}/", StringComparison.Ordinal);

    public static Experiment Parse(string more, params string[] overrides) => ExperimentFile.Parse(Minimal + more, "x.yaml", overrides);

    public static ExperimentPlan Plan(string more, params string[] overrides) => Plan(Parse(more, overrides));

    public static ExperimentPlan Plan(Experiment experiment, string sha256 = "abc") => experiment.Objective is ProgramDescription
        ? ExperimentPlan.Expand(experiment)
        : ExperimentPlan.Expand(experiment, sha256, ["train", "dev", "test"]);

    /// <summary>What each trial of a plan trains.</summary>
    public static IEnumerable<TrainingSettings> Networks(ExperimentPlan plan) => plan.Trials.Select(new TrialSettings(plan.ToSweepPlan()).Of);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Goalkeeper.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
