using Goalkeeper.Search;

namespace Goalkeeper.Bench.Search;

/// <summary>A search for the minimum of a function, as a sweep does it: point k sees points 1 … k − parallelism.</summary>
internal static class Searches
{
    /// <summary>How far above the minimum the best point is, after each point.</summary>
    public static double[] Regret(Problem problem, IMethod method, int parallelism, uint seed, int points)
    {
        var proposer = new Proposer(problem.Space, method, seed, isExcluded: _ => false);
        var observations = new List<Observation>();
        var regret = new double[points];
        var (best, seen) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var i = 0; i < points; i++)
        {
            var ended = Math.Max(0, i + 1 - parallelism);
            var history = new History(observations[..ended], [.. observations[ended..].Select(o => o.Point)]);
            if (proposer.Next(history) is { } point)
            {
                var value = problem.Value(point);
                var noisy = value + Problems.Noise(problem, seed, i + 1);
                observations.Add(new Observation(point, noisy));
                // Under noise, the point that looks best is what a person would take.
                if (noisy < seen) (seen, best) = (noisy, value);
            }
            regret[i] = best - problem.Minimum;
        }
        return regret;
    }
}
