using Goalkeeper.Training;

namespace Goalkeeper.Tests.Training;

public class PreprocessingTests
{
    private static readonly Preprocessing Standardize = new(FillsMissing: false, Standardizes: true);
    private static readonly Preprocessing Fill = new(FillsMissing: true, Standardizes: false);

    [Fact]
    public void Standardized_train_features_have_mean_0_and_deviation_1()
    {
        var pitch = GeneratedDatasets.Pitch();
        var prepared = Standardize.Apply(pitch with { Train = pitch.Train with { Features = [.. pitch.Train.Features.Select(x => 300 + 100 * x)] } });
        for (var feature = 0; feature < 2; feature++)
        {
            var values = prepared.Train.Features.Where((_, i) => i % 2 == feature).ToList();
            Assert.Equal(0, values.Average(), 12);
            Assert.Equal(1, values.Average(x => x * x), 12);
        }
    }

    [Fact]
    public void The_mean_and_deviation_are_train_s_in_every_split()
    {
        var data = Standardize.Apply(new Dataset("d", ["a", "b"], new Examples([1, 10, 3, 30], [0, 1]), new Examples([5, 20], [1]), new Examples([2, 0], [0])));
        Assert.Equal([-1, -1, 1, 1], data.Train.Features); // means 2 and 20, deviations 1 and 10
        Assert.Equal([3, 0], data.Dev!.Features);
        Assert.Equal([0, -2], data.Test!.Features);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1e300)]
    [InlineData(-0.0)]
    public void A_feature_that_never_changes_becomes_0(double value)
    {
        var train = new Examples([.. Enumerable.Repeat(value, 7)], new double[7]);
        Assert.All(Standardize.Fit(train).Of(train).Features, x => Assert.Equal(0, x));
    }

    [Fact]
    public void What_changes_too_little_to_be_squared_stays_finite()
    {
        var train = new Examples([1e-200, 2e-200], [0, 1]);
        Assert.All(Standardize.Fit(train).Of(train).Features, x => Assert.True(double.IsFinite(x)));
    }

    [Fact]
    public void Missing_values_become_the_mean_of_train_s_others()
    {
        var train = new Examples([1, double.NaN, double.NaN, 6, 4, 2], [0, 1, 1]);
        var preparation = Fill.Fit(train);
        Assert.Equal([1, 4, 2.5, 6, 4, 2], preparation.Of(train).Features);
        Assert.Equal([2.5, 4], preparation.Of(new Examples([double.NaN, double.NaN], [0])).Features);
    }

    [Fact]
    public void Missing_values_are_filled_before_they_are_standardized()
    {
        var train = new Examples([1, double.NaN, 3, double.NaN], new double[4]);
        var prepared = new Preprocessing(FillsMissing: true, Standardizes: true).Fit(train).Of(train);
        Assert.Equal([-1 / Math.Sqrt(0.5), 0, 1 / Math.Sqrt(0.5), 0], prepared.Features); // mean 2, deviation √½
    }

    [Fact]
    public void Filling_leaves_other_values_and_their_signs_as_they_are()
    {
        var train = new Examples([-0.0, 0.1, double.Epsilon, double.MaxValue], new double[4]);
        Assert.Equal(
            train.Features.Select(BitConverter.DoubleToInt64Bits),
            Fill.Fit(train).Of(train).Features.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Without_preprocessing_the_data_are_the_same_object()
    {
        var pitch = GeneratedDatasets.Pitch();
        Assert.Same(pitch, Preprocessing.None.Apply(pitch));
    }
}
