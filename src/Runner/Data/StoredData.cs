using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>A dataset, and what is done to it, on the way into the store and back.</summary>
internal static class StoredData
{
    public static StoredDataset Of(Dataset dataset, string sha256) => new(
        sha256,
        dataset.Name,
        dataset.FeatureNames,
        [.. dataset.Splits.Select(s => new StoredSplit(s.Name, s.Examples.Features, s.Examples.Labels))])
    {
        Shape = dataset.Shape,
        ClassNames = dataset.ClassNames,
        Columns = [.. dataset.Columns.Select(c => new StoredColumn(c.Name, c.Categories))],
    };

    public static IReadOnlyList<StoredPreparation> Of(Preparation preparation) =>
        [.. preparation.Features.Select(f => new StoredPreparation(f.Fill, f.Mean, f.Deviation))];

    public static Preparation Of(IReadOnlyList<StoredPreparation> stored) =>
        new([.. stored.Select(f => new FeaturePreparation(f.Fill, f.Mean, f.Deviation))]);

    public static Dataset Of(StoredDataset stored)
    {
        return new Dataset(stored.Name, stored.FeatureNames, Split("train")!, Split("dev"), Split("test"))
        {
            Shape = stored.Shape,
            ClassNames = stored.ClassNames,
            Columns = [.. stored.Columns.Select(c => new FeatureColumn(c.Name, c.Categories))],
        };

        Examples? Split(string name) =>
            stored.Splits.FirstOrDefault(s => s.Name == name) is { } split ? new Examples(split.Features, split.Labels) : null;
    }
}
