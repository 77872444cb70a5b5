using Goalkeeper.Search;

namespace Goalkeeper.Tests.Search;

/// <summary>Searches in tests: point k sees what a sweep would show it.</summary>
internal static class Searching
{
    public static readonly SearchSpace Everything = new(
    [
        new("rate", new Continuous(new LogUniform(1e-6, 1))),
        new("layers", Stepped.Whole(1, 6)),
        new("model", Choice.Of(3)),
        new("depth", Stepped.Whole(1, 30)) { Conditions = [new Condition(2, [0])] },
        new("share", new Continuous(new Beta(2, 2))) { Conditions = [new Condition(2, [0])] },
        new("width", new Stepped(new LogUniform(16, 512), 16)) { Conditions = [new Condition(2, [1, 2])] },
        new("noise", new Continuous(new Gaussian(0, 3))),
        new("batch", Choice.Of(5, isOrdered: true)),
    ]);

    public static SearchSpace Cube(int dimensions) =>
        new([.. Enumerable.Range(1, dimensions).Select(i => new Dimension($"x{i}", new Continuous(new Uniform(-5, 5))))]);

    /// <summary>So many points and their values, or fewer where the space is exhausted.</summary>
    public static List<Observation> Run(
        SearchSpace space, IMethod method, int points, Func<double[], double?> value, uint seed = 1, int parallelism = 1)
    {
        var proposer = new Proposer(space, method, seed, isExcluded: _ => false);
        var observations = new List<Observation>();
        while (observations.Count < points)
        {
            var ended = Math.Max(0, observations.Count + 1 - parallelism);
            var history = new History(observations[..ended], [.. observations[ended..].Select(o => o.Point)]);
            if (proposer.Next(history) is not { } point) break;
            observations.Add(new Observation(point, value(point)));
        }
        return observations;
    }

    /// <summary>The squared distance from a place in the unit cube, by IEEE operations alone.</summary>
    public static double Bowl(SearchSpace space, double[] point) => space.Units(point).Where(u => !double.IsNaN(u)).Sum(u => (u - 0.3) * (u - 0.3));
}
