using Goalkeeper.Store;

namespace Goalkeeper.Report.Pictures;

/// <summary>
/// The held-out pictures that the chosen model gets wrong, the most confident mistakes first: dev's, or where there is no dev set test's.
/// Nothing is chosen by test, so there every model's are shown while they are few, as in the conclusion table.
/// </summary>
internal sealed class MislabeledPictures(SweepSummary summary, SweepStore store)
{
    /// <summary>Pictures in a report: they are most of its page.</summary>
    private const int MostPictures = 24;

    /// <summary>Models whose pictures fit side by side.</summary>
    private const int MostModels = 2;

    public PictureSection? Section()
    {
        var held = summary.HasSplit("dev") ? "dev" : "test";
        if (ExamplePictures.Of(summary.Dataset) is not { } pictures || !summary.HasSplit(held) || summary.Chosen is not { } chosen) return null;
        var finished = summary.Rows.Where(r => r.Finished.Count > 0).ToList();
        var rows = held == "test" && finished.Count <= MostModels ? finished : [chosen];
        var split = summary.Dataset.Splits.First(s => s.Name == held);
        var galleries = rows.Select((row, i) => Gallery(row, i + 1, split, pictures, MostPictures / rows.Count)).OfType<PictureGallery>().ToList();
        if (galleries.Count == 0) return null;
        var text = new List<string>
        {
            $"{held} pictures that the network gets wrong, its most confident mistakes first: what the picture is, what the network takes it for, and the probability that it gives to that.",
        };
        if (summary.IsReplicated) text.Add("Each is the network of its point's first seed.");
        return new PictureSection("Mislabeled pictures", text, galleries);
    }

    private PictureGallery? Gallery(SummaryRow row, int number, StoredSplit split, ExamplePictures pictures, int most)
    {
        if (store.Predictions(row.Finished[0]).FirstOrDefault(p => p.Split == split.Name) is not { } prediction) return null;
        var wrong = Enumerable.Range(0, split.Labels.Length).Where(i => prediction.Labels[i] != (int)split.Labels[i])
            .OrderByDescending(i => Math.Abs(prediction.Probabilities[i] - 0.5)).ToList();
        var shown = wrong.Count > most ? $"; the {most} worst" : "";
        var classes = summary.Dataset.ClassNames;
        return wrong.Count == 0 ? null : new PictureGallery(
            $"{row.Label}: {wrong.Count} of {Wording.Count(split.Labels.Length, "picture")} wrong{shown}",
            FormattableString.Invariant($"mislabeled-{number}.png"),
            [
                .. wrong.Take(most).Select(i => new MislabeledPicture(
                    pictures.Draw(split, i),
                    i,
                    classes[(int)split.Labels[i]],
                    classes[prediction.Labels[i]],
                    Math.Max(prediction.Probabilities[i], 1 - prediction.Probabilities[i]))),
            ]);
    }
}
