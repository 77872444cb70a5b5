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

    [Theory]
    [InlineData(new[] { 0.1, 0.5, 0.9 }, "Linear")]
    [InlineData(new[] { 0.001, 0.5, 0.9 }, "Log")]
    [InlineData(new[] { 0, 0.001, 0.5 }, "LogWithZero")]
    [InlineData(new[] { -1, 0.001, 0.5 }, "Linear")]
    [InlineData(new double[0], "Linear")]
    public void Values_far_apart_are_spread_by_ratio(double[] values, string scale) =>
        Assert.Equal(scale, ChartColumn.ScaleOf(values).ToString());
}
