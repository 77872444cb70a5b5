using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Runner;

/// <summary>A person's own table: which column is what, and what its values stand for.</summary>
public sealed class CsvDataTests : IDisposable
{
    private readonly SweepFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("no yes no", "no", "yes", "0 1 0")]
    [InlineData("yes no no", "no", "yes", "1 0 0")]
    [InlineData("True False True", "False", "True", "1 0 1")]
    [InlineData("false TRUE false", "false", "TRUE", "0 1 0")]
    [InlineData("-1 1 1", "-1", "1", "0 1 1")]
    [InlineData("1 2 1", "1", "2", "0 1 0")]
    [InlineData("2 10 2", "2", "10", "0 1 0")]
    [InlineData("1 0.0 1.0", "0", "1", "1 0 1")]
    [InlineData("-0 1 0", "0", "1", "0 1 0")]
    [InlineData("b B b", "B", "b", "1 0 1")]
    [InlineData("0 yes 0", "0", "yes", "0 1 0")]
    public void Labels_are_any_two_values(string labels, string zero, string one, string expected)
    {
        var data = Load(Table(labels));
        Assert.Equal([zero, one], data.ClassNames);
        Assert.Equal(expected, string.Join(' ', data.Train.Labels));
    }

    [Theory]
    [InlineData("no yes no", "no", "yes", "1 0 1")]
    [InlineData("no yes no", "yes", "no", "0 1 0")]
    [InlineData("-1 1 1", "-1", "1", "1 0 0")]
    [InlineData("0 1.0 0", "1.00", "0", "0 1 0")]
    public void Which_label_is_1_can_be_chosen(string labels, string positive, string zero, string expected)
    {
        var data = Load(Table(labels), $", positive: {positive}");
        Assert.Equal(zero, data.ClassNames[0]);
        Assert.Equal(expected, string.Join(' ', data.Train.Labels));
    }

    [Theory]
    [InlineData("1 1 1", "", "the labels in column y are all `1`, and there is nothing to learn; expected two values, such as 0 and 1")]
    [InlineData("no yes maybe", "", "the labels in column y are 3: `no` (line 2), `yes` (line 3), `maybe` (line 4); expected two values")]
    [InlineData("0 1 2 3 4 5 6", "", "are 7: `0` (line 2), `1` (line 3), `2` (line 4), `3` (line 5), `4` (line 6), and 2 more; expected two values")]
    [InlineData("0 1 \"\"", "", "line 4, column y: the label is missing; expected one of two values")]
    [InlineData("0 1 NA", "", "line 4, column y: the label is missing")]
    [InlineData("no yes no", ", positive: Yes", "x.yaml:2:", "positive is `Yes`, and the labels in column y are no and yes; expected one of them; did you mean `yes`?")]
    [InlineData("0 1 1", ", positive: 2", "positive is `2`, and the labels in column y are 0 and 1; expected one of them")]
    public void Other_labels_are_refused_by_name(string labels, string more, params string[] expected)
    {
        var error = Assert.ThrowsAny<UserErrorException>(() => Load(Table(labels), more));
        foreach (var text in expected) Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_numbers_with_labels_of_other_names_are_other_data()
    {
        string[] hashes = [.. new[] { "0 1 0", "no yes no", "-1 1 -1", "nein ja nein" }.Select(labels => Load(Table(labels)).ComputeSha256())];
        Assert.Equal(4, hashes.Distinct().Count());
        var first = new Dataset("x", ["x1", "x2"], new Examples([1, 10, 2, 20, 3, 30], [0, 1, 0]));
        Assert.Equal(first.ComputeSha256(), hashes[0]); // as the first version had it, which knew no columns
    }

    [Fact]
    public void Without_features_all_columns_are_some_that_are_nothing_else()
    {
        const string text = "id,x2,y,part,x1\n7,2,0,train,1\n8,4,1,train,3\n";
        var data = Load(text, ", drop: [id], split: part");
        Assert.Equal(["x2", "x1"], data.FeatureNames);
        Assert.Equal([2, 1, 4, 3], data.Train.Features);
        Assert.Equal(["id", "x2", "x1"], Load(text, ", split: part").FeatureNames);
    }

    [Theory]
    [InlineData("x1,y\n1,0\n2,1\n", ", drop: [idd]", "no column `idd`; the header has x1, y")]
    [InlineData("y\n0\n1\n", "", "no column is left for the features; expected more than the label's")]
    [InlineData("x1,y\n1,0\n2,1\n", ", drop: [x1]", "no column is left for the features")]
    [InlineData(",x1,y\n0,1,0\n1,2,1\n", "", "a column has no name, as the row numbers that pandas writes; expected a name, or `drop: [\"\"]` under dataset")]
    [InlineData("x1,x1,y\n0,1,0\n1,2,1\n", "", "the header has 2 columns named `x1`; expected one")]
    public void Columns_that_cannot_be_features_are_told(string text, string more, string expected) =>
        Assert.Contains(expected, Assert.ThrowsAny<UserErrorException>(() => Load(text, more)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_column_without_a_name_can_be_left_out() =>
        Assert.Equal(["x1"], Load(",x1,y\n0,1,0\n1,2,1\n", ", drop: [\"\"]").FeatureNames);

    [Fact]
    public void The_dev_set_may_have_its_other_names()
    {
        const string rows = "x1,y,part\n1,0,Train\n2,1,train\n3,0,valid\n4,1,validation\n5,0,val\n6,1,dev\n7,1,Test\n";
        var data = Load(rows, ", split: part");
        Assert.Equal(["train 2", "dev 4", "test 1"], data.Splits.Select(s => $"{s.Name} {s.Examples.Count}"));
        var table = Table(string.Join(' ', Enumerable.Range(0, 20).Select(i => i % 2)));
        foreach (var name in (string[])["valid", "validation", "val"])
            Assert.Equal(Load(table, ", split: { dev: 0.2 }").ComputeSha256(), Load(table, $", split: {{ {name}: 0.2 }}").ComputeSha256());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_stratified_split_has_the_shares_of_each_class(int seed)
    {
        var table = Table(string.Join(' ', Enumerable.Range(0, 50).Select(i => i % 5 == 0 ? "1" : "0")));
        var data = Load(table, $", split: {{ dev: 0.2, test: 0.1, seed: {seed}, stratify: true }}");
        Assert.Equal(["train 35 7", "dev 10 2", "test 5 1"], data.Splits.Select(s => $"{s.Name} {s.Examples.Count} {s.Examples.Labels.Sum()}"));
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (double)i), data.Splits.SelectMany(s => s.Examples.Features.Where((_, i) => i % 2 == 0)).Order());
    }

    [Theory]
    [InlineData(20, "{ dev: 0.02 }", "dev is 0.02 of 20 rows, which rounds to none; expected a larger share, or none")]
    [InlineData(20, "{ dev: 0.2, test: 0.01 }", "test is 0.01 of 20 rows, which rounds to none")]
    [InlineData(2, "{ dev: 0.4, test: 0.4, stratify: true }", "which rounds to none")]
    [InlineData(3, "{ dev: 0.5, test: 0.4 }", "dev and test take all 3 rows; expected smaller shares")]
    public void A_share_of_no_rows_is_told_at_its_place(int rows, string split, string expected)
    {
        var error = Assert.Throws<ExperimentException>(
            () => Load(Table(string.Join(' ', Enumerable.Range(0, rows).Select(i => i % 2))), $", split: {split}"));
        Assert.StartsWith("x.yaml:2:", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_table_was_is_kept_and_verified_by_the_store()
    {
        _folder.Run(Experiment(Table("no yes no yes"), ""));
        using var store = _folder.Open();
        var sweep = store.Find(SweepReference.Parse("own"));
        var stored = store.Dataset(sweep);
        Assert.Equal(["no", "yes"], stored.ClassNames);
        Assert.Equal(["x1", "x2"], stored.Columns.Select(c => c.Name));
        Assert.True(new SweepVerifier(store, new SweepFolder.Silence()).Verify(sweep, store.Trials(sweep), 1, default).Identical);
    }

    private Dataset Load(string text, string more = "") =>
        DatasetLoader.Load(ExperimentFile.Parse(Experiment(text, more), "x.yaml").Network.Dataset, "");

    private string Experiment(string text, string more) => $$"""
        name: own
        dataset: { csv: '{{_folder.Write("data.csv", text)}}', label: y{{more}} }
        network: { hidden: [] }
        training: { learning_rate: 0.1, iterations: 3 }
        """;

    /// <summary>Two features, 1 and 10, 2 and 20, …, and these labels.</summary>
    private static string Table(string labels) => "x1,x2,y\n"
        + string.Concat(labels.Split(' ').Select((label, i) => FormattableString.Invariant($"{i + 1},{10 * (i + 1)},{label}\n")));
}
