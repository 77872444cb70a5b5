using Goalkeeper.Report.Charts;

namespace Goalkeeper.Tests.Report.Charts;

/// <summary>The numbers behind the page's linked charts.</summary>
public class LinkedChartTests
{
    [Fact]
    public void Quartiles_are_those_of_Rs_type_7()
    {
        // R: fivenum differs; quantile(c(7, 1, 4, 2, 20, 11)) gives 1 2.5 5.5 10 20.
        Assert.Equal(new FiveNumbers(1, 2.5, 5.5, 10, 20), FiveNumbers.Of([7, 1, 4, 2, 20, 11, double.NaN, double.PositiveInfinity]));
        Assert.Equal(new FiveNumbers(3, 3, 3, 3, 3), FiveNumbers.Of([3, 3, 3]));
        Assert.Null(FiveNumbers.Of([1, 2, double.NaN]));
    }

    [Fact]
    public void The_running_best_waits_for_a_value_and_ranks_infinities()
    {
        double[] values = [double.NaN, double.PositiveInfinity, 3, double.NaN, 5, 1];
        Assert.Equal([double.NaN, double.PositiveInfinity, 3, 3, 3, 1], RunningBest.Of(values, maximizes: false));
        Assert.Equal([double.NaN, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity], RunningBest.Of(values, maximizes: true));
        Assert.Empty(RunningBest.Of([], maximizes: true));
    }

    [Fact]
    public void Stretches_of_time_are_in_as_few_lanes_as_there_are_at_once()
    {
        Assert.Equal(
            [new Stretch(5, 9, 0), new Stretch(0, 5, 0), new Stretch(1, 3, 1), new Stretch(2, 7, 2), new Stretch(3, 4, 1)],
            Lanes.Of([(5, 9), (0, 5), (1, 3), (2, 7), (3, 4)]));
        Assert.Empty(Lanes.Of([]));
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.5, 0.9 }, "Linear")]
    [InlineData(new[] { 0.001, 0.5, 0.9 }, "Log")]
    [InlineData(new[] { 0, 0.001, 0.5 }, "LogWithZero")]
    [InlineData(new[] { -1, 0.001, 0.5 }, "Linear")]
    [InlineData(new double[0], "Linear")]
    public void Values_far_apart_are_spread_by_ratio(double[] values, string scale) =>
        Assert.Equal(scale, ChartColumn.ScaleOf(values).ToString());

    [Fact]
    public void A_surface_is_the_mean_nearby_and_blank_where_no_mark_is_near()
    {
        // Seven values an axis: a mark reaches a twelfth of it.
        var x = new ChartColumn("x", new Axis("x"), [0, 0, 1, 0.1, 0.2, 0.1, 0.3, double.NaN, 0.25, 0.15]);
        var y = new ChartColumn("y", new Axis("y") { Kind = ScaleKind.Log }, [1, 1, 100, 90, 80, 70, 60, 10, 50, 40]);
        var surface = Surface.Of(x, y, [2, 4, 7, 7, 7, 7, 7, 9, 7, 7])!;
        Assert.Equal((0, 1, 1), (surface.X[0], surface.X[^1], surface.Y[0]));
        Assert.Equal(100, surface.Y[^1], precision: 10);
        Assert.Equal(3, surface.Values[0][0], precision: 12);
        Assert.Equal(7, surface.Values[^1][^1], precision: 12);
        Assert.True(double.IsNaN(surface.Values[0][^1]));
    }

    [Fact]
    public void A_surface_over_a_grid_has_no_gaps()
    {
        var x = new ChartColumn("x", new Axis("x"), [0, 0, 0, 1, 1, 1]);
        var y = new ChartColumn("y", new Axis("y"), [0, 5, 10, 0, 5, 10]);
        Assert.All(Surface.Of(x, y, [1, 2, 3, 4, 5, 6])!.Values, row => Assert.DoesNotContain(double.NaN, row));
    }

    [Fact]
    public void There_is_no_surface_over_one_value_or_fewer_than_three_marks()
    {
        var x = new ChartColumn("x", new Axis("x"), [0, 1, 2, 3]);
        Assert.Null(Surface.Of(x, x with { Values = [1, 1, 1, 1] }, [1, 2, 3, 4]));
        Assert.Null(Surface.Of(x, x, [1, 2, double.NaN, double.PositiveInfinity]));
    }
}
