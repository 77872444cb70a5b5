using Goalkeeper.Report;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Figures;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Tests.Cli;

namespace Goalkeeper.Tests.Report;

/// <summary>What a report says of how many points are enough.</summary>
public sealed class BudgetTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Points_that_follow_from_no_result_have_an_expected_best()
    {
        var section = Section(SearchMethod.Random, x => x)!;
        var chart = Assert.IsType<LineChart>(section.Figures.Single().Chart);
        Assert.Equal(("Expected best", 20), (chart.Title, chart.Series[0].Points.Count));
        var values = chart.Series[0].Points.Select(p => p.Y).ToList();
        Assert.Equal(values.OrderDescending(), values); // less is better
        Assert.Contains(" of 2 points, ", section.Text[0], StringComparison.Ordinal);
        Assert.Contains(" of 20 points. It is the mean of the best", section.Text[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_that_learns_has_the_best_so_far()
    {
        var section = Section(SearchMethod.Tpe, x => x)!;
        Assert.Equal("Best so far", section.Figures.Single().Chart.Title);
        Assert.StartsWith("The best loss so far, in the order of the points: ", section.Text[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_point_without_a_finite_value_is_no_draw() =>
        Assert.Equal(19, Assert.IsType<LineChart>(Section(SearchMethod.Random, (x, i) => i == 3 ? double.PositiveInfinity : x)!.Figures[0].Chart).Series[0].Points.Count);

    [Fact]
    public void A_few_points_have_none() => Assert.Null(Section(SearchMethod.Random, x => x, trials: 9));

    [Fact]
    public void Thousands_of_points_are_a_line_of_sixty_at_most()
    {
        var space = new Space();
        var x = space.Add("x", Enumerable.Range(1, 3000).ToArray());
        var points = Assert.IsType<LineChart>(Section(space, trial => trial.Get(x), new())!.Figures[0].Chart).Series[0].Points;
        Assert.InRange(points.Count, 40, 60);
        Assert.Equal((1, 3000), (points[0].X, points[^1].X));
        Assert.Equal(1500.5, points[0].Y, 9); // the mean: the best of one
    }

    private FigureSection? Section(SearchMethod method, Func<double, double> function, int trials = 20) => Section(method, (x, _) => function(x), trials);

    private FigureSection? Section(SearchMethod method, Func<double, long, double> function, int trials = 20)
    {
        var space = new Space();
        var x = space.AddUniform("x", 1.0, 2.0);
        return Section(space, trial => function(trial.Get(x), trial.Number), new() { Method = method, RunCap = trials });
    }

    private FigureSection? Section(Space space, Func<Trial, double> function, SweepOptions options)
    {
        Sweep.Run(space, (trial, _) => function(trial), options with { Name = "made-up", Store = _session.Store, Workers = 2 });
        using var store = SweepStore.OpenReadOnly(_session.Store);
        return SweepReport.Of(store, store.Find(SweepReference.Parse("made-up"))).Sections.SingleOrDefault(s => s.Heading == "Best by budget");
    }
}
