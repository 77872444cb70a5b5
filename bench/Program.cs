using System.Globalization;
using BenchmarkDotNet.Running;
using Goalkeeper.Bench;

switch (args)
{
    case [EmptyTrials.Word, var store, var trials, var threads]:
        EmptyTrials.FillHere(store, int.Parse(trials, CultureInfo.InvariantCulture), int.Parse(threads, CultureInfo.InvariantCulture));
        return 0;
    case ["kernels", .. var options]:
        BenchmarkRunner.Run<KernelBenchmarks>(KernelBenchmarks.Configuration, options);
        return 0;
    case ["--small"]:
        Console.Write(Measurements.Document(Effort.Small, Measurements.Groups));
        return 0;
    case ["--write"]:
        File.WriteAllText(Path.Combine(Repository.Bench, "results.md"), Measurements.Document(Effort.Full, Measurements.Groups));
        return 0;
    default:
        var unknown = args.Except(Measurements.Groups).FirstOrDefault();
        if (unknown is not null)
        {
            Console.Error.WriteLine($"unknown word `{unknown}`; usage: bench/run [--small | --write | {string.Join(" | ", Measurements.Groups)} | kernels]");
            return 2;
        }
        Console.Write(Measurements.Document(Effort.Full, args.Length > 0 ? args : Measurements.Groups));
        return 0;
}
