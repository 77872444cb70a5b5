using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner;

/// <summary>
/// Plan hashes as the first version had them. One that moves makes every stored sweep of its kind start anew: mend the code, never a hash
/// here.
/// </summary>
public sealed class FrozenIdentityTests : IDisposable
{
    private readonly SweepFolder _folder = new();

    public static TheoryData<string, string, string> Written => new()
    {
        { "", "", "c63d87c04ab69c4e" },
        {
            "variants: [{ name: one, note: a remark }, { name: \"λ \\\"two\\\"\", lambda: 0.7, activation: tanh }]",
            "",
            "262b7dc22aad5a3f"
        },
        {
            "parameters: { lambda: [0, 0.1, 7e-1], keep_prob: [[0.7, 0.9], [1, 1], 0.5, [0.25]] }\nexclude: lambda > 0 and keep_prob = 0.5",
            "",
            "d5b10f22ef1ab55c"
        },
        {
            "variants: [{ name: a }, { name: b, initialization: zeros }]\nparameters: { lambda: [0, 1] }\nreplicates: 3",
            "",
            "f8e2ebf793dbb32a"
        },
        { "parameters: { seed: [0, 1, 4294967295] }", "", "2e92fbf140232654" },
        { "", "iterations=1,29,31,3000", "a42af7aff3149056" },
        { "metric: { name: cost, goal: maximize }", "hidden=[],7,[20,7,5]|activation=tanh", "1f86de7b32bad23e" },
        {
            "",
            "learning_rate=1e-300,0.30000000000000004,1e300|initialization=random|initialization_scale=10|lambda=-0",
            "eb523753e5f8bf27"
        },
        {
            "metric: { name: test_accuracy }\nkeep_weights: none\ngate: gradcheck\ndescription: a sentence",
            "dataset=circles|replicates=2|seed=7|dropout_mask=fixed|keep_prob=0.5|record_every=7",
            "9b376dea453ae923"
        },
        {
            // Some of these trials are the same training.
            "parameters: { initialization: [he, random], initialization_scale: [0.01, 1], keep_prob: [1, [1, 1]], dropout_mask: [fixed, resampled] }",
            "",
            "556b2154590bfdaf"
        },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cats", "8d26ab575669ca13")]
    [InlineData("flower", "b473f7bf4263c5aa")]
    [InlineData("football", "a3a71cb5641ee250")]
    [InlineData("initialization", "5b47174f8418c636")]
    [InlineData("keep-prob-per-layer", "03cbf0dd6254a2ca")]
    [InlineData("keep-prob-tuning", "eaac93b29f17440f")]
    [InlineData("lambda-and-keep-prob", "b7c8c5d07e6166fe")]
    [InlineData("lambda-tuning", "4c0d8d4f9fd765dc")]
    [InlineData("large-random-longer", "571b174918fe88fe")]
    [InlineData("penalties", "3754519f6fa3559e")]
    [InlineData("regularization", "37ced7a65836dba4")]
    public void A_committed_experiment_keeps_its_hash(string name, string hash)
    {
        var folder = Path.Combine(Experiments.Root, "experiments");
        var trial = File.ReadLines(Path.Combine(folder, "fingerprints.csv")).First(l => l.StartsWith(name + ",1,", StringComparison.Ordinal));
        var experiment = ExperimentFile.Read(Path.Combine(folder, name + ".yaml"));
        Assert.Equal(hash, Experiments.Plan(experiment, sha256: trial.Split(',')[2]).Hash[..16]);
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void Whatever_a_file_says_its_plan_keeps_its_hash(string more, string overrides, string hash) =>
        Assert.Equal(hash, Experiments.Plan(more, overrides.Split('|', StringSplitOptions.RemoveEmptyEntries)).Hash[..16]);

    [Theory]
    [InlineData("{ csv: data.csv, features: [x2, x1], label: y }", "b141d7f61c7ac0ca")]
    [InlineData("{ csv: data.csv, features: [x1, x2], label: y, split: s }", "34d5d4f2376921e8")]
    [InlineData("{ csv: data.csv, features: [x1], label: y, split: { dev: 0.25, test: 0.25, seed: 4 } }", "ebaa685cda74b553")]
    [InlineData("{ npz: data.npz, train: { x: a, y: b } }", "692f99f3b5319f8d")]
    [InlineData("{ npz: data.npz, train: { x: a, y: b }, dev: { x: a, y: b }, classes: c, scale: 1/255 }", "64d3fa10abb41603")]
    public void Wherever_its_data_come_from_a_plan_keeps_its_hash(string source, string hash)
    {
        var rows = Enumerable.Range(0, 8).Select(i => FormattableString.Invariant($"{i},{i * i / 10.0},{i % 2},{(i < 6 ? "train" : "dev")}\n"));
        _folder.Write("data.csv", "x1,x2,y,s\n" + string.Concat(rows));
        File.WriteAllBytes(_folder.Write("data.npz", ""), Npy.Zip(
        [
            ("a", Npy.UInt8("3, 1, 2, 3", [.. Enumerable.Range(0, 18).Select(i => (byte)(i * 14))])),
            ("b", Npy.Int64("1, 3", 0, 1, 1)),
            ("c", Npy.Bytes("|S3", "2,", [.. "no\0yes"u8])),
        ]));
        var file = _folder.Write("x.yaml", Experiments.Minimal.Replace("dataset: pitch", "dataset: " + source, StringComparison.Ordinal));

        var experiment = ExperimentFile.Read(file);
        var data = DatasetLoader.Load(experiment.Network.Dataset, dataFolder: "");
        var plan = ExperimentPlan.Expand(experiment, data.ComputeSha256(), [.. data.Splits.Select(s => s.Name)]);
        Assert.Equal(hash, plan.Hash[..16]);
    }
}
