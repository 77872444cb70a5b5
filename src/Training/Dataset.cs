using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Goalkeeper.Training;

/// <summary>Features and labels of some examples: one split of a dataset.</summary>
/// <param name="Features">Row-major, Count × FeatureCount.</param>
/// <param name="Labels">Count labels, each 0 or 1.</param>
internal sealed record Examples(double[] Features, double[] Labels)
{
    /// <summary>Number of examples.</summary>
    public int Count => Labels.Length;

    /// <summary>Number of features of an example.</summary>
    public int FeatureCount => Count == 0 ? 0 : Features.Length / Count;
}

/// <summary>A column of a table of examples.</summary>
/// <param name="Name">Its header.</param>
/// <param name="Categories">Its words, in ordinal order, each of them a feature: 1 where the column has that word, else 0. None: the column is numbers, and one feature.</param>
internal sealed record FeatureColumn(string Name, IReadOnlyList<string> Categories)
{
    /// <summary>The names of its features.</summary>
    public IEnumerable<string> FeatureNames => Categories.Count == 0 ? [Name] : Categories.Select(category => $"{Name}={category}");

    /// <summary>How many features it is.</summary>
    public int Width => Math.Max(1, Categories.Count);

    /// <summary>The features of one of its words.</summary>
    public IEnumerable<double> Of(string word) => Categories.Select(category => category == word ? 1.0 : 0);
}

/// <summary>Examples to learn from, and where there are any, to choose by (dev) and to look at once (test).</summary>
/// <param name="Name">The name in the experiment file.</param>
/// <param name="FeatureNames">One name per feature; none where examples have several axes, as pictures do.</param>
/// <param name="Train">What gradient descent sees.</param>
/// <param name="Dev">What settings are chosen by, or null.</param>
/// <param name="Test">What is looked at once, after choosing, or null.</param>
internal sealed record Dataset(string Name, IReadOnlyList<string> FeatureNames, Examples Train, Examples? Dev = null, Examples? Test = null)
{
    /// <summary>The axes of one example: [features], or of a picture [rows, columns, channels]; their product is the number of features.</summary>
    public IReadOnlyList<int> Shape { get; init; } = [Train.FeatureCount];

    /// <summary>What the labels 0 and 1 stand for.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = ["0", "1"];

    /// <summary>The columns that the features come from, in order; none where they come from no table.</summary>
    public IReadOnlyList<FeatureColumn> Columns { get; init; } = [];

    /// <summary>How many rows of the table were left out, since a value was missing; of those that are left, a missing one is NaN.</summary>
    public int RowsLeftOut { get; init; }

    /// <summary>The splits there are, as (name, examples), in the order train, dev, test.</summary>
    public IEnumerable<(string Name, Examples Examples)> Splits
    {
        get
        {
            yield return ("train", Train);
            if (Dev is not null) yield return ("dev", Dev);
            if (Test is not null) yield return ("test", Test);
        }
    }

    /// <summary>
    /// Lower-case hex SHA-256 over every split's name, size, shape, features and labels (little-endian float64): the data's identity. Words
    /// of a table, of which the numbers say nothing, count too, where there are any.
    /// </summary>
    public string ComputeSha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, examples) in Splits)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {examples.Count} {string.Join('x', Shape)}\n"));
            hash.AppendData(MemoryMarshal.AsBytes(examples.Features.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(examples.Labels.AsSpan()));
        }
        if (Columns.Any(column => column.Categories.Count > 0))
            foreach (var column in Columns) Append("column", [column.Name, .. column.Categories]);
        if (Columns.Count > 0 && ClassNames is not ["0", "1"]) Append("classes", ClassNames);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(string what, IReadOnlyList<string> words) => hash.AppendData(
            Encoding.UTF8.GetBytes($"{what}{string.Concat(words.Select(word => $" {Encoding.UTF8.GetByteCount(word)}:{word}"))}\n"));
    }
}
