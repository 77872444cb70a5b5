using CsCheck;
using Goalkeeper.Report.Charts;

namespace Goalkeeper.Tests.Report;

public class LineChartTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    [Fact]
    public void An_infinite_cost_stands_above_every_finite_one_and_is_linked_to_its_neighbour()
    {
        var chart = Of([new(0, Inf), new(1, 0.5), new(2, 0.25)]);
        var shape = Assert.Single(chart.Shapes(100));
        var (at, sign) = Assert.Single(shape.Edges);
        Assert.Equal("∞", sign);
        Assert.Equal(chart.EdgeAbove!.Value.Position, at.Y);
        Assert.InRange(at.Y, 1.01, chart.YRange.High);
        Assert.All(shape.Runs.SelectMany(run => run), place => Assert.InRange(place.Y, 0, 1));
        Assert.Equal((at, shape.Runs[0][0]), Assert.Single(shape.Links));
        Assert.Empty(shape.Markers);
    }

    [Fact]
    public void What_a_logarithmic_axis_has_no_place_for_stands_below_it()
    {
        var chart = Of([new(0, 1), new(1, 0.1), new(2, 0)], ScaleKind.Log);
        Assert.Equal("≤ 0", chart.EdgeBelow!.Value.Label);
        Assert.Equal("≤ 0", Assert.Single(chart.Shapes(100)[0].Edges).Sign);
        Assert.True(chart.YRange.Low < chart.EdgeBelow!.Value.Position);
        Assert.Equal((0, 1), Of([new(0, 1), new(1, 0.1)], ScaleKind.Log).YRange);
    }

    [Fact]
    public void A_value_below_an_axis_with_a_given_end_is_no_infinity()
    {
        var chart = new LineChart { Title = "t", Y = new Axis { Min = 0.8, Max = 1 }, Series = [new("", [new(0, 0.5), new(1, 0.9)])] };
        Assert.Empty(chart.Shapes(100)[0].Edges);
        Assert.Equal(2, Assert.Single(chart.Shapes(100)[0].Runs).Count);
    }

    [Fact]
    public void A_NaN_breaks_the_line_and_a_point_between_two_is_marked()
    {
        var shape = Of([new(0, 1), new(1, 2), new(2, NaN), new(3, 4), new(4, NaN), new(5, 5), new(6, 6)]).Shapes(100)[0];
        Assert.Equal([2, 1, 2], shape.Runs.Select(run => run.Count));
        Assert.Empty(shape.Links);
        Assert.Equal(shape.Runs[1], shape.Markers);
    }

    [Fact]
    public void Lambda_0_stands_before_a_break_with_an_error_bar_of_its_own()
    {
        var chart = new LineChart
        {
            Title = "t",
            X = new Axis("λ") { Kind = ScaleKind.LogWithZero, At = [0, 0.01, 1] },
            Series = [new("dev", [new(0, 0.9, 0.8, 1), new(0.01, 0.92, 0.9, 0.94), new(1, 0.95, 0.94, 0.96)]) { HasMarkers = true }],
        };
        var shape = chart.Shapes(100)[0];
        Assert.Equal([1, 2], shape.Runs.Select(run => run.Count));
        Assert.Equal((shape.Runs[0][0], shape.Runs[1][0]), Assert.Single(shape.Links));
        Assert.Equal([1, 2], shape.Bands.Select(band => band.Count));
        Assert.Equal(3, shape.Markers.Count);
    }

    [Fact]
    public void Tested_values_are_marked_as_they_were_written()
    {
        var axis = new Axis { Kind = ScaleKind.Log, At = [1e-5, 0.1234567, 0.1234568, 30] };
        var ticks = Scale.Fit(axis, axis.At).Ticks(axis, 3);
        Assert.Equal(["1e-5", "0.1234567", "0.1234568", "30"], ticks.Select(t => t.Label));
        Assert.Equal(axis.At, ticks.Select(t => t.Value));
    }

    [Fact]
    public void Labels_without_room_are_left_out_and_the_others_do_not_touch() =>
        Gen.Double[0, 1].Array[1, 40].Select(Gen.Double[0.01, 0.4]).Sample((positions, width) =>
        {
            Tick[] ticks = [.. positions.Distinct().Order().Select(p => new Tick(p, p, "x"))];
            var kept = Tick.WithRoom(ticks, _ => width).Where(t => t.IsMajor).Select(t => t.Position).ToList();
            Assert.Equal(ticks[^1].Position, kept[^1]);
            Assert.All(kept.Zip(kept.Skip(1)), pair => Assert.True(pair.Second - pair.First >= width));
            Assert.Equal(ticks.Select(t => t.Position), Tick.WithRoom(ticks, _ => width).Select(t => t.Position));
        });

    [Fact]
    public void Thousands_of_points_are_thinned_without_losing_an_extreme() =>
        Gen.Double[-100, 100].Array[3000, 9000].Sample(
            ys =>
            {
                var chart = Of([.. ys.Select((y, i) => new LinePoint(i, y))]);
                var run = Assert.Single(chart.Shapes(200)[0].Runs);
                Assert.InRange(run.Count, 300, 2 * 201 + 2);
                var scale = chart.YScale;
                Assert.Equal(scale.Position(ys.Max()), run.Max(p => p.Y));
                Assert.Equal(scale.Position(ys.Min()), run.Min(p => p.Y));
                Assert.Equal(run.Select(p => p.X).Order(), run.Select(p => p.X));
            },
            iter: 20);

    [Fact]
    public void Every_place_is_a_number() =>
        Gen.OneOf(Gen.Double, Gen.Double[-2, 2], Gen.OneOf(Gen.Const(0.0), Gen.Const(NaN), Gen.Const(Inf), Gen.Const(-Inf), Gen.Const(1e300)))
            .Select(y => new LinePoint(y, y, y - 1, y + 1)).Array[0, 20].Select(Gen.Enum<ScaleKind>()).Sample((points, kind) =>
            {
                var chart = new LineChart { Title = "t", X = new Axis { Kind = kind }, Y = new Axis { Kind = kind }, Series = [new("", points)] };
                var shape = chart.Shapes(100)[0];
                Place[] places =
                [
                    .. shape.Runs.SelectMany(r => r), .. shape.Markers, .. shape.Edges.Select(e => e.At), .. shape.Links.Select(l => l.From),
                    .. shape.Bands.SelectMany(b => b).SelectMany(b => (Place[])[new(b.X, b.Lower), new(b.X, b.Upper)]),
                ];
                Assert.All(places, p => Assert.True(double.IsFinite(p.X) && double.IsFinite(p.Y)));
            });

    [Fact]
    public void A_description_names_axes_lines_and_what_is_marked() => Assert.Equal(
        "Line chart. Across: λ, logarithmic. Up: accuracy. Lines: train, dev. Marked: chosen: λ = 1.",
        new LineChart
        {
            Title = "t",
            X = new Axis("λ") { Kind = ScaleKind.Log },
            Y = new Axis("accuracy"),
            Series = [new("train", []), new("", []), new("dev", [])],
            Chosen = new ReferenceLine(1, "chosen: λ = 1"),
        }.Description);

    [Fact]
    public void A_chart_that_is_too_small_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LineChart { Title = "t", Width = 10 });

    private static LineChart Of(IReadOnlyList<LinePoint> points, ScaleKind kind = ScaleKind.Linear) =>
        new() { Title = "t", Y = new Axis { Kind = kind }, Series = [new("a", points)] };

    [Fact]
    public void Points_that_are_not_connected_stand_alone_with_their_markers_and_bars()
    {
        var series = new LineSeries("", [new(0, 1, 0.5, 1.5), new(1, 2, 1, 3), new(2, double.PositiveInfinity)]) { HasMarkers = true, IsConnected = false };
        var shape = Assert.Single(new LineChart { Title = "t", Series = [series] }.Shapes(100));
        Assert.All(shape.Runs, run => Assert.Single(run));
        Assert.Equal((2, 2, 0), (shape.Markers.Count, shape.Bands.Count, shape.Links.Count));
        Assert.Single(shape.Edges);
    }
}
