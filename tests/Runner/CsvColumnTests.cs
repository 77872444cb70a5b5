using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Runner;

/// <summary>Columns of words, and values that are missing.</summary>
public sealed class CsvColumnTests : IDisposable
{
    private readonly SweepFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_column_of_words_is_a_feature_for_each_in_ordinal_order()
    {
        var data = Load("size,colour,y\n1,red,0\n2,Blue,1\n3,red,1\n4,green,0\n");
        Assert.Equal(["size", "colour=Blue", "colour=green", "colour=red"], data.FeatureNames);
        Assert.Equal([1, 0, 0, 1, 2, 1, 0, 0, 3, 0, 0, 1, 4, 0, 1, 0], data.Train.Features);
        Assert.Equal([[], ["Blue", "green", "red"]], data.Columns.Select(c => c.Categories));
        Assert.Equal(4, Assert.Single(data.Shape));
    }

    [Fact]
    public void The_order_of_rows_makes_no_other_features() => Assert.Equal(
        Load("c,y\nb,0\na,1\n").FeatureNames, Load("c,y\na,1\nb,0\n").FeatureNames);

    [Fact]
    public void The_same_numbers_from_other_words_are_other_data() => Assert.Equal(
        4,
        new[] { "c,y\na,0\nb,1\n", "c,y\na,0\nc,1\n", "d,y\na,0\nb,1\n", "c=a,c=b,y\n1,0,0\n0,1,1\n" }
            .Select(text => Load(text).ComputeSha256()).Distinct().Count());

    [Theory]
    [InlineData("c,y\n1,0\n2,1\nthree,1\n4,0\n", "line 4, column c: `three` is not a finite number")]
    [InlineData("c,y\none,0\ntwo,1\n3,1\nfour,0\n", "line 2, column c: `one` is not a number, and line 4 has one; expected numbers alone, or words alone")]
    [InlineData("c,y\n?,0\n,1\n3,1\n", "line 2, column c: `?` is not a number, and line 4 has one")]
    [InlineData("c,y\n12 %,0\n15 %,1\n", "line 2, column c: `12 %` is not written as a number")]
    [InlineData("c,y\n1.234.567,0\n2,1\n", "line 2, column c: `1.234.567` is not written as a number")]
    [InlineData("c,y\n(5),0\n(1.5),1\n", "line 2, column c: `(5)` is not written as a number; expected one such as -1234.5, in plain digits")]
    [InlineData("c,y\n0x1f,0\n0x20,1\n", "line 2, column c: `0x1f` is not written as a number")]
    [InlineData("c,y\n１２,0\n５.５,1\n", "line 2, column c: `１２` is not written as a number")]
    [InlineData("c,y\n٣,0\n٤,1\n", "line 2, column c: `٣` is not written as a number")]
    [InlineData("c,y\n1,0\n5 ₽,1\n", "line 3, column c: `5 ₽` is not written as a number")]
    [InlineData("c,y\n1e999,0\n2,1\n", "line 2, column c: `1e999` is not a finite number")]
    public void A_column_of_numbers_and_words_is_refused_by_the_first_word(string text, string expected) => Refused(text, "", expected);

    [Theory]
    [InlineData("?")]
    [InlineData("<NA>")]
    [InlineData("None")]
    [InlineData("-")]
    [InlineData("#N/A")]
    [InlineData("unknown")]
    public void A_word_among_numbers_that_may_mean_a_missing_value_is_told_with_the_remedy(string word)
    {
        var remedy = $"; where `{word}` means that the value is missing, leave the field empty, and write `missing: mean` or `missing: drop` under dataset";
        Refused($"c,y\n1,0\n{word},1\n", "", $"line 3, column c: `{word}` is not a finite number; expected one such as -0.158986{remedy}");
        Refused($"c,y\n{word},0\n2,1\n", "", $"`{word}` is not a number, and line 3 has one; expected numbers alone, or words alone{remedy}");
        Assert.Equal([$"c={word}", "c=yes"], Load($"c,y\n{word},0\nyes,1\n").FeatureNames); // a word among words
    }

    [Theory]
    [InlineData("a)")]
    [InlineData("1)")]
    [InlineData("0x")]
    [InlineData("2024-01-31")]
    [InlineData("10-20")]
    public void A_word_with_digits_stays_a_word(string word) => Assert.Equal([$"c={word}", "c=z"], Load($"c,y\n{word},0\nz,1\n").FeatureNames);

    [Fact]
    public void A_column_of_names_is_no_category()
    {
        var rows = string.Concat(Enumerable.Range(0, 300).Select(i => $"name {i},{i % 2}\n"));
        Refused("c,y\n" + rows, "", "line 258, column c: `name 256` is one word more than the 256 that a column may have; expected categories");
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("n/a")]
    [InlineData("NaN")]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void Missing_values_are_refused_by_their_places(string missing)
    {
        Refused($"a,b,y\n1,{missing},0\n2,3,1\n", "", "a value is missing: line 2, column b; expected none, or under dataset `missing: mean`");
        Refused($"a,b,y\nred,3,0\n{missing},3,1\n", ", missing: error", "a value is missing: line 3, column a");
        Refused(
            "a,b,y\n" + string.Concat(Enumerable.Range(0, 4).Select(i => $"{missing},{missing},{i % 2}\n")),
            "",
            "8 values are missing: line 2, column a; line 2, column b; line 3, column a; line 3, column b; line 4, column a; and 3 more; expected");
    }

    [Fact]
    public void Rows_with_missing_values_can_be_left_out()
    {
        var data = Load("a,b,y\n1,x,0\n2,,1\nNA,z,1\n4,x,\n5,y,1\n", ", missing: drop");
        Assert.Equal(["a", "b=x", "b=y"], data.FeatureNames);
        Assert.Equal([1, 1, 0, 5, 0, 1], data.Train.Features);
        Assert.Equal([0, 1], data.Train.Labels);
        Assert.Equal(3, data.RowsLeftOut);
    }

    [Fact]
    public void Missing_values_that_become_the_mean_are_stored_as_missing()
    {
        _folder.Run(Yaml("a,b,y,part\n1,x,0,train\n,y,1,train\n4,,1,train\n3,x,1,dev\n,,0,dev\n", ", missing: mean, split: part"));
        using var store = _folder.Open();
        var sweep = store.Find(SweepReference.Parse("own"));
        var stored = store.Dataset(sweep);
        Assert.Equal([1, 1, 0, double.NaN, 0, 1, 4, double.NaN, double.NaN], stored.Splits[0].Features);
        Assert.Equal([2.5, 0.5, 0.5], store.Preparation(sweep).Select(p => p.Fill)); // words: their shares
        Assert.Equal([(0, 1), (0, 1), (0, 1)], store.Preparation(sweep).Select(p => (p.Mean, p.Deviation)));
        Assert.True(new SweepVerifier(store, new SweepFolder.Silence()).Verify(sweep, store.Trials(sweep), 1, default).Identical);
        var trial = store.Trial(sweep, 1);
        Assert.Equal(TrialState.Finished, trial.State);
        var rows = new Examples(stored.Splits[0].Features, stored.Splits[0].Labels);
        Assert.Equal(
            store.Predictions(trial)[0].Probabilities, StoredNetwork.Read(store, sweep, trial).Predict(rows).Select(p => (float)p));
    }

    [Theory]
    [InlineData("a,y\n,0\n,1\n", ", missing: drop", "every row has a missing value; expected some without")]
    [InlineData("a,b,y\n1,,0\n2,,1\n", ", missing: mean", "x.yaml:2:10: b has no value in any train example; expected one, or the column left out")]
    [InlineData("a,p,y\n,train,0\n,train,1\n2,dev,1\n", ", missing: mean, split: p", "a has no value in any train example")]
    [InlineData("a,y\n1,0\n2,\n", ", missing: mean", "line 3, column y: the label is missing")]
    [InlineData("a,p,y\n1,train,0\n2,,1\n", ", missing: drop, split: p", "line 3, column p: the split is ``; expected train, dev or test")]
    public void What_cannot_be_filled_or_left_out_is_told(string text, string more, string expected) => Refused(text, more, expected);

    private void Refused(string text, string more, string expected) =>
        Assert.Contains(expected, Assert.ThrowsAny<UserErrorException>(() => Load(text, more)).Message, StringComparison.Ordinal);

    private Dataset Load(string text, string more = "") => DatasetLoader.Load(ExperimentFile.Parse(Yaml(text, more), "x.yaml").Network.Dataset, "");

    private string Yaml(string text, string more) => $$"""
        name: own
        dataset: { csv: '{{_folder.Write("data.csv", text)}}', label: y{{more}} }
        network: { hidden: [] }
        training: { learning_rate: 0.1, iterations: 3 }
        """;
}
