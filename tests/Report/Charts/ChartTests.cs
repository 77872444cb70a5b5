using CsCheck;
using Goalkeeper.Report.Charts;

namespace Goalkeeper.Tests.Report;

public class ChartTests
{
    [Fact]
    public void A_series_that_does_not_fit_its_categories_is_refused()
    {
        Assert.Contains(
            "'train'", Assert.Throws<ArgumentException>(() => new DotChart(["a", "b"], [new("train", [new(1)])]) { Title = "t" }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new HeatMap(["a"], ["b"], [[1, 2]]) { Title = "t" });
        Assert.Throws<ArgumentException>(() => new HeatMap(["a"], ["b"], [[1]]) { Title = "t", Chosen = (0, 1) });
    }

    [Fact]
    public void A_dot_chart_says_all_its_numbers()
    {
        var chart = new DotChart(["a", "b"], [new("train", [new(0.948, 0.01), new(double.NaN)]), new("dev", [new(0.9), new(double.PositiveInfinity)])])
        {
            Title = "t",
            Value = new Axis { Style = NumberStyle.Percent },
        };
        Assert.Equal("Comparison. a: train 94.8 ± 1.0\u00a0%, dev 90.0\u00a0%. b: train –, dev ∞.", chart.Description);
        Assert.InRange(chart.Scale.Position(0.958), 0.9, 1);
    }

    [Fact]
    public void Shades_run_from_the_smallest_value_to_the_largest()
    {
        var map = new HeatMap(["a", "b"], ["c", "d"], [[0.9, double.NaN], [0.95, double.PositiveInfinity]]) { Title = "t", Chosen = (1, 0) };
        Assert.Equal((0.9, 0.95), map.Range);
        Assert.Equal([0, 1, 1], new[] { 0.9, 0.95, double.PositiveInfinity }.Select(map.Shade));
        Assert.EndsWith("chosen: b, c: 0.95.", map.Description, StringComparison.Ordinal);
        Assert.Equal(0.5, new HeatMap(["a"], ["b"], [[3]]) { Title = "t" }.Shade(3));
    }

    [Fact]
    public void Shades_by_ratio_differ_as_ratios_do()
    {
        var map = new HeatMap(["a"], ["b", "c", "d", "e"], [[0.01, 0.1, 1, 0]]) { Title = "t", Value = new Axis("loss") { Kind = ScaleKind.Log } };
        Assert.Equal((0.01, 1), map.Range);
        Assert.Equal([0, 0.5, 1, 0, 0, 1], new[] { 0.01, 0.1, 1, 0, double.NegativeInfinity, double.PositiveInfinity }.Select(v => Math.Round(map.Shade(v), 12)));
        Assert.StartsWith("Heat map of loss, logarithmic.", map.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void The_boundary_leaves_out_the_charts_border()
    {
        var chart = new BoundaryChart { Title = "t", Probabilities = ContourTests.Grid(11, (x, _) => x > 0 ? 1 : 0) };
        var outline = chart.Outline();
        Assert.Equal(4, Assert.Single(outline.Region).Count);
        Assert.Equal(2, Assert.Single(outline.Boundary).Count);
        Assert.All(outline.Boundary[0], place => Assert.Equal(0.55, place.X, 12));
        Assert.Equal([0, 1], outline.Boundary[0].Select(place => place.Y).Order());
    }

    [Fact]
    public void An_outline_stays_small_however_wild_the_network_is() =>
        Gen.Double[0, 1].Array[60 * 60].Sample(
            noise =>
            {
                var at = 0;
                var outline = new BoundaryChart { Title = "t", Probabilities = ContourTests.Grid(60, (_, _) => noise[at++]) }.Outline();
                Assert.InRange(outline.Region.Sum(line => line.Count), 1, 1000);
            },
            iter: 5);

    [Fact]
    public void Examples_outside_the_axes_are_not_shown_and_equal_ones_once()
    {
        var chart = new BoundaryChart
        {
            Title = "t",
            Probabilities = ContourTests.Grid(3, (_, _) => 1),
            Points = [new(0, 0, 0), new(0, 0, 0), new(2, 0, 0), new(1, -1, 1), new(double.NaN, 0, 1)],
        };
        Assert.Equal(new Place(0.5, 0.5), Assert.Single(chart.PlacesOf(0)));
        Assert.Equal(new Place(1, 0), Assert.Single(chart.PlacesOf(1)));
    }
}
