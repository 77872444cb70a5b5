using System.Diagnostics;
using System.Globalization;
using Goalkeeper.Analysis.Importance;

namespace Goalkeeper.Bench;

/// <summary>How long a report waits for what mattered: the functional analysis of variance of a long sweep.</summary>
internal static class ImportanceRows
{
    private const int Words = 4;

    /// <summary>Measures the row.</summary>
    /// <param name="effort">How much.</param>
    public static IEnumerable<Row> Measure(Effort effort)
    {
        foreach (var (numbers, words) in ((int, int)[])[(3, 1), (6, 2), (15, 5)])
        {
            // A fixed seed: the same trials in every run.
            var random = new Random(1);
            double[][] columns = [.. Enumerable.Range(0, numbers).Select(_ => Column(effort.Trials, random.NextDouble)), .. Enumerable.Range(0, words).Select(_ => Column(effort.Trials, () => random.Next(Words)))];
            // Each parameter does something, the first two together too, and so does chance.
            var values = Enumerable.Range(0, effort.Trials)
                .Select(i => columns[0][i] * columns[1][i] + columns.Index().Sum(c => c.Item[i] / (1 + c.Index)) + random.NextDouble() / 2).ToArray();
            var best = double.PositiveInfinity;
            for (var round = 0; round < effort.FewRounds; round++)
            {
                var start = Stopwatch.GetTimestamp();
                var anova = FunctionalAnova.Of([.. columns.Select((c, i) => i < numbers ? Factor.OfNumbers(c, isLog: false, isRange: true) : Factor.OfWords(c))], values);
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
                if (anova is null) throw new InvalidOperationException("Values that differ have no variance.");
            }
            yield return Row.Below(string.Create(CultureInfo.InvariantCulture, $"importance of {numbers + words} parameters over {effort.Trials:N0} trials"), best, 2, "s");
        }
    }

    private static double[] Column(int trials, Func<double> draw) => [.. Enumerable.Range(0, trials).Select(_ => draw())];
}
