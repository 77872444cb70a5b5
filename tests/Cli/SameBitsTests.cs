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
        var wide = Wide.Replace("FEATURES", WriteWide(), StringComparison.Ordinal);
        string[] files = [_session.Write(Narrow, "narrow.yaml"), _session.Write(wide, "wide.yaml")];
        var expected = Run(files, workers: 1).Fingerprints;
        Assert.Equal(7 + 4, expected.Count);
        Assert.Equal(7 + 4, expected.Select(trial => trial.Result).Distinct().Count());
        foreach (var workers in (int[])[2, 7]) AssertSame($"{workers} workers", Run(files, workers).Fingerprints);
        foreach (var (variable, widest) in ((string, int)[])
            [("DOTNET_EnableAVX512", 256), ("DOTNET_EnableAVX2", 128), ("DOTNET_EnableHWIntrinsic", 128)])
        {
            var narrower = Run(files, workers: 2, variable);
            Assert.True(narrower.VectorBits <= widest, $"{variable}=0 left vectors of {narrower.VectorBits} bits");
            AssertSame($"{variable}=0", narrower.Fingerprints);
        }

        void AssertSame(string what, IReadOnlyList<(string Trial, string Result)> actual)
        {
            Assert.Equal(expected.Select(e => e.Trial), actual.Select(a => a.Trial));
            var different = expected.Except(actual).Select(e => e.Trial).ToList();
            Assert.True(different.Count == 0, $"With {what} other bits came out of: {string.Join("; ", different)}");
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
    private static (IReadOnlyList<(string Trial, string Result)> Fingerprints, int VectorBits) Run(string[] files, int workers, string? variable = null)
    {
        using var output = new Session();
        foreach (var file in files)
        {
            string[] words = [Path.Combine(AppContext.BaseDirectory, "goalkeeper.dll"), "run", file, "--no-report"];
            string[] options = ["--store", output.Store, "--workers", workers.ToString(CultureInfo.InvariantCulture)];
            var start = new ProcessStartInfo("dotnet", [.. words, .. options]) { RedirectStandardError = true };
            if (variable is not null) start.Environment[variable] = "0";
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{variable}: {error}");
        }
        var machine = JsonElement.Parse(output.Query("SELECT machine FROM sweep")[0]);
        var fingerprints = output
            .Query("SELECT sweep || '/' || trial || ' ' || coalesce(variant, ''), result FROM trial_fingerprint ORDER BY sweep, trial")
            .Select(row => (row.Split('|')[0], row.Split('|')[1]));
        return ([.. fingerprints], machine.GetProperty("vector_bits").GetInt32());
    }
}
