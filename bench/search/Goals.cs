using System.Globalization;

namespace Goalkeeper.Bench.Search;

/// <summary>The table against what it should come to: other programs, and what points that are under way cost.</summary>
internal static class Goals
{
    private const int Points = 100;

    private const double MostOfBayes = 1.5;

    private static readonly string[] OtherNames = ["random", "Optuna 5's TPE", "Optuna 5's GP", "CMA-ES"];

    // Medians of 20 seeds after 100 points, measured on 2026-11-25.
    private static readonly Dictionary<string, double[]> Others = new()
    {
        ["Branin"] = [0.38, 0.019, 1.5e-5, 0.013],
        ["Hartmann 6"] = [1.20, 0.094, 1.8e-4, 0.27],
        ["Ackley 5"] = [17.1, 6.95, 5.6, 6.4],
        ["Rosenbrock 5"] = [3416, 90, 127, 93],
        ["Levy 5"] = [6.1, 0.37, 0.45, 0.49],
        ["Rastrigin 5"] = [41, 27, 27, 23],
    };

    /// <summary>Writes what can be said of the methods that were measured.</summary>
    public static void Write(TextWriter output, IReadOnlyList<Measured> all)
    {
        if (all.Count == 0 || all[0].Regrets[0].Length < Points) return;
        var alone = all.Where(m => m.Parallelism == 1).ToLookup(m => m.Problem);
        WriteOthers(output, alone);
        WriteParallel(output, all);
    }

    private static void WriteOthers(TextWriter output, ILookup<string, Measured> alone)
    {
        if (!alone.All(problem => problem.Any(m => m.Method == "tpe") && problem.Any(m => m.Method == "gp"))) return;
        output.WriteLine();
        output.WriteLine("## Beside others");
        output.WriteLine();
        output.WriteLine($"Medians after {Points} points at parallelism 1. The others are {string.Join(", ", OtherNames)}, 20 seeds each. `bayes` should come within 1.5 times the better");
        output.WriteLine("one of `tpe` and `gp`.");
        output.WriteLine();
        output.WriteLine("| function | better of tpe and gp | best of the others | ahead | bayes / better |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var problem in alone)
        {
            var better = problem.Where(m => m.Method is "tpe" or "gp").MinBy(m => m.Median(Points))!;
            var regret = better.Median(Points);
            var (other, ahead) = ("", "");
            if (Others.TryGetValue(problem.Key, out var others))
            {
                other = string.Create(CultureInfo.InvariantCulture, $"{OtherNames[Array.IndexOf(others, others.Min())]} {others.Min():G3}");
                ahead = regret < others.Min() ? "yes" : "**no**";
            }
            var bayes = problem.FirstOrDefault(m => m.Method == "bayes") is { } b ? Ratio(b.Median(Points), regret, MostOfBayes) : "";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {problem.Key} | {better.Method} {regret:G3} | {other} | {ahead} | {bayes} |"));
        }
    }

    private static void WriteParallel(TextWriter output, IReadOnlyList<Measured> all)
    {
        int[] parallel = [.. all.Select(m => m.Parallelism).Distinct().Where(p => p > 1)];
        var learning = all.Where(m => m.Method is "tpe" or "gp" or "bayes").GroupBy(m => (m.Problem, m.Method)).Where(g => g.Any(m => m.Parallelism == 1)).ToList();
        if (parallel.Length == 0 || learning.Count == 0) return;
        output.WriteLine();
        output.WriteLine("## What points under way cost");
        output.WriteLine();
        output.WriteLine($"The median regret after {Points} points as a multiple of that at parallelism 1, which should be 1.5 at most at parallelism 4 and 2 at 8; and after how many points");
        output.WriteLine("parallelism 1 has come as far.");
        output.WriteLine();
        output.WriteLine($"| function | method | {string.Join(" | ", parallel.SelectMany(p => (string[])[$"regret at {p}", "as 1 after"]))} |");
        output.WriteLine($"|---|---|{string.Concat(parallel.Select(_ => "---|---|"))}");
        foreach (var group in learning)
        {
            var alone = group.First(m => m.Parallelism == 1);
            var cells = parallel.SelectMany(p => group.FirstOrDefault(m => m.Parallelism == p) is { } at
                ? (string[])[Ratio(at.Median(Points), alone.Median(Points), p <= 4 ? 1.5 : 2), Same(alone, at.Median(Points))]
                : ["", ""]);
            output.WriteLine($"| {group.Key.Problem} | {group.Key.Method} | {string.Join(" | ", cells)} |");
        }

        static string Same(Measured alone, double regret) =>
            Enumerable.Range(1, Points).FirstOrDefault(n => alone.Median(n) <= regret) is var n and > 0 ? n.ToString(CultureInfo.InvariantCulture) : $"> {Points}";
    }

    private static string Ratio(double regret, double to, double most)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{regret / to:G3} ×");
        return regret <= most * to ? text : $"**{text}**";
    }
}
