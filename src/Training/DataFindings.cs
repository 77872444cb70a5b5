using System.Globalization;

namespace Goalkeeper.Training;

/// <summary>What a constant answer gets: of some examples, the class that most belong to.</summary>
/// <param name="Label">0 or 1; 0 of equals.</param>
/// <param name="Right">Examples of that class.</param>
/// <param name="Count">All examples.</param>
internal sealed record ConstantAnswer(int Label, int Right, int Count)
{
    /// <summary>The accuracy of that answer.</summary>
    public double Share => (double)Right / Count;

    /// <summary>The best constant answer for labels of 0 and 1.</summary>
    public static ConstantAnswer Of(IReadOnlyCollection<double> labels)
    {
        var ones = labels.Count(label => label == 1);
        return 2 * ones > labels.Count ? new(1, ones, labels.Count) : new(0, labels.Count - ones, labels.Count);
    }
}

/// <summary>What a person should know about data before a network learns from them: a sentence each.</summary>
internal static class DataFindings
{
    /// <summary>A class with a smaller share of a split is rare.</summary>
    private const double Rare = 0.05;

    /// <summary>Features whose largest values differ by this factor are of different scale.</summary>
    private const double FarApart = 100;

    /// <summary>A column of words with more of them than this share of the train examples says nothing of others.</summary>
    private const double ManyWords = 0.25;

    private const int MostWords = 5;

    /// <summary>In fewer examples, numbers that all differ are nothing special.</summary>
    private const int FewestRows = 20;

    /// <summary>Looks at the data.</summary>
    /// <param name="dataset">As they were read.</param>
    /// <param name="isStandardized">Whether features are standardized before training.</param>
    public static IReadOnlyList<string> Of(Dataset dataset, bool isStandardized) =>
    [
        .. dataset.Splits.SelectMany(split => Classes(split.Name, split.Examples.Labels, dataset.ClassNames)),
        .. FewSentences.Of(Constant(dataset), MoreColumns),
        .. FewSentences.Of(NamesOfRows(dataset), MoreColumns),
        .. dataset.Splits.Skip(1).SelectMany(split => FewSentences.Of(Moved(dataset, split.Name, split.Examples), MoreColumns)),
        .. dataset.Splits.Skip(1).SelectMany(split => FewSentences.Of(UnseenWords(dataset, split.Name, split.Examples), MoreColumns)),
        .. isStandardized ? [] : Scales(dataset),
    ];

    private static FormattableString MoreColumns(int more) => $"The same holds for {more} more columns.";

    private static IEnumerable<string> Classes(string split, double[] labels, IReadOnlyList<string> names)
    {
        var most = ConstantAnswer.Of(labels);
        var (common, rare) = (names[most.Label], names[1 - most.Label]);
        var count = most.Count - most.Right;
        if (count == 0)
        {
            yield return split == "train"
                ? Invariant($"All {most.Count} train examples are of class {common}: there is nothing to learn.")
                : Invariant($"All {most.Count} {split} examples are of class {common}: answering {common} always gets 100 % there.");
        }
        else if (count < Rare * most.Count)
        {
            yield return Invariant(
                $"Only {count} of {most.Count} {split} examples {(count == 1 ? "is" : "are")} of class {rare}: answering {common} always gets ")
                + Invariant($"{100 * most.Share:0.0} % there; balanced accuracy, F1 or AUC tell more than accuracy.");
        }
    }

    private static IEnumerable<string> Constant(Dataset dataset) =>
        from column in Numbers(dataset)
        where Values(dataset.Train, column.First).Distinct().Take(2).Count() == 1
        select $"Column {column.Name} has one value in train: nothing can be learnt from it.";

    private static IEnumerable<string> NamesOfRows(Dataset dataset)
    {
        var train = dataset.Train;
        foreach (var (column, first) in Places(dataset))
        {
            if (column.Categories.Count > ManyWords * train.Count)
            {
                yield return Invariant($"Column {column.Name} has {column.Categories.Count} words for {train.Count} train examples: ")
                    + "it seems to name rows; 'drop' under dataset leaves it out.";
            }
            else if (column.Categories.Count == 0 && train.Count >= FewestRows && AreNumbersOfRows([.. Values(train, first)]))
            {
                yield return Invariant($"Column {column.Name} has another whole number in each of {train.Count} train examples: ")
                    + "if it only numbers rows, 'drop' under dataset leaves it out.";
            }
        }
    }

    private static bool AreNumbersOfRows(double[] values) => values.All(double.IsInteger) && values.Distinct().Count() == values.Length;

    // What dev and test have and no train example has: nothing has been learnt about it.
    private static IEnumerable<string> Moved(Dataset dataset, string split, Examples examples) =>
        from column in Numbers(dataset)
        let value = dataset.Train.Features[column.First]
        where Values(dataset.Train, column.First).All(value.Equals) && !Values(examples, column.First).All(value.Equals)
        select $"Column {column.Name} has one value in train, and others in {split}, where they move the answers by chance; 'drop' under dataset leaves it out.";

    private static IEnumerable<string> UnseenWords(Dataset dataset, string split, Examples examples)
    {
        foreach (var (column, first) in Places(dataset))
        {
            string[] words = [.. column.Categories.Where((_, word) => Has(examples, word) && !Has(dataset.Train, word))];
            if (words.Length == 0) continue;
            var more = words.Length > MostWords ? Invariant($" and {words.Length - MostWords} more") : "";
            yield return $"Column {column.Name} has words in {split} that no train example has: {string.Join(", ", words.Take(MostWords))}{more}. "
                + "The weights of these stay as they were initialized, but for L2.";

            bool Has(Examples some, int word) => Values(some, first + word).Contains(1);
        }
    }

    /// <summary>The columns with their first features.</summary>
    private static IEnumerable<(FeatureColumn Column, int First)> Places(Dataset dataset)
    {
        var first = 0;
        foreach (var column in dataset.Columns)
        {
            yield return (column, first);
            first += column.Width;
        }
    }

    private static IEnumerable<(string Name, int First)> Numbers(Dataset dataset) =>
        Places(dataset).Where(place => place.Column.Categories.Count == 0).Select(place => (place.Column.Name, place.First));

    private static IEnumerable<double> Values(Examples examples, int feature)
    {
        for (var i = feature; i < examples.Features.Length; i += examples.FeatureCount) yield return examples.Features[i];
    }

    private static IEnumerable<string> Scales(Dataset dataset)
    {
        var largest = new double[dataset.FeatureNames.Count]; // none of pictures: their pixels are of one scale
        if (largest.Length == 0) yield break;
        for (var i = 0; i < dataset.Train.Features.Length; i++)
        {
            var size = Math.Abs(dataset.Train.Features[i]);
            if (size > largest[i % largest.Length]) largest[i % largest.Length] = size;
        }
        var ordered = Enumerable.Range(0, largest.Length).Where(f => largest[f] > 0).OrderBy(f => largest[f]).ToList();
        if (ordered.Count == 0 || largest[ordered[^1]] < FarApart * largest[ordered[0]]) yield break;
        yield return Invariant(
            $"Features differ in scale: {dataset.FeatureNames[ordered[^1]]} goes up to {Text(largest[ordered[^1]])}, ")
            + $"{dataset.FeatureNames[ordered[0]]} only to {Text(largest[ordered[0]])}. Networks learn badly from such data; "
            + "'standardize: true' under dataset brings all features to one scale.";
    }

    private static string Text(double size) => size.ToString(size is >= 1e-3 and < 1e6 ? "0.####" : "0.##e0", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
