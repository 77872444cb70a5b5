using Goalkeeper.Analysis;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Analysis;

/// <summary>What describes values: quartiles, the best so far, a mean nearby.</summary>
public class DescriptionTests
{
    [Fact]
    public void Quartiles_are_those_of_Rs_type_7()
    {
        var box = FiveNumbers.Of([7, 1, 4, 2, 20, 11, double.NaN, double.PositiveInfinity])!.Value;
        Reference.AssertNear("quartiles", 0, box.Low, box.LowerQuartile, box.Median, box.UpperQuartile, box.High);
        Assert.Equal(new FiveNumbers(3, 3, 3, 3, 3), FiveNumbers.Of([3, 3, 3]));
        Assert.Null(FiveNumbers.Of([1, 2, double.NaN]));
    }

    [Fact]
    public void The_running_best_waits_for_a_value_and_ranks_infinities()
    {
        double[] values = [double.NaN, double.PositiveInfinity, 3, double.NaN, 5, 1];
        Assert.Equal([double.NaN, double.PositiveInfinity, 3, 3, 3, 1], RunningBest.Of(values, new Metric("cost", "minimize", 0)));
        Assert.Equal([double.NaN, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity], RunningBest.Of(values, new Metric("score", "maximize", 0)));
        Assert.Empty(RunningBest.Of([], new Metric("score", "maximize", 0)));
    }

    [Fact]
    public void A_surface_is_the_mean_nearby_and_blank_where_no_mark_is_near()
    {
        // Seven values an axis: a mark reaches a twelfth of it.
        var x = new Coordinates([0, 0, 1, 0.1, 0.2, 0.1, 0.3, double.NaN, 0.25, 0.15], IsLog: false);
        var y = new Coordinates([1, 1, 100, 90, 80, 70, 60, 10, 50, 40], IsLog: true);
        var surface = Surface.Of(x, y, [2, 4, 7, 7, 7, 7, 7, 9, 7, 7])!;
        Assert.Equal((0, 1, 1), (surface.X[0], surface.X[^1], surface.Y[0]));
        Assert.Equal(100, surface.Y[^1], precision: 10);
        Assert.Equal(3, surface.Values[0][0], precision: 12);
        Assert.Equal(7, surface.Values[^1][^1], precision: 12);
        Assert.True(double.IsNaN(surface.Values[0][^1]));
    }

    [Fact]
    public void A_surfaces_weights_are_Gaussian()
    {
        var x = new Coordinates([0, 0.02, 1, 0.1, 0.5, 0.55, 0.3], IsLog: false);
        var y = new Coordinates([1, 1.5, 100, 2, 10, 12, 30], IsLog: true);
        var surface = Surface.Of(x, y, [2, 4, 7, 1, 5, 9, 6])!;
        Reference.AssertNear("surface", 1e-10, surface.Values[0][0], surface.Values[12][12], surface.Values[23][23]);
    }

    [Fact]
    public void A_surface_over_a_grid_has_no_gaps()
    {
        var x = new Coordinates([0, 0, 0, 1, 1, 1], IsLog: false);
        var y = new Coordinates([0, 5, 10, 0, 5, 10], IsLog: false);
        Assert.All(Surface.Of(x, y, [1, 2, 3, 4, 5, 6])!.Values, row => Assert.DoesNotContain(double.NaN, row));
    }

    [Fact]
    public void A_surface_is_blank_where_more_of_what_is_near_has_no_value()
    {
        var surface = Surface.Of(new([0, 0, 1, 1], false), new([0, 1, 0, 1], false), [1, 2, 3, double.NaN])!;
        Assert.True(double.IsNaN(surface.Values[^1][^1]));
        Assert.All((double[])[surface.Values[0][0], surface.Values[0][^1], surface.Values[^1][0]], v => Assert.InRange(v, 1, 3));
    }

    [Fact]
    public void There_is_no_surface_over_one_value_or_fewer_than_three_marks()
    {
        var x = new Coordinates([0, 1, 2, 3], IsLog: false);
        Assert.Null(Surface.Of(x, x with { Values = [1, 1, 1, 1] }, [1, 2, 3, 4]));
        Assert.Null(Surface.Of(x, x, [1, 2, double.NaN, double.PositiveInfinity]));
    }
}
