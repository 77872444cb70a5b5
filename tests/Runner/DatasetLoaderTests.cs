using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Runner;

public sealed class DatasetLoaderTests : IDisposable
{
    private readonly SweepFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_split_column_says_what_belongs_where()
    {
        var data = Load("x1,x2,y,split\n1,2,0,train\n3,4.5,1,dev\n-1e-3,0,1,train\n", "split: split");
        Assert.Equal([1, 2, -1e-3, 0], data.Train.Features);
        Assert.Equal([0, 1], data.Train.Labels);
        Assert.Equal([3, 4.5], data.Dev!.Features);
        Assert.Null(data.Test);
    }

    [Fact]
    public void Columns_are_found_by_name_and_quotes_and_spaces_are_CSVs()
    {
        var data = Load("\"y\", note ,x2,x1\n1, \"a, b\" , 2 ,3\n0,,4,5\n");
        Assert.Equal([3, 2, 5, 4], data.Train.Features);
        Assert.Equal([1, 0], data.Train.Labels);
    }

    [Fact]
    public void Seeded_fractions_split_the_same_way_every_time_and_lose_no_example()
    {
        var rows = string.Concat(Enumerable.Range(0, 50).Select(i => FormattableString.Invariant($"{i},0,{i % 2}\n")));
        var data = Load("x1,x2,y\n" + rows, "split: { dev: 0.2, test: 0.1, seed: 4 }");
        Assert.Equal([35, 10, 5], data.Splits.Select(s => s.Examples.Count));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (double)i), data.Splits.SelectMany(s => s.Examples.Features.Where((_, i) => i % 2 == 0)).Order());
        Assert.Equal(data.ComputeSha256(), Load("x1,x2,y\n" + rows, "split: { dev: 0.2, test: 0.1, seed: 4 }").ComputeSha256());
        Assert.NotEqual(data.ComputeSha256(), Load("x1,x2,y\n" + rows, "split: { dev: 0.2, test: 0.1, seed: 5 }").ComputeSha256());
    }

    [Theory]
    [InlineData("x1,x2,y\n1,2,0\n3,abc,1\n", "line 3, column x2: `abc` is not a finite number; expected one such as -0.158986")]
    [InlineData("x1,x2,y\n1,Infinity,0\n", "line 2, column x2: `Infinity` is not a finite number")]
    [InlineData("x1,x2,y\n1,NaN,0\n", "a value is missing: line 2, column x2; expected none, or under dataset `missing: mean`")]
    [InlineData("x1,x2,y\n1,,0\n", "a value is missing: line 2, column x2")]
    [InlineData("x1,x2,y\n\n1,2\n", "line 3: 2 fields, parted by commas, and the header has 3; expected as many")]
    [InlineData("x1,X3,y\n1,2,0\n", "no column `x2`; the header has x1, X3, y; did you mean `x1`?")]
    [InlineData("x1,x2,y,x2\n1,2,0,3\n", "the header has 2 columns named `x2`; expected one")]
    [InlineData("x1,x2,y\n", "no examples; expected a header and one row per example")]
    [InlineData("", "empty; expected a header and one row per example")]
    [InlineData("x1,x2,y\n1,\"2,0\n", "line 2: not well-formed CSV")]
    public void Malformed_data_are_told_by_row_and_column(string text, string expected)
    {
        var error = Assert.ThrowsAny<UserErrorException>(() => Load(text));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(_folder.Write("data.csv", text), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_that_is_none_and_a_missing_train_split_are_told()
    {
        var unknown = Assert.ThrowsAny<UserErrorException>(() => Load("x1,x2,y,s\n1,2,0,train\n1,2,0,holdout\n", "split: s"));
        Assert.Contains("line 3, column s: the split is `holdout`; expected train, dev or test", unknown.Message, StringComparison.Ordinal);
        var missing = Assert.ThrowsAny<UserErrorException>(() => Load("x1,x2,y,s\n1,2,0,dev\n1,2,1,test\n", "split: s"));
        Assert.Contains("no example belongs to the train split", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_told_with_what_to_do()
    {
        var csv = Assert.ThrowsAny<UserErrorException>(() => DatasetLoader.Load(Source("missing.csv", ""), ""));
        Assert.Contains("x.yaml:2:", csv.Message, StringComparison.Ordinal);
        Assert.Contains("missing.csv; expected a CSV file, its path relative to the experiment file", csv.Message, StringComparison.Ordinal);

        var football = Assert.ThrowsAny<UserErrorException>(
            () => DatasetLoader.Load(new BuiltInSource("football", new SourceLocation("f.yaml", 6, 10)), Path.GetDirectoryName(_folder.StorePath)!));
        Assert.StartsWith("f.yaml:6:10: ", football.Message, StringComparison.Ordinal);
        Assert.Contains("README.md", football.Message, StringComparison.Ordinal);
        Assert.Contains("GOALKEEPER_DATA", football.Message, StringComparison.Ordinal);

        var cats = Assert.ThrowsAny<UserErrorException>(
            () => DatasetLoader.Load(new BuiltInSource("cats", new SourceLocation("c.yaml", 6, 10)), Path.GetDirectoryName(_folder.StorePath)!));
        Assert.StartsWith("c.yaml:6:10: ", cats.Message, StringComparison.Ordinal);
        Assert.Contains("train_catvnoncat.h5 is missing", cats.Message, StringComparison.Ordinal);
        Assert.Contains("Put the course's train_catvnoncat.h5 and test_catvnoncat.h5 there", cats.Message, StringComparison.Ordinal);
    }

    private Dataset Load(string text, string more = "") => DatasetLoader.Load(Source(_folder.Write("data.csv", text), more), "");

    private static DatasetSource Source(string path, string more) => ExperimentFile.Parse(
        $$"""
        name: small
        dataset: { csv: '{{path}}', features: [x1, x2], label: y{{(more.Length > 0 ? ", " + more : "")}} }
        network: { hidden: [] }
        training: { learning_rate: 0.1, iterations: 1 }
        """,
        "x.yaml").Network.Dataset;
}
