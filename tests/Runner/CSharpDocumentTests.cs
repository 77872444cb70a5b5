using System.Text.RegularExpressions;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Runner;

/// <summary>The C# of docs/csharp.md compiles, since all of it stands here, and does what the document says; its first program is examples/csharp.</summary>
public sealed partial class CSharpDocumentTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("goalkeeper-csharp-");

    private enum Optimizer
    {
        Sgd,
        Adam,
    }

    private ToStore Sweep => new(Path.Combine(_folder.FullName, "goalkeeper.db"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void All_code_of_the_document_stands_here()
    {
        var document = File.ReadAllText(Path.Combine(Experiments.Root, "docs/csharp.md"));
        var here = Unindented(File.ReadAllText(Path.Combine(Experiments.Root, "tests/Runner/CSharpDocumentTests.cs")));
        var blocks = Block().Matches(document).Where(m => m.Groups[1].Value == "csharp").Select(m => m.Groups[2].Value).ToList();
        var words = Inline().Matches(Block().Replace(document, "")).Select(m => m.Groups[1].Value).Where(code => Call().IsMatch(code)).ToList();
        Assert.Equal((4, true), (blocks.Count, words.Count > 10));
        Assert.All(blocks.Skip(1).Concat(words), code => Assert.Contains(Unindented(code), here, StringComparison.Ordinal));

        static string Unindented(string code) => Indent().Replace(code, "");
    }

    [Fact]
    public void A_search_tries_as_many_points_as_it_may()
    {
        var space = new Space();
        var lr = space.AddLogUniform("lr", 1e-4, 0.1);
        var momentum = space.AddUniform("momentum", 0, 0.99);
        var width = space.AddWhole("width", 8, 256);

        var sweep = Sweep.Run(space, Train, new SweepOptions { Method = SearchMethod.Tpe, RunCap = 60, Parallelism = 8 });
        Assert.Equal(60, sweep.Trials.Count);
        Assert.True(sweep.BestMean < sweep.Trials[0].Metrics["loss"]);

        Sweep.Run(space, Train, new SweepOptions { Name = "line", Method = SearchMethod.Random, RunCap = 12 });
        var next = Sweep.Run(space, Train, new SweepOptions { StartFrom = "line#1", Method = SearchMethod.Tpe, RunCap = 5 });
        Assert.Equal(5, next.Trials.Count);

        double Train(Trial trial, CancellationToken stop) => Math.Pow(Math.Log10(trial.Get(lr)) + 2, 2) + trial.Get(momentum) + trial.Get(width) / 256.0;
    }

    [Fact]
    public void Trials_are_ended_early_and_an_interrupt_stops_the_sweep()
    {
        using var interrupt = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) => { key.Cancel = true; interrupt.Cancel(); };
        var space = new Space();
        var lr = space.Add("lr", 0.003, 0.01, 0.03, 0.1);
        var momentum = space.Add("momentum", 0, 0.5, 0.9);
        var sweep = Sweep.Run(
            space,
            (trial, stop) =>
            {
                var line = new Line(trial.Seed);
                for (var step = 1; step <= 81; step++)
                {
                    line.Descend(trial.Get(lr), trial.Get(momentum));
                    if (!trial.Report(step, ("val_loss", line.Loss))) break;
                }
                return line.Loss;
            },
            new SweepOptions { Metric = "val_loss", EarlyStopping = EarlyStopping.Hyperband(minIter: 3) });
        Assert.Contains(sweep.Trials, trial => trial.State == TrialState.Pruned);
    }

    [Fact]
    public void Parameters_go_together_and_points_are_left_out()
    {
        var space = new Space();
        var width = space.Add("width", 8, 16);
        var batch = space.Add("batch", 32, 64);
        var lr = space.Add("lr", 0.01, 0.1);
        var momentum = space.Add("momentum", 0, 0.9);
        space.Add<int[]>("hidden", [20, 3], [5]);
        const int step = 1;
        space.Zip(width, batch);
        space.Exclude(point => point.Get(lr) > 0.05 && point.Get(momentum) == 0.9);
        var sweep = Sweep.Run(space, (trial, stop) => trial.Report(step, ("val_loss", 0.31), ("accuracy", 0.9)) ? trial.Get(lr) : 1, new SweepOptions { Version = "2" });
        Assert.Equal(2 * 3 * 2, sweep.Trials.Count);
        Assert.Equal(0.9, sweep.Trials[0].Metrics["accuracy"]);
    }

    [Fact]
    public void A_parameter_exists_sometimes()
    {
        var space = new Space();
        var optimizer = space.Add("optimizer", Optimizer.Sgd, Optimizer.Adam);
        var momentum = space.Add("momentum", 0, 0.9);
        space.OnlyWhen(momentum, optimizer, Optimizer.Sgd);
        space.Exclude(point => point.Has(momentum) && point.Get(momentum) == 0.9);
        var sweep = Sweep.Run(space, (trial, stop) => trial.Has(momentum) ? trial.Get(momentum) : 1, new SweepOptions());
        Assert.Equal([0, 1], sweep.Trials.Select(trial => trial.Metrics["loss"]));
    }

    [Fact]
    public void Early_stopping_has_the_rules_of_the_document()
    {
        const long minIter = 3, maxIter = 27, step = 10;
        const int s = 2;
        const double keep = 0.5;
        EarlyStopping[] rules = [EarlyStopping.Hyperband(minIter), EarlyStopping.HyperbandBefore(maxIter, s), EarlyStopping.Median(), EarlyStopping.Fixed(step, keep)];
        Assert.Equal(4, rules.Select(rule => rule.ToString()).Distinct().Count());
    }

    /// <summary>What the document calls as Sweep, with the test's own store.</summary>
    private sealed record ToStore(string Path)
    {
        public SweepResult Run(Space space, Func<Trial, CancellationToken, double> objective, SweepOptions options) =>
            Goalkeeper.Runner.Sweep.Run(space, objective, options with { Store = Path });
    }

    [GeneratedRegex(@"^ *```(\w*)\n(.*?)^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Inline();

    // With arguments, or a text that is set.
    [GeneratedRegex("\\((?=[^)])| = \"")]
    private static partial Regex Call();

    [GeneratedRegex("^ +", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
