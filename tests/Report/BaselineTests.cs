using System.Globalization;
using Goalkeeper.Runner;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Report;

public sealed class BaselineTests
{
    private const string Grid = "name: x\ndataset: pitch\n" + Reports.Network + "variants: [{ name: plain }, { name: wide, activation: tanh }]\nparameters: { lambda: [0, 0.5] }\nreplicates: 3\n";

    [Theory]
    [InlineData("", "plain, λ = 0")]
    [InlineData("baseline: wide\n", "wide, λ = 0")]
    [InlineData("baseline: { lambda: 0.50 }\n", "plain, λ = 0.5")]
    [InlineData("baseline: { lambda: 0.5, variant: wide }\n", "wide, λ = 0.5")]
    public void Rows_are_compared_with_the_point_that_the_experiment_names(string baseline, string name)
    {
        var report = Reports.Of(Grid + baseline, s => new Outcome { Dev = 0.8 + s.Lambda / 10 + (s.Activation == Activation.Tanh ? 0.01 : 0) + s.Seed % 3 / 100.0 });
        var column = report.Conclusion.Columns.ToList().IndexOf("against the baseline");
        Assert.Equal("baseline", Assert.Single(report.Conclusion.Rows, row => $"{row[0]}, λ = {row[1]}" == name)[column]);
        Assert.Contains(Reports.Notes(report), note => note.Contains($"Against the baseline, {name}: paired t-test", StringComparison.Ordinal));
    }

    [Fact]
    public void How_often_each_row_would_be_chosen_stands_beside_it()
    {
        var report = Reports.Of(Grid.Replace("replicates: 3", "replicates: 6", StringComparison.Ordinal), s => new Outcome { Dev = 0.8 + s.Seed * (s.Lambda > 0 ? 0 : 1) / 100.0 + (s.Activation == Activation.Tanh ? 0.011 : 0) });
        var column = report.Conclusion.Columns.ToList().IndexOf("would be chosen");
        var shares = report.Conclusion.Rows.Where(row => row[1].Length > 0).Select(row => double.Parse(row[column].Split('\u00a0')[0], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(4, shares.Count);
        Assert.InRange(shares.Sum(), 99.8, 100.2); // rounded to a tenth each
        Assert.Equal(shares.Max(), shares[0]);
        Assert.Contains(Reports.Notes(report), note => note.Contains($"{shares[0].ToString("0.0", CultureInfo.InvariantCulture)} % choose the same row", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("baseline: tall\n", "baseline is `tall`; expected plain")]
    [InlineData("baseline: { lambda: 7 }\n", "baseline is no point of this grid")]
    [InlineData("baseline: { keep_prob: 1 }\n", "keep_prob")]
    [InlineData("baseline: {}\n", "baseline is an empty mapping; expected the name of a variant, or a point such as")]
    [InlineData("baseline: [0]\n", "baseline is a list; expected the name of a variant, or a point such as")]
    public void A_baseline_that_is_no_point_is_an_error_where_it_stands(string baseline, string message)
    {
        var error = Assert.Throws<ExperimentException>(() => Reports.Of(Grid + baseline, _ => new Outcome()));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(":8:", error.Message, StringComparison.Ordinal);
    }
}
