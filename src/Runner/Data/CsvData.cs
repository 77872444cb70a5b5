using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>A CSV file of examples: a header, feature columns, a column of labels, perhaps a column that says the split.</summary>
internal sealed class CsvData(CsvSource source)
{
    private readonly SplitColumn? _splitColumn = source.Split as SplitColumn;

    /// <exception cref="UserErrorException">The message names the file, and the row and column where there is one.</exception>
    public Dataset Read() => CsvTable.Read(source.FullPath, csv =>
    {
        var label = csv.Column(source.Label.Value);
        int? split = _splitColumn is null ? null : csv.Column(_splitColumn.Column);
        int[] columns = [.. Features(csv).Select(csv.Column)];
        var (rows, labels, splits) = (new List<double[]>(), new CsvLabels(csv, label), new List<string>());
        while (csv.Next())
        {
            rows.Add(Array.ConvertAll(columns, csv.Number));
            labels.Read();
            if (split is { } place) splits.Add(SplitName.Find(csv.Text(place)) ?? throw NoSplit(csv, place));
        }
        if (rows.Count == 0) throw csv.Error("no examples; expected a header and one row per example");
        var (values, classes) = labels.Resolve(source.Positive);
        if (source.Split is SplitShares shares) splits = [.. shares.Assign(values)];

        var features = columns.Select(column => new FeatureColumn(csv.Names[column], [])).ToList();
        return new Dataset(source.Name, [.. features.SelectMany(f => f.FeatureNames)], Examples("train") ?? throw NoTrain(csv), Examples("dev"), Examples("test"))
        {
            ClassNames = classes,
            Columns = features,
        };

        Examples? Examples(string wanted)
        {
            int[] places = [.. Enumerable.Range(0, rows.Count).Where(row => splits.Count == 0 ? wanted == "train" : splits[row] == wanted)];
            return places.Length == 0 ? null : new Examples([.. places.SelectMany(row => rows[row])], Array.ConvertAll(places, row => values[row]));
        }
    });

    /// <summary>The names of the feature columns: those that are written, or all but the others.</summary>
    private IEnumerable<string> Features(CsvTable csv)
    {
        if (source.Features.Count > 0) return source.Features.Select(f => f.Value);
        foreach (var name in source.Drop) csv.Column(name.Value);
        string?[] others = [source.Label.Value, _splitColumn?.Column, .. source.Drop.Select(d => d.Value)];
        var left = csv.Names.Except(others).OfType<string>().ToList();
        if (left.Contains(""))
            throw csv.Error("a column has no name, as the row numbers that pandas writes; expected a name, or the columns under `features`");
        return left.Count > 0 ? left : throw csv.Error("no column is left for the features; expected more than the label's");
    }

    private static UserErrorException NoSplit(CsvTable csv, int column) =>
        csv.Error(column, $"the split is `{csv.Text(column)}`; expected train, dev or test");

    private static UserErrorException NoTrain(CsvTable csv) =>
        csv.Error("no example belongs to the train split; expected `train` in the split column of some rows");
}
