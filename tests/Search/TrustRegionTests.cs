using Goalkeeper.Search;

namespace Goalkeeper.Tests.Search;

public class TrustRegionTests
{
    [Fact]
    public void It_shrinks_after_failures_and_grows_after_successes()
    {
        double[] failing = [.. Enumerable.Repeat(1.0, 100)];
        Assert.Equal(0.8, TrustRegion.Length(failing.AsSpan(0, 8), first: 2, dimensions: 4));
        // Numbers 3, 5, 7 and 9 were looked for in it, and failed.
        Assert.Equal(0.4, TrustRegion.Length(failing.AsSpan(0, 9), first: 2, dimensions: 4));
        Assert.Equal(0.8, TrustRegion.Length([.. failing[..10], 0.9, 0.8, 0.7], first: 2, dimensions: 4));
        Assert.Equal(0.4, TrustRegion.Length([.. failing[..10], 0.9, 0.8, 0.8, 0.7], first: 2, dimensions: 4));
    }

    [Fact]
    public void So_small_that_nothing_more_is_to_be_found_it_begins_anew()
    {
        var lengths = Enumerable.Range(0, 100).Select(count => TrustRegion.Length([.. Enumerable.Repeat(1.0, count)], first: 0, dimensions: 2)).ToList();
        Assert.InRange(lengths.Min(), 1.0 / 128, 1.0 / 64);
        Assert.Equal(0.8, lengths[lengths.LastIndexOf(lengths.Min()) + 1]);
    }

    [Fact]
    public void It_lies_in_the_cube_about_the_best_and_is_longer_where_the_function_changes_slowly()
    {
        var space = new SearchSpace([.. Searching.Cube(2).Dimensions, new("c", Choice.Of(3))]);
        var box = TrustRegion.About(new Places(space), [0.5, 0.99, 0.5], 0.2, [Math.Log(0.5), Math.Log(2), 0]);
        Assert.Equal([0.45, 0.79, 1e-6], box.Low.Select(v => Math.Round(v, 12)));
        Assert.Equal([0.55, 1 - 1e-6, 1 - 1e-6], box.High.Select(v => Math.Round(v, 12)));
    }
}
