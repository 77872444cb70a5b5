using Goalkeeper.Report.Charts;

namespace Goalkeeper.Tests.Report.Charts;

/// <summary>The numbers behind the page's linked charts.</summary>
public class LinkedChartTests
{
    [Fact]
    public void Stretches_of_time_are_in_as_few_lanes_as_there_are_at_once()
    {
        Assert.Equal(
            [new Stretch(5, 9, 0), new Stretch(0, 5, 0), new Stretch(1, 3, 1), new Stretch(2, 7, 2), new Stretch(3, 4, 1)],
            Lanes.Of([(5, 9), (0, 5), (1, 3), (2, 7), (3, 4)]));
        Assert.Empty(Lanes.Of([]));
    }

    [Fact]
    public void A_line_across_parallel_axes_is_interrupted_where_its_trial_has_no_value_and_the_best_is_above_the_others()
    {
        var words = new ChartColumn("kind", new Axis("kind"), [0, 1, double.NaN, 0]) { Words = ["a", "b"] };
        var rate = new ChartColumn("lr", new Axis("lr") { Min = 0, Max = 1 }, [0, 0.5, 1, 0.5]);
        var loss = new ChartColumn("loss", new Axis("loss") { Min = 0, Max = 10 }, [10, 0, 5, double.PositiveInfinity]) { IsMeasured = true };
        var lines = new ParallelChart([words, rate], loss) { Title = "x", Best = new HashSet<int> { 1 } }.Lines();
        Assert.Equal(3, lines.Count); // what is infinite has no place
        Assert.Equal([0, 0.5, 1], lines.Select(line => line.Strength)); // less is better
        Assert.Equal([false, false, true], lines.Select(line => line.IsBest));
        Assert.Equal([new Place(0, 0.25), new Place(1, 0), new Place(2, 1)], lines[0].Places);
        Assert.Equal([new Place(0, double.NaN), new Place(1, 1), new Place(2, 0.5)], lines[1].Places);
        Assert.Equal([1, 0.5, 0], new ParallelChart([words, rate], loss) { Title = "x", Maximizes = true }.Lines().Select(line => line.Strength).Order().Reverse());
        Assert.Equal(["a", "b"], ParallelChart.Ticks(words, 6).Select(t => t.Label));
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.5, 0.9 }, "Linear")]
    [InlineData(new[] { 0.001, 0.5, 0.9 }, "Log")]
    [InlineData(new[] { 0, 0.001, 0.5 }, "LogWithZero")]
    [InlineData(new[] { -1, 0.001, 0.5 }, "Linear")]
    [InlineData(new double[0], "Linear")]
    public void Values_far_apart_are_spread_by_ratio(double[] values, string scale) =>
        Assert.Equal(scale, ChartColumn.ScaleOf(values).ToString());
}
