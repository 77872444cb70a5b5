using Goalkeeper.Numerics;

namespace Goalkeeper.Analysis.Importance;

/// <summary>One of the things that a function depends on, as levels: its values, or stretches of its axis.</summary>
/// <param name="LevelOf">Which level each row has.</param>
/// <param name="Levels">The value in the middle of each level; NaN where the level is that a row has none.</param>
/// <param name="Weights">How much each level counts where an average is taken over the factor; their sum is 1.</param>
/// <param name="IsOrdered">Whether neighbouring levels are alike; those of words are not.</param>
internal sealed record Factor(IReadOnlyList<int> LevelOf, IReadOnlyList<double> Levels, IReadOnlyList<double> Weights, bool IsOrdered)
{
    /// <summary>A factor with more values is cut into so many stretches.</summary>
    public const int MostLevels = 64;

    /// <summary>A factor in words: each word is a level, and as much as the others.</summary>
    /// <param name="words">Which word each row has, from 0; NaN where it has none.</param>
    public static Factor OfWords(IReadOnlyList<double> words)
    {
        var levels = Present(words);
        return Of(words, levels, [.. levels.Select(_ => 1.0)], levels.BinarySearch, isOrdered: false);
    }

    /// <summary>A factor in numbers.</summary>
    /// <param name="values">A finite value a row, or NaN where it has none.</param>
    /// <param name="isLog">Whether equal ratios are equally far; 0 then stands a factor of ten below the least.</param>
    /// <param name="isRange">
    /// Whether the values are places on an axis: each stands for what is nearer to it than to another. Else they are a list, and each is as much as the others.
    /// </param>
    public static Factor OfNumbers(IReadOnlyList<double> values, bool isLog, bool isRange)
    {
        var levels = Present(values);
        if (levels.Count < 2) return Of(values, levels, [.. levels.Select(_ => 1.0)], levels.BinarySearch, isOrdered: true);
        var least = levels.FirstOrDefault(v => v > 0, 1);
        var places = levels.ConvertAll(Place);
        if (levels.Count <= MostLevels)
            return Of(values, levels, isRange ? Stretches(places) : [.. levels.Select(_ => 1.0)], levels.BinarySearch, isOrdered: true);
        var (low, step) = (places[0], (places[^1] - places[0]) / MostLevels);
        double[] middles = [.. Enumerable.Range(0, MostLevels).Select(i => low + (i + 0.5) * step).Select(place => isLog ? VectorMath.Exp(place) : place)];
        return Of(values, middles, [.. middles.Select(_ => 1.0)], v => Math.Clamp((int)((Place(v) - low) / step), 0, MostLevels - 1), isOrdered: true);

        double Place(double value) => isLog ? VectorMath.Log(value > 0 ? value : least / 10) : value;
    }

    private static List<double> Present(IReadOnlyList<double> values) => [.. values.Where(v => !double.IsNaN(v)).Distinct().Order()];

    /// <summary>How far it is, to both sides, to the middle of the way to the next place; the ends reach as far out as in.</summary>
    private static double[] Stretches(List<double> places)
    {
        var gaps = places.Skip(1).Zip(places, (next, place) => (next - place) / 2).ToList();
        return [.. places.Select((_, i) => gaps[Math.Max(0, i - 1)] + gaps[Math.Min(gaps.Count - 1, i)])];
    }

    /// <summary>That a row has no value is a level, the first, and counts as often as it is so.</summary>
    private static Factor Of(IReadOnlyList<double> values, IReadOnlyList<double> levels, double[] weights, Func<double, int> level, bool isOrdered)
    {
        var absent = (double)values.Count(double.IsNaN) / values.Count;
        var shift = absent > 0 ? 1 : 0;
        var sum = weights.Sum();
        return new(
            [.. values.Select(v => double.IsNaN(v) ? 0 : level(v) + shift)],
            absent > 0 ? [double.NaN, .. levels] : levels,
            [.. absent > 0 ? [absent] : (double[])[], .. weights.Select(w => (1 - absent) * w / sum)],
            isOrdered);
    }
}
