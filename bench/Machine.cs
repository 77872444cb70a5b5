using System.Globalization;
using System.Runtime.InteropServices;
using Goalkeeper.Runner;
using SQLitePCL;

namespace Goalkeeper.Bench;

/// <summary>What the figures were measured on and with, a line each.</summary>
internal static class Machine
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Describe(NumPy? numpy)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture, $"{Circumstances.Processor() ?? RuntimeInformation.ProcessArchitecture.ToString()}, vectors of {Circumstances.VectorBits} bits, {Environment.ProcessorCount} of its cores in use; {Load()}");
        yield return $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}: `dotnet src/Cli/bin/Release/net10.0/goalkeeper.dll list`";
        yield return numpy is null ? NumPy.Missing : $"{numpy.Versions}: `OPENBLAS_NUM_THREADS=1 python3 bench/network.py`";
        yield return Command.FirstLine("gcc", "--version") is { } gcc ? $"{gcc}: `gcc -O3 -march=native bench/fma.c`" : FmaLimit.Missing;
        yield return Command.FirstLine("sqlite3", "-version") is { } shell
            ? $"sqlite3 {shell.Split(' ')[0]}: `.import --csv points.csv trace`; ours is {OurSqlite()}"
            : InsertRows.Missing;
    }

    // Figures from a busy machine should show that they are.
    private static string Load()
    {
        const string linux = "/proc/loadavg";
        return File.Exists(linux) ? $"load average {File.ReadAllText(linux).Split(' ')[0]} when it began" : "load unknown";
    }

    private static string OurSqlite()
    {
        Batteries_V2.Init();
        return raw.sqlite3_libversion().utf8_to_string();
    }
}
