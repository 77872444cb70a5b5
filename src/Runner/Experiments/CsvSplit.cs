using System.Globalization;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>How a file's examples are split.</summary>
/// <param name="At">Where the experiment file says so.</param>
internal abstract record CsvSplit(SourceLocation At);

/// <summary>A column says it: train, dev or test.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="At">Where the experiment file says so.</param>
internal sealed record SplitColumn(string Column, SourceLocation At) : CsvSplit(At);

/// <summary>Seeded shares of the examples; what is neither dev nor test is train.</summary>
/// <param name="Dev">In [0, 1).</param>
/// <param name="Test">In [0, 1); with <paramref name="Dev"/> below 1.</param>
/// <param name="Seed">NumPy's seed of the permutation.</param>
/// <param name="IsStratified">Whether each class is split by these shares.</param>
/// <param name="At">Where the experiment file says so.</param>
internal sealed record SplitShares(double Dev, double Test, uint Seed, bool IsStratified, SourceLocation At) : CsvSplit(At)
{
    /// <summary>
    /// A seeded permutation gives the first examples (of each class, where they are stratified) to test, the next to dev, the rest to train.
    /// </summary>
    /// <param name="labels">Those of the examples.</param>
    /// <returns>The split of each example.</returns>
    /// <exception cref="ExperimentException">A share is of no example.</exception>
    internal string[] Assign(double[] labels)
    {
        var splitOf = new string[labels.Length];
        var permutation = new RandomState(Seed).Permutation(labels.Length);
        foreach (var group in IsStratified ? permutation.GroupBy(example => labels[example]) : [.. permutation.GroupBy(_ => 0.0)])
        {
            var count = group.Count();
            var (test, dev) = ((int)Math.Round(Test * count), (int)Math.Round(Dev * count));
            foreach (var (place, example) in group.Index())
                splitOf[example] = place < test ? "test" : place < test + dev ? "dev" : "train";
        }
        Check("dev", Dev, splitOf);
        Check("test", Test, splitOf);
        if (!splitOf.Contains("train")) throw Error($"dev and test take all {Text(labels.Length)} rows; expected smaller shares, which leave some to train on");
        return splitOf;
    }

    private void Check(string name, double share, string[] splitOf)
    {
        if (share > 0 && !splitOf.Contains(name))
            throw Error($"{name} is {Text(share)} of {Text(splitOf.Length)} rows, which rounds to none; expected a larger share, or none");
    }

    private ExperimentException Error(string problem) => new(At, problem);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
