using Goalkeeper.Report.Charts;

namespace Goalkeeper.Tests.Report;

public class ScaleTests
{
    [Theory]
    [InlineData(0, 30000, 6, "0 5000 10000 15000 20000 25000 30000", 7)]
    [InlineData(0, 1, 6, "0 0.2 0.4 0.6 0.8 1", 6)]
    [InlineData(-0.3, 0.3, 7, "-0.3 -0.2 -0.1 0 0.1 0.2 0.3", 7)]
    [InlineData(0, 0.0005, 6, "0 1e-4 2e-4 3e-4 4e-4 5e-4", 6)]
    [InlineData(0, 0.002, 5, "0 0.0005 0.001 0.0015 0.002", 5)]
    [InlineData(0, 4e6, 5, "0 1e6 2e6 3e6 4e6", 5)]
    [InlineData(-1e300, 1e300, 5, "-1e300 -5e299 0 5e299 1e300", 5)]
    [InlineData(0, 7e-299, 4, "0 2e-299 4e-299 6e-299", 4)]
    public void Linear_ticks_are_multiples_of_1_2_or_5_in_their_shortest_form(double min, double max, int most, string labels, int count)
    {
        var ticks = Scale.Fit(new Axis { Min = min, Max = max }, []).Ticks(Math.Max(most, count));
        Assert.Equal(labels, Labels(ticks));
        Assert.True(ticks.Count <= Math.Max(most, count));
    }

    [Fact]
    public void Percent_ticks_are_round_percents()
    {
        var axis = new Axis { Style = NumberStyle.Percent, Min = 0.93, Max = 0.96 };
        Assert.Equal("93\u00a0%|93.5\u00a0%|94\u00a0%|94.5\u00a0%|95\u00a0%|95.5\u00a0%|96\u00a0%",
            string.Join('|', Scale.Fit(axis, []).Ticks(7).Select(t => t.Label)));
    }

    [Fact]
    public void Log_ticks_stand_at_decades_with_minor_ones_between()
    {
        var ticks = Scale.Fit(new Axis { Kind = ScaleKind.Log, Min = 1e-4, Max = 100 }, []).Ticks(9);
        Assert.Equal("1e-4 0.001 0.01 0.1 1 10 100", Labels(ticks));
        Assert.Equal(6 * 8, ticks.Count(t => !t.IsMajor));
        Assert.Equal(0.5, ticks.Single(t => t.Label == "0.1").Position, 12);
    }

    [Theory]
    [InlineData(1e-300, 1e300, 6)]
    [InlineData(double.Epsilon, double.MaxValue, 4)]
    [InlineData(0.3, 5, 6)]
    [InlineData(0.69, 0.7, 5)]
    [InlineData(1, 2, 6)]
    public void Every_log_range_has_from_two_to_the_wanted_number_of_labels(double min, double max, int most)
    {
        var ticks = Scale.Fit(new Axis { Kind = ScaleKind.Log, Min = min, Max = max }, []).Ticks(most);
        Assert.InRange(ticks.Count(t => t.IsMajor), 2, most);
        Assert.All(ticks, t => Assert.InRange(t.Position, -1e-6, 1 + 1e-6));
        Assert.InRange(ticks.Count, 2, 100);
    }

    [Fact]
    public void Less_than_a_decade_is_labelled_at_1_2_and_5() =>
        Assert.Equal("0.5 1 2 5", Labels(Scale.Fit(new Axis { Kind = ScaleKind.Log, Min = 0.3, Max = 5 }, []).Ticks(6)));

    [Fact]
    public void Zero_stands_left_of_the_break_and_the_smallest_positive_value_right_of_it()
    {
        var scale = Scale.Fit(new Axis("λ") { Kind = ScaleKind.LogWithZero }, [0, 0.01, 0.1, 1, 10]);
        Assert.NotNull(scale.Break);
        Assert.Equal(0.04, scale.Position(0), 12);
        Assert.InRange(scale.Break.Value, scale.Position(0) + 0.03, scale.Position(0.01) - 0.03);
        Assert.Equal(scale.Position(0.1) - scale.Position(0.01), scale.Position(10) - scale.Position(1), 12);
        Assert.Equal("0 0.01 0.1 1 10", Labels(scale.Ticks(8)));
    }

    [Fact]
    public void Without_a_zero_there_is_no_break_and_without_a_positive_value_no_logarithm()
    {
        Assert.Null(Scale.Fit(new Axis { Kind = ScaleKind.LogWithZero }, [0.1, 1]).Break);
        var onlyZero = Scale.Fit(new Axis { Kind = ScaleKind.LogWithZero }, [0]);
        Assert.Null(onlyZero.Break);
        Assert.Equal(0.5, onlyZero.Position(0), 12);
    }

    [Fact]
    public void A_value_that_is_not_positive_stands_at_the_log_axis_edge()
    {
        var scale = Scale.Fit(new Axis { Kind = ScaleKind.Log }, [-5, 0, 1, 100, double.NaN, double.PositiveInfinity]);
        Assert.Equal(0, scale.Position(0));
        Assert.Equal(0, scale.Position(-5));
        Assert.InRange(scale.Position(1), 0.01, 0.1);
        Assert.True(double.IsNaN(scale.Position(double.NaN)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.95)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    public void Equal_values_stand_in_the_middle(double value)
    {
        var scale = Scale.Fit(new Axis(), [value, value]);
        Assert.Equal(0.5, scale.Position(Math.Clamp(value, -1e300, 1e300)), 6);
        Assert.InRange(scale.Ticks(5).Count, 1, 5);
    }

    [Fact]
    public void Values_that_differ_by_rounding_only_count_as_equal() =>
        Assert.InRange(Scale.Fit(new Axis(), [1, Math.BitIncrement(1.0)]).Ticks(5).Count, 1, 5);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(double.NaN, 1)]
    public void Ends_in_the_wrong_order_are_refused_with_the_axis_name(double min, double max)
    {
        var error = Assert.Throws<ArgumentException>(() => Scale.Fit(new Axis("cost") { Min = min, Max = max }, []));
        Assert.Contains("'cost'", error.Message, StringComparison.Ordinal);
    }

    private static string Labels(IEnumerable<Tick> ticks) => string.Join(' ', ticks.Where(t => t.IsMajor).Select(t => t.Label));
}
