namespace Goalkeeper.Training;

/// <summary>How many examples of each class were given each label.</summary>
/// <param name="TruePositives">Of class 1, labelled 1.</param>
/// <param name="FalseNegatives">Of class 1, labelled 0.</param>
/// <param name="FalsePositives">Of class 0, labelled 1.</param>
/// <param name="TrueNegatives">Of class 0, labelled 0.</param>
internal sealed record ConfusionMatrix(int TruePositives, int FalseNegatives, int FalsePositives, int TrueNegatives)
{
    /// <summary>Counts them; an example is labelled 1 where its probability is above 0.5.</summary>
    /// <param name="labels">0 or 1 each.</param>
    /// <param name="probabilities">Of label 1, one per label.</param>
    public static ConfusionMatrix Of(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities)
    {
        Span<int> counts = [0, 0, 0, 0];
        for (var i = 0; i < labels.Length; i++) counts[(labels[i] == 1 ? 2 : 0) + (probabilities[i] > 0.5 ? 1 : 0)]++;
        return new(TruePositives: counts[3], FalseNegatives: counts[2], FalsePositives: counts[1], TrueNegatives: counts[0]);
    }

    /// <summary>The mean of the two classes' shares of right labels; NaN where a class has no example.</summary>
    public double BalancedAccuracy =>
        ((double)TruePositives / (TruePositives + FalseNegatives) + (double)TrueNegatives / (TrueNegatives + FalsePositives)) / 2;

    /// <summary>2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall; NaN where no example is of class 1 and none is labelled so.</summary>
    public double F1 => 2.0 * TruePositives / (2.0 * TruePositives + FalsePositives + FalseNegatives);
}
