using Goalkeeper.Tests.Training;

namespace Goalkeeper.Tests.Runner;

/// <summary>
/// experiments/fingerprints.csv holds this machine to the bits that the committed experiments gave on another. The quick ones are run
/// here; cats, large-random-longer and the four grids of λ and keep_prob are left to the script experiments/fingerprints.
/// </summary>
public class FingerprintFileTests
{
    private static readonly List<string[]> Lines =
        [.. File.ReadLines(Path.Combine(Experiments.Root, "experiments", "fingerprints.csv")).Select(line => line.Split(','))];

    [Fact]
    public void It_has_every_trial_of_every_committed_experiment()
    {
        Assert.Equal(["sweep", "trial", "dataset", "initial_weights", "result"], Lines[0]);
        Assert.All(Lines.Skip(1), line => Assert.All(line[2..], hash => Assert.Matches("^[0-9a-f]{64}$", hash)));
        Assert.Equal(
            ExperimentDocumentsTests.ShippedExperiments
                .SelectMany(e => Enumerable.Range(1, e.Data.Item2).Select(trial => $"{e.Data.Item1},{trial}")).Order(StringComparer.Ordinal),
            Lines.Skip(1).Select(line => $"{line[0]},{line[1]}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("initialization")]
    [InlineData("regularization")]
    [InlineData("flower")]
    [InlineData("penalties")]
    public void A_quick_experiment_gives_the_same_bits_here(string experiment) => AssertSame(experiment);

    [Fact]
    public void The_football_experiment_gives_the_same_bits_here()
    {
        ThirdPartyData.Need("football.csv");
        AssertSame("football");
    }

    private static void AssertSame(string experiment)
    {
        using var folder = new SweepFolder();
        var sweep = folder.Run(Experiments.Text(Path.Combine(Experiments.Root, "experiments", experiment + ".yaml"))).Sweep;
        using var store = folder.Open();
        var differences = new List<string>();
        foreach (var trial in store.Trials(sweep))
        {
            var line = Lines.Single(l => l[0] == experiment && l[1] == FormattableString.Invariant($"{trial.Number}"));
            var (initialWeights, result) = store.Fingerprint(trial)!;
            string?[] here = [sweep.DatasetSha256, initialWeights, result];
            if (Enumerable.Range(0, 3).FirstOrDefault(i => here[i] != line[i + 2], -1) is >= 0 and var first)
                differences.Add(FormattableString.Invariant($"trial {trial.Number} first differs in its {Lines[0][first + 2]}"));
        }
        Assert.True(
            differences.Count == 0,
            $"experiments/{experiment}.yaml gives other bits here than in fingerprints.csv:\n{string.Join('\n', differences)}\n"
                + "Where the arithmetic was changed on purpose, `experiments/fingerprints` makes the file anew.");
    }
}
