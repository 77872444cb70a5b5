using System.Security.Cryptography;
using System.Text;

namespace Goalkeeper.Store;

/// <summary>Examples of one split with what they are. Predictions of the same set can be compared example by example.</summary>
/// <param name="Id">No other examples have it: of a dataset's its hash and split, of others the hash of their names and labels.</param>
/// <param name="Names">One per example.</param>
/// <param name="Labels">0 or 1 each: what is true.</param>
internal sealed record ExampleSet(string Id, IReadOnlyList<string> Names, IReadOnlyList<int> Labels)
{
    /// <summary>Examples that come with a trial's predictions.</summary>
    /// <param name="names">Each once, without tabs and line breaks, in an order that does not depend on who gives them.</param>
    /// <param name="labels">0 or 1 each.</param>
    public static ExampleSet Of(IReadOnlyList<string> names, IReadOnlyList<int> labels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, label) in names.Zip(labels)) hash.AppendData(Encoding.UTF8.GetBytes($"{name}\t{(label == 0 ? '0' : '1')}\n"));
        return new ExampleSet(Convert.ToHexStringLower(hash.GetHashAndReset()), names, labels);
    }

    /// <summary>The examples of a dataset's split, which are called 1, 2, ….</summary>
    public static ExampleSet Of(StoredDataset dataset, StoredSplit split) => new(
        $"{dataset.Sha256}/{split.Name}",
        [.. Enumerable.Range(1, split.Labels.Length).Select(number => FormattableString.Invariant($"{number}"))],
        Array.ConvertAll(split.Labels, label => (int)label));

    /// <summary>The first thing in which this set is not another one; null: it is the same.</summary>
    public string? DifferenceTo(ExampleSet other)
    {
        if (Id == other.Id) return null;
        var there = other.Names.Zip(other.Labels).ToDictionary();
        foreach (var (name, label) in Names.Zip(Labels))
        {
            if (!there.Remove(name, out var otherLabel)) return $"example {name} is not there";
            if (label != otherLabel) return FormattableString.Invariant($"example {name} is {label} here and {otherLabel} there");
        }
        return $"example {there.Keys.First()} is not here";
    }
}

/// <summary>What a trial predicted of one split's examples, beside what is true of them.</summary>
/// <param name="Examples">The examples.</param>
/// <param name="Prediction">As many labels and probabilities.</param>
internal sealed record JudgedPrediction(ExampleSet Examples, StoredPrediction Prediction)
{
    /// <summary>train, dev or test.</summary>
    public string Split => Prediction.Split;

    /// <summary>Whether an example, 0, 1, …, was taken for what it is.</summary>
    public bool IsRight(int example) => Prediction.Labels[example] == Examples.Labels[example];
}
