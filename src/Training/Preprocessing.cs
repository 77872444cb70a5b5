namespace Goalkeeper.Training;

/// <summary>What is to be done to features, as they were read, before a network sees them.</summary>
/// <param name="FillsMissing">A missing value, NaN, becomes the mean of train's.</param>
/// <param name="Standardizes">Of each feature the mean of train's is subtracted, and the difference divided by their deviation.</param>
internal sealed record Preprocessing(bool FillsMissing, bool Standardizes)
{
    /// <summary>Features go in as they were read.</summary>
    public static Preprocessing None { get; } = new(false, false);

    /// <summary>Measures what has to be known: a function of the train examples alone, in their order.</summary>
    /// <param name="train">As they were read.</param>
    public Preparation Fit(Examples train) =>
        this == None ? Preparation.None : new([.. Enumerable.Range(0, train.FeatureCount).Select(feature => Fit(train, feature))]);

    /// <summary>The examples of every split as networks see them.</summary>
    /// <param name="dataset">As they were read.</param>
    public Dataset Apply(Dataset dataset) => Fit(dataset.Train).Of(dataset);

    private FeaturePreparation Fit(Examples train, int feature)
    {
        var (least, largest, sum, count) = (double.PositiveInfinity, double.NegativeInfinity, 0.0, 0);
        for (var i = feature; i < train.Features.Length; i += train.FeatureCount)
        {
            var value = train.Features[i];
            if (double.IsNaN(value)) continue;
            (least, largest) = (Math.Min(least, value), Math.Max(largest, value));
            sum += value;
            count++;
        }
        // A sum of equal numbers is rounded; their mean is not.
        var mean = least == largest ? least : sum / count;
        var fill = FillsMissing ? mean : double.NaN;
        return Standardizes ? new(fill, mean, Deviation(train, feature, mean)) : FeaturePreparation.None with { Fill = fill };
    }

    /// <summary>The population's, as NumPy's <c>std</c>, missing values counting as the mean; 1 where a feature never changes: it becomes 0.</summary>
    private static double Deviation(Examples train, int feature, double mean)
    {
        var squares = 0.0;
        for (var i = feature; i < train.Features.Length; i += train.FeatureCount)
        {
            var difference = train.Features[i] - mean;
            if (!double.IsNaN(difference)) squares += difference * difference;
        }
        return squares == 0 ? 1 : Math.Sqrt(squares / train.Count);
    }
}

/// <summary>What is done to one feature: <paramref name="Fill"/> where it is missing, then (value − mean) / deviation.</summary>
/// <param name="Fill">NaN: a missing value stays missing.</param>
/// <param name="Mean">0 where nothing is subtracted.</param>
/// <param name="Deviation">1 where nothing is divided.</param>
internal readonly record struct FeaturePreparation(double Fill, double Mean, double Deviation)
{
    /// <summary>Nothing, to the bit.</summary>
    public static FeaturePreparation None { get; } = new(double.NaN, 0, 1);

    /// <summary>A value as networks see it.</summary>
    public double Of(double value) => ((double.IsNaN(value) ? Fill : value) - Mean) / Deviation;
}

/// <summary>What <see cref="Preprocessing"/> measured of the train examples, so that the same is done to any others.</summary>
/// <param name="Features">One for each feature; none: they go in as they were read.</param>
internal sealed record Preparation(IReadOnlyList<FeaturePreparation> Features)
{
    /// <summary>Features go in as they were read.</summary>
    public static Preparation None { get; } = new([]);

    /// <summary>The examples of every split as networks see them.</summary>
    public Dataset Of(Dataset dataset) => Features.Count == 0 ? dataset : dataset with
    {
        Train = Of(dataset.Train),
        Dev = dataset.Dev is { } dev ? Of(dev) : null,
        Test = dataset.Test is { } test ? Of(test) : null,
    };

    /// <summary>Examples as networks see them; the given ones stay as they are.</summary>
    public Examples Of(Examples examples) => Features.Count == 0
        ? examples
        : examples with { Features = [.. examples.Features.Select((value, i) => Features[i % Features.Count].Of(value))] };
}
