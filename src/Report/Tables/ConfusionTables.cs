using Goalkeeper.Analysis;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Report.Tables;

/// <summary>
/// Which class the featured models take for which, of the examples that were held out: dev's, and test's once it may be looked at; of
/// train's where nothing was held out.
/// </summary>
internal sealed class ConfusionTables(SweepSummary summary, SweepStore store)
{
    private readonly IReadOnlyList<string> _classes = summary.Dataset.ClassNames;

    /// <summary>Null where no model is featured, or none has its predictions stored.</summary>
    public TableSection? Section()
    {
        var answers = summary.Featured.SelectMany(row => Splits().Select(split => Answered(row, split))).OfType<Answers>().ToList();
        return answers.Count == 0 ? null : new TableSection("Confusion matrix", [.. Text(answers)], [.. answers.Select(Matrix), Metrics(answers)]);
    }

    private IEnumerable<StoredSplit> Splits()
    {
        string[] names = !summary.HasSplit("dev") ? [summary.HasSplit("test") ? "test" : "train"] : summary.LooksAtTest ? ["dev", "test"] : ["dev"];
        return summary.Dataset.Splits.Where(split => names.Contains(split.Name));
    }

    /// <summary>A row's answers, those of all its seeds together.</summary>
    private Answers? Answered(SummaryRow row, StoredSplit split)
    {
        var labels = row.Finished.SelectMany(store.Predictions)
            .Where(p => p.Split == split.Name && p.Labels.Count == split.Labels.Length).Select(p => p.Labels).ToList();
        if (labels.Count == 0) return null;
        var matrix = ConfusionMatrix.Of([.. labels.SelectMany(_ => split.Labels)], [.. labels.SelectMany(l => l.Select(label => (double)label))]);
        return new Answers(row, split, summary.Featured.Count > 1 ? $"{summary.Label(row)}: {split.Name}" : split.Name, labels.Count, matrix);
    }

    private IEnumerable<string> Text(IReadOnlyList<Answers> answers)
    {
        if (summary.Featured is [var row] && summary.Rows.Count > 1) yield return $"The {(row == summary.Chosen ? "chosen" : "first")} row, {summary.Name(row)}.";
        if (summary.IsReplicated) yield return "Counts are added up over the seeds.";
        var (zero, one) = (_classes[0], _classes[1]);
        yield return $"Balanced accuracy is the mean of the two shares that are right. F1 weighs how many examples of class {one} are found against "
            + $"how many others are taken for it. AUC is the chance that an example of class {one} gets a higher probability than one of class {zero}. "
            + "Log loss is the cost without its penalty.";
        if (answers.Any(a => double.IsPositiveInfinity(a.Of("log_loss").Mean)))
            yield return "A log loss of ∞ says that the network was certain of a wrong answer: it gave the right one the probability 0.";
    }

    private ReportTable Matrix(Answers answers)
    {
        var counts = answers.Counts;
        return new ReportTable(
            ["class", $"taken for {_classes[0]}", $"taken for {_classes[1]}", "right"],
            [
                [_classes[0], Count(counts.TrueNegatives), Count(counts.FalsePositives), Share(counts.TrueNegatives, counts.FalsePositives)],
                [_classes[1], Count(counts.FalseNegatives), Count(counts.TruePositives), Share(counts.TruePositives, counts.FalseNegatives)],
            ],
            Chosen: null,
            Notes: [])
        { Caption = $"{answers.Name}, {NumberText.Count(answers.Split.Labels.Length, "example")}{OfEach(answers.Trials)}" };

        static string OfEach(int trials) => trials == 1 ? "" : FormattableString.Invariant($" in each of {trials:N0} trials");

        static string Count(int examples) => FormattableString.Invariant($"{examples:N0}");
        static string Share(int right, int wrong) => right + wrong == 0 ? "–" : NumberText.Percent((double)right / (right + wrong));
    }

    private static ReportTable Metrics(IReadOnlyList<Answers> answers) => new(
        ["split", "accuracy", "constant answer", "balanced accuracy", "F1", "AUC", "log loss"],
        [
            .. answers.Select(a => (string[])
            [
                a.Name,
                a.Measured("accuracy"),
                NumberText.Percent(ConstantAnswer.Of(a.Split.Labels).Share),
                .. ((string[])["balanced_accuracy", "f1", "auc", "log_loss"]).Select(a.Measured),
            ]),
        ],
        Chosen: null,
        Notes: []);

    /// <summary>What a row's finished trials answer for the examples of a split.</summary>
    private sealed record Answers(SummaryRow Row, StoredSplit Split, string Name, int Trials, ConfusionMatrix Counts)
    {
        public Statistic Of(string metric) => Row.Of($"{Split.Name}_{metric}");

        public string Measured(string metric) => Of(metric).Text(MetricDefinition.Of($"{Split.Name}_{metric}").Format);
    }
}
