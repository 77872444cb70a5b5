using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Goalkeeper.Bench;

/// <summary>network.py in a process of its own, which answers one request at a time, so that rounds can take turns. One thread.</summary>
internal sealed class NumPy : IDisposable
{
    /// <summary>Why it may be missing.</summary>
    public const string Missing = "no python3 with NumPy (Debian: python3-numpy libopenblas0-pthread)";

    // The system's first: it is the one that Debian's python3-numpy belongs to.
    private static readonly string[] Pythons = ["/usr/bin/python3", "python3"];

    private readonly Process _process;
    private readonly string _folder;
    private readonly Dictionary<double[], string> _files = [];

    private NumPy(Process process, string folder)
    {
        _process = process;
        _folder = folder;
        Versions = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("network.py ended before its first line");
    }

    /// <summary>NumPy's, its BLAS's and Python's.</summary>
    public string Versions { get; }

    /// <summary>Starts it with the first python3 that has NumPy; null where there is none.</summary>
    /// <param name="folder">For the data's files.</param>
    public static NumPy? Start(string folder)
    {
        var python = Pythons.FirstOrDefault(p => Command.Succeeds(p, "-c", "import numpy"));
        if (python is null) return null;
        var start = new ProcessStartInfo(python, [Path.Combine(Repository.Bench, "network.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["OPENBLAS_NUM_THREADS"] = "1", ["OMP_NUM_THREADS"] = "1" },
        };
        return new NumPy(Process.Start(start)!, folder);
    }

    /// <inheritdoc cref="Network.Train"/>
    public (double Micros, double SumOfSquares) Train(Network network, int iterations)
    {
        var settings = network.Settings;
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(new
        {
            features = File(network.Data.Train.Features),
            labels = File(network.Data.Train.Labels),
            layers = network.Layers,
            activation = Word(settings.Activation),
            initialization = Word(settings.Initialization),
            scale = settings.InitializationScale,
            seed = settings.Seed,
            learning_rate = settings.LearningRate,
            lambd = settings.Lambda,
            keep_prob = settings.KeepProb[0],
            iterations,
        }));
        var answer = _process.StandardOutput.ReadLine()?.Split(' ') ?? throw new InvalidOperationException("network.py ended; its error stands above");
        return (double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close(); // the end of its requests is its end
        _process.WaitForExit();
        _process.Dispose();
    }

    // Written once for each array.
    private string File(double[] values)
    {
        if (!_files.TryGetValue(values, out var path))
        {
            _files[values] = path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{_files.Count}.f64"));
            System.IO.File.WriteAllBytes(path, MemoryMarshal.AsBytes(values.AsSpan()));
        }
        return path;
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
