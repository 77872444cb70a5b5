using Goalkeeper.Training;

namespace Goalkeeper.Tests.Training;

public class DataFindingsTests
{
    [Theory]
    [InlineData(0, 80, "All 80 dev examples are of class no: answering no always gets 100 % there.")]
    [InlineData(80, 80, "All 80 dev examples are of class yes: answering yes always gets 100 % there.")]
    [InlineData(1, 80, "Only 1 of 80 dev examples is of class yes: answering no always gets 98.8 % there; balanced accuracy, F1 or AUC tell more than accuracy.")]
    [InlineData(77, 80, "Only 3 of 80 dev examples are of class no: answering yes always gets 96.3 % there; balanced accuracy, F1 or AUC tell more than accuracy.")]
    [InlineData(4, 80, null)] // five percent are not under five percent
    [InlineData(40, 80, null)]
    public void A_class_that_is_rare_or_missing_is_told(int ones, int count, string? expected)
    {
        var dev = new Examples(new double[count], Labels(ones, count));
        Assert.Equal(expected is null ? [] : [expected], DataFindings.Of(Data([1, 1]) with { Dev = dev, ClassNames = ["no", "yes"] }, false));
    }

    [Fact]
    public void A_column_that_cannot_help_is_told()
    {
        var words = new FeatureColumn("who", ["ann", "bob", "eve"]);
        var data = new Dataset("d", ["n", "who=ann", "who=bob", "who=eve"], new Examples([7, 1, 0, 0, 7, 0, 1, 0, 7, 0, 0, 1, 7, 1, 0, 0], [0, 1, 0, 1]))
        {
            Columns = [new FeatureColumn("n", []), words],
        };
        Assert.Equal(
            [
                "Column n has one value in train: nothing can be learnt from it.",
                "Column who has 3 words for 4 train examples: it seems to name rows; 'drop' under dataset leaves it out.",
            ],
            DataFindings.Of(data, isStandardized: true));
    }

    [Fact]
    public void Of_many_columns_the_first_are_told_and_how_many_more_there_are()
    {
        var names = Enumerable.Range(0, 25).Select(i => $"c{i}").ToList();
        var data = new Dataset("d", names, new Examples([.. Enumerable.Repeat(7.0, 50)], [0, 1]))
        {
            Dev = new Examples([.. Enumerable.Repeat(8.0, 50)], [0, 1]),
            Columns = [.. names.Select(name => new FeatureColumn(name, []))],
        };
        var told = DataFindings.Of(data, isStandardized: true);
        Assert.Equal(2 * 21, told.Count);
        Assert.Equal(2, told.Count(sentence => sentence == "The same holds for 5 more columns."));
    }

    [Theory]
    [InlineData(1, 25, true)]
    [InlineData(1, 19, false)] // so few differ by chance
    [InlineData(1.5, 25, false)] // not whole
    public void A_column_that_numbers_rows_is_told(double step, int rows, bool isTold)
    {
        double[] features = [.. Enumerable.Range(0, rows).SelectMany(i => (double[])[1000 + i * step, i % 7])];
        var data = new Dataset("d", ["id", "n"], new Examples(features, Labels(rows / 2, rows))) { Columns = [new FeatureColumn("id", []), new FeatureColumn("n", [])] };
        string[] told = [FormattableString.Invariant($"Column id has another whole number in each of {rows} train examples: if it only numbers rows, 'drop' under dataset leaves it out.")];
        Assert.Equal(isTold ? told : [], DataFindings.Of(data, isStandardized: true));
    }

    [Fact]
    public void What_held_out_examples_alone_have_is_told()
    {
        var data = new Dataset("d", ["n", "c=a", "c=b", "c=z"], new Examples([7, 1, 0, 0, 7, 0, 1, 0], [0, 1]))
        {
            Dev = new Examples([7, 0, 0, 1, 8, 1, 0, 0], [0, 1]),
            Test = new Examples([7, 1, 0, 0, 7, 0, 1, 0], [0, 1]),
            Columns = [new FeatureColumn("n", []), new FeatureColumn("c", ["a", "b", "z"])],
        };
        Assert.Equal(
            [
                "Column n has one value in train, and others in dev, where they move the answers by chance; 'drop' under dataset leaves it out.",
                "Column c has words in dev that no train example has: z. The weights of these stay as they were initialized, but for L2.",
            ],
            DataFindings.Of(data, isStandardized: true).Where(text => text.Contains("dev", StringComparison.Ordinal)));
        Assert.DoesNotContain(DataFindings.Of(data, isStandardized: true), text => text.Contains(" test ", StringComparison.Ordinal));
    }

    [Fact]
    public void Train_of_one_class_has_nothing_to_learn() => Assert.Equal(
        ["All 2 train examples are of class 1: there is nothing to learn."],
        DataFindings.Of(new Dataset("d", ["x"], new Examples([1, 2], [1, 1])), false));

    [Theory]
    [InlineData(100, 1, true)]
    [InlineData(1, -250000, true)]
    [InlineData(99, 1, false)]
    [InlineData(1e9, 0, false)] // a feature that is always 0 has no scale
    public void Features_of_very_different_scale_are_told_until_they_are_standardized(double one, double other, bool told)
    {
        Assert.Equal(told, DataFindings.Of(Data([one, other]), isStandardized: false).Any(text => text.StartsWith("Features differ in scale", StringComparison.Ordinal)));
        Assert.Empty(DataFindings.Of(Data([one, other]), isStandardized: true));
    }

    [Fact]
    public void The_features_that_differ_most_are_named_with_how_far_they_go() => Assert.StartsWith(
        "Features differ in scale: income goes up to 98000, rate only to 0.25. ",
        Assert.Single(DataFindings.Of(Data([98000, 40, -0.25]) with { FeatureNames = ["income", "age", "rate"] }, false)),
        StringComparison.Ordinal);

    [Fact]
    public void Missing_values_and_pictures_have_no_scale()
    {
        Assert.Empty(DataFindings.Of(Data([double.NaN, 3]), false));
        Assert.Empty(DataFindings.Of(Data([1000, 1]) with { FeatureNames = [], Shape = [1, 1, 2] }, false));
    }

    [Theory]
    [InlineData(3, 7, 0, 4)]
    [InlineData(4, 7, 1, 4)]
    [InlineData(2, 4, 0, 2)]
    public void A_constant_answer_gets_the_larger_class(int ones, int count, int label, int right) =>
        Assert.Equal(new ConstantAnswer(label, right, count), ConstantAnswer.Of(Labels(ones, count)));

    private static double[] Labels(int ones, int count) => [.. Enumerable.Range(0, count).Select(i => i < ones ? 1.0 : 0)];

    /// <summary>Two examples of two classes, the second of zeros.</summary>
    private static Dataset Data(double[] first) =>
        new("d", [.. first.Select((_, i) => $"x{i}")], new Examples([.. first, .. new double[first.Length]], [0, 1]));
}
