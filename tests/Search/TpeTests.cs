using Goalkeeper.Numerics;
using Goalkeeper.Search;

namespace Goalkeeper.Tests.Search;

public class TpeTests
{
    [Fact]
    public void Points_come_nearer_to_a_minimum_than_points_at_random_by_far()
    {
        // The median of the best of 60 at random in five dimensions is at a squared distance of about 0.07.
        var space = Searching.Cube(5);
        var best = Enumerable.Range(1, 5).Select(seed => Best(new TpeMethod(), (uint)seed)).Order().ElementAt(2);
        var random = Enumerable.Range(1, 5).Select(seed => Best(new RandomMethod(), (uint)seed)).Order().ElementAt(2);
        Assert.True(best < random / 5, $"{best} against {random}");

        double Best(IMethod method, uint seed) => Searching.Run(space, method, 60, point => Searching.Bowl(space, point), seed).Min(o => o.Value!.Value);
    }

    [Fact]
    public void The_better_branch_of_a_tree_is_taken_more_often()
    {
        // At random 20 of 60 would be of model 1.
        var found = Searching.Run(Searching.Everything, new TpeMethod(), 70, point => point[2] == 1 ? point[5] / 512 : 2);
        Assert.InRange(found.Skip(10).Count(o => o.Point[2] == 1), 40, 60);
    }

    [Fact]
    public void Points_under_way_are_not_proposed_anew_nearby()
    {
        // The same history, with and without eight points under way where the next would be.
        var space = Searching.Cube(1);
        var ended = Searching.Run(space, new TpeMethod(), 30, point => Searching.Bowl(space, point));
        var next = new TpeMethod().Candidates(space, new History(ended, []), 1).First()[0];
        var crowded = new History(ended, [.. Enumerable.Range(0, 8).Select(i => (double[])[next + 0.01 * (i - 3.5)])]);
        var distances = Enumerable.Range(1, 9).Select(seed => Math.Abs(new TpeMethod().Candidates(space, crowded, (uint)seed).First()[0] - next)).Order();
        var before = Enumerable.Range(1, 9).Select(seed => Math.Abs(new TpeMethod().Candidates(space, new History(ended, []), (uint)seed).First()[0] - next)).Order();
        Assert.True(distances.ElementAt(4) > 2 * before.ElementAt(4), $"{distances.ElementAt(4)} against {before.ElementAt(4)}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void A_density_is_one_in_all(int points)
    {
        // Over a dense dimension by a sum over a fine grid, over the others by all their values: also where a dimension exists only sometimes.
        var space = new SearchSpace(
        [
            new("x", new Continuous(new Gaussian(0, 1))),
            new("n", Stepped.Whole(1, 4)),
            new("c", new Choice([0.6, 0.3, 0.1])),
            new("d", Choice.Of(2)) { Conditions = [new Condition(2, [1])] },
        ]);
        var random = new RandomMethod().Candidates(space, History.Empty, 7);
        var density = new ParzenEstimator(space, [.. random.Take(points)]);
        const int places = 2_000;
        var rest = new SearchSpace([.. space.Dimensions.Skip(1).Select(d => d with { Conditions = [.. d.Conditions.Select(c => c with { Dimension = 1 })] })]);
        var others = rest.Points().DistinctBy(point => string.Join(' ', point)).ToList();
        Assert.Equal(4 * 4, others.Count);
        var sum = others.Sum(other => Enumerable.Range(0, places).Sum(i => VectorMath.Exp(density.LogDensity([Normal.Quantile((i + 0.5) / places), .. other])) / places));
        Assert.Equal(1, sum, 1e-3);
    }
}
