using System.Globalization;

namespace Goalkeeper.Bench.Search;

/// <summary>What a method came to on a function.</summary>
/// <param name="Problem">The function.</param>
/// <param name="Method">The method.</param>
/// <param name="Parallelism">How many points were under way at once.</param>
/// <param name="Regrets">By seed, the simple regret after each point.</param>
internal sealed record Measured(string Problem, string Method, int Parallelism, double[][] Regrets)
{
    /// <summary>The median over the seeds, and the quartiles; nothing where there were not so many points.</summary>
    public string Quartiles(int points) => Regrets[0].Length < points ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{At(0.5, points):G3} ({At(0.25, points):G3}–{At(0.75, points):G3})");

    /// <summary>The median over the seeds.</summary>
    public double Median(int points) => At(0.5, points);

    private double At(double share, int points)
    {
        var sorted = Regrets.Select(r => r[points - 1]).Order().ToArray();
        var place = share * (sorted.Length - 1);
        var (low, part) = ((int)place, place - (int)place);
        return low + 1 < sorted.Length ? sorted[low] * (1 - part) + sorted[low + 1] * part : sorted[low];
    }
}
