using System.Globalization;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Training;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Runner;

/// <summary>Features of any scale, brought to one: kept with the sweep, and the same for all who apply its networks.</summary>
public sealed class StandardizeTests : IDisposable
{
    private readonly SweepFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_column_around_300_is_learnt_as_well_as_one_around_0()
    {
        Assert.Equal(0.5, Accuracy(""), 1);
        Assert.True(Accuracy(", standardize: true") > 0.9);
    }

    [Fact]
    public void A_sweep_keeps_the_mean_and_deviation_of_train()
    {
        _folder.Run(Yaml(", standardize: true"));
        using var store = _folder.Open();
        var sweep = store.Find(new("own"));
        var (stored, train) = (store.Preparation(sweep), store.Dataset(sweep).Splits[0]);
        Assert.Equal(2, stored.Count);
        Assert.InRange(train.Features[0], 200, 400); // the stored data are as they were read
        Assert.Equal(train.Features.Where((_, i) => i % 2 == 0).Average(), stored[0].Mean, 9);
        Assert.Equal("true", SweepPlan.Of(sweep).DatasetSettings["standardize"]);
    }

    [Fact]
    public void A_sweep_that_does_nothing_to_its_data_keeps_nothing()
    {
        _folder.Run(Yaml(""));
        using var store = _folder.Open();
        Assert.Empty(store.Preparation(store.Find(new("own"))));
    }

    [Fact]
    public void Stored_networks_give_the_stored_predictions_for_rows_as_they_were_read()
    {
        _folder.Run(Yaml(", standardize: true"));
        using var store = _folder.Open();
        var sweep = store.Find(new("own"));
        var trial = store.Trial(sweep, 1);
        var predicted = StoredNetwork.Read(store, sweep, trial).Predict(Rows(store.Dataset(sweep).Splits[1]));
        Assert.Equal(store.Predictions(trial)[1].Probabilities, predicted.Select(p => (float)p));

        static Examples Rows(StoredSplit split) => new(split.Features, split.Labels);
    }

    [Fact]
    public void Verify_standardizes_too_and_finds_other_means()
    {
        _folder.Run(Yaml(", standardize: true"));
        Assert.True(Verify().Identical);
        Alter("DROP TRIGGER preparation_update; UPDATE preparation SET mean = mean + 1 WHERE feature = 2");
        Assert.Contains("the means and deviations of own#1", Assert.Throws<UserErrorException>(Verify).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE preparation SET mean = 0")]
    [InlineData("DELETE FROM preparation")]
    [InlineData("INSERT INTO preparation (sweep_id, feature, mean, deviation) VALUES (1, 3, 0, 1)")]
    public void What_a_sweep_does_to_its_data_never_changes(string sql)
    {
        _folder.Run(Yaml(", standardize: true"));
        Assert.Contains("never changes", Assert.Throws<SqliteException>(() => Alter(sql)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_too_large_to_standardize_are_told()
    {
        var file = _folder.Write("large.csv", "x1,x2,y\n1,1e200,0\n2,-1e200,1\n");
        var source = ExperimentFile.Parse(
            Experiments.Minimal.Replace("pitch", $"{{ csv: '{file}', label: y, standardize: true }}", StringComparison.Ordinal), "x.yaml").Network.Dataset;
        Assert.Equal(
            "x.yaml:2:10: the mean and deviation of x2 are not finite: its numbers are too large; expected numbers far below 1e150",
            Assert.Throws<ExperimentException>(() => DatasetLoader.Load(source, "")).Message);
    }

    [Theory]
    [InlineData("1e-200", "-1e-200", true)]
    [InlineData("1e-160", "3e-160", true)]
    [InlineData("1e-149", "-1e-149", false)]
    [InlineData("1e-200", "1e-200", false)] // never changes: becomes 0
    public void Numbers_that_differ_too_little_to_standardize_are_told(string one, string other, bool told)
    {
        var file = _folder.Write("small.csv", $"x1,x2,y\n1,{one},0\n2,{other},1\n");
        Dataset Load() => DatasetLoader.Load(
            ExperimentFile.Parse(
                Experiments.Minimal.Replace("pitch", $"{{ csv: '{file}', label: y, standardize: true }}", StringComparison.Ordinal), "x.yaml").Network.Dataset,
            "");
        if (told)
        {
            Assert.StartsWith(
                "x.yaml:2:10: the deviation of x2 is too small to divide by: its numbers differ by less than 1e-150;",
                Assert.Throws<ExperimentException>(Load).Message,
                StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(2, Load().Train.Count);
        }
    }

    private double Accuracy(string more)
    {
        using var folder = new SweepFolder();
        var sweep = folder.Run(Yaml(more)).Sweep;
        using var store = folder.Open();
        return store.Trial(sweep, 1).Metrics["dev_accuracy"];
    }

    private SweepVerification Verify()
    {
        using var store = SweepStore.OpenReadOnly(_folder.StorePath);
        var sweep = store.Find(new("own"));
        return new SweepVerifier(store, new SweepFolder.Silence()).Verify(sweep, store.Trials(sweep), 1, default);
    }

    private void Alter(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.StorePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The pitch on paper of another scale: x1 around 300, x2 by the thousand.</summary>
    private string Yaml(string more)
    {
        var pitch = GeneratedDatasets.Pitch();
        var rows = pitch.Splits.Take(2).SelectMany(split => Enumerable.Range(0, split.Examples.Count).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{300 + 100 * split.Examples.Features[2 * i]},{1000 * split.Examples.Features[2 * i + 1]},{split.Examples.Labels[i]},{split.Name}\n")));
        return $$"""
            name: own
            dataset: { csv: '{{_folder.Write("own.csv", "x1,x2,y,part\n" + string.Concat(rows))}}', label: y, split: part{{more}} }
            network: { hidden: [8, 4] }
            training: { learning_rate: 0.3, iterations: 1000 }
            """;
    }
}
