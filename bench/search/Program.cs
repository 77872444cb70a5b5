using System.Diagnostics;
using System.Globalization;
using Goalkeeper.Bench.Search;
using Goalkeeper.Search;

// bench/search/run waiting
// bench/search/run [write] [methods=random,tpe] [functions=Branin] [parallelism=1,4] [seeds=20] [points=100] [threads=1]
if (args is ["waiting"])
{
    Waiting.Print(Console.Out);
    return;
}
var isWritten = args is ["write", ..];
var options = args.Skip(isWritten ? 1 : 0).Select(a => a.Split('=', 2)).ToDictionary(a => a[0], a => a.Length > 1 ? a[1] : "");
string[] List(string name, string byDefault) => options.GetValueOrDefault(name, byDefault).Split(',');
int Number(string name, int byDefault) => options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : byDefault;

var methods = new Dictionary<string, Func<IMethod>>
{
    ["random"] = () => new RandomMethod(),
    ["sobol"] = () => new SobolMethod(),
    ["tpe"] = () => new TpeMethod(),
    ["gp"] = () => new GpMethod(),
    ["bayes"] = () => new BayesMethod(new GpMethod(), new TpeMethod()),
};
var (seeds, points) = (Number("seeds", 20), Number("points", 100));
int[] budgets = [.. Enumerable.Range(0, 5).Select(i => 25 << i).Where(b => b <= PointsOf("tpe"))];
var functions = options.TryGetValue("functions", out var wanted)
    ? Problems.All.Where(p => wanted.Split(',').Any(w => p.Name.Contains(w, StringComparison.OrdinalIgnoreCase)))
    : Problems.All;

// Written with the run file's folder as the place: bench/search.md.
using var file = isWritten ? File.CreateText(Path.Combine(AppContext.BaseDirectory, "../../../../search.md")) : null;
var output = file ?? Console.Out;
if (isWritten)
{
    output.WriteLine("# How near the search methods come");
    output.WriteLine();
    output.WriteLine($"Made by `bench/search/run {string.Join(' ', args)}`. Each cell is the simple regret, how far the best point so far is above the function's minimum: the median over");
    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seeds} seeds, and the quartiles. At parallelism P, point k sees points 1 to k − P alone. Where there is noise, the point that looks best is the one that is counted. Of the"));
    output.WriteLine("network, whose minimum is not known, it is the loss. The regrets are the same on every machine; the milliseconds are those of one.");
    output.WriteLine();
}
output.WriteLine($"| function | method | parallelism | {string.Join(" | ", budgets.Select(b => $"after {b}"))} | ms a proposal |");
output.WriteLine($"|---|---|---|{string.Concat(budgets.Select(_ => "---|"))}---|");
var all = new List<Measured>();
foreach (var problem in functions)
{
    foreach (var method in List("methods", string.Join(',', methods.Keys)))
    {
        foreach (var parallelism in List("parallelism", "1").Select(p => int.Parse(p, CultureInfo.InvariantCulture)))
        {
            var watch = Stopwatch.StartNew();
            var regrets = new double[seeds][];
            Parallel.For(
                0, seeds, new ParallelOptions { MaxDegreeOfParallelism = Number("threads", 1) },
                s => regrets[s] = Searches.Regret(problem, methods[method](), parallelism, (uint)s + 1, PointsOf(method)));
            var time = watch.Elapsed.TotalMilliseconds / (seeds * PointsOf(method));
            var measured = new Measured(problem.Name, method, parallelism, regrets);
            all.Add(measured);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {problem.Name} | {method} | {parallelism} | {string.Join(" | ", budgets.Select(measured.Quartiles))} | {time:F1} |"));
            output.Flush();
        }
    }
}

Goals.Write(output, all);

// The cheapest to ask is asked for twice as many.
int PointsOf(string method) => method == "tpe" ? 2 * points : points;
