using Goalkeeper.Search;

namespace Goalkeeper.Tests.Search;

public class GpTests
{
    [Fact]
    public void A_smooth_function_is_followed_to_its_minimum()
    {
        // Branin's values reach from 0.4 to 308; the best of 40 points at random is about 1 above the least.
        var space = new SearchSpace([new("x", new Continuous(new Uniform(-5, 10))), new("y", new Continuous(new Uniform(0, 15)))]);
        for (var seed = 1u; seed <= 3; seed++)
        {
            Assert.InRange(Searching.Run(space, new GpMethod(), 40, Branin, seed).Min(o => o.Value!.Value) - 0.39788735772973816, 0, 1e-3);
        }
    }

    [Fact]
    public void Values_of_any_scale_are_the_same_to_it()
    {
        // By powers of two, so that nothing is rounded.
        var space = Searching.Cube(3);
        var expected = Searching.Run(space, new GpMethod(), 25, point => Searching.Bowl(space, point)).Select(o => o.Point);
        foreach (var scale in (double[])[Math.ScaleB(1, -300), Math.ScaleB(1, 900)])
        {
            Assert.Equal(expected, Searching.Run(space, new GpMethod(), 25, point => scale * Searching.Bowl(space, point)).Select(o => o.Point));
        }
    }

    [Fact]
    public void Numbers_with_steps_categories_and_what_depends_on_them_are_found_together()
    {
        // 8,100 points. The best has 0; one step from it, most have more than 0.01.
        var space = new SearchSpace(
        [
            new("layers", Stepped.Whole(1, 12)), new("model", Choice.Of(4)),
            new("width", new Stepped(new LogUniform(16, 512), 16)) { Conditions = [new Condition(1, [2])] }, new("batch", Choice.Of(9, isOrdered: true)),
            new("share", new Stepped(new Uniform(0, 1), 0.05)) { Conditions = [new Condition(1, [0, 1])] },
        ]);
        for (var seed = 1u; seed <= 3; seed++) Assert.InRange(Searching.Run(space, new GpMethod(), 60, Value, seed).Min(o => o.Value!.Value), 0, 0.01);

        static double? Value(double[] point)
        {
            var model = point[1] switch { 2 => Square(point[2] / 192 - 1), 3 => 0.5, _ => 0.2 + Square(point[4] - 0.3) };
            return model + 0.02 * Square(point[0] - 5) + 0.05 * Square(point[3] - 6);
        }
    }

    [Fact]
    public void Points_under_way_are_not_proposed_anew_nearby()
    {
        var space = Searching.Cube(2);
        var ended = Searching.Run(space, new GpMethod(), 8, point => Searching.Bowl(space, point));
        var next = new GpMethod().Candidates(space, new History(ended, []), 1).First();
        var other = new GpMethod().Candidates(space, new History(ended, [next]), 1).First();
        Assert.True(Math.Abs(next[0] - other[0]) + Math.Abs(next[1] - other[1]) > 0.01, $"{string.Join(' ', next)} and {string.Join(' ', other)}");
    }

    [Fact]
    public void More_points_than_it_can_see_are_no_error()
    {
        var space = Searching.Cube(2);
        Observation[] ended = [.. new RandomMethod().Candidates(space, History.Empty, 1).Take(400).Select(p => new Observation(p, Searching.Bowl(space, p)))];
        var next = new GpMethod().Candidates(space, new History(ended, []), 1).First();
        Assert.True(Searching.Bowl(space, next) < ended.Min(o => o.Value));
    }

    [Fact]
    public void The_first_points_are_spread_and_none_is_the_centre()
    {
        var space = Searching.Cube(3);
        var found = Searching.Run(space, new GpMethod(), 7, _ => 1);
        for (var d = 0; d < 3; d++) Assert.Equal(Enumerable.Range(0, 7), found.Select(o => (int)(space.Units(o.Point)[d] * 7)).Order());
        Assert.DoesNotContain(found, o => o.Point.All(v => Math.Abs(v) < 0.05));
    }

    private static double? Branin(double[] x) =>
        Square(x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6) + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x[0]) + 10;

    private static double Square(double x) => x * x;
}
