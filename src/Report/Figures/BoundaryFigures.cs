using Goalkeeper.Analysis;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Report.Figures;

/// <summary>Decision boundaries of networks over two features, with the train examples.</summary>
internal sealed class BoundaryFigures(SweepSummary summary, SweepStore store)
{
    /// <summary>Small multiples that still compare at a glance, and keep a page small.</summary>
    private const int MostRows = 12;

    /// <summary>Grid nodes a side; contours are interpolated between them.</summary>
    private const int Nodes = 100;

    private readonly Preparation _preparation =
        new([.. store.Preparation(summary.Sweep).Select(f => new FeaturePreparation(f.Fill, f.Mean, f.Deviation))]);

    public FigureSection? Section()
    {
        if (summary.Dataset.FeatureNames.Count != 2 || summary.Dataset.Columns.Any(column => column.Categories.Count > 0)) return null;
        var finished = summary.Rows.Where(r => r.Finished.Count > 0).ToList();
        var isBestOnly = summary.Sweep.WeightsKept == WeightsKept.Best;
        var rows = WithWeights(isBestOnly ? finished : summary.Spread(finished, MostRows));
        if (rows.Count == 0) return null;
        var figures = rows.Select(
            (row, i) => new Figure(FormattableString.Invariant($"boundary-{i + 1}.svg"), Chart(row.Row, row.Trial, row.Weights)));
        var text = new List<string> { "The region that the network predicts as 1, over the train examples." };
        if (isBestOnly) text.Add("The sweep kept the weights of its best trial alone.");
        else if (summary.IsReplicated) text.Add("Each is the network of its point's first seed.");
        if (!isBestOnly && rows.Count < summary.Rows.Count) text.Add($"{rows.Count} of {summary.Rows.Count} points.");
        return new FigureSection("Decision boundaries", text, [.. figures]);
    }

    /// <summary>Those of the rows that have a trial with weights, with the first.</summary>
    private List<(SummaryRow Row, TrialRecord Trial, StoredWeights Weights)> WithWeights(IReadOnlyList<SummaryRow> rows) =>
    [
        .. rows.SelectMany(row => row.Finished
            .Select(trial => (Row: row, Trial: trial, Weights: store.WholeWeights(trial)!))
            .Where(found => found.Weights is not null)
            .Take(1)),
    ];

    private BoundaryChart Chart(SummaryRow row, TrialRecord trial, StoredWeights weights)
    {
        var train = summary.Dataset.Splits[0];
        var (x, y) = Ranges(train);
        return new BoundaryChart
        {
            Title = summary.Label(row),
            Subtitle = Accuracies(trial),
            Probabilities = new ValueGrid(Probabilities(trial, weights, x, y), x.Min, x.Max, y.Min, y.Max),
            Points =
            [
                .. train.Labels.Select((label, i) => new LabelledPoint(train.Features[2 * i], train.Features[2 * i + 1], (int)label))
                    .Where(point => double.IsFinite(point.X + point.Y)), // missing values have no place
            ],
            XLabel = summary.Dataset.FeatureNames[0],
            YLabel = summary.Dataset.FeatureNames[1],
            // Features of like range are taken to be of one unit, so that a circle is round.
            HasEqualUnits = (x.Max - x.Min) / (y.Max - y.Min) is > 0.5 and < 2,
            Width = 340,
            Height = 380,
        };
    }

    private string Accuracies(TrialRecord trial)
    {
        string[] metrics = summary.HeldOut is { } heldOut ? ["train_accuracy", heldOut] : ["train_accuracy"];
        return string.Join(
            ", ", metrics.Where(trial.Metrics.ContainsKey).Select(m => $"{MetricDefinition.Of(m).Split} {NumberText.Measured(MetricDefinition.Of(m).Format, trial.Metrics[m])}"));
    }

    private double[,] Probabilities(TrialRecord trial, StoredWeights weights, (double Min, double Max) x, (double Min, double Max) y)
    {
        var features = new double[2 * Nodes * Nodes];
        for (var row = 0; row < Nodes; row++)
        {
            for (var column = 0; column < Nodes; column++)
            {
                var at = 2 * (row * Nodes + column);
                features[at] = x.Min + (x.Max - x.Min) * column / (Nodes - 1);
                features[at + 1] = y.Min + (y.Max - y.Min) * row / (Nodes - 1);
            }
        }
        var activation = Equals(summary.Setting(trial, "activation"), "tanh") ? Activation.Tanh : Activation.Relu;
        var propagation = new Propagation(weights.Layers, activation, _preparation.Of(new Examples(features, new double[Nodes * Nodes])));
        propagation.Forward(new NetworkWeights(weights.Layers, weights.Values));
        var grid = new double[Nodes, Nodes];
        for (var i = 0; i < Nodes * Nodes; i++) grid[i / Nodes, i % Nodes] = propagation.Probabilities[i];
        return grid;
    }

    /// <summary>The axes of the course's pictures for its data; a tenth beyond the examples for others.</summary>
    private ((double Min, double Max) X, (double Min, double Max) Y) Ranges(StoredSplit train) => summary.Dataset.Name switch
    {
        "football" or "pitch" => ((-0.75, 0.40), (-0.75, 0.65)),
        "circles" => ((-1.5, 1.5), (-1.5, 1.5)),
        _ => (Range(train, 0), Range(train, 1)),
    };

    private static (double Min, double Max) Range(StoredSplit split, int feature)
    {
        var values = split.Features.Where((value, i) => i % 2 == feature && double.IsFinite(value)).ToList();
        var margin = values.Max() > values.Min() ? 0.1 * (values.Max() - values.Min()) : 1;
        return (values.Min() - margin, values.Max() + margin);
    }
}
