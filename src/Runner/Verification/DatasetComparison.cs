using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>A stored dataset beside the one that Goalkeeper generates now.</summary>
internal static class DatasetComparison
{
    /// <summary>Where they first differ; null where they do not, or where the stored data are none that Goalkeeper generates.</summary>
    public static Difference? First(Dataset stored)
    {
        var now = DatasetLoader.Generate(stored.Name);
        // A file may be called circles, too.
        return now is null || !IsLike(stored, now) || now.ComputeSha256() == stored.ComputeSha256() ? null : First(stored, now);
    }

    private static bool IsLike(Dataset stored, Dataset now) => stored.FeatureNames.SequenceEqual(now.FeatureNames)
        && stored.Splits.Select(s => (s.Name, s.Examples.Count)).SequenceEqual(now.Splits.Select(s => (s.Name, s.Examples.Count)));

    private static Difference? First(Dataset stored, Dataset now)
    {
        foreach (var ((split, before), (_, after)) in stored.Splits.Zip(now.Splits))
        {
            var (names, width) = (stored.FeatureNames, before.FeatureCount);
            for (var i = 0; i < before.Features.Length; i++)
            {
                var what = FormattableString.Invariant($"{names[i % width]} of {split} example {i / width + 1}");
                if (Difference.Of(what, before.Features[i], after.Features[i]) is { } feature) return feature;
            }
            for (var i = 0; i < before.Count; i++)
            {
                var what = FormattableString.Invariant($"label of {split} example {i + 1}");
                if (Difference.Of(what, before.Labels[i], after.Labels[i]) is { } label) return label;
            }
        }
        return Difference.Of("SHA-256", stored.ComputeSha256(), now.ComputeSha256());
    }
}
