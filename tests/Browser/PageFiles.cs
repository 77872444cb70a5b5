using Goalkeeper.Report;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Tests.Cli;

namespace Goalkeeper.Tests.Browser;

/// <summary>Report pages of sweeps of made-up functions, in a folder of their own.</summary>
internal sealed class PageFiles : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    /// <summary>Runs a function over a space, and writes its page.</summary>
    public string Of(Space space, Func<Trial, double> function, SweepOptions? options = null)
    {
        options = (options ?? new SweepOptions()) with { Name = "made-up", Store = _session.Store, Workers = 2 };
        Sweep.Run(space, (trial, _) => function(trial), options);
        using var store = SweepStore.OpenReadOnly(_session.Store);
        return Write(SweepReport.Of(store, store.Find(SweepReference.Parse("made-up"))));
    }

    /// <summary>Writes a report's page.</summary>
    public string Write(SweepReport report)
    {
        var path = _session.File("report.html");
        using var file = File.Create(path);
        ReportFile.Of(report, portable: false).Single(f => f.Name == "report.html").Write(file);
        return path;
    }

    /// <summary>So many trials of ten parameters, all different, with six digits, as a search has them.</summary>
    public string Search(int trials)
    {
        var space = new Space();
        var parameters = Enumerable.Range(0, 10).Select(p => space.Add(
            $"p{p}", [.. Enumerable.Range(0, trials).Select(i => Math.Round(((i + 1) * (0.5 + p) * 0.6180339887 + p * 0.1) % 1, 6))])).ToList();
        space.Zip([.. parameters]);
        return Of(space, trial => parameters.Select((p, i) => Math.Pow(trial.Get(p) - 0.5, 2) / (i + 1)).Sum());
    }
}

/// <summary>The page of a grid of two numbers and a word, three seeds each; the loss is least at lr 0.1, and one word fails.</summary>
public sealed class GridPage : IDisposable
{
    private readonly PageFiles _files = new();

    public GridPage()
    {
        var space = new Space();
        var lr = space.Add("lr", 0.001, 0.01, 0.1, 1.0);
        var depth = space.Add("depth", 2, 4, 6, 8);
        var kind = space.Add("kind", "sgd", "adam", "none");
        Path = _files.Of(
            space,
            trial =>
            {
                if (trial.Get(kind) == "none" && trial.Get(depth) == 8) throw new InvalidOperationException("luck");
                var loss = 0.1 + Math.Pow(Math.Log10(trial.Get(lr)) + 1, 2) + trial.Get(depth) / 100.0 + trial.Seed / 1000.0;
                for (var step = 1; step <= 5; step++) trial.Report(step, ("loss", loss * (6 - step)), ("accuracy", step / 5.0));
                return loss;
            },
            new() { Replicates = 3 });
    }

    /// <summary>Its file.</summary>
    public string Path { get; }

    public void Dispose() => _files.Dispose();
}
