using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Goalkeeper.Tests.Cli;

/// <summary>
/// The same trials in processes whose .NET has been told to use narrower vectors, or none, and with several numbers of workers: the same
/// fingerprints. So a result does not depend on the machine's vectors, fused multiply-add included, or on its cores.
/// </summary>
public sealed class SameBitsTests : IDisposable
{
    // Layers that are no multiple of a vector; the large random one saturates: its first cost is infinite.
    private const string Narrow = """
        name: narrow
        dataset: pitch
        network: { hidden: [20, 3] }
        training: { initialization: xavier, learning_rate: 0.3, iterations: 40, record_every: 20 }
        variants:
          - { name: relu }
          - { name: tanh, activation: tanh, hidden: [13] }
          - { name: L2, lambda: 0.7 }
          - { name: dropout resampled, keep_prob: [0.8, 0.9] }
          - { name: dropout fixed, keep_prob: 0.86, dropout_mask: fixed }
          - { name: large random, initialization: random, initialization_scale: 10 }
          - { name: logistic regression, hidden: [] }
        """;

    // More features than examples: the first layer through the Gram matrix.
    private const string Wide = """
        name: wide
        dataset: { csv: wide.csv, features: [FEATURES], label: y }
        network: { hidden: [7, 5] }
        training: { learning_rate: 0.1, iterations: 20, record_every: 10 }
        parameters: { lambda: [0, 0.7], keep_prob: [0.8, 1] }
        """;

    private const int Features = 101;

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_width_of_vectors_and_number_of_workers_gives_the_same_bits()
    {
        string[] files = [_session.Write(Narrow, "narrow.yaml"), _session.Write(Wide.Replace("FEATURES", WriteWide(), StringComparison.Ordinal), "wide.yaml")];
        var expected = Run(files, workers: 1);
        Assert.Equal(7 + 4, expected.Fingerprints.Count);
        Assert.DoesNotContain(expected.Fingerprints, line => line.EndsWith('|'));
        Assert.Equal(7 + 4, expected.Fingerprints.Select(line => line.Split('|')[^1]).Distinct().Count());

        Assert.Equal(expected.Fingerprints, Run(files, workers: 2).Fingerprints);
        Assert.Equal(expected.Fingerprints, Run(files, workers: 7).Fingerprints);
        foreach (var (variable, widest) in ((string, int)[])[("EnableAVX512", 256), ("EnableAVX2", 128), ("EnableHWIntrinsic", 128)])
        {
            var narrower = Run(files, workers: 2, "DOTNET_" + variable);
            Assert.True(narrower.VectorBits <= widest, $"DOTNET_{variable}=0 left vectors of {narrower.VectorBits} bits");
            Assert.Equal(expected.Fingerprints, narrower.Fingerprints);
        }
    }

    /// <summary>Ten examples of many features, by a rule that anybody can follow.</summary>
    /// <returns>The features' names.</returns>
    private string WriteWide()
    {
        var names = string.Join(", ", Enumerable.Range(1, Features).Select(f => $"f{f}"));
        var rows = Enumerable.Range(1, 10).Select(e =>
            string.Join(',', Enumerable.Range(1, Features).Select(f => (e * f % 17 / 16.0).ToString(CultureInfo.InvariantCulture))) + $",{e % 2}");
        _session.Write($"{names.Replace(" ", "", StringComparison.Ordinal)},y\n{string.Join('\n', rows)}\n", "wide.csv");
        return names;
    }

    /// <summary>Runs experiments in processes of their own, in a store of their own.</summary>
    private (IReadOnlyList<string> Fingerprints, int VectorBits) Run(string[] files, int workers, string? variable = null)
    {
        using var output = new Session();
        foreach (var file in files)
        {
            string[] words = [Path.Combine(AppContext.BaseDirectory, "goalkeeper.dll"), "run", file, "--no-report"];
            var start = new ProcessStartInfo("dotnet", [.. words, "--store", output.Store, "--workers", workers.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardError = true,
            };
            if (variable is not null) start.Environment[variable] = "0";
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{variable}: {error}");
        }
        var machine = JsonElement.Parse(output.Query("SELECT machine FROM sweep")[0]);
        return (
            output.Query("SELECT sweep, trial, variant, dataset, initial_weights, result FROM trial_fingerprint ORDER BY 1, 3"),
            machine.GetProperty("vector_bits").GetInt32());
    }
}
