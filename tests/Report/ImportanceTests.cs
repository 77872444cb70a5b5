using Goalkeeper.Report;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Figures;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Tests.Cli;

namespace Goalkeeper.Tests.Report;

/// <summary>What a report says of what mattered.</summary>
public sealed class ImportanceTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_grids_parameters_have_their_shares_a_table_of_them_and_their_main_effects()
    {
        var (space, lr, kind) = Grid();
        var section = Section(space, trial => Math.Log10(trial.Get(lr)) + (trial.Get(kind) == "b" ? 1 : 0) + trial.Seed / 100.0, new() { Replicates = 2 })!;
        Assert.Equal(["importance.svg", "effect-lr.svg", "effect-kind.svg"], section.Figures.Select(f => f.FileName));
        var shares = Assert.IsType<DotChart>(section.Figures[0].Chart);
        Assert.Equal("lr", shares.Categories[0]);
        Assert.InRange(shares.Series[0].Values[0].Value, 0.8, 0.98); // 2 : 0.25, by hand 0.89
        Assert.Equal(1, shares.Series[0].Values.Sum(v => v.Value), 9);
        Assert.True(section.Figures[0].HasTable);
        Assert.Equal(5, Assert.IsType<LineChart>(section.Figures[1].Chart).Series[0].Points.Count);
        Assert.Equal(["a", "b"], Assert.IsType<DotChart>(section.Figures[2].Chart).Categories);
        Assert.Contains("Seeds make 0.0", section.Text[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_words_effect_on_a_logarithm_has_its_band_in_the_metrics_unit()
    {
        var (space, lr, kind) = Grid();
        var section = Section(space, trial => trial.Get(lr) * (trial.Get(kind) == "b" ? 10 : 1) * (1 + trial.Number % 3))!;
        var chart = Assert.IsType<DotChart>(section.Figures.Single(f => f.FileName == "effect-kind.svg").Chart);
        Assert.Equal(ScaleKind.Log, chart.Value.Kind);
        Assert.All(chart.Series[0].Values, v =>
        {
            Assert.True(v.HasBar);
            Assert.Equal(v.Value / v.Lower, v.Upper / v.Value, 9);
            Assert.Contains(" to ", chart.Number(v), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Points_without_a_finite_value_are_left_out_and_counted()
    {
        var (space, lr, kind) = Grid(11);
        var section = Section(space, trial => trial.Get(lr) > 10 && trial.Get(kind) == "b" ? double.PositiveInfinity : trial.Get(lr))!;
        Assert.Contains(section.Text, t => t.Contains("without a finite value at their end are left out: those that failed or diverged, or were pruned before they had one.", StringComparison.Ordinal));
        Assert.NotEmpty(section.Figures);
    }

    [Fact]
    public void Trials_that_were_stopped_count_with_what_they_had()
    {
        var space = new Space();
        var (a, b) = (space.AddUniform("a", 0, 1), space.AddUniform("b", 0, 1));
        var options = new SweepOptions { Method = SearchMethod.Random, RunCap = 60, Parallelism = 1, EarlyStopping = EarlyStopping.Fixed(1, 0.25) };
        double Loss(Trial trial) => trial.Get(a) + trial.Get(b) / 10;
        var section = Section(space, trial => { for (var step = 1; step < 4 && trial.Report(step, ("loss", Loss(trial))); step++) { } return Loss(trial); }, options)!;
        Assert.Contains(section.Text, t => t.Contains(" points with pruned trials count with the last value that these had", StringComparison.Ordinal));
        var shares = Assert.IsType<DotChart>(section.Figures[0].Chart);
        Assert.Equal("a", shares.Categories[0]); // of the best fourth alone b would seem to matter as much
        Assert.InRange(shares.Series[0].Values[0].Value, 0.9, 1);
    }

    [Fact]
    public void Too_few_points_are_told() =>
        Assert.Equal("It takes 10 points with a finite loss to tell what mattered; 4 have one.", Section(Grid(2).Space, _ => 1)!.Text.Single());

    [Fact]
    public void A_constant_is_told() => Assert.Equal("Loss is the same at every point: nothing mattered.", Section(Grid(5).Space, _ => 1)!.Text.Single());

    [Fact]
    public void Chance_is_told()
    {
        var section = Section(Grid(6).Space, trial => trial.Number * 7919 % 13)!;
        Assert.StartsWith("What mattered cannot be told", section.Text.Single(), StringComparison.Ordinal);
        Assert.Empty(section.Figures);
    }

    [Fact]
    public void One_parameter_has_nothing_to_share_with()
    {
        var space = new Space();
        var x = space.Add("x", Enumerable.Range(0, 12).ToArray());
        Assert.Null(Section(space, trial => trial.Get(x)));
    }

    private static (Space Space, Goalkeeper.Runner.Parameter<double> Lr, Goalkeeper.Runner.Parameter<string> Kind) Grid(int count = 5)
    {
        var space = new Space();
        return (space, space.Add("lr", [.. Enumerable.Range(0, count).Select(i => Math.Pow(10, i - 2))]), space.Add("kind", "a", "b"));
    }

    private FigureSection? Section(Space space, Func<Trial, double> function, SweepOptions? options = null)
    {
        Sweep.Run(space, (trial, _) => function(trial), (options ?? new()) with { Name = "made-up", Store = _session.Store, Workers = 2 });
        using var store = SweepStore.OpenReadOnly(_session.Store);
        return SweepReport.Of(store, store.Find(SweepReference.Parse("made-up"))).Sections.SingleOrDefault(s => s.Heading == "What mattered");
    }
}
