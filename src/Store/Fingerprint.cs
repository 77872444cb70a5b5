using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Goalkeeper.Store;

/// <summary>
/// What two runs of a trial have in common when they are the same, bit for bit. SHA-256 of blocks: a line of text that says what follows,
/// then its numbers as float64, little endian. Every NaN counts as 0x7ff8000000000000; -0 and +0 differ. docs/store.md has the blocks.
/// </summary>
/// <param name="InitialWeights">Lower-case hex, of the weights that training started from; null where there were none.</param>
/// <param name="Result">Lower-case hex, of how the trial ended and everything that it measured, in full precision.</param>
internal sealed record Fingerprint(string? InitialWeights, string Result)
{
    private const long NaN = 0x7ff8000000000000;

    /// <summary>The fingerprint of a trial that finished or diverged; null for one that failed: it has no numbers to compare.</summary>
    public static Fingerprint? Of(TrialResult result) =>
        result.State == TrialState.Failed ? null : new Fingerprint(result.InitialWeightsSha256, OfResult(result));

    /// <summary>Lower-case hex SHA-256 of a network's numbers: one block, "weights" and the layers' sizes.</summary>
    public static string Of(StoredWeights weights)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, weights);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string OfResult(TrialResult result)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, result.State);
        // What follows from the predictions adds nothing to them.
        foreach (var (name, value) in result.Metrics.Where(m => !MetricDefinition.Of(m.Key).FollowsFromPredictions).OrderBy(m => m.Key, StringComparer.Ordinal))
            Append(hash, $"metric {name}", value);
        foreach (var trace in result.Traces.OrderBy(t => t.Metric, StringComparer.Ordinal))
            Append(hash, $"trace {trace.Metric} {Spaced(trace.Iterations)}", [.. trace.Values]);
        foreach (var (split, probabilities) in result.Predictions.OrderBy(p => DatasetContent.SplitNames.IndexOf(p.Split)))
            Append(hash, $"prediction {split} {Spaced([probabilities.Length])}", probabilities);
        if (result.Weights is { } weights) Append(hash, weights);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, StoredWeights weights) =>
        Append(hash, $"weights {Spaced(weights.Layers)}", weights.Values);

    private static void Append(IncrementalHash hash, string line, params ReadOnlySpan<double> values)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        Span<byte> bytes = stackalloc byte[512 * sizeof(double)]; // weights can be large: in pieces
        var used = 0;
        foreach (var value in values)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[used..], double.IsNaN(value) ? NaN : BitConverter.DoubleToInt64Bits(value));
            used += sizeof(double);
            if (used < bytes.Length) continue;
            hash.AppendData(bytes);
            used = 0;
        }
        hash.AppendData(bytes[..used]);
    }

    private static string Spaced<T>(IEnumerable<T> numbers)
        where T : IFormattable => string.Join(' ', numbers.Select(n => n.ToString(null, CultureInfo.InvariantCulture)));
}
