using System.Globalization;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>A CSV file of examples: a header, feature columns of numbers, a label column of 0 and 1, perhaps a column that says the split.</summary>
internal sealed class CsvData(string path, IReadOnlyList<string> features, string label)
{
    private static readonly string[] SplitNames = ["train", "dev", "test"];

    private readonly List<(string? Split, double[] Features, double Label)> _rows = [];

    /// <exception cref="UserErrorException">The message names the file, and the row and column where there is one.</exception>
    public Dataset Read(string name, CsvSplit? split)
    {
        ReadRows((split as SplitColumn)?.Column);
        if (_rows.Count == 0) throw Error("no examples; expected a header and one row per example");
        var splitOf = split is SplitFractions fractions ? Assign(fractions) : [.. _rows.Select(row => row.Split ?? "train")];
        var train = Examples("train")
            ?? throw Error($"no example belongs to the train split; expected `train` in the split column of some rows, or fractions that leave some");
        return new Dataset(name, features, train, Examples("dev"), Examples("test"));

        Examples? Examples(string wanted)
        {
            var rows = _rows.Where((_, i) => splitOf[i] == wanted).ToList();
            return rows.Count == 0 ? null : new Examples([.. rows.SelectMany(r => r.Features)], [.. rows.Select(r => r.Label)]);
        }
    }

    private void ReadRows(string? splitColumn) => CsvTable.Read(path, csv =>
    {
        int[] featureColumns = [.. features.Select(csv.Column)];
        var labelColumn = csv.Column(label);
        int? splitIndex = splitColumn is null ? null : csv.Column(splitColumn);
        while (csv.Next())
        {
            var numbers = Array.ConvertAll(featureColumns, csv.Number);
            _rows.Add((splitIndex is { } s ? Split(csv, s) : null, numbers, Label(csv, labelColumn)));
        }
        return _rows;
    });

    private static double Label(CsvTable csv, int column)
    {
        var text = csv.Text(column);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is 0 or 1
            ? number
            : throw csv.Error(column, $"the label is `{text}`; expected 0 or 1");
    }

    private static string Split(CsvTable csv, int column)
    {
        var text = csv.Text(column);
        return SplitNames.Contains(text) ? text : throw csv.Error(column, $"the split is `{text}`; expected train, dev or test");
    }

    /// <summary>A seeded permutation gives the first examples to test, the next to dev, the rest to train; each split keeps the file's order.</summary>
    private string[] Assign(SplitFractions fractions)
    {
        var splitOf = new string[_rows.Count];
        var test = (int)Math.Round(fractions.Test * _rows.Count);
        var dev = (int)Math.Round(fractions.Dev * _rows.Count);
        foreach (var (example, place) in new RandomState(fractions.Seed).Permutation(_rows.Count).Select((example, place) => (example, place)))
            splitOf[example] = place < test ? "test" : place < test + dev ? "dev" : "train";
        return splitOf;
    }

    private UserErrorException Error(string problem) => new($"{path}: {problem}");
}
