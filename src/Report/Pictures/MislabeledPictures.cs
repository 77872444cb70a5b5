using Goalkeeper.Analysis;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Pictures;

/// <summary>
/// The held-out pictures that the featured models get wrong, the most confident mistakes first: dev's, or where there is no dev set test's.
/// </summary>
internal sealed class MislabeledPictures(SweepSummary summary, SweepStore store)
{
    /// <summary>Pictures in a report: they are most of its page.</summary>
    private const int MostPictures = 24;

    public PictureSection? Section()
    {
        var held = summary.HasSplit("dev") ? "dev" : "test";
        if (!summary.HasSplit(held)) return null;
        if (ExamplePictures.Of(summary.Dataset) is not { } pictures) return null;
        var split = summary.Dataset.Splits.First(s => s.Name == held);
        var mistakes = summary.Featured.Select(row => (Row: row, Mistakes: Mistakes(row, split))).Where(m => m.Mistakes.Count > 0).ToList();
        if (mistakes.Count == 0) return null;
        var most = mistakes.Sum(m => m.Mistakes.Count) <= MostPictures ? MostPictures : MostPictures / mistakes.Count;
        var text = new List<string>
        {
            $"What the network gets wrong of the {held} set, its most confident mistakes first: what the picture is, "
                + "what the network takes it for, and the probability that it gives to that.",
        };
        if (summary.IsReplicated) text.Add("It is the network of its point's first seed.");
        return new PictureSection(
            "Mislabeled pictures", text, [.. mistakes.Select((m, i) => Gallery(m.Row, m.Mistakes, most, i + 1, split, pictures))]);
    }

    /// <summary>The wrong examples of a row's first finished trial, the most confident first.</summary>
    private List<Mistake> Mistakes(SummaryRow row, StoredSplit split) =>
        store.Predictions(row.Finished[0]).FirstOrDefault(p => p.Split == split.Name) is not { } prediction
            ? []
            : [
                .. Enumerable.Range(0, split.Labels.Length)
                    .Where(i => prediction.Labels[i] != (int)split.Labels[i])
                    .Select(i => (Example: i, Probability: prediction.Probabilities[i]))
                    .Select(m => new Mistake(m.Example, prediction.Labels[m.Example], Math.Max(m.Probability, 1 - m.Probability)))
                    .OrderByDescending(m => m.Probability),
            ];

    private PictureGallery Gallery(
        SummaryRow row, List<Mistake> mistakes, int most, int number, StoredSplit split, ExamplePictures pictures)
    {
        var classes = summary.Dataset.ClassNames;
        var shown = mistakes.Count > most ? $"; the {most} worst" : "";
        return new PictureGallery(
            $"{summary.Label(row)}: {mistakes.Count} of {NumberText.Count(split.Labels.Length, "picture")} wrong{shown}",
            FormattableString.Invariant($"mislabeled-{number}.png"),
            [
                .. mistakes.Take(most).Select(m => new MislabeledPicture(
                    pictures.Draw(split, m.Example),
                    m.Example,
                    classes[(int)split.Labels[m.Example]],
                    classes[m.Predicted],
                    m.Probability)),
            ]);
    }

    /// <summary>An example, the label that it was given, and that label's probability.</summary>
    private sealed record Mistake(int Example, int Predicted, double Probability);
}
