using System.Globalization;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>A CSV file of examples: a header, feature columns, a column of labels, perhaps a column that says the split.</summary>
internal sealed class CsvData(CsvSource source)
{
    private const int MostShown = 5;

    private readonly SplitColumn? _splitColumn = source.Split as SplitColumn;

    /// <exception cref="UserErrorException">The message names the file, and the row and column where there is one.</exception>
    public Dataset Read() => CsvTable.Read(source.FullPath, csv =>
    {
        var label = csv.Column(source.Label.Value);
        int? split = _splitColumn is null ? null : csv.Column(_splitColumn.Column);
        int[] places = [.. Features(csv).Select(csv.Column)];
        var (columns, labels, splits) = (Array.ConvertAll(places, place => new CsvColumn(csv, place)), new CsvLabels(csv, label), new List<string>());
        var (count, leftOut, missing) = (0, 0, new List<string>());
        while (csv.Next())
        {
            if (source.Missing == MissingValues.Drop && (csv.IsMissing(label) || places.Any(csv.IsMissing)))
            {
                leftOut++;
                continue;
            }
            if (source.Missing == MissingValues.Error) missing.AddRange(places.Where(csv.IsMissing).Select(csv.Where));
            foreach (var column in columns) column.Read();
            labels.Read();
            if (split is { } place) splits.Add(SplitName.Find(csv.Text(place)) ?? throw NoSplit(csv, place));
            count++;
        }
        if (missing.Count > 0) throw Missing(csv, missing);
        if (count == 0)
            throw csv.Error(leftOut > 0 ? "every row has a missing value; expected some without" : "no examples; expected a header and one row per example");
        var (values, classes) = labels.Resolve(source.Positive);
        if (source.Split is SplitShares shares) splits = [.. shares.Assign(values)];

        var features = Array.ConvertAll(columns, column => column.ToFeatures());
        return new Dataset(source.Name, [.. features.SelectMany(f => f.FeatureNames)], Examples("train") ?? throw NoTrain(csv), Examples("dev"), Examples("test"))
        {
            ClassNames = classes,
            Columns = features,
            RowsLeftOut = leftOut,
        };

        Examples? Examples(string wanted)
        {
            int[] rows = [.. Enumerable.Range(0, count).Where(row => splits.Count == 0 ? wanted == "train" : splits[row] == wanted)];
            return rows.Length == 0 ? null : new Examples([.. rows.SelectMany(Row)], Array.ConvertAll(rows, row => values[row]));
        }

        IEnumerable<double> Row(int row) => columns.Zip(features).SelectMany(c => c.First.Of(row, c.Second));
    });

    /// <summary>The names of the feature columns: those that are written, or all but the others.</summary>
    private IEnumerable<string> Features(CsvTable csv)
    {
        if (source.Features.Count > 0) return source.Features.Select(f => f.Value);
        foreach (var name in source.Drop) csv.Column(name.Value);
        string?[] others = [source.Label.Value, _splitColumn?.Column, .. source.Drop.Select(d => d.Value)];
        var left = csv.Names.Except(others).OfType<string>().ToList();
        if (left.Contains(""))
            throw csv.Error("a column has no name, as the row numbers that pandas writes; expected a name, or `drop: [\"\"]` under dataset, which leaves it out");
        return left.Count > 0 ? left : throw csv.Error("no column is left for the features; expected more than the label's");
    }

    private static UserErrorException Missing(CsvTable csv, List<string> places)
    {
        var more = places.Count > MostShown ? string.Create(CultureInfo.InvariantCulture, $"; and {places.Count - MostShown} more") : "";
        return csv.Error(
            $"{(places.Count == 1 ? "a value is" : string.Create(CultureInfo.InvariantCulture, $"{places.Count} values are"))} missing: "
            + $"{string.Join("; ", places.Take(MostShown))}{more}; expected none, or under dataset `missing: mean`, where the mean of the train "
            + "examples stands for them, or `missing: drop`, which leaves such rows out");
    }

    private static UserErrorException NoSplit(CsvTable csv, int column) =>
        csv.Error(column, $"the split is `{csv.Text(column)}`; expected train, dev or test");

    private static UserErrorException NoTrain(CsvTable csv) =>
        csv.Error("no example belongs to the train split; expected `train` in the split column of some rows");
}
