using System.Diagnostics;
using System.Globalization;
using Goalkeeper.Bench.Search;
using Goalkeeper.Search;

// bench/search/run [methods=random,tpe] [functions=Branin] [parallelism=1,4] [seeds=20] [points=100] [threads=1]
var options = args.Select(a => a.Split('=', 2)).ToDictionary(a => a[0], a => a.Length > 1 ? a[1] : "");
string[] List(string name, string byDefault) => options.GetValueOrDefault(name, byDefault).Split(',');
int Number(string name, int byDefault) => options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : byDefault;

var methods = new Dictionary<string, Func<IMethod>>
{
    ["random"] = () => new RandomMethod(),
    ["sobol"] = () => new SobolMethod(),
    ["tpe"] = () => new TpeMethod(),
    ["gp"] = () => new GpMethod(),
};
var (seeds, points) = (Number("seeds", 20), Number("points", 100));
int[] budgets = [.. Enumerable.Range(0, 4).Select(i => 25 << i).Where(b => b <= points)];
var functions = options.TryGetValue("functions", out var wanted)
    ? Problems.All.Where(p => wanted.Split(',').Any(w => p.Name.Contains(w, StringComparison.OrdinalIgnoreCase)))
    : Problems.All;

Console.WriteLine($"| function | method | parallelism | {string.Join(" | ", budgets.Select(b => $"after {b}"))} | ms a proposal |");
Console.WriteLine($"|---|---|---|{string.Concat(budgets.Select(_ => "---|"))}---|");
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
                s => regrets[s] = Searches.Regret(problem, methods[method](), parallelism, (uint)s + 1, points));
            var time = watch.Elapsed.TotalMilliseconds / (seeds * points);
            var cells = budgets.Select(b => Quartiles(regrets.Select(r => r[b - 1])));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {problem.Name} | {method} | {parallelism} | {string.Join(" | ", cells)} | {time:F1} |"));
        }
    }
}

static string Quartiles(IEnumerable<double> regrets)
{
    var sorted = regrets.Order().ToArray();
    return string.Create(CultureInfo.InvariantCulture, $"{At(0.5):G3} ({At(0.25):G3}–{At(0.75):G3})");

    double At(double share)
    {
        var place = share * (sorted.Length - 1);
        var (low, part) = ((int)place, place - (int)place);
        return low + 1 < sorted.Length ? sorted[low] * (1 - part) + sorted[low + 1] * part : sorted[low];
    }
}
