using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Reads what stands under <c>dataset</c>.</summary>
internal static class DatasetReader
{
    private const string CsvExample = "{csv: path, features: [x1, x2], label: y, split: split}";
    private static readonly string[] CsvKeys = ["csv", "features", "label", "split"];
    private static readonly string[] FractionKeys = ["dev", "test", "seed"];

    private static readonly string BuiltInExpected = $"a built-in name ({string.Join(", ", BuiltInSource.Names)}) or {CsvExample}";

    public static DatasetSource Read(YamlValue value, string experimentPath) => value switch
    {
        YamlText text when BuiltInSource.Names.Contains(text.Text) => new BuiltInSource(text.Text, text.At),
        YamlText { IsNothing: false } text =>
            throw text.Unexpected("dataset", BuiltInExpected, Spelling.Hint(text.Text, BuiltInSource.Names)),
        YamlMap map => Csv(map.WithKeys(" of dataset", CsvKeys, []), experimentPath),
        _ => throw value.Unexpected("dataset", BuiltInExpected),
    };

    private static CsvSource Csv(YamlMap map, string experimentPath)
    {
        var path = Required(map, "csv", "the path of a CSV file");
        var label = Required(map, "label", "the name of the label column");
        var features = Features(map);
        if (features.FirstOrDefault(f => f.Value == label.Value) is { } both)
            throw new ExperimentException(both.At, $"`{both.Value}` is the label too; expected feature columns");
        var split = map["split"] is { } value ? Split(value) : null;
        if (split is SplitColumn column && (column.Column == label.Value || features.Any(f => f.Value == column.Column)))
        {
            throw new ExperimentException(
                split.At, $"`{column.Column}` is a feature or the label too; expected a column of train, dev and test");
        }
        var folder = Path.GetDirectoryName(Path.GetFullPath(experimentPath)) ?? ".";
        return new CsvSource(path, Path.GetFullPath(path.Value, folder), features, label, split, map.At);
    }

    private static Located<string> Required(YamlMap map, string key, string expected) => map[key] switch
    {
        null => throw new ExperimentException(map.At, $"dataset has no {key}; expected {CsvExample}"),
        YamlText { Text.Length: > 0 } text => new Located<string>(text.Text, text.At),
        var other => throw other.Unexpected(key, expected),
    };

    private static List<Located<string>> Features(YamlMap map)
    {
        const string expected = "a list of column names, such as [x1, x2]";
        var value = map["features"] ?? throw new ExperimentException(map.At, $"dataset has no features; expected {CsvExample}");
        if (value is not YamlList { Items.Count: > 0 } list) throw value.Unexpected("features", expected);
        var features = new List<Located<string>>();
        foreach (var item in list.Items)
        {
            if (item is not YamlText { Text.Length: > 0 } text) throw item.Unexpected("an item of features", expected);
            if (features.Any(f => f.Value == text.Text)) throw new ExperimentException(text.At, $"features has `{text.Text}` twice");
            features.Add(new Located<string>(text.Text, text.At));
        }
        return features;
    }

    private static CsvSplit Split(YamlValue value)
    {
        const string expected = "the name of a column, or shares such as {dev: 0.2, test: 0.2, seed: 1}";
        if (value is YamlText { IsNothing: false } column) return new SplitColumn(column.Text, column.At);
        if (value is not YamlMap { Entries.Count: > 0 } map) throw value.Unexpected("split", expected);
        map.WithKeys(" of split", FractionKeys, []);
        var (dev, test) = (Share(map, "dev"), Share(map, "test"));
        if (dev + test >= 1) throw new ExperimentException(map.At, "dev and test leave nothing to train on; expected a sum below 1");
        var seed = map["seed"] is { } given ? Setting.Find("seed")!.Read(given).Number : 1;
        return new SplitFractions(dev, test, (uint)seed, map.At);
    }

    private static double Share(YamlMap map, string key) => map[key] switch
    {
        null => 0,
        YamlText { Number: >= 0 and < 1 } text => text.Number.Value,
        var other => throw other.Unexpected(key, "a share, at least 0 and below 1"),
    };
}
